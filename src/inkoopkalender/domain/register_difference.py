"""What a register file would do to one organisation: what is new, and each field from what to what.

Nothing goes away: what a file leaves out stays. Storing is not done here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import Contact, ContactFacts, Organisation, OrganisationFacts
from inkoopkalender.domain.register_facts import NOTHING_KNOWN, Fact, Known, Relation, current_facts

Outcome = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, as the register has it and as the file has it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ContactChange:
    """A contact that the register holds in this role, and what the file says otherwise of it."""

    role: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that the register does not hold yet; `before` is what counts there now, if anything."""

    before: Fact | None
    after: Fact


@dataclass(frozen=True, slots=True)
class OrganisationDifference:
    """What a file says anew about one organisation. `name` is the file's; codes in the file's order.

    `fields` holds name, place, postcode and main_agb, in that order, where they differ; a new
    organisation has none, and all its codes and contacts count as added.
    """

    kvk: KvkNumber
    name: str
    outcome: Outcome
    fields: tuple[FieldChange, ...] = ()
    codes_added: tuple[AgbCode, ...] = ()
    contacts_added: tuple[ContactFacts, ...] = ()
    contacts_changed: tuple[ContactChange, ...] = ()
    facts_added: tuple[FactChange, ...] = ()
    relations_added: tuple[Relation, ...] = ()


def compare_with_register(
    facts: OrganisationFacts,
    held: Organisation | None,
    contacts: Mapping[str, Contact],
    known: Known = NOTHING_KNOWN,
) -> OrganisationDifference:
    """Say what the facts would change.

    `held` is None for a new organisation; `contacts` by role, and `known`, are what the register has of it.
    """
    more = _more(facts.known, known)
    if held is None:
        return OrganisationDifference(
            facts.kvk, facts.name, "new", (), facts.codes, facts.contacts, (), *more
        )
    fields = _changes(
        ("name", held.name, facts.name),
        ("place", held.place, facts.place),
        ("postcode", held.postcode, facts.postcode),
        ("main_agb", held.main_agb, facts.codes[0]),
    )
    codes = tuple(code for code in facts.codes if code not in held.codes)
    added = tuple(contact for contact in facts.contacts if contact.role not in contacts)
    changed = tuple(
        ContactChange(contact.role, fields_changed)
        for contact in facts.contacts
        if contact.role in contacts and (fields_changed := _contact_changes(contacts[contact.role], contact))
    )
    outcome: Outcome = "changed" if fields or codes or added or changed or any(more) else "unchanged"
    return OrganisationDifference(facts.kvk, facts.name, outcome, fields, codes, added, changed, *more)


def _more(said: Known, known: Known) -> tuple[tuple[FactChange, ...], tuple[Relation, ...]]:
    counting = {fact.subject: fact for fact in current_facts(known.facts)}
    facts = tuple(FactChange(counting.get(fact.subject), fact) for fact in said.facts if not known.says(fact))
    return facts, tuple(relation for relation in said.relations if relation not in known.relations)


def _contact_changes(held: Contact, facts: ContactFacts) -> tuple[FieldChange, ...]:
    return _changes(
        ("name", held.name, facts.name),
        ("email", held.email, facts.email),
        ("language", held.language, facts.language),
    )


def _changes(*fields: tuple[str, str, str]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(*field) for field in fields if field[1] != field[2])
