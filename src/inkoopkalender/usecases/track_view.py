"""Holds every organisation of the register against the track rules of a round. Nothing is stored.

The round need not be open, nor have anything else of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from inkoopkalender.domain.register import Organisation
from inkoopkalender.domain.register_facts import NOTHING_KNOWN
from inkoopkalender.domain.track_rules import TrackRules
from inkoopkalender.domain.track_subject import Subject
from inkoopkalender.domain.track_verdicts import ConditionVerdict, Placing, meet, place
from inkoopkalender.storage.areas import list_area_clients
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.register import list_organisations, list_past_contracts_with
from inkoopkalender.storage.register_facts import list_known, list_relations_of_others
from inkoopkalender.storage.track_choices import list_choices


@dataclass(frozen=True, slots=True)
class Placed:
    """One organisation with its tracks and conditions."""

    organisation: Organisation
    placing: Placing
    conditions: tuple[ConditionVerdict, ...]


def place_all(connection: Connection, rules: TrackRules, round_key: str) -> list[Placed]:
    """Return every organisation of the register by KvK number, with its tracks by rule and by choice."""
    contracts = list_past_contracts_with(connection, rules.insurer)
    files = frozenset(
        (one.insurer, one.sector, one.contract_year) for some in contracts.values() for one in some
    )
    known, of_others = list_known(connection), list_relations_of_others(connection)
    areas, choices = list_area_clients(connection), list_choices(connection, round_key)
    placed = []
    for one in list_organisations(connection):
        subject = Subject(
            one.codes,
            known.get(one.id, NOTHING_KNOWN),
            of_others.get(one.id, ()),
            contracts.get(one.id, ()),
            files,
            areas.get(one.id, ()),
        )
        placed.append(Placed(one, place(subject, rules, choices.get(one.id, {})), meet(subject, rules)))
    return placed


def unsettled_first(placed: Iterable[Placed]) -> list[Placed]:
    """Sort: those in tracks that exclude each other, then those of whom a fact is missing, then the rest."""
    return sorted(
        placed,
        key=lambda one: (not one.placing.clashes, not one.placing.unsettled, one.organisation.kvk),
    )
