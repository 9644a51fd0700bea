"""What the commands about the register say of an organisation: its codes, and what a file changes."""

from collections.abc import Iterator, Sequence

from inkoopkalender.cli.output import print_line, print_table
from inkoopkalender.content.care_types import CareTypes
from inkoopkalender.domain.codes import zorgsoort
from inkoopkalender.domain.register import Organisation
from inkoopkalender.domain.register_difference import FieldChange, OrganisationDifference

MOST_SHOWN = 100
"""Organisations in the table of differences; JSON has them all."""
_OUTCOMES = {"new": "nieuw", "changed": "gewijzigd", "unchanged": "ongewijzigd"}
_FIELDS = {
    "name": "naam",
    "place": "plaats",
    "postcode": "postcode",
    "main_agb": "hoofdcode",
    "email": "mailadres",
    "language": "taal",
}


def print_organisation_differences(differences: Sequence[OrganisationDifference]) -> None:
    """Write what a file says anew, organisation by organisation; those without difference are left out."""
    told = [one for one in differences if one.outcome != "unchanged"]
    if not told:
        return
    rows = [[one.kvk, _OUTCOMES[one.outcome], "\n".join(_lines(one))] for one in told[:MOST_SHOWN]]
    print_table(["KvK", "", "verschil"], rows)
    if len(told) > MOST_SHOWN:
        print_line(f"... en nog {len(told) - MOST_SHOWN}; --json geeft ze alle.")
    print_line()


def code_documents(organisation: Organisation, table: CareTypes) -> list[dict[str, object]]:
    """Return the codes for JSON, the main one first, each with its care type (name null when unknown)."""
    return [
        {
            "agb": code,
            "main": code == organisation.main_agb,
            "care_type": zorgsoort(code),
            "care_type_name": table.name_of(code),
        }
        for code in organisation.codes
    ]


def print_codes(organisation: Organisation, table: CareTypes) -> None:
    """Write the codes with their care types, the main one first."""
    rows = [
        [
            code,
            "hoofdcode" if code == organisation.main_agb else "",
            f"{zorgsoort(code)} {table.name_of(code) or 'onbekende zorgsoort'}",
        ]
        for code in organisation.codes
    ]
    print_table(["AGB", "", "zorgsoort"], rows)


def _lines(one: OrganisationDifference) -> Iterator[str]:
    yield one.name
    yield from (_change(change) for change in one.fields)
    if one.codes_added:
        yield f"AGB-code erbij: {', '.join(one.codes_added)}"
    for contact in one.contacts_added:
        yield f"contact erbij: {contact.role}, {contact.name} <{contact.email}>"
    for changed in one.contacts_changed:
        yield from (f"contact {changed.role}: {_change(change)}" for change in changed.fields)


def _change(change: FieldChange) -> str:
    return f"{_FIELDS[change.field]}: {change.before} -> {change.after}"
