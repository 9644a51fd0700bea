"""Checks a file with `layout: rows`: each row by itself, then what the kind's own module adds.

A large table is not gone through row by row: each question is asked once for each combination of the answers
that it reads. What rows say about people is not given out, only what is wrong with them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from inkoopkalender.content.submission_fields import FieldShape
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.checks import Asked, check_answers, values_of
from inkoopkalender.intake.columns import Column, Value
from inkoopkalender.intake.documents import Document, check_documents
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.mds_rows import contradictions_in, smokers_of
from inkoopkalender.intake.row_kinds import CODED_FROM, coded_table, read_row_kind
from inkoopkalender.intake.rows import Record, Records, in_file_order

if TYPE_CHECKING:
    from inkoopkalender.intake.coded_table import CodedTable  # slow import, and few files need it


def check_rows(
    content: bytes,
    filename: str,
    kind: SubmissionKind,
    columns: Sequence[Column],
    asked: Asked,
    documents: Sequence[Document] = (),
    coded_from: float = CODED_FROM,
) -> tuple[int, tuple[FileFinding, ...]]:
    """Return how many rows there are, and every fault in the order of the file.

    A sheet of `coded_from` rows or more is asked about by combination of answers; what is found is the same.
    Raises ContentError for a kind that its own module cannot read; never for what is in the file.
    """
    headed = read_row_kind(content, filename, columns, coded_from)
    found = check_documents(kind, documents, {})
    own = _OF_ITS_OWN.get(kind.name)
    table, rows = coded_table(headed), None
    if table is not None:
        _set_aside_faulty(table, kind, asked)
        found += own.in_table(table, kind, asked.received_on) if own else []
        rows = table.unusual
    records = Records(tuple(headed.records(rows)), headed.findings)
    for record in records.rows:
        found += check_answers(kind, *values_of(kind, record), asked, record.findings)
    found += own.in_rows(records, kind, asked.received_on) if own else []
    return len(records.rows if table is None else table), in_file_order(records, found)


def _set_aside_faulty(table: "CodedTable", kind: SubmissionKind, asked: Asked) -> None:
    """Make unusual every row in which something does not hold: row by row it is told what."""
    for part in _questions(kind):
        names = {field.column: name for name, field in part.fields.items()}

        def question(answers: Mapping[str, Value], part: SubmissionKind = part) -> Sequence[FileFinding]:
            record = Record("", 0, answers)
            return check_answers(part, *values_of(part, record), asked)

        table.set_aside(row for row, _ in table.ask(list(names), question))


def _questions(kind: SubmissionKind) -> Iterator[SubmissionKind]:
    """Give the kind in parts that each ask one thing, with no more fields than that reads."""
    for name, field in kind.fields.items():
        if field.required_when or field.identifies or field.pattern:
            yield kind.model_copy(update={"fields": _with_conditions(kind, name), "checks": {}})
    for code, check in kind.checks.items():
        fields = {name: kind.fields[name].model_copy(update={"required_when": None}) for name in check.fields}
        yield kind.model_copy(update={"fields": fields, "checks": {code: check}})


def _with_conditions(kind: SubmissionKind, name: str) -> dict[str, FieldShape]:
    """Return a field behind those whose answers decide whether it is asked."""
    field = kind.fields[name]
    before = _with_conditions(kind, field.required_when.field) if field.required_when else {}
    return {**before, name: field}


@dataclass(frozen=True, slots=True)
class _Own:
    """What a kind's own module finds in rows, and in a table, of which it may set rows aside."""

    in_rows: Callable[[Records, SubmissionKind, date | None], list[FileFinding]]
    in_table: Callable[["CodedTable", SubmissionKind, date | None], list[FileFinding]]


def _check_mds(records: Records, kind: SubmissionKind, received_on: date | None) -> list[FileFinding]:
    return smokers_of(records, kind, received_on)[1]


_OF_ITS_OWN: Final[Mapping[str, _Own]] = {"mds": _Own(_check_mds, contradictions_in)}
"""By the kind's name: what its rows must hold beside what the kind says."""
