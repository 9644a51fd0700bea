"""Writes the register as the file that `providers import` reads: read back, it changes nothing.

Every fact that an import could still add is in it, past days too. Past contracts and events are not: they
have files and commands of their own.
"""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from inkoopkalender.domain.register import Contact, Organisation
from inkoopkalender.domain.register_facts import NOTHING_KNOWN, Fact, Known, Relation
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.people import REGISTER_COLUMNS
from inkoopkalender.intake.register_facts import FACT_WORDS, RELATION_WORDS
from inkoopkalender.intake.writing import write_rows
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.register import list_contacts, list_organisations
from inkoopkalender.storage.register_facts import list_known

_NAMES = tuple(column.name for column in REGISTER_COLUMNS)
_RELATIONS = {kind: word for word, kind in RELATION_WORDS.items()}
_FACTS = {kind: word for word, kind in FACT_WORDS.items()}
Cells = dict[str, CellValue]


def export_providers(database: Database, path: Path) -> tuple[int, int]:
    """Write the register (.xlsx or .csv) by KvK number; return how many organisations and rows.

    An organisation that went up in another is not in it. Raises UnknownFormError for another suffix.
    """
    with database.reading() as connection:
        organisations, known = list_organisations(connection), list_known(connection)
        people: dict[int, list[Contact]] = {}
        for contact in list_contacts(connection):
            people.setdefault(contact.organisation_id, []).append(contact)
    rows = [
        [cells.get(name) for name in _NAMES]
        for one in organisations
        for cells in _rows(one, people.get(one.id, []), known.get(one.id, NOTHING_KNOWN))
    ]
    write_rows(path, "register", _NAMES, rows)
    return len(organisations), len(rows)


def _rows(organisation: Organisation, people: list[Contact], known: Known) -> list[Cells]:
    """Return a row per code, with the contacts, facts and relations beside them and, when more, below."""
    base: Cells = {
        "kvk": organisation.kvk,
        "naam": organisation.name,
        "plaats": organisation.place,
        "postcode": organisation.postcode,
    }
    codes: list[Cells] = [
        {"agb": code, "hoofdcode": code == organisation.main_agb} for code in organisation.codes
    ]
    contacts: list[Cells] = [
        {
            "contact_rol": one.role,
            "contact_naam": one.name,
            "contact_email": one.email,
            "taal": one.language,
        }
        for one in people
    ]
    more = [*map(_fact, _last_words(known)), *map(_relation, known.relations)]
    nothing: Cells = {}
    parts: Iterator[tuple[Cells, Cells, Cells]] = zip_longest(codes, contacts, more, fillvalue=nothing)
    return [base | code | contact | fact for code, contact, fact in parts]


def _last_words(known: Known) -> list[Fact]:
    """Return the fact recorded last of each subject and day."""
    return list({(fact.subject, fact.as_of): fact for fact in known.facts}.values())


def _fact(fact: Fact) -> Cells:
    value = int(fact.value) / 100 if fact.kind == "turnover_cents" else fact.value
    insurer: Cells = {"omzet_verzekeraar": fact.insurer} if fact.insurer else {}
    return {_FACTS[fact.kind]: value, "peildatum": fact.as_of, "bron": fact.source} | insurer


def _relation(relation: Relation) -> Cells:
    return {
        "relatie": _RELATIONS[relation.kind],
        "relatie_kvk": relation.related_kvk,
        "peildatum": relation.as_of,
        "bron": relation.source,
    }
