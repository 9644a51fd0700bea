"""Clients per postcode area, tracks beside the main one, and what a person says over a track's rule"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area_clients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("insurer", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=4), nullable=False),
        sa.Column("clients", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_area_clients_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_clients")),
    )
    op.create_index(op.f("ix_area_clients_organisation_id"), "area_clients", ["organisation_id"])
    op.create_table(
        "participation_tracks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(length=40), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_participation_tracks_round_id_rounds")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_participation_tracks_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_tracks")),
        sa.UniqueConstraint(
            "round_id",
            "organisation_id",
            "track",
            name=op.f("uq_participation_tracks_round_id_organisation_id_track"),
        ),
    )
    op.create_index(op.f("ix_participation_tracks_round_id"), "participation_tracks", ["round_id"])
    op.create_index(
        op.f("ix_participation_tracks_organisation_id"), "participation_tracks", ["organisation_id"]
    )
    op.create_table(
        "track_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("round_key", sa.String(length=120), nullable=False),
        sa.Column("catalogue", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("chosen_by", sa.String(length=80), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('in','not','rule')", name=op.f("ck_track_choices_verdict")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_track_choices_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_choices")),
    )
    op.create_index(op.f("ix_track_choices_organisation_id"), "track_choices", ["organisation_id"])
    op.create_index(op.f("ix_track_choices_round_key"), "track_choices", ["round_key"])
