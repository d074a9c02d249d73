"""How a shape of Block Kit is written down, and what is said of a value that does not have it."""

import re
from collections.abc import Callable, Iterator, Mapping

Check = Callable[[object, str], Iterator[str]]


def wrong(sentence: str, where: str) -> Iterator[str]:
    """Slack's own way of saying what is wrong, and where."""
    yield f"[ERROR] {sentence} [json-pointer:{where or '/'}]"


def string(most: int, least: int = 1) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield from wrong("must be a string", where)
        elif len(value) < least:
            yield from wrong(f"must be more than {least - 1} characters", where)
        elif len(value) > most:
            yield from wrong(f"must be less than {most + 1} characters", where)

    return check


def matching(pattern: str) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield from wrong(f"must match {pattern}", where)

    return check


def flag(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield from wrong("must be a boolean", where)


def number(value: object, where: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124 -- NaN is the only one that differs from itself
        yield from wrong("must be a number", where)


def whole(least: int, most: int) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield from wrong(f"must be an integer from {least} to {most}", where)

    return check


def one_of(*allowed: object) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        if value not in allowed:
            yield from wrong(f"must be one of {', '.join(map(str, allowed))}", where)

    return check


def array(item: Check, most: int, least: int = 1) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield from wrong("must be an array", where)
            return
        if len(value) < least:
            yield from wrong(f"no less than {least} items allowed", where)
        if len(value) > most:
            yield from wrong(f"no more than {most} items allowed", where)
        for index, each in enumerate(value):
            yield from item(each, f"{where}/{index}")

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""
    known = {**required, **(optional or {})}

    def check(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield from wrong("must be an object", where)
            return
        for name in required:
            if name not in value:
                yield from wrong(f"missing required field: {name}", where)
        for name, each in value.items():
            if name not in known:
                yield from wrong(f"no more fields allowed: {name}", where)
            elif each is None:
                yield from wrong("must not be null", f"{where}/{name}")
            else:
                yield from known[name](each, f"{where}/{name}")

    return check


def typed(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which shape it has."""

    def check(value: object, where: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            yield from wrong(f"unsupported type: {kind}", f"{where}/type")
        else:
            yield from kinds[kind](value, where)

    return check


def both(*checks: Check) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        for each in checks:
            yield from each(value, where)

    return check


def exactly_one(*names: str) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        given = [name for name in names if isinstance(value, dict) and name in value]
        if len(given) != 1:
            yield from wrong(f"exactly one of {', '.join(names)} is required", where)

    return check


KIND: Check = string(100)


def plain(most: int) -> Check:
    return shape({"type": one_of("plain_text"), "text": string(most)}, {"emoji": flag})


def marked(most: int) -> Check:
    return shape({"type": one_of("mrkdwn"), "text": string(most)}, {"verbatim": flag})


def text(most: int) -> Check:
    return typed({"plain_text": plain(most), "mrkdwn": marked(most)})
