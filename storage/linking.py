"""Which user of a chat platform is which person, decided from what the platform says and what was known."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.facts import AnyRow


@dataclass(frozen=True, slots=True)
class Seen:
    """What the platform says about one of its users; ``email`` is empty where it says none, as for bots."""

    user: str
    email: str
    active: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the database says about the users of one part, before it is changed."""

    people: dict[str, int]
    accounts: Sequence[AnyRow]


def whose(known: Known, part: Sequence[Seen]) -> dict[int, str]:
    """Person → the user who is that person from now on."""
    before = {row.user_id: row.person_id for row in known.accounts}
    wanted: list[tuple[bool, bool, int, str]] = []
    for each in part:
        # Without an address there is nothing to go by but what was known.
        person = known.people.get(each.email, 0) if each.email else before.get(each.user, 0)
        if each.active and person:
            wanted.append((not each.email, before.get(each.user) != person, person, each.user))
    winners: dict[int, str] = {}
    for _without, _new, person, user in sorted(wanted):
        winners.setdefault(person, user)
    return winners


def changed(known: Known, winners: dict[int, str]) -> list[dict[str, object]]:
    """The rows to be written, as ``user_id`` and ``person_id``, in order."""
    stand = {(row.person_id, row.user_id) for row in known.accounts if row.state == "active"}
    wanted = sorted((user, person) for person, user in winners.items() if (person, user) not in stand)
    return [{"user_id": user, "person_id": person} for user, person in wanted]


def lost(known: Known, winners: dict[int, str], part: Sequence[Seen]) -> tuple[list[int], list[int]]:
    """The rows to be blocked, and those of users who are nobody's, or not that person's, any more."""
    said = {each.user: each for each in part}
    stay = set(winners.values())
    blocked, let_go = [], []
    for row in known.accounts:
        user = said.get(row.user_id)
        if row.user_id in stay:
            continue
        if user and not user.active:
            if row.state == "active":
                blocked.append(row.id)
        elif (user and user.email) or (row.state == "active" and row.person_id in winners):
            let_go.append(row.id)
    return blocked, let_go


def newly(known: Known, winners: dict[int, str]) -> tuple[int, ...]:
    """Who has an active account now and had none."""
    return tuple(winners.keys() - {row.person_id for row in known.accounts if row.state == "active"})
