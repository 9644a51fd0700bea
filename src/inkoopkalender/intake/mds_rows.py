"""Rows of the minimal data set of stop-smoking care (the kind `mds`) become smokers, or findings.

Policy: CZ stoppen met roken 2027, 2.2 and Bijlage 2. A row with a cell that cannot be read is left out and
named; a row that contradicts itself is kept and named. Columns come from the kind, so that a team may rename
them; the fields themselves, and the ways of assessing, are fixed here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain.russell import FollowUp, Mode, Smoker
from inkoopkalender.domain.russell_checks import CHECKS, Implausible, SmokerCheck, check_smoker
from inkoopkalender.errors import ContentError
from inkoopkalender.intake.checks import values_of
from inkoopkalender.intake.columns import Value
from inkoopkalender.intake.findings import FileFinding, shown
from inkoopkalender.intake.rows import Record, Records

if TYPE_CHECKING:
    from inkoopkalender.intake.coded_table import CodedTable  # slow import, and few files need it

MODES: Final[Mapping[str, Mode]] = {
    "op locatie": "face-to-face",
    "schriftelijk": "post",
    "telefonisch": "telephone",
    "beeldbellen": "video",
    "anders": "other",
}
FIELDS: Final = frozenset(
    {
        "agb", "client", "age", "started_on", "ended_on", "quit_date", "sessions", "already_stopped",
        "reached_4w", "assessed_4w_on", "mode_4w", "smoke_free_2w", "co_ppm", "co_on", "reached_52w",
        "assessed_52w_on", "mode_52w", "cigarettes_50w", "minutes", "medicine", "medicine_kind",
        "stopped_3m", "stopped_6m", "stopped_1y",
    }
)  # fmt: skip
"""What the Russell Standard and its checks read; the kind may have more."""


_KEY: Final = ("agb", "client", "started_on")


@dataclass(frozen=True, slots=True)
class MdsRow:
    """One good row. `client` is the provider's own number for somebody, never a BSN."""

    row: int
    agb: str
    client: str
    smoker: Smoker

    @property
    def key(self) -> str:
        """What the row is known by, whatever its place: provider, client and first day."""
        return f"{self.agb}\n{self.client}\n{self.smoker.started_on}"


def smokers_of(
    records: Records, kind: SubmissionKind, on: date | None = None
) -> tuple[tuple[MdsRow, ...], list[FileFinding]]:
    """Return the good rows in the order of the file, and what does not fit in them or beside one another.

    `on` is the day of receipt. Raises ContentError when the kind lacks a field, or knows other answers than
    we do.
    """
    check_kind(kind)
    rows: dict[str, MdsRow] = {}
    found: list[FileFinding] = []
    for record in records.rows:
        if not record.is_good:
            continue
        row = _row(record.row, values_of(kind, record)[0])
        first = rows.setdefault(row.key, row)
        if first is row:
            found += _contradictions(record, row, kind, on)
        else:
            found.append(_twice(record, first, kind))
    return tuple(rows.values()), found


def check_kind(kind: SubmissionKind) -> None:
    """Raise ContentError for a kind that lacks a field, or that knows other answers than we do."""
    missing = sorted(FIELDS - set(kind.fields))
    if missing:
        raise ContentError(
            f"De aanlevering '{kind.name}' in submissions.yaml mist het veld '{missing[0]}'.\n"
            "Zonder kunnen de stoppercentages niet worden berekend; zet het terug."
        )
    for name in ("mode_4w", "mode_52w"):
        unknown = [choice for choice in kind.fields[name].choices if choice not in MODES]
        if unknown:
            raise ContentError(
                f"Bij '{name}' in submissions.yaml staat de keuze '{unknown[0]}'; die betekent niets "
                f"voor de Russell Standard.\nKies uit: {', '.join(MODES)}."
            )


def contradictions_in(table: "CodedTable", kind: SubmissionKind, on: date | None) -> list[FileFinding]:
    """Return what does not fit in the rows of a table; those that name somebody twice are set aside.

    Raises as `smokers_of`.
    """
    check_kind(kind)
    table.set_aside(table.repeated([kind.fields[name].column for name in _KEY]))
    found: list[FileFinding] = []
    for check in CHECKS:
        columns = {kind.fields[name].column: name for name in (*check.fields, *check.given)}
        given = [kind.fields[name].column for name in check.given]

        def question(
            answers: Mapping[str, Value], check: SmokerCheck = check, columns: Mapping[str, str] = columns
        ) -> Sequence[FileFinding]:
            smoker = _smoker({columns[column]: value for column, value in answers.items()})
            record = Record(table.sheet, 0, answers)
            return [_finding(record, one, kind) for one in check.of(smoker, on)]

        found += [_at_row(finding, row) for row, finding in table.ask(list(columns), question, given)]
    return found


def _at_row(found: FileFinding, row: int) -> FileFinding:
    sheet, column = found.sheet, found.column
    return FileFinding(found.code, found.severity, sheet, row, column, found.value, found.message)


def plain_rows(table: "CodedTable", kind: SubmissionKind) -> Iterator[MdsRow]:
    """Give the rows of a table of which nothing is set aside, in the order of the file."""
    rows, columns = table.columns({kind.fields[name].column: name for name in FIELDS})
    for row, values in zip(rows, zip(*columns.values(), strict=True), strict=True):
        yield _row(row, dict(zip(columns, values, strict=True)))


def _row(row: int, values: Mapping[str, Value]) -> MdsRow:
    cells = _Cells(values)
    return MdsRow(row, cells.text("agb") or "", cells.text("client") or "", _smoker(values))


def _smoker(values: Mapping[str, Value]) -> Smoker:
    """Return a smoker; the values are by field."""
    cells = _Cells(values)
    return Smoker(
        quit_date=cells.day("quit_date"),
        sessions=cells.whole("sessions") or 0,
        already_stopped=cells.truth("already_stopped") is True,
        started_on=cells.day("started_on"),
        ended_on=cells.day("ended_on"),
        age=cells.whole("age"),
        after_4w=FollowUp(cells.truth("reached_4w"), cells.day("assessed_4w_on"), cells.mode("mode_4w")),
        smoke_free_2w=cells.truth("smoke_free_2w"),
        co_ppm=cells.number("co_ppm"),
        co_on=cells.day("co_on"),
        after_52w=FollowUp(cells.truth("reached_52w"), cells.day("assessed_52w_on"), cells.mode("mode_52w")),
        cigarettes_50w=cells.whole("cigarettes_50w"),
        minutes=cells.whole("minutes"),
        medicine=cells.truth("medicine"),
        medicine_kind=cells.text("medicine_kind"),
        stopped_3m=cells.truth("stopped_3m"),
        stopped_6m=cells.truth("stopped_6m"),
        stopped_1y=cells.truth("stopped_1y"),
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a row by field, each as the kind of value that its field has; None when it is empty."""

    values: Mapping[str, Value]

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def whole(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def truth(self, name: str) -> bool | None:
        value = self.values.get(name)
        return value if isinstance(value, bool) else None

    def number(self, name: str) -> Decimal | None:
        value = self.values.get(name)
        return value if isinstance(value, Decimal) else None

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def mode(self, name: str) -> Mode | None:
        value = self.text(name)
        return None if value is None else MODES[value]


def _contradictions(
    record: Record, row: MdsRow, kind: SubmissionKind, on: date | None
) -> Iterator[FileFinding]:
    for found in check_smoker(row.smoker, on):
        yield _finding(record, found, kind)


def _finding(record: Record, found: Implausible, kind: SubmissionKind) -> FileFinding:
    column = kind.fields[found.field].column
    text = _as_written(record.values.get(column))
    return FileFinding(found.code, found.severity, record.sheet, record.row, column, text, found.message)


def _as_written(value: Value) -> str:
    """Return a value as a provider writes it."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else shown(value)


def _twice(record: Record, first: MdsRow, kind: SubmissionKind) -> FileFinding:
    message = (
        f"Dezelfde deelnemer met dezelfde eerste dag staat ook op regel {first.row}; deze regel telt niet. "
        "Laat er een staan, of verbeter het nummer of de dag."
    )
    column = kind.fields["client"].column
    return FileFinding(
        "client-twice", "error", record.sheet, record.row, column, shown(first.client), message
    )
