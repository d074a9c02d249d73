"""Whose account is this, and which is whose: people of the roster and users of a tenant, by e-mail."""

from collections.abc import Sequence
from dataclasses import replace

from bot.log import logger
from bot.memory import Memory
from bot.platforms.teams.connector import Connector
from bot.platforms.teams.listen import Actor
from bot.platforms.teams.shapes import object_id, text
from bot.platforms.teams.tenants import PLATFORM, Talk
from bot.platforms.teams.wire import Json, Refused
from conversations.turn import To
from storage import accounts, outbox
from storage.accounts import Account, Seen, Taken

_MOST_REMEMBERED = 50_000
_USER = "user"
# Who is not among a conversation's members, or in a conversation that the bot is no longer in.
_UNKNOWN = frozenset({403, 404})

_log = logger()


class Directory:
    """Keeps accounts, and where to find them, as checked activities say; call it from any thread."""

    def __init__(self, memory: Memory, connector: Connector) -> None:
        self._memory = memory
        self._connector = connector
        self._remembered: dict[tuple[int, str], int] = {}
        self._talks: dict[tuple[int, str], Talk] = {}

    def person(self, authority: int, actor: Actor) -> int:
        """Whose account this is, 0 for somebody who is not on the roster; it asks Teams about new ones."""
        found = self._remembered.get((authority, actor.user))
        if not found:
            found = self._kept(authority, actor.user) or self._asked(authority, actor)
        if found:
            if len(self._remembered) < _MOST_REMEMBERED:
                self._remembered[authority, actor.user] = found
            self._keep_talk(authority, actor, found)
        return found

    def owner(self, authority: int, actor: Actor) -> Actor | None:
        """Whose own chat it is where somebody has installed the bot; None where nobody can tell.

        It may have been installed for them, by somebody else.
        """
        if self.remembered(authority, actor):
            return actor
        found = self._connector.members(Talk(authority, actor.service, actor.conversation))
        users = [each for each in found if object_id(each)]
        if len(users) != 1:
            return None
        owner = replace(actor, user=object_id(users[0]), member=text(users[0], "id"))
        if not self._kept(authority, owner.user):
            self._believe(authority, owner, users[0])
        return owner

    def remembered(self, authority: int, actor: Actor) -> int:
        """Whose account this is as far as that, and where it is, needs no looking up; else 0."""
        known = self._talks.get((authority, actor.user))
        here = not actor.personal or known == Talk(authority, actor.service, actor.conversation)
        return self._remembered.get((authority, actor.user), 0) if here else 0

    def account(self, authority: int, person: int) -> Account | None:
        """Somebody's account; None where nobody has been seen with their address."""
        with self._memory.database.reading() as connection:
            return accounts.of_person(connection, authority, PLATFORM, person)

    def talk(self, account: Account, authority: int) -> Talk:
        """The one-to-one conversation with somebody, opened when there was none; raises as `Wire.call`."""
        if account.channel:
            service = account.service or self._connector.tenants.service(authority)
            return Talk(authority, service, account.channel)
        found = self._connector.open(authority, account.user)
        with self._memory.database.writing() as connection:
            accounts.talk_in(
                connection, authority, PLATFORM, account.person, found.conversation, found.service
            )
        return found

    def gone(self, authority: int, conversation: str) -> None:
        """Somebody has taken the bot away from their chat: nobody reaches them until they are seen again."""
        with self._memory.database.reading() as connection:
            user = accounts.user_in(connection, authority, PLATFORM, conversation)
        if user:
            self.take(authority, [Seen(user, "", active=False)])

    def take(self, authority: int, users: Sequence[Seen]) -> Taken:
        """Believe what is said about some of the users; what has waited for those found goes out."""
        with self._memory.database.writing() as connection:
            taken = accounts.take(connection, authority, PLATFORM, users)
            for person in taken.linked:
                outbox.reached(connection, authority, To("person", person), self._memory.now())
        for user in users:
            self._remembered.pop((authority, user.user), None)
            self._talks.pop((authority, user.user), None)
        return taken

    def _keep_talk(self, authority: int, actor: Actor, person: int) -> None:
        found = Talk(authority, actor.service, actor.conversation)
        if not actor.personal or self._talks.get((authority, actor.user)) == found:
            return
        with self._memory.database.reading() as connection:
            known = accounts.of_person(connection, authority, PLATFORM, person)
        if known is None or (known.channel, known.service) != (found.conversation, found.service):
            with self._memory.database.writing() as connection:
                accounts.talk_in(connection, authority, PLATFORM, person, found.conversation, found.service)
        self._talks[authority, actor.user] = found

    def _kept(self, authority: int, user: str) -> int:
        with self._memory.database.reading() as connection:
            person = accounts.person_of(connection, authority, PLATFORM, user)
            account = accounts.of_person(connection, authority, PLATFORM, person) if person else None
        # Whoever's account is no longer good is nobody until Teams says otherwise.
        return person if account and account.active and account.user == user else 0

    def _asked(self, authority: int, actor: Actor) -> int:
        talk = Talk(authority, actor.service, actor.conversation)
        try:
            found = self._connector.member(talk, actor.member)
        except Refused as problem:
            if problem.status not in _UNKNOWN:
                raise
            _log.warning("teams does not tell who writes", authority=authority, status=problem.status)
            return 0
        return self._believe(authority, actor, found)

    def _believe(self, authority: int, actor: Actor, found: Json) -> int:
        for address in _addresses(found):
            self.take(authority, [_seen(found, actor, address)])
            person = self._kept(authority, actor.user)
            if person:
                return person
        return 0


def _addresses(found: Json) -> list[str]:
    """What somebody may be called by on a roster: their address, else what they sign in with."""
    named = [text(found, "email"), text(found, "userPrincipalName")]
    return list(dict.fromkeys(each for each in named if each))


def _seen(found: Json, actor: Actor, address: str) -> Seen:
    """One of the tenant's users; guests and those who are anonymous cannot take part."""
    own = text(found, "tenantId").lower() in {"", actor.tenant}
    active = own and object_id(found) in {"", actor.user} and (text(found, "userRole") or _USER) == _USER
    return Seen(actor.user, address, active)
