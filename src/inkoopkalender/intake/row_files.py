"""Reads a file of rows under headings: its first sheet that holds something.

What else the file holds is not read, but looked at for citizen service numbers (BSN).
"""

from collections.abc import Sequence
from dataclasses import replace

from inkoopkalender.intake.bsn_cells import find_bsn, first_heading
from inkoopkalender.intake.columns import Column
from inkoopkalender.intake.findings import FileFinding, stands_in_the_way
from inkoopkalender.intake.rows import Records, records_of
from inkoopkalender.intake.tables import ReadFile, read_sheets


def read_records(content: bytes, filename: str, columns: Sequence[Column]) -> Records:
    """Read the first sheet that holds something, headings first. Never raises, whatever the bytes are."""
    file = read_sheets(content, filename)
    if stands_in_the_way(file.findings):
        return Records((), file.findings, tuple(find_bsn(file, filename, {})))
    sheet = file.sheets[0]
    records = records_of(sheet, columns, file.findings + _ignored_sheets(file))
    read = {column.name for column in columns} if records.rows else ()
    bsn = find_bsn(file, filename, {sheet.name: first_heading(sheet)}, read=read)
    return replace(records, bsn=tuple(bsn))


def _ignored_sheets(file: ReadFile) -> tuple[FileFinding, ...]:
    first = file.sheets[0].name
    return tuple(
        FileFinding(
            "sheet-ignored",
            "warning",
            sheet.name,
            None,
            "",
            "",
            f"Het blad '{sheet.name}' wordt niet gelezen; alleen '{first}', het eerste blad, telt.",
        )
        for sheet in file.sheets[1:]
    )
