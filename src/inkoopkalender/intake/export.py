"""A VECOZO export of one kind of submission: a row per delivery, with VECOZO's own time stamp.

A row that does not say whose it is, or when it came in, is a finding of the file. Any other row is given
out with its findings, good or not: what to do with it is for the use case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.intake.checks import Asked, check_answers, values_of
from inkoopkalender.intake.columns import Column
from inkoopkalender.intake.field_dates import AMSTERDAM
from inkoopkalender.intake.findings import FileFinding, file_fault, may_keep, stands_in_the_way
from inkoopkalender.intake.kind_columns import columns_of
from inkoopkalender.intake.row_files import read_records
from inkoopkalender.intake.rows import Record
from inkoopkalender.intake.submissions import Plain, plain

AGB: Final = "agb"
RECEIVED_AT: Final = "ontvangen_op"


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One delivery. `received_at` is in UTC; `row` counts as the spreadsheet does."""

    agb: AgbCode
    received_at: datetime
    values: Mapping[str, Plain]
    findings: tuple[FileFinding, ...]
    row: int

    @property
    def accepted(self) -> bool:
        """Say whether nothing stands in the way."""
        return not stands_in_the_way(self.findings)


@dataclass(frozen=True, slots=True)
class ReadExport:
    """The deliveries of an export in its own order, and what is wrong with the file or its keys."""

    rows: tuple[ExportRow, ...]
    findings: tuple[FileFinding, ...] = ()
    bsn: tuple[FileFinding, ...] = ()
    """The citizen service numbers (BSN) outside the deliveries: of no consequence for who delivered."""

    @property
    def has_bsn(self) -> bool:
        """Say whether a BSN stands anywhere in the file, so that its bytes may not be kept."""
        of_rows = (finding for row in self.rows for finding in row.findings)
        return not may_keep(self.findings) or not may_keep(of_rows) or bool(self.bsn)


def export_columns(kind: SubmissionKind) -> tuple[Column, ...]:
    """Return the columns of an export: whose, when, then the kind's own."""
    own = [column for column in columns_of(kind) if column.name != AGB]
    return (Column(AGB, "agb"), Column(RECEIVED_AT, "moment"), *own)


def read_submission_export(
    content: bytes, filename: str, kind: SubmissionKind, *, contract_year: int
) -> ReadExport:
    """Read an export. Never raises, whatever the bytes are."""
    if kind.tables:
        return ReadExport((), (file_fault("export-lines", _LINES),))
    records = read_records(content, filename, export_columns(kind))
    rows, findings = [], list(records.findings)
    for record in records.rows:
        received_at, agb = record.values.get(RECEIVED_AT), record.values.get(AGB)
        if isinstance(received_at, datetime) and isinstance(agb, str):
            rows.append(_row(kind, record, AgbCode(agb), received_at, contract_year))
        else:
            findings += record.findings
    return ReadExport(tuple(rows), tuple(findings), records.bsn)


_LINES: Final = (
    "Een export heeft één regel per aanbieder, en bij deze aanlevering hoort een tabel met regels. "
    "Lever elk bestand apart in: inkoopkalender submissions receive."
)


def _row(
    kind: SubmissionKind, record: Record, agb: AgbCode, received_at: datetime, contract_year: int
) -> ExportRow:
    values, places = values_of(kind, record)
    asked = Asked(contract_year, received_on=received_at.astimezone(AMSTERDAM).date())
    findings = (*record.findings, *check_answers(kind, values, places, asked, record.findings))
    return ExportRow(agb, received_at, plain(values), findings, record.row)
