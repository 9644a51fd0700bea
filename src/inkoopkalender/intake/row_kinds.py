"""Reads a kind of submission with `layout: rows`: a column per question, a row per case.

Every column of the kind must be there, those that may stay empty too: a heading with a typing error would
otherwise empty a whole column unseen. A citizen service number (BSN) is refused wherever it stands, also in
columns and on sheets that nobody asked for. What the rows mean is for the kind's own module.
"""

from collections.abc import Sequence
from dataclasses import replace

from inkoopkalender.intake.bsn_cells import find_bsn, first_heading, heading_name
from inkoopkalender.intake.columns import Column
from inkoopkalender.intake.findings import file_fault, stands_in_the_way
from inkoopkalender.intake.rows import Records, records_of
from inkoopkalender.intake.tables import read_sheets


def read_row_kind(content: bytes, filename: str, columns: Sequence[Column]) -> Records:
    """Read the rows of the sheet with the kind's columns. Never raises, whatever the bytes are.

    Records come in the order of the file; the findings of the file name every BSN outside the columns.
    """
    file = read_sheets(content, filename)
    if stands_in_the_way(file.findings):
        return Records((), (*file.findings, *find_bsn(file, filename, {})))
    asked = [replace(column, heading=True) for column in columns]
    names = {column.name for column in asked}
    sheet = max(file.sheets, key=lambda each: len(names & set(map(heading_name, first_heading(each)[1]))))
    records = records_of(sheet, asked, file.findings)
    headings = {sheet.name: first_heading(sheet)}
    elsewhere = find_bsn(file, filename, headings, read=names if records.rows else ())
    findings = (*records.findings, *elsewhere)
    if not records.rows and not stands_in_the_way(findings):
        findings += (file_fault("rows-none", _NO_ROWS, sheet=sheet.name),)
    return Records(records.rows, findings)


_NO_ROWS = "Onder de koppen staat geen enkele regel. Vul een regel in per geval."
