"""Now and then a look around each workspace: who is there, which channels, whether we are let in."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.log import logger
from bot.memory import Memory
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.refusals import REVOKED
from bot.platforms.slack.trouble import UNREACHABLE
from bot.platforms.slack.wire import Json, Refused
from bot.platforms.slack.workspaces import PLATFORM, Workspaces
from storage import channels, leases, outbox
from storage.channels import Channel
from storage.installations import Locked
from storage.leases import Task

EVERY = timedelta(hours=12)
_AGAIN = timedelta(minutes=5)
_TRY_AGAIN = timedelta(minutes=15)
_LEASE = timedelta(minutes=30)
_PAGE = 200

_log = logger()


class Lookout:
    """Keeps people and channels as the workspaces have them, where no event has told of a change."""

    def __init__(self, memory: Memory, workspaces: Workspaces, directory: Directory) -> None:
        self._memory = memory
        self._workspaces = workspaces
        self._directory = directory
        self._holder = secrets.token_hex(8)
        self._due: dict[int, datetime] = {}
        self._patient_until: dict[int, datetime] = {}

    def look(self) -> None:
        """Look around every workspace where it is time to: at the start, twice a day, soon after a failure.

        One replica at a time looks around a workspace.
        """
        now = self._memory.now()
        for authority in self._workspaces.everyone():
            try:
                self._try_again(authority, now)
                if self._due.get(authority, now) > now:
                    continue
                self._due[authority] = now + _AGAIN
                if self._look_at(authority):
                    self._due[authority] = now + EVERY
            except Refused as problem:
                _log.warning("slack does not let us look around", authority=authority, kind=problem.error)
                if problem.error in REVOKED:
                    self._workspaces.revoked(authority, problem.token)
            except Locked:
                _log.warning("slack tokens cannot be read", authority=authority)
            except UNREACHABLE:
                _log.exception("slack could not be reached", authority=authority)
            finally:
                self._directory.looked(authority)

    def _try_again(self, authority: int, now: datetime) -> None:
        """What was given up while Slack was not well; each message had its tries within some minutes."""
        if self._patient_until.get(authority, now) > now:
            return
        self._patient_until[authority] = now + _TRY_AGAIN
        if self._workspaces.tokens(authority) is not None:
            with self._memory.database.writing() as connection:
                outbox.resume(connection, authority, now, given_up=True)

    def _look_at(self, authority: int) -> bool:
        task = Task(authority, "looking around", self._holder)
        with self._memory.database.writing() as connection:
            if not leases.take(connection, task, self._memory.now(), _LEASE):
                return False
        try:
            return self._looked_at(authority)
        finally:
            with self._memory.database.writing() as connection:
                leases.give_back(connection, task)

    def _looked_at(self, authority: int) -> bool:
        if self._workspaces.tokens(authority) is None:
            return False
        taken = self._directory.look_through(authority)
        _log.info("accounts looked through", authority=authority, count=len(taken.linked))
        self.channels(authority)
        with self._memory.database.writing() as connection:
            outbox.resume(connection, authority, self._memory.now())
        return True

    def channels(self, authority: int) -> None:
        """See which channels there are; what an event tells in the meantime is newer."""
        before = self._known(authority)
        groups = self._groups(authority)
        seen = {
            each.id: replace(each, group=groups.get(each.id, ""))
            for each in (
                seen_channel(told) for told in self._channels(authority) if not told.get("is_ext_shared")
            )
        }
        with self._memory.database.writing() as connection:
            now = self._memory.now()
            told = _by_id(channels.known(connection, authority))
            found = _newest(seen, before, told)
            channels.take(connection, authority, PLATFORM, found, now, all_of_them=True)

    def _known(self, authority: int) -> dict[str, Channel]:
        with self._memory.database.reading() as connection:
            return _by_id(channels.known(connection, authority))

    def _groups(self, authority: int) -> dict[str, str]:
        """Channel → the one user group whose usual channel it is; none where Slack does not tell."""
        asked: Json = {"include_users": False, "include_disabled": False}
        found: dict[str, list[str]] = defaultdict(list)
        try:
            groups = list(self._workspaces.all_pages(authority, "usergroups.list", asked, "usergroups"))
        except Refused as problem:
            # They only help to propose; not every workspace has them.
            if problem.error in REVOKED:
                raise
            _log.warning("slack does not tell of user groups", authority=authority, kind=problem.error)
            return {}
        for group in groups:
            for channel in (group.get("prefs") or {}).get("channels", []):
                found[str(channel)].append(str(group.get("name", "")))
        return {channel: names[0] for channel, names in found.items() if len(names) == 1}

    def _channels(self, authority: int) -> Iterator[Json]:
        asked: Json = {"types": "public_channel,private_channel", "exclude_archived": True, "limit": _PAGE}
        return self._workspaces.all_pages(authority, "conversations.list", asked, "channels")


def seen_channel(told: Mapping[str, Any]) -> Channel:
    """One of Slack's channels."""
    return Channel(
        str(told.get("id", "")),
        str(told.get("name", "")),
        private=bool(told.get("is_private")),
        member=bool(told.get("is_member")),
    )


def _by_id(found: Iterable[Channel]) -> dict[str, Channel]:
    return {each.id: each for each in found}


def _newest(
    seen: Mapping[str, Channel], before: Mapping[str, Channel], told: Mapping[str, Channel]
) -> list[Channel]:
    """What was seen, save for the channels that have changed since the look began."""
    changed = {each for each in before.keys() | told.keys() if before.get(each) != told.get(each)}
    return [each for number, each in seen.items() if number not in changed] + [
        told[each] for each in changed if each in told
    ]
