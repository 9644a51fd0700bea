"""The tables of a form: which sheets they are, each line by itself, and what the lines are together.

A line is read and checked as a row of a kind with `layout: rows`. Findings name the sheet and its row; of
JSON, where a table is a list, they name its place in the list. Nothing raises, whatever the file holds.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from inkoopkalender.content.submission_tables import TableShape, TotalShape
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.bsn_cells import Heading, first_heading
from inkoopkalender.intake.checks import CENTS, Asked, check_answers, values_of
from inkoopkalender.intake.columns import Value
from inkoopkalender.intake.conditions import holds
from inkoopkalender.intake.fields import Place, is_empty
from inkoopkalender.intake.findings import FileFinding, file_fault, shown, stands_in_the_way
from inkoopkalender.intake.headings import normalised
from inkoopkalender.intake.kind_columns import columns_of
from inkoopkalender.intake.rows import Record, records_of
from inkoopkalender.intake.tables import CSV_SHEET, Sheet


def form_sheets(kind: SubmissionKind, sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Return the sheets that are no table of the kind."""
    tables = [sheet.name for name in kind.tables for sheet in _sheets_of(kind, name, sheets)]
    return tuple(sheet for sheet in sheets if sheet.name not in tables)


@dataclass(slots=True)
class CheckedLines:
    """The lines of each table by its name, in their order, and what is wrong with them.

    `headings` are those of their sheets, `read` the cells that were read.
    """

    lines: dict[str, list[dict[str, Value]]] = field(default_factory=dict)
    findings: list[FileFinding] = field(default_factory=list)
    headings: dict[str, Heading] = field(default_factory=dict)
    read: list[Place] = field(default_factory=list)


def check_lines(
    kind: SubmissionKind,
    sheets: Sequence[Sheet],
    values: Mapping[str, Value],
    places: Mapping[str, Place],
    asked: Asked,
) -> CheckedLines:
    """Read and check every table of a form; `values` and `places` are the answers of the form."""
    checked = CheckedLines()
    for name, table in kind.tables.items():
        read = _read(kind, name, _sheets_of(kind, name, sheets), asked)
        checked.lines[name] = [line.values for line in read.lines]
        checked.read += [place for line in read.lines for place in line.places.values()]
        checked.headings.update(read.headings)
        counted = list(_count(kind, name, read, values))
        found = [*read.findings, *_twice(table, read.lines), *counted]
        if not read.is_closed and (read.lines or not counted):
            found += _totals(kind, table, read, values, places)
        checked.findings += found
    return checked


def at_lists(
    kind: SubmissionKind, sheets: Sequence[Sheet], findings: Sequence[FileFinding]
) -> tuple[FileFinding, ...]:
    """Return findings about lists in JSON at their place in the list, which counts from 0."""
    if not _is_json(sheets):
        return tuple(findings)
    names = {table.sheet: name for name, table in kind.tables.items()} | {name: name for name in kind.tables}
    return tuple(_at_place(names[one.sheet], one) if one.sheet in names else one for one in findings)


# --- reading --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its answers by the names of the columns, and where it stands."""

    values: dict[str, Value]
    places: Mapping[str, Place]
    row: int


@dataclass(frozen=True, slots=True)
class _Lines:
    """What was read of one table; `is_closed` says that its lines are not known."""

    lines: Sequence[_Line] = ()
    findings: Sequence[FileFinding] = ()
    headings: Mapping[str, Heading] = field(default_factory=dict)
    is_closed: bool = False
    is_there: bool = True


def _sheets_of(kind: SubmissionKind, name: str, sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheet of a table, or the list under its name in JSON; two when titles are alike."""
    if _is_json(sheets):
        return [sheet for sheet in sheets if sheet.name == name]
    title = normalised(kind.tables[name].sheet)
    return [sheet for sheet in sheets if normalised(sheet.name) == title]


def _is_json(sheets: Sequence[Sheet]) -> bool:
    return any(sheet.name == CSV_SHEET for sheet in sheets)


def _read(kind: SubmissionKind, name: str, found: Sequence[Sheet], asked: Asked) -> _Lines:
    if not found:
        return _Lines(is_there=False)
    sheet = found[0]
    if not any(not is_empty(cell) for cells in sheet.rows for cell in cells):
        return _Lines()
    if len(found) > 1:
        fault = file_fault("sheet-twice", _SHEET_TWICE.format(sheet=sheet.name), sheet=found[1].name)
        return _Lines(findings=[fault], is_closed=True)
    lines = kind.lines_of(name)
    if sheet.name == name:
        sheet = _with_columns(sheet, {key: shape.column for key, shape in lines.fields.items()})
    columns = [replace(column, heading=True) for column in columns_of(lines)]
    records = records_of(sheet, columns)
    read = [_line(lines, record, asked) for record in records.rows]
    return _Lines(
        [line for line, _ in read],
        [*records.findings, *(finding for _, findings in read for finding in findings)],
        {sheet.name: first_heading(sheet)},
        is_closed=stands_in_the_way(records.findings),
    )


def _with_columns(sheet: Sheet, columns: Mapping[str, str]) -> Sheet:
    """Return lines of JSON under the columns, that may be called by their names too."""
    heading = tuple(columns.get(str(name), name) for name in sheet.rows[0])
    return replace(sheet, rows=(heading, *map(tuple, sheet.rows[1:])))


def _line(kind: SubmissionKind, record: Record, asked: Asked) -> tuple[_Line, tuple[FileFinding, ...]]:
    values, places = values_of(kind, record)
    found = check_answers(kind, values, places, asked, record.findings)
    return _Line(values, places, record.row), (*record.findings, *found)


# --- the lines together ---------------------------------------------------------------------------
def _twice(table: TableShape, lines: Sequence[_Line]) -> Iterator[FileFinding]:
    """Give each line that says of the unique columns what an earlier one says."""
    first: dict[tuple[str, ...], int] = {}
    for line in lines:
        said = [line.values.get(name) for name in table.unique]
        if not said or None in said:
            continue
        row = first.setdefault(tuple(str(one).casefold() for one in said), line.row)
        if row != line.row:
            place = line.places[table.unique[-1]]
            text = " ".join(shown(one) for one in said)
            message = _LINE_TWICE.format(said=text, row=row)
            yield FileFinding("line-twice", "error", place.sheet, place.row, place.column, text, message)


def _count(
    kind: SubmissionKind, name: str, read: _Lines, values: Mapping[str, Value]
) -> Iterator[FileFinding]:
    """Give that there are too few or too many lines, or lines that were not asked."""
    table = kind.tables[name]
    when, count = table.required_when, len(read.lines)
    asked = True if when is None else holds(when, values)
    if when is not None and asked is False and count:
        label = kind.fields[when.field].label
        message = _NOT_ASKED.format(sheet=table.sheet, answers=" of ".join(when.answers), label=label)
        yield file_fault("lines-not-asked", message, sheet=table.sheet)
    if count > table.most:
        message = _TOO_MANY.format(sheet=table.sheet, count=count, most=table.most)
        yield file_fault("lines-too-many", message, sheet=table.sheet)
    if asked and count < table.least and not read.is_closed:
        if read.is_there:
            message = _TOO_FEW.format(sheet=table.sheet, count=count, least=table.least)
            yield file_fault("lines-too-few", message, sheet=table.sheet)
        else:
            yield file_fault(
                "sheet-missing", _NO_SHEET.format(sheet=table.sheet, name=name), sheet=table.sheet
            )


def _totals(
    kind: SubmissionKind,
    table: TableShape,
    read: _Lines,
    values: Mapping[str, Value],
    places: Mapping[str, Place],
) -> Iterator[FileFinding]:
    """Give each answer of the form to which the lines do not add up; in doubt about a line none."""
    for code, total in table.totals.items():
        stated, added = values.get(total.field), _added(total, [line.values for line in read.lines])
        if added is None or not isinstance(stated, (int, Decimal)):
            continue
        euros = kind.fields[total.field].type == "euro"
        if abs(stated - added) > total.margin * (CENTS if euros else 1):
            place = places[total.field]
            said = _dutch(added / CENTS if euros else added)
            message = f"{total.message} De regels op het blad '{table.sheet}' komen samen op {said}."
            value = shown(stated / CENTS) if euros else shown(stated)
            yield FileFinding(code, "error", place.sheet, place.row, place.column, value, message)


def _added(total: TotalShape, lines: Collection[Mapping[str, Value]]) -> Decimal | None:
    """Return what the lines add up to, a euro being cents; None when one of them is not known."""
    added = Decimal(0)
    for line in lines:
        counts = True if total.where is None else holds(total.where, line)
        factors = [line.get(name) for name in total.product]
        if counts is None:
            return None
        if counts:
            product = Decimal(1)
            for factor in factors:
                if not isinstance(factor, (int, Decimal)):
                    return None
                product *= factor
            added += product
    return added


def _dutch(number: Decimal) -> str:
    text = f"{number.normalize():,f}" if number else "0"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def _at_place(name: str, finding: FileFinding) -> FileFinding:
    if finding.code == "sheet-missing":
        return finding
    at = name if finding.row is None or finding.row == 1 else f"{name}[{finding.row - 2}]"
    column = ".".join(part for part in (at, finding.column) if part)
    return replace(finding, sheet="", row=None, column=column)


_SHEET_TWICE: Final = "Er zijn twee bladen die '{sheet}' heten. Laat er één staan."
_NO_SHEET: Final = (
    "Het blad '{sheet}' (in JSON: {name}) ontbreekt of is leeg. "
    "Gebruik het formulier van deze uitvraag, of lever als JSON in; CSV kan hier niet."
)
_TOO_FEW: Final = "Op het blad '{sheet}' staan {count} regels; er horen er minstens {least} te zijn."
_TOO_MANY: Final = (
    "Op het blad '{sheet}' staan {count} regels; hooguit {most} kan. Splits of verkort de lijst."
)
_NOT_ASKED: Final = (
    "Op het blad '{sheet}' staan regels, en die horen alleen bij {answers} op de vraag '{label}'. "
    "Verbeter dat antwoord, of maak het blad leeg."
)
_LINE_TWICE: Final = "'{said}' staat ook op regel {row}. Laat er één staan, of verbeter de code."
