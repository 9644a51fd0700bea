"""What a register file says against the register and the table of care types: findings, row by row.

A code of another organisation is left out; an unknown care type is only a warning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inkoopkalender.content.care_types import CARE_TYPES_FILE, CareTypes
from inkoopkalender.domain.codes import AgbCode, KvkNumber, zorgsoort
from inkoopkalender.domain.register import OrganisationFacts
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
    "Een fusie of overname is een aparte gebeurtenis; een tikfout verbetert u in het bestand."
)
_UNKNOWN = (
    "AGB-code {agb} begint met {care_type}, een onbekende zorgsoort. "
    "Controleer de code; klopt zij, zet de zorgsoort dan in {file}."
)


def _without(organisation: OrganisationFacts, taken: Mapping[AgbCode, KvkNumber]) -> OrganisationFacts:
    return replace(organisation, codes=tuple(code for code in organisation.codes if code not in taken))


def _in_order(read: ReadRegister, found: Sequence[FileFinding]) -> tuple[FileFinding, ...]:
    return tuple(sorted((*read.findings, *found), key=lambda finding: finding.row or 0))
