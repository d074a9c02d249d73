"""Channels of a workspace, and those who write without being on the roster."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "channel",
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(200), nullable=False),
        sa.Column("platform", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("user_group", sa.String(200), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("member", sa.Boolean(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_channel_authority_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("authority_id", "channel", name=op.f("pk_channel")),
    )
    op.create_table(
        "stranger",
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(200), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_stranger_authority_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("authority_id", "platform", "user_id", name=op.f("pk_stranger")),
    )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("stranger")
    op.drop_table("channel")
