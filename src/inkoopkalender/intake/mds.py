"""Reads a file that holds the minimal data set of stop-smoking care, for the Russell Standard.

What a row means, and what is wrong with it, is in `mds_rows`; what it counts for, in `domain.russell`.
"""

from dataclasses import dataclass
from datetime import date

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.kind_columns import columns_of
from inkoopkalender.intake.mds_rows import MdsRow, contradictions_in, plain_rows, smokers_of
from inkoopkalender.intake.row_kinds import CODED_FROM, coded_table, read_row_kind
from inkoopkalender.intake.rows import Records, in_file_order


@dataclass(frozen=True, slots=True)
class ReadMds:
    """A data set in the order of the file. `rows_read` counts all rows, those left out too."""

    rows: tuple[MdsRow, ...]
    rows_read: int
    findings: tuple[FileFinding, ...]


def read_mds(
    content: bytes,
    filename: str,
    kind: SubmissionKind,
    on: date | None = None,
    coded_from: float = CODED_FROM,
) -> ReadMds:
    """Read a data set, XLSX or CSV; never raises for what is in it. `on` is the day of receipt.

    What is read and found is the same for a sheet of `coded_from` rows or more, only sooner.
    Raises ContentError when the kind lacks a field, or knows other answers than we do.
    """
    headed = read_row_kind(content, filename, columns_of(kind), coded_from)
    table = coded_table(headed)
    told = contradictions_in(table, kind, on) if table is not None else []
    records = Records(tuple(headed.records(None if table is None else table.unusual)), headed.findings)
    rows, found = smokers_of(records, kind, on)
    if table is None:
        return ReadMds(rows, len(records.rows), in_file_order(records, found))
    ordered = sorted([*rows, *plain_rows(table, kind)], key=lambda one: one.row)
    return ReadMds(tuple(ordered), len(table), in_file_order(records, [*found, *told]))
