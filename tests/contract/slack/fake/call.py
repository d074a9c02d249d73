"""One call of the Web API: its arguments, who makes it, and what it may."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from tests.contract.slack.fake.state import Channel, Token, Workspace
from tests.contract.slack.fake.words import Json
from tests.contract.slack.fake.world import Refused, World
from tests.contract.slack.lint import lint_blocks


@dataclass
class Call:
    """One call of one method by the app."""

    world: World
    method: str
    args: Json
    token: Token

    @property
    def workspace(self) -> Workspace:
        return self.token.workspace

    def text(self, name: str, error: str = "") -> str:
        """An argument as text; without it the error is answered, if there is one."""
        value = self.args.get(name)
        if value in (None, "") and error:
            raise Refused(error)
        return "" if value is None else str(value)

    def flag(self, name: str, *, otherwise: bool = False) -> bool:
        return str(self.args.get(name, otherwise)).casefold() in ("1", "true")

    def number(self, name: str, otherwise: int) -> int:
        value = str(self.args.get(name) or otherwise)
        return int(value) if value.isdecimal() else self.wrong(f"{name} is no number: {value}")

    def parsed(self, name: str, error: str) -> object:
        """An argument that is JSON, as text or (in a JSON body) as it is."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(error) from None

    def blocks(self) -> list[Json] | None:
        """The blocks of a message, linted and completed; None when there are none in the call."""
        blocks = self.parsed("blocks", "invalid_blocks_format")
        if blocks is None:
            return None
        found = lint_blocks(blocks, self.world.pictures(self.workspace))
        if found:
            self.world.violations += [f"{self.method}: {each}" for each in found]
            raise Refused("invalid_blocks", errors=found, response_metadata={"messages": found})
        return self.world.completed(blocks)

    def wrong(self, sentence: str, error: str = "invalid_arguments") -> NoReturn:
        """Refuse what no good client does, and remember it."""
        self.world.violates(f"{self.method}: {sentence}")
        raise Refused(error, response_metadata={"messages": [f"[ERROR] {sentence}"]})

    def needs(self, *scopes: str) -> None:
        """Any one of these scopes."""
        if scopes and not self.token.scopes & set(scopes):
            provided = ",".join(sorted(self.token.scopes))
            raise Refused("missing_scope", needed=",".join(scopes), provided=provided)

    def channel(self, name: str = "channel") -> Channel:
        """The channel that is named, when the app may know it."""
        found = self.workspace.channels.get(self.text(name, "channel_not_found"))
        if not found or (found.is_private and not self.is_member(found)):
            raise Refused("channel_not_found")
        return found

    def is_member(self, channel: Channel) -> bool:
        return self.workspace.bot is not None and self.workspace.bot.id in channel.members

    def page(self, found: list[object]) -> tuple[list[object], str]:
        """The page that is asked for, and the cursor of the next."""
        cursor = self.text("cursor")
        if cursor and not cursor.removeprefix("after:").isdecimal():
            raise Refused("invalid_cursor")
        start = int(cursor.removeprefix("after:")) if cursor else 0
        most = self.number("limit", 100)
        if not 1 <= most <= 1000:
            raise Refused("invalid_limit")
        end = start + most
        return found[start:end], f"after:{end}" if end < len(found) else ""


@dataclass(frozen=True)
class Method:
    answer: Callable[[Call], Json]
    scopes: tuple[str, ...]
    args: frozenset[str]
    kind: str
    form_only: bool


METHODS: dict[str, Method] = {}


def method(
    name: str, args: str, *scopes: str, kind: str = "xoxb", form_only: bool = False
) -> Callable[[Callable[[Call], Json]], Callable[[Call], Json]]:
    """A method of the Web API: its arguments, the scopes of which one is needed, the kind of its token."""

    def registered(answer: Callable[[Call], Json]) -> Callable[[Call], Json]:
        METHODS[name] = Method(answer, scopes, frozenset(args.split()), kind, form_only)
        return answer

    return registered
