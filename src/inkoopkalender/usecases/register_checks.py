"""What a register file says against the register and the table of care types: findings, row by row.

A code of another organisation is left out, as is an organisation that is no more and a relation with
nobody; an unknown care type is only a warning.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from inkoopkalender.content.care_types import CARE_TYPES_FILE, CareTypes
from inkoopkalender.domain.codes import AgbCode, KvkNumber, zorgsoort
from inkoopkalender.domain.register import OrganisationFacts
from inkoopkalender.domain.register_facts import Relation
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.people import ReadRegister
from inkoopkalender.intake.rows import row_fault


def checked_with_register(read: ReadRegister, taken: Mapping[AgbCode, KvkNumber]) -> ReadRegister:
    """Leave out the codes that the register knows at another organisation, with a finding for each."""
    if not taken:
        return read
    faults = [
        row_fault(read.places[code], "agb-taken", "agb", _TAKEN.format(agb=code, kvk=kvk))
        for code, kvk in sorted(taken.items())
    ]
    kept = [_without(organisation, taken) for organisation in read.organisations]
    organisations = tuple(organisation for organisation in kept if organisation.codes)
    return replace(read, organisations=organisations, findings=_in_order(read, faults))


def checked_with_ended(read: ReadRegister, ended: Mapping[KvkNumber, KvkNumber | None]) -> ReadRegister:
    """Leave out organisations that went up in another one, with a finding for each."""
    gone = [organisation for organisation in read.organisations if organisation.kvk in ended]
    if not gone:
        return read
    faults = [
        row_fault(
            read.places[organisation.codes[0]],
            "organisation-ended",
            "kvk",
            _ENDED.format(kvk=organisation.kvk, other=ended[organisation.kvk] or "-"),
        )
        for organisation in gone
    ]
    kept = tuple(organisation for organisation in read.organisations if organisation.kvk not in ended)
    return replace(read, organisations=kept, findings=_in_order(read, faults))


def checked_relations(read: ReadRegister, known: Collection[KvkNumber]) -> ReadRegister:
    """Leave out relations with an organisation that neither the file nor the register holds, and say so.

    `known` are the KvK numbers of the register.
    """
    there = {*known, *(organisation.kvk for organisation in read.organisations)}
    strange = {place: record for place, record in read.relations.items() if place[1].related_kvk not in there}
    if not strange:
        return read
    faults = [
        row_fault(record, "relation-unknown", "relatie_kvk", _NO_SUCH.format(kvk=relation.related_kvk))
        for (_, relation), record in strange.items()
    ]
    organisations = tuple(_without_relations(organisation, strange) for organisation in read.organisations)
    return replace(read, organisations=organisations, findings=_in_order(read, faults))


def checked_with_care_types(read: ReadRegister, table: CareTypes) -> ReadRegister:
    """Warn of each code that begins with a care type that the table does not hold."""
    unknown = [
        code
        for organisation in read.organisations
        for code in organisation.codes
        if table.name_of(code) is None
    ]
    warnings = [
        replace(
            row_fault(
                read.places[code],
                "care-type-unknown",
                "agb",
                _UNKNOWN.format(agb=code, care_type=zorgsoort(code), file=f"calendars/{CARE_TYPES_FILE}"),
            ),
            severity="warning",
        )
        for code in unknown
    ]
    return replace(read, findings=_in_order(read, warnings)) if warnings else read


_TAKEN = (
    "AGB-code {agb} hoort in het register bij KvK-nummer {kvk}. "
    "Een fusie, overname of verplaatste code legt u vast met providers merge of providers move-code; "
    "een tikfout verbetert u in het bestand."
)
_ENDED = (
    "De organisatie met KvK-nummer {kvk} is opgegaan in die met KvK-nummer {other} en wijzigt niet meer. "
    "Zet wat nog geldt bij die andere, of haal de regel weg."
)
_NO_SUCH = (
    "KvK-nummer {kvk} staat niet in het register en niet in dit bestand; de relatie is niet opgeslagen. "
    "Verbeter het nummer, of zet de andere organisatie er ook in."
)
_UNKNOWN = (
    "AGB-code {agb} begint met {care_type}, een onbekende zorgsoort. "
    "Controleer de code; klopt zij, zet de zorgsoort dan in {file}."
)


def _without(organisation: OrganisationFacts, taken: Mapping[AgbCode, KvkNumber]) -> OrganisationFacts:
    return replace(organisation, codes=tuple(code for code in organisation.codes if code not in taken))


def _without_relations(
    organisation: OrganisationFacts, strange: Collection[tuple[KvkNumber, Relation]]
) -> OrganisationFacts:
    kept = tuple(one for one in organisation.known.relations if (organisation.kvk, one) not in strange)
    return replace(organisation, known=replace(organisation.known, relations=kept))


def _in_order(read: ReadRegister, found: Sequence[FileFinding]) -> tuple[FileFinding, ...]:
    return tuple(sorted((*read.findings, *found), key=lambda finding: finding.row or 0))
