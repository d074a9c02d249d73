"""What the bot asks of Teams' connector: messages, conversations, members, channels."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from bot.platforms.teams.render import CARD
from bot.platforms.teams.tenants import Talk, Tenants
from bot.platforms.teams.wire import Call, Json, Method, Refused, Wire

NOT_REGISTERED = "not_registered"
_PAGE = 200


class Connector:
    """Calls a conversation's own service with its authority's own token; raises what `Wire.call` does."""

    def __init__(self, wire: Wire, tenants: Tenants) -> None:
        self.wire = wire
        self.tenants = tenants

    def post(self, talk: Talk, activity: Json) -> str:
        """Say something; gives the message's id in its conversation."""
        path = f"conversations/{_quoted(talk.conversation)}/activities"
        return _text(self._call(talk, "POST", path, activity), "id")

    def change(self, talk: Talk, message: str, activity: Json) -> None:
        """Let one of the bot's messages become another."""
        self._call(talk, "PUT", _message(talk, message), activity)

    def remove(self, talk: Talk, message: str) -> None:
        """Take one of the bot's messages away."""
        self._call(talk, "DELETE", _message(talk, message))

    def open(self, authority: int, user: str) -> Talk:
        """The one-to-one conversation with a user, by their object id; Refused where they lack the bot."""
        caller = self.tenants.registration(authority)
        if caller is None:
            raise Refused(0, NOT_REGISTERED)
        service = self.tenants.service(authority)
        asked: Json = {
            "bot": {"id": f"28:{caller.app_id}"},
            "isGroup": False,
            "members": [{"id": user}],
            "tenantId": caller.tenant,
            "channelData": {"tenant": {"id": caller.tenant}},
        }
        found = self._call(Talk(authority, service, ""), "POST", "conversations", asked)
        return Talk(authority, service, _text(found, "id"))

    def member(self, talk: Talk, user: str) -> Json:
        """Somebody in a conversation, with their address and role."""
        return self._call(talk, "GET", f"conversations/{_quoted(talk.conversation)}/members/{_quoted(user)}")

    def members(self, talk: Talk) -> list[Json]:
        """Those who are in a conversation, the first page of them."""
        path = f"conversations/{_quoted(talk.conversation)}/pagedmembers?{urlencode({'pageSize': _PAGE})}"
        found = self._call(talk, "GET", path).get("members")
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    def is_in(self, talk: Talk) -> bool:
        """Whether the bot is still in a conversation; raises as `Wire.call` where nobody can tell."""
        try:
            self.members(talk)
        except Refused as problem:
            if problem.status in {403, 404}:
                return False
            raise
        return True

    def team(self, talk: Talk) -> str:
        """The name of the team that a conversation belongs to."""
        return _text(self._call(talk, "GET", f"teams/{_quoted(talk.conversation)}"), "name")

    def channels(self, talk: Talk) -> Iterator[tuple[str, str]]:
        """The channels of the team that a conversation belongs to: id and name, the general one's empty."""
        found = self._call(talk, "GET", f"teams/{_quoted(talk.conversation)}/conversations")
        for each in found.get("conversations") or []:
            if isinstance(each, dict) and _text(each, "id"):
                yield _text(each, "id"), _text(each, "name")

    def _call(self, talk: Talk, method: Method, path: str, told: Json | None = None) -> Json:
        caller = self.tenants.registration(talk.authority)
        if caller is None:
            raise Refused(0, NOT_REGISTERED)
        # A service was checked when it came; it is checked again where a token goes there.
        if not self.tenants.allows(talk.service):
            raise Refused(0, "foreign_service")
        return self.wire.call(caller, Call(method, f"{talk.service.rstrip('/')}/v3/{path}", told))


def card(summary: str, content: Json) -> Json:
    """A message that is a card; its summary is what a notification says."""
    return {
        "type": "message",
        "summary": summary,
        "attachments": [{"contentType": CARD, "content": content}],
    }


def _message(talk: Talk, message: str) -> str:
    return f"conversations/{_quoted(talk.conversation)}/activities/{_quoted(message)}"


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _text(found: Json, name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""
