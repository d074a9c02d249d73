"""Rounds, ballots and results."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "ballot",
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.LargeBinary(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_ballot_authority_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "framework",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_framework_authority_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework")),
        sa.UniqueConstraint("authority_id", "hash", name=op.f("uq_framework_authority_id_hash")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(200), nullable=False),
        sa.Column("mode", sa.String(200), nullable=False),
        sa.Column("leadership", sa.Boolean(), nullable=False),
        sa.Column("framework_hash", sa.String(64), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('yearly', 'pulse')", name=op.f("ck_round_kind")),
        sa.CheckConstraint("mode IN ('individual', 'team')", name=op.f("ck_round_mode")),
        sa.CheckConstraint("length(trim(decision)) > 0", name=op.f("ck_round_decision")),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_round_days")),
        sa.ForeignKeyConstraint(
            ["authority_id", "framework_hash"],
            ["framework.authority_id", "framework.hash"],
            name=op.f("fk_round_authority_id_framework_hash"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_round_authority_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_round_authority_id_opens_on"), "round", ["authority_id", "opens_on"], unique=False
    )
    op.create_table(
        "discussion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_discussion_authority_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_discussion_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["work_team.id"], name=op.f("fk_discussion_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion")),
        sa.UniqueConstraint("round_id", "team_id", "area", name=op.f("uq_discussion_round_id_team_id_area")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("respondent_kind", sa.String(200), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(200), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "respondent_kind IN ('person', 'team', 'leadership', 'school')",
            name=op.f("ck_participation_respondent_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('invited', 'begun', 'finished')", name=op.f("ck_participation_status")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_participation_authority_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_participation_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_participation_school_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["work_team.id"], name=op.f("fk_participation_team_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint(
            "round_id",
            "school_id",
            "respondent_kind",
            "respondent_id",
            name=op.f("uq_participation_round_id_school_id_respondent_kind_respondent_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_participation_respondent_kind_respondent_id"),
        "participation",
        ["respondent_kind", "respondent_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_participation_team_id_round_id"), "participation", ["team_id", "round_id"], unique=False
    )
    op.create_table(
        "school_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_school_window_days")),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_school_window_authority_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_school_window_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_window_school_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_window")),
        sa.UniqueConstraint("round_id", "school_id", name=op.f("uq_school_window_round_id_school_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_school_window_authority_id_school_id"),
        "school_window",
        ["authority_id", "school_id"],
        unique=False,
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_snapshot_authority_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_snapshot_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_snapshot_school_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_snapshot_authority_id_school_id"), "snapshot", ["authority_id", "school_id"], unique=False
    )
    op.create_index(
        op.f("ix_snapshot_round_id_school_id"), "snapshot", ["round_id", "school_id"], unique=False
    )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("snapshot")
    op.drop_table("school_window")
    op.drop_table("participation")
    op.drop_table("discussion")
    op.drop_table("round")
    op.drop_table("framework")
    op.drop_table("ballot")
