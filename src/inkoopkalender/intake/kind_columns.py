"""The questions of a kind of submission as the columns of a table, for reading their cells."""

from inkoopkalender.content.submission_fields import ColumnShape
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.columns import LONGEST_TEXT, Column


def columns_of(kind: SubmissionKind) -> tuple[Column, ...]:
    """Return the kind's fields as the columns of a table, named as in an export."""
    return tuple(column_of(field, field.column) for field in kind.fields.values())


def column_of(field: ColumnShape, name: str) -> Column:
    """Return one question as a column with a name of the caller's choice."""
    return Column(
        name,
        field.type,
        required=field.always,
        heading=field.always,
        help=field.label,
        minimum=field.minimum,
        maximum=field.maximum,
        choices=field.choices,
        longest=field.longest or LONGEST_TEXT,
    )
