"""What goes wrong in Teams."""

from dataclasses import dataclass

from tests.contract.stand_in import faults


@dataclass
class Fault(faults.Fault):
    """One thing that goes wrong; `status` comes with an error that has a name."""

    status: int = 403


class Faults(faults.Faults):
    """The faults of Teams."""

    fault = Fault
    kinds = ("500", "502", "503", "504", "412", *faults.ANYWHERE)
    lost = 502
