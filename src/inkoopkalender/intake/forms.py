"""The form of a kind of submission: an XLSX with a sheet per part, a row per question.

Written here, read in `submissions`; both take the headings from this module. A question is known by its
code, so that rows may move.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from inkoopkalender.content.submission_fields import FieldShape
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.answer_cells import AnswerCells
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.form_words import (
    PROPOSED,
    condition_words,
    document_lines,
    hand_in_lines,
    table_lines,
)
from inkoopkalender.intake.line_sheets import write_columns, write_line_sheets
from inkoopkalender.intake.row_templates import write_row_template
from inkoopkalender.intake.writing import (
    heading_format,
    lay_out_for_paper,
    let_text_show,
    new_workbook,
    write_cell,
)

CODE: Final = "code"
ANSWER: Final = "antwoord"
HEADINGS: Final = ("Code", "Vraag", "Antwoord", "Eenheid", "Toelichting")
EXPLANATION_SHEET: Final = "Toelichting"
_WIDTHS: Final = (32, 60, 24, 12, 60)
_EXPLANATION_WIDTH: Final = 110
_ANSWER_COLUMN: Final = 2


def write_template(kind: SubmissionKind, path: Path, *, contract_year: int, period: str = "") -> None:
    """Write the empty form, with what it asks explained and what is a proposal said.

    `period` is when it is handed in, in the calendar's Dutch words.
    """
    if kind.layout == "rows":
        write_row_template(kind, path, contract_year=contract_year, period=period)
        return
    year = [name for name, field in kind.fields.items() if field.identifies == "contract-year"]
    with new_workbook(path) as workbook:
        _write_explanation(workbook, kind, contract_year, period)
        cells = AnswerCells(workbook)
        _write_questions(workbook, kind, dict.fromkeys(year, contract_year), cells)
        write_line_sheets(workbook, kind, {}, cells)
        write_columns(workbook, kind)


def write_form(
    kind: SubmissionKind,
    answers: Mapping[str, CellValue],
    path: Path,
    lines: Mapping[str, Sequence[Mapping[str, CellValue]]] | None = None,
) -> None:
    """Write the form with answers by field name, as a provider would hand it in; `lines` by table."""
    with new_workbook(path) as workbook:
        _write_questions(workbook, kind, answers, None)
        write_line_sheets(workbook, kind, lines or {}, None)


def _write_explanation(
    workbook: xlsxwriter.Workbook, kind: SubmissionKind, contract_year: int, period: str
) -> None:
    sheet = workbook.add_worksheet(EXPLANATION_SHEET)
    lay_out_for_paper(sheet, heading_row=None)
    sheet.set_column(0, 0, _EXPLANATION_WIDTH, workbook.add_format({"text_wrap": True, "valign": "top"}))
    bold = workbook.add_format({"bold": True, "font_size": 14})
    lines = (
        f"Contractjaar {contract_year}. Bron: zorginkoopbeleid, paragraaf {kind.section}.",
        f"Let op, dit formulier is een voorstel. {kind.proposed}",
        *hand_in_lines(kind, period),
        "Vul alleen de kolom Antwoord in. Laat de codes staan; daaraan herkennen wij de vragen.",
        *table_lines(kind),
        "Gebruik geen formules en zet geen gegevens van cliënten in dit bestand.",
        "Bewaar het bestand als .xlsx.",
        *document_lines(kind),
    )
    sheet.write_string(0, 0, kind.title, bold)
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line)
        let_text_show(sheet, row, ((line, _EXPLANATION_WIDTH),))


def _write_questions(
    workbook: xlsxwriter.Workbook,
    kind: SubmissionKind,
    answers: Mapping[str, CellValue],
    cells: AnswerCells | None,
) -> None:
    bold = heading_format(workbook)
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    day = workbook.add_format({"num_format": "dd-mm-yyyy"})
    text = workbook.add_format({"num_format": "@"})
    sheets = {title: _new_sheet(workbook, title, bold, wrap) for title in kind.sheets}
    next_row = dict.fromkeys(kind.sheets, 1)
    for name, field in kind.fields.items():
        sheet, row = sheets[field.sheet], next_row[field.sheet]
        next_row[field.sheet] += 1
        _write_question(sheet, row, kind, field, wrap)
        if cells is not None:
            cells.prepare(sheet, row, _ANSWER_COLUMN, field)
        write_cell(sheet, row, _ANSWER_COLUMN, answers.get(name), day, text)


def _new_sheet(workbook: xlsxwriter.Workbook, title: str, bold: Format, wrap: Format) -> Worksheet:
    sheet = workbook.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    lay_out_for_paper(sheet)
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width, None if column == _ANSWER_COLUMN else wrap)
        sheet.write_string(0, column, heading, bold)
    return sheet


def _write_question(
    sheet: Worksheet, row: int, kind: SubmissionKind, field: FieldShape, wrap: Format
) -> None:
    notes = (field.help, condition_words(kind, field), PROPOSED if field.proposed else "")
    label = field.label if field.required else f"{field.label} (mag leeg blijven)"
    texts = (field.column, label, "", field.unit, " ".join(note for note in notes if note))
    for column, written in enumerate(texts):
        if written:
            sheet.write_string(row, column, written, wrap)
    let_text_show(sheet, row, tuple(zip(texts, _WIDTHS, strict=True)))
