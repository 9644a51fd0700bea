"""Files that providers hand in wrongly or maliciously, made as bytes, each with its whole expected findings.

A finding is (code, severity, sheet, row, column), in the order of the output. What is expected was written
down before the file was read. All are held against the quality survey of CZ wijkverpleging 2027.
"""

import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from openpyxl import Workbook, load_workbook
from workbooks import csv_file, good_answers, saved, survey, survey_kind, with_member

from inkoopkalender.intake.columns import CellValue

Expected: TypeAlias = tuple[str, str, str, int | None, str]


@dataclass(frozen=True, slots=True)
class Bad:
    """One file, and everything that must be said of it."""

    name: str
    make: Callable[[], bytes]
    findings: tuple[Expected, ...]
    filename: str = "uitvraag.xlsx"
    agb: str = "75000001"

    def __str__(self) -> str:
        return self.name


def refused(code: str, sheet: str = "") -> tuple[Expected, ...]:
    """The file as a whole, or one sheet of it, is refused."""
    return ((code, "error", sheet, None, ""),)


def told(code: str, sheet: str = "", row: int | None = None) -> Expected:
    """A warning about the file or a sheet of it."""
    return (code, "warning", sheet, row, "")


def answer(code: str, sheet: str, row: int, severity: str = "error") -> Expected:
    """A fault in one answer of the form."""
    return (code, severity, sheet, row, "Antwoord")


HEAVY = frozenset(
    {"two million empty rows", "two million empty lines in it", "two million empty lines behind it",
     "zip bomb", "zip bomb that lies about its size", "31 MB"}
)  # fmt: skip
"""Files that take seconds to make: they are read once, not by every test."""


# --- good files to spoil --------------------------------------------------------------------------
SHEETS = {"Algemeen": 1, "Kwaliteit": 2, "Thuiszorgtechnologie": 3, "Minimumeisen": 4}
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
STRINGS = "xl/sharedStrings.xml"


def form(**changes: CellValue) -> bytes:
    """The form filled in without a fault, but for `changes`."""
    with tempfile.TemporaryDirectory() as folder:
        return survey(Path(folder), good_answers(**({"remarks": "geen"} | changes)))


def member_of(sheet: str) -> str:
    return f"xl/worksheets/sheet{SHEETS[sheet]}.xml"


def raw(sheet: str, cell: str, xml: str) -> bytes:
    """The form with the XML of one cell replaced."""

    def change(content: bytes) -> bytes:
        pattern = rf'<c r="{cell}"[^>]*?(?:/>|>.*?</c>)'.encode()
        changed, count = re.subn(pattern, lambda _: xml.encode(), content)
        assert count == 1, (sheet, cell)
        return changed

    return with_member(form(), member_of(sheet), change)


def replaced(member: str, old: str, new: str, content: bytes | None = None) -> bytes:
    """The form with a text in one of its members replaced, everywhere in it."""

    def change(xml: bytes) -> bytes:
        assert old.encode() in xml, old
        return xml.replace(old.encode(), new.encode())

    return with_member(content or form(), member, change)


def added(name: str, content: bytes = b"<x/>") -> bytes:
    """The form with a member more."""
    return with_member(form(), name, lambda _: content)


def edited(change: Callable[[Workbook], None]) -> bytes:
    """The form after somebody worked on it in a spreadsheet program."""
    workbook = load_workbook(io.BytesIO(form()))
    change(workbook)
    return saved(workbook)


def archive(*names: str) -> bytes:
    """An archive that is no workbook."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return target.getvalue()


def csv_form(delimiter: str = ";", **changes: CellValue) -> str:
    """The form as CSV text: a line per question, in the order of the kind; the first answer is line 2."""
    dutch = {"reference_date": "01-01-2026", "nps_measured_on": "20-11-2025", "remarks": "geen"}
    answers = good_answers(**(dutch | changes))
    rows = [
        (field.column, _quoted(str(answers[name]).replace(".", ","), delimiter))
        for name, field in survey_kind().fields.items()
    ]
    return csv_file(("Code", "Antwoord"), *rows, delimiter=delimiter).decode()


def _quoted(text: str, delimiter: str) -> str:
    return f'"{text}"' if delimiter in text else text
