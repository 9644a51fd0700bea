"""Facts of an organisation with their source and day, and relations between organisations"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation_facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("insurer", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('sectors','core_region','clients','turnover_cents')",
            name=op.f("ck_organisation_facts_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_facts_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_facts")),
    )
    op.create_index(op.f("ix_organisation_facts_organisation_id"), "organisation_facts", ["organisation_id"])
    op.create_table(
        "relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("related_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('group','full-subsidiary','cooperative-member')", name=op.f("ck_relations_kind")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_relations_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["related_id"], ["organisations.id"], name=op.f("fk_relations_related_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relations")),
        sa.UniqueConstraint(
            "organisation_id",
            "related_id",
            "kind",
            name=op.f("uq_relations_organisation_id_related_id_kind"),
        ),
    )
    op.create_index(op.f("ix_relations_organisation_id"), "relations", ["organisation_id"])
    op.create_index(op.f("ix_relations_related_id"), "relations", ["related_id"])
