"""What a frozen result lets be told of an area."""

from conversations.framework.schema import Framework
from conversations.snapshot import AreaResult, Snapshot


def told_area(framework: Framework, snapshot: Snapshot, area: str) -> AreaResult | None:
    """An area's result, where the snapshot is shown and so is at least one of the area's questions."""
    told = any(each.shown and framework.criterion(each.id).area == area for each in snapshot.criteria)
    return snapshot.area(area) if snapshot.shown and told else None
