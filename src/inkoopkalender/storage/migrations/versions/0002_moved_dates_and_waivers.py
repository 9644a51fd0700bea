"""Dates that were moved, waivers, and what a moved date overtook"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("file_words", sa.Text(), nullable=False),
        sa.Column("before_words", sa.Text(), nullable=False),
        sa.Column("before_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_words", sa.Text(), nullable=False),
        sa.Column("told_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("touched", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_amendments_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_amendments_round_id_number")),
    )
    op.create_index(op.f("ix_amendments_round_id"), "amendments", ["round_id"])
    op.create_table(
        "waivers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.String(length=80), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_waivers_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_waivers_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waivers")),
        sa.UniqueConstraint(
            "round_id",
            "organisation_id",
            "kind",
            "until",
            name=op.f("uq_waivers_round_id_organisation_id_kind_until"),
        ),
    )
    op.create_index(op.f("ix_waivers_organisation_id"), "waivers", ["organisation_id"])
    op.create_index(op.f("ix_waivers_round_id"), "waivers", ["round_id"])
    op.add_column("actions", sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
