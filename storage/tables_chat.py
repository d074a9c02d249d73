"""The tables of what is in a chat besides the roster; import them from ``tables``."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Base, owner


class Channel(Base):
    """A channel of a workspace; ``member`` says whether the bot is in it, ``gone_at`` that it is no more.

    ``user_group`` is the group of people that it is the usual channel of, empty for none; ``for_principals``
    says that the authority's principals meet there.
    """

    __tablename__ = "channel"

    authority_id: Mapped[int] = owner()
    channel: Mapped[str] = mapped_column(primary_key=True)
    platform: Mapped[str]
    name: Mapped[str]
    user_group: Mapped[str] = mapped_column(default="")
    private: Mapped[bool]
    member: Mapped[bool]
    gone_at: Mapped[datetime | None]
    for_principals: Mapped[bool] = mapped_column(default=False)


class Stranger(Base):
    """Somebody who has written and is not on the roster: a number there, no name, and when they were told."""

    __tablename__ = "stranger"

    authority_id: Mapped[int] = owner()
    platform: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
