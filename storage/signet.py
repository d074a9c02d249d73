"""Whose a folder of keys is: the database and the folder bear the same mark."""

from sqlalchemy import Connection, select

from storage.keys import Keys
from storage.tables import Signet

_MARK = select(Signet.mark)


def claimed(connection: Connection, keys: Keys) -> bool:
    """Whether the folder is this database's; a folder that is nobody's becomes so, for good."""
    return keys.claim(connection.execute(_MARK).scalar_one())


def ours(connection: Connection, keys: Keys) -> bool:
    """Whether the folder has been claimed by this database."""
    return keys.owner() == connection.execute(_MARK).scalar_one()
