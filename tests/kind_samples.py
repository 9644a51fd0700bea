"""What a good and a bad form of a kind of submission are; the answers stand per round, written by hand.

Who hands it in is filled in here. All organisations are invented.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from submission_forms import PDF
from workbooks import saved, xlsx

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.documents import Document
from inkoopkalender.intake.forms import write_template

Answers = Mapping[str, CellValue]
Told = tuple[str, str, str, int | None]
NONE: Answers = MappingProxyType({})
_BYTES = {"pdf": PDF, "xlsx": xlsx(("bedrag",), (1,))}


@dataclass(frozen=True)
class Sample:
    """A good form, what makes it a bad one, and exactly what is then found: code, severity, sheet, row.

    `documents` gives the file of each document by name. A document that is not whole is named in `broken`.
    """

    good: Answers
    wrong: Answers
    told: Sequence[Told]
    documents: Mapping[str, str] = field(default_factory=dict)
    broken: Sequence[str] = ()

    def files(self, broken: Sequence[str] = ()) -> tuple[Document, ...]:
        return tuple(
            Document(name, file, b"leeg" if name in broken else _BYTES[file.rpartition(".")[2]])
            for name, file in self.documents.items()
        )


def filled(kind: SubmissionKind, answers: Answers, contract_year: int, folder: Path) -> bytes:
    """Fill the template in as a provider would: the year stands there already."""
    path = folder / "formulier.xlsx"
    write_template(kind, path, contract_year=contract_year)
    workbook: Workbook = load_workbook(path)
    who = {"agb": "75000001", "name": "Voorbeeldzorg 1", "contact_email": "inkoop@voorbeeldzorg.example"}
    for name, answer in {**who, **answers}.items():
        if name in kind.fields:
            sheet: Worksheet = workbook[kind.fields[name].sheet]
            sheet.cell(*_place(sheet, kind, kind.fields[name].column)).value = answer
    return saved(workbook)


def _place(sheet: Worksheet, kind: SubmissionKind, code: str) -> tuple[int, int]:
    """Find the row and column of an answer: beside its code in a form, below its heading in a table."""
    if kind.layout == "form":
        return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == code), 3
    return 2, next(column for column in range(1, sheet.max_column + 1) if sheet.cell(1, column).value == code)
