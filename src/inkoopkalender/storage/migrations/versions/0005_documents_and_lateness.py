"""The documents that came with a submission, and by which rule it counted as late"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "submission_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_submission_documents_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_documents")),
    )
    op.create_index(op.f("ix_submission_documents_submission_id"), "submission_documents", ["submission_id"])
    op.add_column("submissions", sa.Column("late", sa.String(length=20), nullable=False, server_default=""))
    op.execute("UPDATE submissions SET late = 'refuse' WHERE state IN ('late', 'refused')")
