"""What the road to a certificate needs: a school's part in a session, exceptions, deadlines and more."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BEFORE = "status IN ('interest', 'draft', 'sent', 'returned', 'accepted', 'declined', 'withdrawn')"
_AFTER = "status IN ('draft', 'sent', 'returned', 'accepted', 'declined', 'withdrawn')"
# SQLite makes a table anew to change it, and forgets this unless told.
_LASTING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    """Make the columns; what was only an interest becomes a draft, and nobody has attended anything yet."""
    op.execute("UPDATE application SET status = 'draft' WHERE status = 'interest'")
    _applications(_AFTER)
    op.add_column("application", sa.Column("exception", sa.Text(), nullable=False, server_default=""))
    op.add_column("application", sa.Column("waived", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("application", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("round", sa.Column("applications_until", sa.Date(), nullable=True))
    op.add_column("authority", sa.Column("tend_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "school", sa.Column("may_be_named", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("learning_session", sa.Column("links", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("learning_session", sa.Column("join_url", sa.Text(), nullable=False, server_default=""))
    op.add_column("learning_session", sa.Column("meeting", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "learning_session", sa.Column("meeting_revision", sa.Integer(), nullable=False, server_default="-1")
    )
    op.add_column("measure", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("visit", table_kwargs=_LASTING) as visit:
        visit.add_column(sa.Column("proposed_by", sa.Integer(), nullable=True))
        visit.create_foreign_key(
            op.f("fk_visit_proposed_by"), "school", ["proposed_by"], ["id"], ondelete="SET NULL"
        )
    _certificates()
    op.drop_table("attendance")
    _attendance(
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("preparation", sa.JSON(), nullable=False),
        sa.Column("reflection", sa.JSON(), nullable=False),
        sa.Column("made_up", sa.Text(), nullable=False),
        sa.UniqueConstraint("session_id", "school_id", name=op.f("uq_attendance_session_id_school_id")),
        forgotten="SET NULL",
    )


def downgrade() -> None:
    """Remove the columns; a draft stays a draft."""
    op.drop_table("attendance")
    _attendance(
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("preparation", sa.Text(), nullable=False),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_attendance_session_id_person_id")),
        forgotten="CASCADE",
    )
    op.drop_column("certificate", "framework_hash")
    with op.batch_alter_table("visit", table_kwargs=_LASTING) as visit:
        visit.drop_constraint(op.f("fk_visit_proposed_by"), type_="foreignkey")
        visit.drop_column("proposed_by")
    op.drop_column("measure", "changed_at")
    for column in ("meeting_revision", "meeting", "join_url", "links"):
        op.drop_column("learning_session", column)
    op.drop_column("school", "may_be_named")
    op.drop_column("authority", "tend_at")
    op.drop_column("round", "applications_until")
    for column in ("left_at", "waived", "exception"):
        op.drop_column("application", column)
    _applications(_BEFORE)


def _applications(allowed: str) -> None:
    with op.batch_alter_table("application", table_kwargs=_LASTING) as application:
        application.drop_constraint(op.f("ck_application_status"), type_="check")
        application.create_check_constraint(op.f("ck_application_status"), sa.text(allowed))


def _certificates() -> None:
    """A certificate keeps the framework that it was given by: the school's newest round's until then."""
    op.add_column(
        "certificate", sa.Column("framework_hash", sa.String(64), nullable=False, server_default="")
    )
    op.execute(
        "UPDATE certificate SET framework_hash = COALESCE((SELECT round.framework_hash FROM round"
        " JOIN school_window ON school_window.round_id = round.id"
        " WHERE school_window.school_id = certificate.school_id AND round.opens_on <= certificate.issued_on"
        " ORDER BY round.opens_on DESC, round.id DESC LIMIT 1), '')"
    )


def _attendance(*columns: sa.schema.SchemaItem, forgotten: str) -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(200), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        *columns,
        sa.CheckConstraint("reply IN ('none', 'yes', 'no')", name=op.f("ck_attendance_reply")),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_attendance_authority_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id"), ondelete=forgotten
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_attendance_school_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["learning_session.id"], name=op.f("fk_attendance_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sqlite_autoincrement=True,
    )
