"""The contracts file: what was agreed with an organisation for a year, and what it declared.

Whether the organisation is in the register needs the database, and is for the use case.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.intake.columns import Column, Value
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.row_files import read_records
from inkoopkalender.intake.rows import Record, in_file_order, row_fault

CONTRACT_COLUMNS: Final = (
    Column("agb", "agb", required=False, heading=False, help="AGB-code; of geef kvk"),
    Column("kvk", "kvk", required=False, heading=False, help="KvK-nummer; of geef agb"),
    Column("verzekeraar", "text", heading=False, help="naam in de sleutel", default="cz", longest=40),
    Column("sector", "text", heading=False, help="naam in de sleutel", default="wijkverpleging"),
    Column("productieafspraak", "euro", minimum=Decimal(0), help="afgesproken productie in euro"),
    Column("gedeclareerd", "euro", minimum=Decimal(0), help="wat daarop gedeclareerd is, in euro"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One good row of a contracts file; it names its organisation by AGB code, KvK number or both."""

    record: Record
    agb: AgbCode | None
    kvk: KvkNumber | None
    insurer: str
    sector: str
    agreement_cents: int
    claimed_cents: int


@dataclass(frozen=True, slots=True)
class ReadContracts:
    """The good rows of a contracts file, and what is wrong with the others."""

    rows: int
    contracts: tuple[ContractRow, ...]
    findings: tuple[FileFinding, ...]


def read_contracts(content: bytes, filename: str) -> ReadContracts:
    """Read a contracts file, XLSX or CSV. Never raises, whatever the bytes are."""
    records = read_records(content, filename, CONTRACT_COLUMNS)
    contracts, findings = [], []
    for record in records.rows:
        if record.is_good and not (record.values.get("agb") or record.values.get("kvk")):
            findings.append(row_fault(record, "organisation-missing", "agb", _NO_ORGANISATION))
        elif record.is_good:
            contracts.append(_contract(record))
    return ReadContracts(len(records.rows), tuple(contracts), in_file_order(records, findings))


def refused_contracts(finding: FileFinding) -> ReadContracts:
    """Return what becomes of a file that could not be read at all."""
    return ReadContracts(0, (), (finding,))


_NO_ORGANISATION = "Deze regel noemt geen organisatie. Vul de AGB-code of het KvK-nummer in."


def _contract(record: Record) -> ContractRow:
    values = record.values
    return ContractRow(
        record,
        AgbCode(str(values["agb"])) if values.get("agb") else None,
        KvkNumber(str(values["kvk"])) if values.get("kvk") else None,
        str(values.get("verzekeraar", "cz")),
        str(values.get("sector", "wijkverpleging")),
        _cents(values["productieafspraak"]),
        _cents(values["gedeclareerd"]),
    )


def _cents(value: Value) -> int:
    if not isinstance(value, int):
        raise TypeError(f"euros are read as cents, not as {value!r}")
    return value
