"""The empty table of a kind with `layout: rows`: an XLSX with a column per question, each explained.

Written here, read in `row_kinds`. A column is known by its heading, so that columns may move.
"""

from pathlib import Path
from typing import Final

import xlsxwriter

from inkoopkalender.content.submission_fields import ColumnShape
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.form_words import PROPOSED, condition_words, document_lines, hand_in_lines
from inkoopkalender.intake.writing import heading_format, lay_out_for_paper, let_text_show, new_workbook

_EXPLANATION: Final = "Toelichting"
_WIDTHS: Final = (34, 60, 34, 60)
_LAST_ROW: Final = 1_048_575
_KINDS: Final = {
    "agb": "8 cijfers",
    "whole": "heel getal",
    "kvk": "8 cijfers",
    "decimal": "getal, hooguit 2 decimalen",
    "percent": "percentage, zoals 92,5",
    "euro": "bedrag, hooguit 2 decimalen",
    "date": "datum, zoals 31-05-2026",
    "yes_no": "ja of nee",
}


def write_row_template(kind: SubmissionKind, path: Path, *, contract_year: int, period: str = "") -> None:
    """Write the headings with drop-downs below them, then each column explained. Raises OSError.

    `period` is when it is handed in, in the calendar's Dutch words.
    """
    with new_workbook(path) as workbook:
        _write_table(workbook, kind)
        _write_explanation(workbook, kind, contract_year, period)


def _write_table(workbook: xlsxwriter.Workbook, kind: SubmissionKind) -> None:
    bold = heading_format(workbook)
    forms = {
        "text": workbook.add_format({"num_format": "@"}),
        "date": workbook.add_format({"num_format": "dd-mm-yyyy"}),
    }
    sheet = workbook.add_worksheet(kind.sheets[0])
    sheet.freeze_panes(1, 0)
    lay_out_for_paper(sheet)
    for column, field in enumerate(kind.fields.values()):
        form = "text" if field.type in {"agb", "kvk", "text"} else field.type
        sheet.set_column(column, column, max(12, len(field.column) + 2), forms.get(form))
        sheet.write_string(0, column, field.column, bold)
        choices = _choices(field)
        if choices:
            sheet.data_validation(1, column, _LAST_ROW, column, {"validate": "list", "source": choices})


def _write_explanation(
    workbook: xlsxwriter.Workbook, kind: SubmissionKind, contract_year: int, period: str
) -> None:
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet = workbook.add_worksheet(_EXPLANATION)
    lay_out_for_paper(sheet, heading_row=None)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, wrap)
    lines = (
        kind.title,
        f"Contractjaar {contract_year}. Bron: zorginkoopbeleid, paragraaf {kind.section}.",
        f"Let op, dit formulier is een voorstel. {kind.proposed}",
        *hand_in_lines(kind, period),
        f"Vul op het blad {kind.sheets[0]} een regel per geval in. Laat alle koppen staan.",
        "Gebruik geen formules, en zet nergens een burgerservicenummer, naam of adres van een cliënt.",
        "Bewaar het bestand als .xlsx.",
        *document_lines(kind),
    )
    for row, line in enumerate(lines):
        sheet.merge_range(row, 0, row, 3, line, wrap)
        let_text_show(sheet, row, ((line, sum(_WIDTHS)),))
    for row, field in enumerate(kind.fields.values(), start=len(lines) + 1):
        texts = explained(kind, field)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, wrap)
        let_text_show(sheet, row, tuple(zip(texts, _WIDTHS, strict=True)))


def explained(kind: SubmissionKind, field: ColumnShape) -> tuple[str, str, str, str]:
    """Return the column, its question, what may stand in it, and the notes."""
    label = field.label if field.required else f"{field.label} (mag leeg blijven)"
    allowed = ", ".join(_choices(field)) or field.form or _KINDS.get(field.type, "tekst")
    notes = (field.help, condition_words(kind, field), PROPOSED if field.proposed else "")
    return (
        field.column,
        label,
        f"{allowed} ({field.unit})" if field.unit else allowed,
        " ".join(filter(None, notes)),
    )


def _choices(field: ColumnShape) -> list[str]:
    return ["ja", "nee"] if field.type == "yes_no" else list(field.choices)
