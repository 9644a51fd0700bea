"""Holds one provider's file against a kind of submission: answers, or findings with their place.

The file is our form (a row per question), one row under the columns of an export, or a JSON object.
Nothing is stored here, and nothing raises, whatever the bytes are.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from inkoopkalender.content.submission_fields import FieldShape
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.bsn_cells import find_bsn, heading_name, headings_of, line_with
from inkoopkalender.intake.checks import Asked, check_answers, values_of
from inkoopkalender.intake.columns import CellValue, Value
from inkoopkalender.intake.conditions import question_missing
from inkoopkalender.intake.documents import Document, check_documents
from inkoopkalender.intake.fields import Place, is_empty, read_cell
from inkoopkalender.intake.findings import FileFinding, Severity, file_fault, shown, stands_in_the_way
from inkoopkalender.intake.forms import ANSWER, CODE
from inkoopkalender.intake.json_text import at_keys
from inkoopkalender.intake.kind_columns import column_of, columns_of
from inkoopkalender.intake.line_tables import at_lists, check_lines, form_sheets
from inkoopkalender.intake.row_checks import check_rows
from inkoopkalender.intake.rows import cell_finding, overlong_row, records_of
from inkoopkalender.intake.tables import Sheet, read_sheets

Plain: TypeAlias = str | int | float | bool | None
"""What JSON can hold: dates are ISO text, decimals numbers with at most two decimals."""


Stored: TypeAlias = Plain | list[dict[str, Plain]]
"""An answer, or the lines of a table, each by the names of its columns."""


@dataclass(frozen=True, slots=True)
class CheckedSubmission:
    """A file held against its kind. `rows` counts the questions found in it, or a table's rows.

    `values` are by the name of the question, or of the form's table; of `layout: rows` that count only.
    """

    accepted: bool
    rows: int
    values: Mapping[str, Stored]
    findings: tuple[FileFinding, ...]

    @property
    def lines(self) -> dict[str, int]:
        """How many lines each table has, by its name."""
        return {name: len(value) for name, value in self.values.items() if isinstance(value, list)}


def check_submission(
    content: bytes,
    filename: str,
    kind: SubmissionKind,
    *,
    contract_year: int,
    agb: str | Collection[str] | None = None,
    received_on: date | None = None,
    documents: Sequence[Document] = (),
) -> CheckedSubmission:
    """Read and check one file and its documents. `agb`: the code or codes of who hands it in, if known."""
    codes = (agb,) if isinstance(agb, str) else tuple(agb or ())
    asked = Asked(contract_year, codes, received_on)
    if kind.layout == "rows":
        rows, findings = check_rows(content, filename, kind, columns_of(kind), asked, documents)
        counted = {"rows": rows}  # the bytes are kept: what rows say of people stands there, and once
        return CheckedSubmission(
            not stands_in_the_way(findings), rows=rows, values=counted, findings=findings
        )
    file = read_sheets(content, filename, objects=True, lists=tuple(kind.tables))
    if stands_in_the_way(file.findings):
        return refused_submission(*file.findings, *find_bsn(file, filename, {}))
    sheets = form_sheets(kind, file.sheets)
    table = next((sheet for sheet in sheets if _is_table(sheet, kind)), None)
    answers = _read_form(sheets, kind) if table is None else _read_table(table, kind)
    answers.findings += check_answers(kind, answers.values, answers.places, asked, answers.findings)
    answers.findings += check_documents(kind, documents, answers.values)
    lines = check_lines(kind, file.sheets, answers.values, answers.places, asked)
    headings = headings_of(sheets, CODE) | lines.headings
    bsn = find_bsn(file, filename, headings, answers=[*answers.read, *lines.read])
    findings = _in_form_order(kind, [*file.findings, *answers.findings, *lines.findings, *bsn])
    return CheckedSubmission(
        accepted=not stands_in_the_way(findings),
        rows=answers.rows,
        values=plain(answers.values)
        | {name: [plain(one) for one in each] for name, each in lines.lines.items()},
        findings=at_keys(file.keys, at_lists(kind, file.sheets, findings)),
    )


def refused_submission(*findings: FileFinding) -> CheckedSubmission:
    """Return what becomes of a file that could not be read at all."""
    return CheckedSubmission(accepted=False, rows=0, values={}, findings=findings)


def plain(values: Mapping[str, Value]) -> dict[str, Plain]:
    """Return answers as JSON can hold them."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Value) -> Plain:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _in_form_order(kind: SubmissionKind, findings: Sequence[FileFinding]) -> tuple[FileFinding, ...]:
    titles = (*kind.sheets, *(table.sheet for table in kind.tables.values()), *kind.tables)
    sheets = {title: number for number, title in enumerate(titles)}
    return tuple(sorted(findings, key=lambda finding: (sheets.get(finding.sheet, -1), finding.row or 0)))


@dataclass(slots=True)
class _Answers:
    """What a file answers so far."""

    rows: int = 0
    values: dict[str, Value] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    findings: list[FileFinding] = field(default_factory=list)
    read: list[Place] = field(default_factory=list)
    """Where what was answered has been looked at."""
    unread: set[str] = field(default_factory=set)
    """Sheets whose headings are at fault: what they ask is not missing."""


# --- a row per question ---------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Question:
    """A row of the form: what it asks by code or wording, and the cell with the answer."""

    place: Place
    code: str
    wording: str
    answer: CellValue
    fault: FileFinding | None


def _read_form(sheets: Sequence[Sheet], kind: SubmissionKind) -> _Answers:
    answers = _Answers()
    questions = [question for sheet in sheets for question in _questions(sheet, answers)]
    if not questions:
        answers.findings = answers.findings or [file_fault("form-unknown", _NOT_THE_FORM)]
        return answers
    names = {name: name for name in kind.fields} | {field.column: name for name, field in kind.fields.items()}
    names |= {heading_name(field.label): name for name, field in kind.fields.items()}
    for question in questions:
        name = names.get(question.code) or names.get(question.wording)
        if name is None:
            answers.findings.append(_row_finding("question-unknown", question, _UNKNOWN, "warning"))
        elif name in answers.places:
            answers.findings.append(_row_finding("question-twice", question, _TWICE, "error"))
        else:
            _take(answers, name, kind.fields[name], question)
    answers.findings += _missing(kind, answers)
    return answers


_NOT_THE_FORM = (
    "Dit is niet het formulier: er is geen blad met de kolommen Code en Antwoord. "
    "Gebruik het formulier van deze uitvraag en laat de koppen staan."
)
_NO_ANSWERS = "De kolom 'Antwoord' ontbreekt. Gebruik het formulier en laat de koppen staan."
_TWO_ANSWERS = "De kolom 'Antwoord' staat er twee keer. Laat er één staan, met de antwoorden."
_UNKNOWN = "Deze vraag hoort niet bij de uitvraag en wordt niet gelezen."
_TWICE = "Deze vraag staat er twee keer. Laat er één staan."


def _questions(sheet: Sheet, answers: _Answers) -> Iterator[_Question]:
    """Give the rows below the headings; a sheet without the heading Code is no part of the form."""
    line = line_with(sheet, CODE)
    if line is None:
        return
    heading, headings = line[0], [heading_name(cell) for cell in line[1]]
    if headings.count(ANSWER) != 1:
        answers.findings.append(_answers_fault(sheet, heading + 1, twice=ANSWER in headings))
        answers.unread.add(sheet.name)
        return
    code, answer = headings.index(CODE), headings.index(ANSWER)
    wording = headings.index("vraag") if "vraag" in headings else code
    for row, cells in enumerate(sheet.rows[heading + 1 :], start=heading + 2):
        asked, worded, answered = (
            cells[column] if column < len(cells) else None for column in (code, wording, answer)
        )
        if not (is_empty(asked) and is_empty(worded) and is_empty(answered)):
            place = Place(sheet.name, row, "Antwoord")
            fault = overlong_row(sheet, row, cells, len(headings), place.column) or cell_finding(
                sheet, place, answer + 1, answered
            )
            yield _Question(place, heading_name(asked), heading_name(worded), answered, fault)


def _answers_fault(sheet: Sheet, row: int, *, twice: bool) -> FileFinding:
    code, message = ("column-twice", _TWO_ANSWERS) if twice else ("column-missing", _NO_ANSWERS)
    return FileFinding(code, "error", sheet.name, row, "Antwoord", "", message)


def _take(answers: _Answers, name: str, field: FieldShape, question: _Question) -> None:
    answers.rows += 1
    answers.places[name] = question.place
    finding = question.fault
    if finding is None:
        answers.read.append(question.place)
        value, finding = read_cell(column_of(field, field.label), question.answer, question.place)
        answers.values[name] = value
    if finding is not None:
        answers.findings.append(finding)


def _row_finding(code: str, question: _Question, message: str, severity: Severity) -> FileFinding:
    place = question.place
    asked = question.code or question.wording
    return FileFinding(code, severity, place.sheet, place.row, "Code", shown(asked), message)


def _missing(kind: SubmissionKind, answers: _Answers) -> list[FileFinding]:
    return [
        question_missing(field)
        for name, field in kind.fields.items()
        if field.always and name not in answers.places and field.sheet not in answers.unread
    ]


# --- one row under columns ------------------------------------------------------------------------
def _is_table(sheet: Sheet, kind: SubmissionKind) -> bool:
    """Say whether the first filled row holds most of the kind's columns."""
    first = next((cells for cells in sheet.rows if not all(is_empty(cell) for cell in cells)), ())
    found = {heading_name(cell) for cell in first} & {field.column for field in kind.fields.values()}
    return len(found) * 2 > len(kind.fields)


def _read_table(sheet: Sheet, kind: SubmissionKind) -> _Answers:
    records = records_of(sheet, columns_of(kind))
    answers = _Answers(rows=len(records.rows), findings=list(records.findings))
    if len(records.rows) == 1:
        answers.values, answers.places = values_of(kind, records.rows[0])
        answers.read = list(answers.places.values())
        answers.findings += records.rows[0].findings
    elif not stands_in_the_way(answers.findings):
        answers.findings.append(file_fault("rows-count", _ONE_ROW.format(count=len(records.rows))))
    return answers


_ONE_ROW = "Dit bestand heeft {count} regels met antwoorden; er hoort er precies één te zijn."
