"""The file of clients per postcode area: a row per organisation, insurer, area and day.

Whether the organisation is in the register needs the database, and is for the use case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from inkoopkalender.domain.areas import AreaClients
from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.intake.columns import Column
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.row_files import read_records
from inkoopkalender.intake.rows import Record, in_file_order, row_fault

AREA_COLUMNS: Final = (
    Column("agb", "agb", required=False, heading=False, help="AGB-code; of geef kvk"),
    Column("kvk", "kvk", required=False, heading=False, help="KvK-nummer; of geef agb"),
    Column("verzekeraar", "text", heading=False, help="naam in de sleutel", default="cz", longest=40),
    Column("postcodegebied", "whole", minimum=Decimal(1000), maximum=Decimal(9999), help="vier cijfers"),
    Column("clienten", "whole", minimum=Decimal(0), help="cliënten van de verzekeraar in dat gebied"),
    Column("peildatum", "date", help="de dag waarop dit zo was; alle regels van die dag horen bij elkaar"),
    Column("bron", "text", help="waar dit staat"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One good row; it names its organisation by AGB code, KvK number or both."""

    record: Record
    agb: AgbCode | None
    kvk: KvkNumber | None
    told: AreaClients


@dataclass(frozen=True, slots=True)
class ReadAreas:
    """The good rows of the file, and what is wrong with the others."""

    rows: int
    areas: tuple[AreaRow, ...]
    findings: tuple[FileFinding, ...]


def read_areas(content: bytes, filename: str) -> ReadAreas:
    """Read a file of clients per area, XLSX or CSV. Never raises, whatever the bytes are."""
    records = read_records(content, filename, AREA_COLUMNS)
    areas: list[AreaRow] = []
    findings: list[FileFinding] = []
    for record in records.rows:
        if record.is_good and not (record.values.get("agb") or record.values.get("kvk")):
            findings.append(row_fault(record, "organisation-missing", "agb", _NO_ORGANISATION))
        elif record.is_good:
            areas.append(_area(record))
    return ReadAreas(len(records.rows), tuple(areas), in_file_order(records, findings))


def refused_areas(finding: FileFinding) -> ReadAreas:
    """Return what becomes of a file that could not be read at all."""
    return ReadAreas(0, (), (finding,))


_NO_ORGANISATION = "Deze regel noemt geen organisatie. Vul de AGB-code of het KvK-nummer in."


def _area(record: Record) -> AreaRow:
    values = record.values
    day, clients = values["peildatum"], values["clienten"]
    assert isinstance(day, date), "the column holds a date"
    assert isinstance(clients, int), "the column holds a whole number"
    return AreaRow(
        record,
        AgbCode(str(values["agb"])) if values.get("agb") else None,
        KvkNumber(str(values["kvk"])) if values.get("kvk") else None,
        AreaClients(
            str(values.get("verzekeraar") or "cz"),
            str(values["postcodegebied"]),
            clients,
            day,
            str(values["bron"]),
        ),
    )


def area_cells(kvk: KvkNumber, agb: AgbCode, rows: Sequence[AreaClients]) -> list[list[str | int | date]]:
    """Return the rows of one organisation as the file has them, in the order of AREA_COLUMNS."""
    return [[agb, kvk, one.insurer, int(one.area), one.clients, one.as_of, one.source] for one in rows]
