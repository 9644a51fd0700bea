"""What is known of the round's providers when proposals and contracts are composed.

Read afresh for each batch: a decision that a person took meanwhile counts. Nothing is changed here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inkoopkalender.domain.standings import Standing
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.decisions import Outcome, Task, list_outcomes, list_scores, list_tasks
from inkoopkalender.storage.ledger import list_actions
from inkoopkalender.storage.register import list_past_contracts
from inkoopkalender.storage.rounds import list_participants
from inkoopkalender.usecases.deliveries import AFTER_ASSESSMENT, CONSEQUENCE
from inkoopkalender.usecases.desk import Desk, read_parameters

OPEN: tuple[Standing, ...] = ("invited", "submitted", "in_review", "late", "silent")
"""Where a provider may stand before anything was proposed or offered to it."""
VALUE_MODEL, PRICE_ONLY = "value-model", "price-only"
"""A person's answers where no production agreement is known (R-WV-100K, A-WV-03)."""
_KINDS = ("eligibility", "agreement", "class", "ceiling")
"""The questions whose answers decide what a provider is proposed and offered."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why proposals or contracts are composed now: by which action (or by hand), and when."""

    desk: Desk
    origin: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """The round's providers by organisation id.

    `undecided` wait for a person; `not_continued` holds the reason that one gave; `ceilings_cents` are the
    ceilings that a person set where none could be computed.
    """

    classes: Mapping[int, str]
    in_model: frozenset[int]
    price_only: frozenset[int]
    undecided: frozenset[int]
    not_continued: Mapping[int, str]
    ceilings_cents: Mapping[int, int]
    production: Mapping[int, int]
    parameters: Mapping[str, Any]
    points: Mapping[int, tuple[int, int]]


def read_dossier(connection: Connection, desk: Desk) -> Dossier:
    """Return what the round knows of its providers."""
    key, round_id = desk.calendar.key, desk.round.round_id
    past = list_past_contracts(connection, key.insurer, key.sector, key.contract_year - 1)
    model = list_outcomes(connection, round_id, "R-WV-100K")
    given = list_outcomes(connection, round_id, "R-WV-SCORE")
    asked = list_tasks(connection, round_id, kinds=(*_KINDS, AFTER_ASSESSMENT, CONSEQUENCE))
    decided = {kind: _decided(asked, kind) for kind in _KINDS}
    return Dossier(
        classes={one: outcome.value or _word(decided["class"], one) for one, outcome in given.items()},
        in_model=_with(model, "met") | _who(decided["agreement"], VALUE_MODEL),
        price_only=_with(model, "not_met") | _who(decided["agreement"], PRICE_ONLY),
        undecided=frozenset(one.organisation_id or 0 for one in asked if one.decision is None),
        not_continued={
            one: task.reason or ""
            for one, task in decided["eligibility"].items()
            if task.decision == "not_continued"
        },
        ceilings_cents={one: int(task.decision or 0) * 100 for one, task in decided["ceiling"].items()},
        production={one.organisation_id: one.claimed_cents for one in past},
        parameters=read_parameters(connection, desk),
        points=list_scores(connection, round_id),
    )


class TermOverError(MisuseError):
    """What a letter would ask for can no longer be done in time."""


def check_term(event: ResolvedEvent, now: datetime) -> None:
    """Raise TermOverError when the term that the letters would name has passed."""
    if event.end is not None and event.last_day is not None and now >= event.end:
        raise TermOverError(
            f"De termijn van {event.key} liep tot en met {event.last_day:%d-%m-%Y}: een brief zou "
            "een verstreken datum noemen. Maak met de aanbieder een eigen afspraak."
        )


class NotReleasedError(MisuseError):
    """What the round itself composed waits for release; what comes after it has to wait too."""


def check_released(connection: Connection, desk: Desk, kind: str) -> None:
    """Raise NotReleasedError while the round's own action of this kind has not been done."""
    states = {row.state for row in list_actions(connection, desk.round.round_id) if row.kind == kind}
    if states != {"done"}:
        raise NotReleasedError(
            f"Eerst moet {kind} van de ronde zelf zijn gedaan en vrijgegeven. "
            f"Zie: inkoopkalender round due {desk.key}"
        )


def unfit_for_an_offer(
    connection: Connection, desk: Desk, ready: Dossier, further: Iterable[Standing] = ()
) -> set[int]:
    """Return who is not to get a proposal or a contract (any more): decided against, undecided, or gone.

    `further` are the standings beyond OPEN at which one may stand.
    """
    fit = list_participants(connection, desk.round.round_id, standings=(*OPEN, *further))
    everybody = list_participants(connection, desk.round.round_id)
    gone = {one.organisation_id for one in everybody} - {one.organisation_id for one in fit}
    return gone | set(ready.not_continued) | ready.undecided


def _with(outcomes: Mapping[int, Outcome], outcome: str) -> frozenset[int]:
    return frozenset(one for one, found in outcomes.items() if found.outcome == outcome)


def _who(decided: Mapping[int, Task], answer: str) -> frozenset[int]:
    return frozenset(one for one, task in decided.items() if task.decision == answer)


def _decided(asked: Sequence[Task], kind: str) -> dict[int, Task]:
    return {one.organisation_id or 0: one for one in asked if one.kind == kind and one.decision is not None}


def _word(decided: Mapping[int, Task], organisation_id: int) -> str:
    return (decided[organisation_id].decision or "") if organisation_id in decided else ""
