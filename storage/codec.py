"""Neutral data as JSON text and back, checked on the way in."""

from functools import cache
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from conversations.messages import Message
from conversations.snapshot import Snapshot

T = TypeVar("T")


class Codec(Generic[T]):
    """One type's JSON. ``load`` raises ValueError when a text is not such JSON."""

    def __init__(self, adapter: TypeAdapter[T]) -> None:
        self._adapter = adapter

    def dump(self, value: T) -> str:
        """The value as JSON text."""
        return self._adapter.dump_json(value).decode()

    def load(self, text: str) -> T:
        """The value that a JSON text holds."""
        return self._adapter.validate_json(text)


@cache
def messages() -> Codec[Message]:
    """The codec of messages; built when it is first needed."""
    return Codec(TypeAdapter(Message))


@cache
def snapshots() -> Codec[Snapshot]:
    """The codec of frozen results; built when it is first needed."""
    return Codec(TypeAdapter(Snapshot))
