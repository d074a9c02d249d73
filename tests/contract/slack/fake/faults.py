"""What goes wrong in a Slack; "response_url" and "upload" are methods too."""

from dataclasses import dataclass

from tests.contract.stand_in import faults


@dataclass
class Fault(faults.Fault):
    """One thing that goes wrong; `needed` is the scope that is missing."""

    needed: str = ""


class Faults(faults.Faults):
    """The faults of a Slack."""

    fault = Fault
    kinds = ("500", "503", *faults.ANYWHERE)
