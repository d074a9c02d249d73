"""The frameworks that rounds are pinned to, kept as the texts they were."""

import json
from functools import cache

from sqlalchemy import Connection, bindparam, select

from conversations.framework import Framework, load, packaged, packaged_names, restored
from storage.tables import Framework as Row
from storage.writes import insert_ignore

_KEEP = insert_ignore(Row)
_SOURCES = select(Row.sources).where(
    Row.authority_id == bindparam("authority"), Row.hash == bindparam("framework_hash")
)
_NEWEST = (
    select(Row.hash)
    .where(Row.authority_id == bindparam("authority"), Row.name == bindparam("name"))
    .order_by(Row.id.desc())
    .limit(1)
)
_OWN = select(Row.name).where(Row.authority_id == bindparam("authority")).distinct().order_by(Row.name)

# The same texts mean the same framework for everybody, so one memory serves all authorities.
_remembered: dict[str, Framework] = {}


def keep(connection: Connection, authority: int, framework: Framework) -> None:
    """Keep a framework's texts under their hash."""
    values = {
        "authority_id": authority,
        "hash": framework.hash,
        "name": framework.id,
        "sources": json.loads(framework.source),
    }
    _KEEP.run(connection, values)
    _remembered.setdefault(framework.hash, framework)


def pinned(connection: Connection, authority: int, framework_hash: str) -> Framework:
    """The framework that was kept under a hash; ValueError when its texts are no longer the same."""
    framework = _remembered.get(framework_hash)
    if framework is None:
        values = {"authority": authority, "framework_hash": framework_hash}
        sources = connection.execute(_SOURCES, values).scalar_one()
        canonical = json.dumps(sources, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        framework = restored(canonical)
        if framework.hash != framework_hash:
            raise ValueError("a kept framework has been changed")
        _remembered[framework_hash] = framework
    return framework


def named(connection: Connection, authority: int, name: str) -> Framework:
    """The framework called so: one that comes with the bot, or the newest kept; KeyError without one."""
    if name in packaged_names():
        return shipped(name)
    kept = connection.execute(_NEWEST, {"authority": authority, "name": name}).scalar()
    if kept is None:
        raise KeyError(name)
    return pinned(connection, authority, kept)


def choices(connection: Connection, authority: int) -> tuple[tuple[str, str], ...]:
    """The frameworks that a new round can use, by name and title: the bot's, then the authority's own."""
    own = connection.execute(_OWN, {"authority": authority}).scalars()
    names = dict.fromkeys((*packaged_names(), *own))
    return tuple((name, _title(named(connection, authority, name))) for name in names)


def _title(framework: Framework) -> str:
    return framework.words(framework.languages[0]).name


@cache
def shipped(name: str) -> Framework:
    """A framework that comes with the bot, read once."""
    return load(packaged(name))
