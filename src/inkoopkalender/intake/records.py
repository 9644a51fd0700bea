"""Three small lists that come in during a round: scores, what was signed in VECOZO, and a published list.

Only good rows are given out; every fault of the others is named. The columns are data and stand in
docs/reference/imports.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.intake.columns import Column, Value
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.row_files import read_records
from inkoopkalender.intake.rows import Record

_LEAST, _MOST = Decimal(0), Decimal(1000)
SCORE_COLUMNS: Final = (
    Column("agb", "agb", help="AGB-code van de organisatie"),
    Column("kwaliteitspunten", "whole", help="punten voor kwaliteit", minimum=_LEAST, maximum=_MOST),
    Column("kostenpunten", "whole", help="punten voor kosten", minimum=_LEAST, maximum=_MOST),
)
SIGNING_COLUMNS: Final = (
    Column("agb", "agb", help="AGB-code van de organisatie"),
    Column("ondertekend_op", "moment", help="tijdstip van ondertekening volgens VECOZO"),
    Column("ondertekenaar_functie", "text", longest=120, help="functie van wie tekende, geen naam"),
)
PUBLICATION_COLUMNS: Final = (
    Column("agb", "agb", help="AGB-code van de organisatie"),
    Column("naam", "text", help="naam zoals gepubliceerd"),
)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The points of one organisation in the value model."""

    agb: AgbCode
    quality_points: int
    cost_points: int
    row: int


@dataclass(frozen=True, slots=True)
class SigningRow:
    """One signature; `signed_at` is in UTC, `signed_by` a function, never a name."""

    agb: AgbCode
    signed_at: datetime
    signed_by: str
    row: int


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """One organisation of a published list."""

    agb: AgbCode
    name: str
    row: int


_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class ReadList(Generic[_Row]):
    """The good rows of a list in its own order, and every fault of the file and of the other rows."""

    rows: tuple[_Row, ...]
    findings: tuple[FileFinding, ...]


def read_scores(content: bytes, filename: str) -> ReadList[ScoreRow]:
    """Read scores, one row per organisation. Never raises, whatever the bytes are."""
    return _read(content, filename, SCORE_COLUMNS, _score)


def read_signing_export(content: bytes, filename: str) -> ReadList[SigningRow]:
    """Read a VECOZO export of signatures. Never raises, whatever the bytes are."""
    return _read(content, filename, SIGNING_COLUMNS, _signing)


def read_publication_list(content: bytes, filename: str) -> ReadList[PublicationRow]:
    """Read a published list of contracted providers. Never raises, whatever the bytes are."""
    return _read(content, filename, PUBLICATION_COLUMNS, _publication)


def refused_list(finding: FileFinding) -> ReadList[Any]:
    """Return what becomes of a file that could not be read at all."""
    return ReadList((), (finding,))


def _read(
    content: bytes, filename: str, columns: Sequence[Column], make: Callable[[Record], _Row]
) -> ReadList[_Row]:
    records = read_records(content, filename, columns)
    rows, findings = [], list(records.findings)
    seen: dict[Value, int] = {}
    for record in records.rows:
        findings += record.findings
        first = seen.setdefault(record.values.get("agb"), record.row) if record.is_good else record.row
        if first != record.row:
            findings.append(_twice(record, first))
        elif record.is_good:
            rows.append(make(record))
    return ReadList(tuple(rows), (*findings, *records.bsn))


def _twice(record: Record, first: int) -> FileFinding:
    agb = str(record.values["agb"])
    message = f"AGB-code {agb} staat ook op regel {first}. Laat één van beide regels staan."
    return FileFinding("agb-twice", "error", record.sheet, record.row, "agb", agb, message)


def _score(record: Record) -> ScoreRow:
    quality, cost = record.values["kwaliteitspunten"], record.values["kostenpunten"]
    if not isinstance(quality, int) or not isinstance(cost, int):
        raise TypeError(f"points are whole numbers, not {quality!r} and {cost!r}")
    return ScoreRow(_agb(record), quality, cost, record.row)


def _signing(record: Record) -> SigningRow:
    signed_at = record.values["ondertekend_op"]
    if not isinstance(signed_at, datetime):
        raise TypeError(f"a signature has a moment, not {signed_at!r}")
    return SigningRow(_agb(record), signed_at, str(record.values["ondertekenaar_functie"]), record.row)


def _publication(record: Record) -> PublicationRow:
    return PublicationRow(_agb(record), str(record.values["naam"]), record.row)


def _agb(record: Record) -> AgbCode:
    return AgbCode(str(record.values["agb"]))
