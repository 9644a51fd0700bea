"""Reads a kind of submission with `layout: rows`: a column per question, a row per case.

Every column of the kind must be there, those that may stay empty too: a heading with a typing error would
otherwise empty a whole column unseen. A citizen service number (BSN) is refused wherever it stands, also in
columns and on sheets that nobody asked for. What the rows mean is for the kind's own module.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from inkoopkalender.intake.bsn_cells import find_bsn, first_heading, heading_name
from inkoopkalender.intake.columns import Column
from inkoopkalender.intake.findings import file_fault, stands_in_the_way
from inkoopkalender.intake.rows import Headed, find_headings
from inkoopkalender.intake.tables import Sheet, read_sheets

if TYPE_CHECKING:
    from inkoopkalender.intake.coded_table import CodedTable

CODED_FROM: Final = 2_000
"""Rows from which a sheet is kept as codes; with fewer, importing what does that costs more than it saves."""


def read_row_kind(
    content: bytes, filename: str, columns: Sequence[Column], coded_from: float = CODED_FROM
) -> Headed:
    """Find the kind's columns on the sheet that has most of them. Never raises, whatever the bytes are.

    The findings name every BSN outside the columns. A sheet of `coded_from` rows or more is kept as codes.
    """
    file = read_sheets(content, filename, coded_from=coded_from)
    if stands_in_the_way(file.findings):
        return Headed(Sheet("", ()), findings=(*file.findings, *find_bsn(file, filename, {})))
    asked = [replace(column, heading=True) for column in columns]
    names = {column.name for column in asked}
    sheet = max(file.sheets, key=lambda each: len(names & set(map(heading_name, first_heading(each)[1]))))
    headed = find_headings(sheet, asked, file.findings)
    has_rows = next(headed.records(), None) is not None
    headings = {sheet.name: first_heading(sheet)}
    elsewhere = find_bsn(file, filename, headings, read=names if has_rows else ())
    findings = (*headed.findings, *elsewhere)
    if not has_rows and not stands_in_the_way(findings):
        findings += (file_fault("rows-none", _NO_ROWS, sheet=sheet.name),)
    return replace(headed, findings=findings)


def coded_table(headed: Headed) -> "CodedTable | None":
    """Return the rows as a table to ask about; None when there are too few, or none that can be read."""
    if isinstance(headed.sheet.rows, tuple) or not headed.heading:
        return None
    from inkoopkalender.intake.coded_table import CodedTable  # noqa: PLC0415 -- slow import, few files need it

    return CodedTable(headed, headed.sheet.rows)


_NO_ROWS = "Onder de koppen staat geen enkele regel. Vul een regel in per geval."
