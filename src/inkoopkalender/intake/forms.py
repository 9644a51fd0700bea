"""The form of a kind of submission: an XLSX with a sheet per part, a row per question.

Written here, read in `submissions`; both take the headings from this module. A question is known by its
code, so that rows may move.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from inkoopkalender.content.submissions import FieldShape, SubmissionKind
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.row_templates import write_row_template
from inkoopkalender.intake.writing import new_workbook, write_cell

CODE: Final = "code"
ANSWER: Final = "antwoord"
HEADINGS: Final = ("Code", "Vraag", "Antwoord", "Eenheid", "Toelichting")
EXPLANATION_SHEET: Final = "Toelichting"
_WIDTHS: Final = (32, 60, 24, 12, 60)
_ANSWER_COLUMN: Final = 2


def write_template(kind: SubmissionKind, path: Path, *, contract_year: int) -> None:
    """Write the empty form, with what it asks explained and what is a proposal said."""
    if kind.layout == "rows":
        write_row_template(kind, path, contract_year=contract_year)
        return
    year = [name for name, field in kind.fields.items() if field.identifies == "contract-year"]
    with new_workbook(path) as workbook:
        _write_explanation(workbook, kind, contract_year)
        _write_questions(workbook, kind, dict.fromkeys(year, contract_year), choices=True)


def write_form(kind: SubmissionKind, answers: Mapping[str, CellValue], path: Path) -> None:
    """Write the form with answers by field name, as a provider would hand it in."""
    with new_workbook(path) as workbook:
        _write_questions(workbook, kind, answers, choices=False)


def _write_explanation(workbook: xlsxwriter.Workbook, kind: SubmissionKind, contract_year: int) -> None:
    sheet = workbook.add_worksheet(EXPLANATION_SHEET)
    sheet.set_column(0, 0, 110, workbook.add_format({"text_wrap": True, "valign": "top"}))
    lines = (
        kind.title,
        f"Contractjaar {contract_year}. Bron: zorginkoopbeleid, paragraaf {kind.section}.",
        f"Let op, dit formulier is een voorstel. {kind.proposed}",
        "Vul alleen de kolom Antwoord in. Laat de codes staan; daaraan herkennen wij de vragen.",
        "Gebruik geen formules en zet geen gegevens van cliënten in dit bestand.",
        "Bewaar het bestand als .xlsx.",
    )
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)


def _write_questions(
    workbook: xlsxwriter.Workbook, kind: SubmissionKind, answers: Mapping[str, CellValue], *, choices: bool
) -> None:
    bold = workbook.add_format({"bold": True})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    day = workbook.add_format({"num_format": "dd-mm-yyyy"})
    text = workbook.add_format({"num_format": "@"})
    sheets = {title: _new_sheet(workbook, title, bold, wrap) for title in kind.sheets}
    next_row = dict.fromkeys(kind.sheets, 1)
    for name, field in kind.fields.items():
        sheet, row = sheets[field.sheet], next_row[field.sheet]
        next_row[field.sheet] += 1
        _write_question(sheet, row, field, wrap)
        if choices:
            _prepare_answer(sheet, row, field, text)
        write_cell(sheet, row, _ANSWER_COLUMN, answers.get(name), day, text)


def _new_sheet(workbook: xlsxwriter.Workbook, title: str, bold: Format, wrap: Format) -> Worksheet:
    sheet = workbook.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width, None if column == _ANSWER_COLUMN else wrap)
        sheet.write_string(0, column, heading, bold)
    return sheet


def _write_question(sheet: Worksheet, row: int, field: FieldShape, wrap: Format) -> None:
    label = field.label if field.required else f"{field.label} (mag leeg blijven)"
    notes = (field.help, "Voorstel: niet in het beleid." if field.proposed else "")
    texts = (field.column, label, "", field.unit, " ".join(note for note in notes if note))
    for column, written in enumerate(texts):
        if written:
            sheet.write_string(row, column, written, wrap)


def _prepare_answer(sheet: Worksheet, row: int, field: FieldShape, text: Format) -> None:
    if field.type in {"agb", "kvk", "text"}:
        sheet.write_blank(row, _ANSWER_COLUMN, None, text)
    choices = ["ja", "nee"] if field.type == "yes_no" else list(field.choices)
    if choices:
        sheet.data_validation(
            row, _ANSWER_COLUMN, row, _ANSWER_COLUMN, {"validate": "list", "source": choices}
        )
