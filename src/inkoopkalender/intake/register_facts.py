"""The columns of the register file that say more of an organisation: facts and relations, source and date.

A row may hold several facts and one relation; they share the row's source and day. Whether the other party
of a relation exists is for the use case.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from inkoopkalender.domain.codes import KvkNumber
from inkoopkalender.domain.register_facts import NOTHING_KNOWN, Fact, FactKind, Known, Relation, RelationKind
from inkoopkalender.intake.columns import Column
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.rows import Record, row_fault

RELATION_WORDS: Final[dict[str, RelationKind]] = {
    "groep": "group",
    "volle-dochter": "full-subsidiary",
    "cooperatielid": "cooperative-member",
}
"""What stands in the column `relatie`: what this organisation is of the one in `relatie_kvk`."""


def _column(name: str, kind: str, meaning: str, **more: object) -> Column:
    return Column(name, kind, required=False, heading=False, help=meaning, **more)  # type: ignore[arg-type]  # a literal


FACT_COLUMNS: Final = (
    _column("sectoren", "text", "soorten aanbieder, met komma's ertussen: ziekenhuis, revalidatie"),
    _column("kernregio", "text", "de kernregio waarin zij werkt", longest=80),
    _column("clienten", "whole", "aantal cliënten", minimum=Decimal(0)),
    _column("omzet", "euro", "omzet in euro's over een jaar", minimum=Decimal(0)),
    _column("omzet_verzekeraar", "text", "met welke verzekeraar; leeg = met alle samen", longest=40),
    _column("relatie", "choice", "wat zij is van de andere organisatie", choices=tuple(RELATION_WORDS)),
    _column("relatie_kvk", "kvk", "KvK-nummer van de andere organisatie"),
    _column("peildatum", "date", "de dag waarop dit zo was"),
    _column("bron", "text", "waar dit staat"),
)
FACT_WORDS: Final[dict[str, FactKind]] = {
    "sectoren": "sectors",
    "kernregio": "core_region",
    "clienten": "clients",
    "omzet": "turnover_cents",
}
"""The columns that hold a fact each, and its kind."""
_SECTOR: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_facts(record: Record) -> tuple[Known, list[FileFinding]]:
    """Return what a good row says, and why it cannot be used; with a fault nothing is said."""
    given = [name for name in FACT_WORDS if _has(record, name)]
    faults = [
        *_missing_beside(record, given),
        *_sector_faults(record),
        *([] if _text(record, "relatie_kvk") != _text(record, "kvk") else [_itself(record)]),
    ]
    if faults or not (given or _has(record, "relatie")):
        return NOTHING_KNOWN, faults
    return Known(tuple(_fact(record, name) for name in given), _relations(record)), []


def conflicting_facts(
    record: Record, known: Known, facts: Mapping[Fact, Record], relations: Mapping[Relation, Record]
) -> list[FileFinding]:
    """Say what an earlier row of the organisation says otherwise, of the same day or the same relation."""
    other_facts = [
        (place, f"{held.value}, {held.source}")
        for fact in known.facts
        for held, place in facts.items()
        if (held.subject, held.as_of) == (fact.subject, fact.as_of) and held != fact
    ]
    other_relations = [
        (place, f"{held.as_of}, {held.source}")
        for relation in known.relations
        for held, place in relations.items()
        if (held.kind, held.related_kvk) == (relation.kind, relation.related_kvk) and held != relation
    ]
    return [
        row_fault(record, "fact-conflict", "peildatum", _OTHER.format(row=place.row, fact=fact))
        for place, fact in (*other_facts, *other_relations)
    ]


_OTHER = "Op regel {row} staat hierover iets anders: '{fact}'. Maak ze gelijk, of laat één van beide staan."


def _missing_beside(record: Record, given: list[str]) -> list[FileFinding]:
    """Say which cells are empty although another cell needs them."""
    needs = {
        "omzet": _has(record, "omzet_verzekeraar"),
        "relatie": _has(record, "relatie_kvk"),
        "relatie_kvk": _has(record, "relatie"),
        "peildatum": bool(given) or _has(record, "relatie"),
        "bron": bool(given) or _has(record, "relatie"),
    }
    return [
        row_fault(record, "cell-empty", name, _NEEDED.format(column=name))
        for name, needed in needs.items()
        if needed and not _has(record, name)
    ]


_NEEDED = (
    "'{column}' is leeg, terwijl deze regel iets over de organisatie zegt dat zonder niet telt. Vul het in."
)
_BAD_SECTOR = (
    "'{sector}' is geen soort aanbieder. Gebruik kleine letters, cijfers en streepjes, "
    "met komma's ertussen: ziekenhuis, revalidatie."
)
_ITSELF = "Een organisatie heeft geen relatie met zichzelf. Vul het KvK-nummer van de andere in."


def _itself(record: Record) -> FileFinding:
    return row_fault(record, "relation-self", "relatie_kvk", _ITSELF)


def _sector_faults(record: Record) -> list[FileFinding]:
    return [
        row_fault(record, "cell-type", "sectoren", _BAD_SECTOR.format(sector=sector))
        for sector in _sectors(record)
        if not _SECTOR.fullmatch(sector)
    ]


def _sectors(record: Record) -> list[str]:
    parts = {part.strip().lower() for part in _text(record, "sectoren").split(",")}
    return sorted(parts - {""}) or [","] * _has(record, "sectoren")


def _fact(record: Record, column: str) -> Fact:
    value = record.values[column]
    assert isinstance(value, int | str), "these columns hold text, a whole number or cents"
    if column == "sectoren":
        value = ", ".join(_sectors(record))
    insurer = _text(record, "omzet_verzekeraar") if column == "omzet" else ""
    return Fact(FACT_WORDS[column], insurer, value, _day(record), _text(record, "bron"))


def _relations(record: Record) -> tuple[Relation, ...]:
    if not _has(record, "relatie"):
        return ()
    kind = RELATION_WORDS[_text(record, "relatie")]
    other = KvkNumber(_text(record, "relatie_kvk"))
    return (Relation(kind, other, _day(record), _text(record, "bron")),)


def _day(record: Record) -> date:
    day = record.values["peildatum"]
    assert isinstance(day, date), "the column holds a date, and is filled beside a fact"
    return day


def _has(record: Record, name: str) -> bool:
    return record.values.get(name) not in (None, "")


def _text(record: Record, name: str) -> str:
    value = record.values.get(name)
    return "" if value is None else str(value)
