"""Reads a file that holds the minimal data set of stop-smoking care, for the Russell Standard.

What a row means, and what is wrong with it, is in `mds_rows`; what it counts for, in `domain.russell`.
"""

from dataclasses import dataclass
from datetime import date

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.kind_columns import columns_of
from inkoopkalender.intake.mds_rows import MdsRow, smokers_of
from inkoopkalender.intake.row_kinds import read_row_kind
from inkoopkalender.intake.rows import in_file_order


@dataclass(frozen=True, slots=True)
class ReadMds:
    """A data set in the order of the file. `rows_read` counts all rows, those left out too."""

    rows: tuple[MdsRow, ...]
    rows_read: int
    findings: tuple[FileFinding, ...]


def read_mds(content: bytes, filename: str, kind: SubmissionKind, on: date | None = None) -> ReadMds:
    """Read a data set, XLSX or CSV; never raises for what is in it. `on` is the day of receipt.

    Raises ContentError when the kind lacks a field, or knows other answers than we do.
    """
    records = read_row_kind(content, filename, columns_of(kind))
    rows, found = smokers_of(records, kind, on)
    return ReadMds(rows, len(records.rows), in_file_order(records, found))
