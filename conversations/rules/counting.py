"""Which work teams' participation may be counted out while a round runs."""

from collections.abc import Mapping

from conversations.rules.areas import FLOOR


def countable(invited: int, members: Mapping[int, int]) -> frozenset[int]:
    """The teams whose counts may stand beside the school's, by how many each has of the ``invited``.

    No team under five; and where those outside the shown teams are one to four people, their count would be
    the school's minus the teams', so the smallest shown team joins them.
    """
    shown = sorted(
        (team for team, size in members.items() if size >= FLOOR), key=lambda team: (-members[team], team)
    )
    rest = invited - sum(members[team] for team in shown)
    return frozenset(shown[:-1] if 0 < rest < FLOOR else shown)
