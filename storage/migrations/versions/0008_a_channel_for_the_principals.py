"""A channel where an authority's principals meet."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_CHECK = "ck_outbox_to_kind"
# SQLite makes a table anew to change it, and forgets this unless told.
_LASTING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    """Let one channel be the principals', and messages go there."""
    op.add_column(
        "channel", sa.Column("for_principals", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _messages_to("'person', 'team', 'principals'")


def downgrade() -> None:
    """Forget which channel it was, and what was said there."""
    op.execute("DELETE FROM outbox WHERE to_kind = 'principals'")
    _messages_to("'person', 'team'")
    with op.batch_alter_table("channel") as channel:
        channel.drop_column("for_principals")


def _messages_to(kinds: str) -> None:
    with op.batch_alter_table("outbox", table_kwargs=_LASTING) as outbox:
        outbox.drop_constraint(op.f(_CHECK), type_="check")
        outbox.create_check_constraint(op.f(_CHECK), f"to_kind IN ({kinds})")
