"""Whose account is this, and which is whose: people of the roster and users of a workspace, by e-mail."""

from datetime import datetime, timedelta
from typing import Any

from bot.log import logger
from bot.memory import Memory
from bot.platforms.envelope import Slower
from bot.platforms.slack.wire import Refused, Wire
from bot.platforms.slack.workspaces import PLATFORM, Workspaces
from conversations.turn import To
from storage import accounts, authorities, outbox
from storage.accounts import Account, Seen, Taken

_PAGE = 500
_FIRST_LOOK = timedelta(seconds=1)
_MOST_REMEMBERED = 50_000
# What another replica has been told of a change reaches this one no later.
_REMEMBERED_FOR = timedelta(minutes=5)
# Slack's own; it does not call it a bot.
_SLACKBOT = "USLACKBOT"

_log = logger()


class Directory:
    """Keeps accounts as the workspace says they are; call it from any thread."""

    def __init__(self, memory: Memory, wire: Wire, workspaces: Workspaces) -> None:
        self._memory = memory
        self._wire = wire
        self.workspaces = workspaces
        self._remembered: dict[tuple[int, str], tuple[int, datetime]] = {}
        self._looked: set[int] = set()

    def person(self, authority: int, user: str) -> int | None:
        """Whose account this is, 0 for somebody who is not on the roster, None for a bot.

        It asks Slack about new ones.
        """
        known = self.remembered(authority, user)
        if known:
            return known
        until = self._memory.now() + _REMEMBERED_FOR
        found = self._kept(authority, user) or self._asked(authority, user)
        if found:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[authority, user] = found, until
        return found

    def remembered(self, authority: int, user: str) -> int:
        """Whose account this is as far as it has been asked for of late, 0 where it has not."""
        person, until = self._remembered.get((authority, user), (0, self._memory.now()))
        return person if until > self._memory.now() else 0

    def account(self, authority: int, person: int) -> Account | None:
        """Somebody's account, found by e-mail the first time; None where the workspace has no such user.

        Raises Refused where Slack does not tell, and Slower while a first look through the workspace may find
        many at once.
        """
        with self._memory.database.reading() as connection:
            known = accounts.of_person(connection, authority, PLATFORM, person)
            email = "" if known else accounts.email_of(connection, authority, person)
        if known or not email:
            return known
        if authority not in self._looked:
            raise Slower(self._memory.now() + _FIRST_LOOK)
        try:
            answer = self._ask(authority, "users.lookupByEmail", {"email": email})
        except Refused as problem:
            if problem.error == "users_not_found":
                return None
            raise
        self.take(authority, [answer["user"]])
        with self._memory.database.reading() as connection:
            return accounts.of_person(connection, authority, PLATFORM, person)

    def looked(self, authority: int) -> None:
        """There has been a look through the workspace, whatever came of it."""
        self._looked.add(authority)

    def look_through(self, authority: int) -> Taken:
        """Go through the whole workspace; what has waited for somebody who is there now goes out."""
        return self.take(
            authority,
            list(self.workspaces.all_pages(authority, "users.list", {"limit": _PAGE}, "members")),
        )

    def take(self, authority: int, users: list[dict[str, Any]]) -> Taken:
        """Believe what Slack says about some of its users."""
        with self._memory.database.writing() as connection:
            workspace = authorities.workspace_of(connection, authority)
            told = [seen(user, workspace) for user in users]
            taken = accounts.take(connection, authority, PLATFORM, told)
            for person in taken.linked:
                outbox.reached(connection, authority, To("person", person), self._memory.now())
        for user in users:
            self._remembered.pop((authority, str(user.get("id", ""))), None)
        return taken

    def _kept(self, authority: int, user: str) -> int:
        with self._memory.database.reading() as connection:
            person = accounts.person_of(connection, authority, PLATFORM, user)
            account = accounts.of_person(connection, authority, PLATFORM, person) if person else None
        # Whoever's account is no longer good is nobody until Slack says otherwise.
        return person if account and account.active and account.user == user else 0

    def _asked(self, authority: int, user: str) -> int | None:
        try:
            answer = self._ask(authority, "users.info", {"user": user})
        except Refused as problem:
            if problem.error == "ratelimited":
                # Whoever it is must not hear that they are not on the roster.
                raise
            _log.warning("slack does not tell who writes", authority=authority, kind=problem.error)
            return 0
        if answer["user"].get("is_bot") or user == _SLACKBOT:
            return None
        self.take(authority, [answer["user"]])
        return self._kept(authority, user)

    def _ask(self, authority: int, method: str, arguments: dict[str, object]) -> dict[str, Any]:
        tokens = self.workspaces.tokens(authority)
        if tokens is None:
            raise Refused("not_installed")
        return self._wire.call(tokens.bot, method, arguments)


def seen(user: dict[str, Any], workspace: str) -> Seen:
    """One of Slack's users as one of a workspace sees them.

    Bots, guests of single channels, deactivated users and those of other organisations cannot take part.
    """
    found = user.get("profile")
    profile = found if isinstance(found, dict) else {}
    active = not (user.get("deleted") or user.get("is_bot") or user.get("is_ultra_restricted"))
    own = _is_at_home(user, workspace)
    return Seen(str(user.get("id", "")), str(profile.get("email") or ""), active and own)


def _is_at_home(user: dict[str, Any], workspace: str) -> bool:
    """Whether the workspace itself vouches for the address; in shared channels there are others' people."""
    team, company = str(user.get("team_id") or workspace), user.get("enterprise_user")
    teams = company.get("teams") if isinstance(company, dict) else None
    here = team == workspace or (isinstance(teams, list) and workspace in teams)
    return here and not user.get("is_stranger")
