"""Whose the keys are."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    signet = op.create_table(
        "signet",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(200), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_signet_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signet")),
    )
    # Made here and not when it is first asked for: a transaction that is undone would leave it in the folder.
    op.bulk_insert(signet, [{"id": 1, "mark": secrets.token_hex(16)}])


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("signet")
