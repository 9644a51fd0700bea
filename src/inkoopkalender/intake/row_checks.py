"""Checks a file with `layout: rows`: each row by itself, then what the kind's own module adds.

What rows say about people is not given out, only what is wrong with them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.checks import Asked, check_answers, values_of
from inkoopkalender.intake.columns import Column
from inkoopkalender.intake.documents import Document, check_documents
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.mds_rows import smokers_of
from inkoopkalender.intake.row_kinds import read_row_kind
from inkoopkalender.intake.rows import Records, in_file_order


def check_rows(
    content: bytes,
    filename: str,
    kind: SubmissionKind,
    columns: Sequence[Column],
    asked: Asked,
    documents: Sequence[Document] = (),
) -> tuple[int, tuple[FileFinding, ...]]:
    """Return how many rows there are, and every fault in the order of the file.

    Raises ContentError for a kind that its own module cannot read; never for what is in the file.
    """
    records = read_row_kind(content, filename, columns)
    found = check_documents(kind, documents, {})
    for record in records.rows:
        found += check_answers(kind, *values_of(kind, record), asked, record.findings)
    if kind.name in _OF_ITS_OWN:
        found += _OF_ITS_OWN[kind.name](records, kind, asked.received_on)
    return len(records.rows), in_file_order(records, found)


def _check_mds(records: Records, kind: SubmissionKind, received_on: date | None) -> list[FileFinding]:
    return smokers_of(records, kind, received_on)[1]


_OF_ITS_OWN: Final[Mapping[str, Callable[[Records, SubmissionKind, date | None], list[FileFinding]]]] = {
    "mds": _check_mds
}
"""By the kind's name: what its rows must hold beside what the kind says."""
