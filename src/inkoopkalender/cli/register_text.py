"""What the commands about the register say of an organisation: its codes, and what a file changes."""

from collections.abc import Iterator, Sequence

from inkoopkalender.cli.output import print_line, print_table
from inkoopkalender.content.care_types import CareTypes
from inkoopkalender.domain.areas import AreaClients, current_areas
from inkoopkalender.domain.codes import zorgsoort
from inkoopkalender.domain.register import Organisation
from inkoopkalender.domain.register_difference import FieldChange, OrganisationDifference
from inkoopkalender.domain.register_facts import Fact, Known, current_facts

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

_FACTS = {
    "sectors": "soort aanbieder",
    "core_region": "kernregio",
    "clients": "cliënten",
    "turnover_cents": "omzet",
}
RELATIONS = {
    "group": "hoort bij de groep van",
    "full-subsidiary": "volle dochter van",
    "cooperative-member": "lid van de coöperatie",
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


def fact_documents(known: Known) -> list[dict[str, object]]:
    """Return every fact for JSON as recorded, in order; `current` is the one of its subject that counts."""
    counting = current_facts(known.facts)
    return [
        {
            "kind": fact.kind,
            "insurer": fact.insurer or None,
            "value": fact.value,
            "as_of": fact.as_of,
            "source": fact.source,
            "current": fact in counting,
        }
        for fact in known.facts
    ]


def print_known(known: Known) -> None:
    """Write the facts that count and the relations, each with its day and source; nothing without any."""
    rows = [
        [fact_name(fact), _fact_value(fact), str(fact.as_of), fact.source]
        for fact in current_facts(known.facts)
    ]
    rows += [
        [f"relatie: {RELATIONS[one.kind]}", one.related_kvk, str(one.as_of), one.source]
        for one in known.relations
    ]
    if rows:
        print_line()
        print_table(["gegeven", "waarde", "op", "bron"], rows)


def print_areas(rows: Sequence[AreaClients]) -> None:
    """Write per insurer how many clients in how many postcode areas count; nothing without any."""
    for insurer in sorted({row.insurer for row in rows}):
        told = current_areas(rows, insurer)
        clients = sum(row.clients for row in told)
        since = f" (op {told[0].as_of}, {told[0].source})" if told else ""
        print_line(f"\nPostcodegebieden met cliënten van {insurer}: {len(told)}, cliënten: {clients}{since}")


def fact_name(fact: Fact) -> str:
    """Return what a fact is about in Dutch, with the insurer where it names one."""
    return f"{_FACTS[fact.kind]} bij {fact.insurer}" if fact.insurer else _FACTS[fact.kind]


def euros(cents: int) -> str:
    """Return an amount as the Dutch write it."""
    whole, rest = divmod(cents, 100)
    return f"€ {whole:,}".replace(",", ".") + f",{rest:02}"


def _fact_value(fact: Fact) -> str:
    return euros(int(fact.value)) if fact.kind == "turnover_cents" else str(fact.value)


def _lines(one: OrganisationDifference) -> Iterator[str]:
    if one.outcome == "new":
        roles = ", ".join(contact.role for contact in one.contacts_added) or "geen"
        yield f"{one.name} · AGB {', '.join(one.codes_added)} · contact: {roles}"
    else:
        yield one.name
        yield from _additions(one)
    for fact in one.facts_added:
        before = "" if fact.before is None else f"{_fact_value(fact.before)} ({fact.before.as_of}) -> "
        yield f"{fact_name(fact.after)}: {before}{_fact_value(fact.after)} ({fact.after.as_of})"
    for relation in one.relations_added:
        yield f"relatie: {RELATIONS[relation.kind]} {relation.related_kvk} ({relation.as_of})"


def _additions(one: OrganisationDifference) -> Iterator[str]:
    yield from (_change(change) for change in one.fields)
    if one.codes_added:
        yield f"AGB-code erbij: {', '.join(one.codes_added)}"
    for contact in one.contacts_added:
        yield f"contact erbij: {contact.role}, {contact.name} <{contact.email}>"
    for changed in one.contacts_changed:
        yield from (f"contact {changed.role}: {_change(change)}" for change in changed.fields)


def _change(change: FieldChange) -> str:
    return f"{_FIELDS[change.field]}: {change.before} -> {change.after}"
