"""The register file: a row per AGB code, gathered into organisations.

The columns are data and stand in docs/reference/imports.md. What a row says against another row of the
same file is found here; what it says against the register needs the database, and is for the use case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import ContactFacts, OrganisationFacts
from inkoopkalender.domain.register_facts import NOTHING_KNOWN, Fact, Known, Relation
from inkoopkalender.intake.columns import Column
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.register_facts import FACT_COLUMNS, conflicting_facts, read_facts
from inkoopkalender.intake.row_files import read_records
from inkoopkalender.intake.rows import Record, in_file_order, row_fault

BASE_COLUMNS: Final = (
    Column("kvk", "kvk", help="KvK-nummer van de organisatie, 8 cijfers (tekst)"),
    Column("naam", "text", help="naam van de organisatie"),
    Column("plaats", "text", longest=80, help="vestigingsplaats"),
    Column("postcode", "postcode", help="1234 AB"),
    Column("agb", "agb", required=False, help="AGB-code, 8 cijfers; leeg bij alleen een contact"),
    Column("hoofdcode", "yes_no", required=False, help="ja of nee; één ja per organisatie; leeg = nee"),
    Column("contact_rol", "text", required=False, longest=40, help="rol, bijvoorbeeld contractering"),
    Column("contact_naam", "text", required=False, longest=120, help="naam van het contact of het team"),
    Column("contact_email", "email", required=False, help="mailadres, zonder accenten"),
    Column("taal", "choice", required=False, choices=("nl", "en"), default="nl", help="taal van de brieven"),
)  # fmt: skip
REGISTER_COLUMNS: Final = (*BASE_COLUMNS, *FACT_COLUMNS)


@dataclass(frozen=True, slots=True)
class ReadRegister:
    """The organisations of a file by their first row, where codes and relations stand, what is wrong."""

    rows: int
    organisations: tuple[OrganisationFacts, ...]
    places: Mapping[AgbCode, Record]
    findings: tuple[FileFinding, ...]
    relations: Mapping[tuple[KvkNumber, Relation], Record]


def read_register(content: bytes, filename: str) -> ReadRegister:
    """Read a register file, XLSX or CSV. Never raises, whatever the bytes are."""
    records = read_records(content, filename, REGISTER_COLUMNS)
    gathered = _Register()
    for record in records.rows:
        gathered.take(record)
    organisations, warnings = gathered.finish()
    return ReadRegister(
        len(records.rows),
        organisations,
        gathered.places,
        in_file_order(records, [*gathered.findings, *warnings]),
        {
            (KvkNumber(kvk), relation): record
            for kvk, organisation in gathered.organisations.items()
            for relation, record in organisation.relations.items()
        },
    )


def refused_register(finding: FileFinding) -> ReadRegister:
    """Return what becomes of a file that could not be read at all."""
    return ReadRegister(0, (), {}, (finding,), {})


@dataclass(slots=True)
class _Organisation:
    """An organisation in the making, from one row or several."""

    first: Record
    codes: list[AgbCode] = field(default_factory=list)
    main: AgbCode | None = None
    contacts: dict[str, tuple[ContactFacts, Record]] = field(default_factory=dict)
    facts: dict[Fact, Record] = field(default_factory=dict)
    relations: dict[Relation, Record] = field(default_factory=dict)


@dataclass(slots=True)
class _Register:
    """The organisations gathered so far, by KvK number in the order of the file."""

    organisations: dict[str, _Organisation] = field(default_factory=dict)
    places: dict[AgbCode, Record] = field(default_factory=dict)
    findings: list[FileFinding] = field(default_factory=list)

    def take(self, record: Record) -> None:
        """Add one row, or say why it does not fit the rows before it."""
        if not record.is_good:
            return
        organisation = self.organisations.get(str(record.values["kvk"])) or _Organisation(record)
        contact = _contact(record)
        known, unusable = read_facts(record)
        faults = [
            *self._code_faults(record, organisation, adds=_adds(organisation, contact, known)),
            *unusable,
            *conflicting_facts(record, known, organisation.facts, organisation.relations),
            *_contact_faults(record, organisation, contact),
            *_conflicts(record, organisation.first),
        ]
        self.findings += faults
        if not faults:
            self._add(record, organisation, contact, known)

    def finish(self) -> tuple[tuple[OrganisationFacts, ...], list[FileFinding]]:
        """Return the organisations, main code first, and warnings about what they lack."""
        complete = [organisation for organisation in self.organisations.values() if organisation.codes]
        warnings = [warning for organisation in complete for warning in _warnings(organisation)]
        warnings += [
            row_fault(organisation.first, "cell-empty", "agb", _NO_CODE)
            for organisation in self.organisations.values()
            if not organisation.codes
        ]
        return tuple(_facts(organisation) for organisation in complete), warnings

    def _add(
        self, record: Record, organisation: _Organisation, contact: ContactFacts | None, known: Known
    ) -> None:
        self.organisations[str(record.values["kvk"])] = organisation
        if record.values.get("agb"):
            code = AgbCode(str(record.values["agb"]))
            organisation.codes.append(code)
            self.places[code] = record
            organisation.main = code if record.values.get("hoofdcode") else organisation.main
        if contact is not None:
            organisation.contacts.setdefault(contact.role, (contact, record))
        for fact in known.facts:
            organisation.facts.setdefault(fact, record)
        for relation in known.relations:
            organisation.relations.setdefault(relation, record)

    def _code_faults(self, record: Record, organisation: _Organisation, *, adds: bool) -> list[FileFinding]:
        agb, main = record.values.get("agb"), record.values.get("hoofdcode")
        if not agb:
            further = adds and organisation.first is not record and main is None
            return [] if further else [row_fault(record, "cell-empty", "agb", _NO_CODE)]
        if AgbCode(str(agb)) in self.places:
            first = self.places[AgbCode(str(agb))].row
            return [row_fault(record, "agb-twice", "agb", _TWICE.format(agb=agb, row=first))]
        if main and organisation.main:
            return [row_fault(record, "main-twice", "hoofdcode", _TWO_MAINS.format(agb=organisation.main))]
        return []


_NO_CODE = "'agb' is leeg. Vul de AGB-code in (een extra contact of feit staat onder een regel mét AGB-code)."
_TWICE = "AGB-code {agb} staat ook op regel {row}. Laat één van beide staan."
_TWO_MAINS = "Deze organisatie heeft al {agb} als hoofdcode. Zet bij één code ja en bij de andere nee."
_CONFLICT = (
    "'{column}' is hier anders dan op regel {row} van dezelfde organisatie ('{value}'). Maak ze gelijk."
)
_HALF_CONTACT = "'{column}' is leeg, terwijl er wel een contact staat. Vul het aan of maak het contact leeg."
_OTHER_CONTACT = (
    "Op regel {row} heeft deze organisatie een ander contact met de rol '{role}'. Geef een andere rol."
)


def _contact(record: Record) -> ContactFacts | None:
    role, name, email = (str(record.values.get(column) or "") for column in _CONTACT_COLUMNS)
    if not (role and name and email):
        return None
    return ContactFacts(role, name, email, str(record.values.get("taal") or "nl"))


_CONTACT_COLUMNS = ("contact_rol", "contact_naam", "contact_email")


def _adds(organisation: _Organisation, contact: ContactFacts | None, known: Known) -> bool:
    """Say whether a row without a code of its own adds something to its organisation."""
    return known != NOTHING_KNOWN or (contact is not None and contact.role not in organisation.contacts)


def _contact_faults(
    record: Record, organisation: _Organisation, contact: ContactFacts | None
) -> list[FileFinding]:
    filled = [column for column in _CONTACT_COLUMNS if record.values.get(column)]
    if contact is None:
        return [
            row_fault(record, "cell-empty", column, _HALF_CONTACT.format(column=column))
            for column in _CONTACT_COLUMNS
            if filled and column not in filled
        ]
    held, place = organisation.contacts.get(contact.role, (contact, record))
    if held == contact:
        return []
    message = _OTHER_CONTACT.format(row=place.row, role=contact.role)
    return [row_fault(record, "contact-conflict", "contact_rol", message)]


def _conflicts(record: Record, first: Record) -> list[FileFinding]:
    return [
        row_fault(
            record,
            "organisation-conflict",
            column,
            _CONFLICT.format(column=column, row=first.row, value=first.values[column]),
        )
        for column in ("naam", "plaats", "postcode")
        if record.values[column] != first.values[column]
    ]


def _warnings(organisation: _Organisation) -> list[FileFinding]:
    record, found = organisation.first, []
    if organisation.main is None and len(organisation.codes) > 1:
        message = (
            f"Geen AGB-code heeft ja bij 'hoofdcode'; {organisation.codes[0]}, de eerste, is de hoofdcode."
        )
        found.append(
            FileFinding("main-missing", "warning", record.sheet, record.row, "hoofdcode", "", message)
        )
    if not organisation.contacts:
        message = "Deze organisatie heeft geen contact en kan geen brieven krijgen. Vul een contact in."
        found.append(
            FileFinding("contact-missing", "warning", record.sheet, record.row, "contact_email", "", message)
        )
    return found


def _facts(organisation: _Organisation) -> OrganisationFacts:
    values = organisation.first.values
    main = organisation.main or organisation.codes[0]
    return OrganisationFacts(
        KvkNumber(str(values["kvk"])),
        str(values["naam"]),
        str(values["plaats"]),
        str(values["postcode"]),
        (main, *sorted(code for code in organisation.codes if code != main)),
        tuple(contact for contact, _ in organisation.contacts.values()),
        Known(tuple(organisation.facts), tuple(organisation.relations)),
    )
