"""What is known of the round's providers when proposals and contracts are composed.

Read afresh for each batch: a decision that a person took meanwhile counts. Nothing is changed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inkoopkalender.domain.standings import Standing
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.decisions import list_outcomes, list_scores, list_tasks
from inkoopkalender.storage.register import list_past_contracts
from inkoopkalender.usecases.desk import Desk, read_parameters

OPEN: tuple[Standing, ...] = ("invited", "submitted", "in_review", "late", "silent")
"""Where a provider may stand before anything was proposed or offered to it."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """The round's providers by organisation id. `not_continued` holds the reason a person gave."""

    classes: Mapping[int, str]
    in_model: frozenset[int]
    undecided: frozenset[int]
    not_continued: Mapping[int, str]
    production: Mapping[int, int]
    parameters: Mapping[str, Any]
    points: Mapping[int, tuple[int, int]]


def read_dossier(connection: Connection, desk: Desk) -> Dossier:
    """Return what the round knows of its providers."""
    key, round_id = desk.calendar.key, desk.round.round_id
    past = list_past_contracts(connection, key.insurer, key.sector, key.contract_year - 1)
    tasks = [
        task for task in list_tasks(connection, round_id, kinds=("eligibility",)) if task.organisation_id
    ]
    model = list_outcomes(connection, round_id, "R-WV-100K")
    decided = {
        task.organisation_id or 0: task.decision
        for task in list_tasks(connection, round_id, kinds=("class",))
    }
    given = {one: outcome.value for one, outcome in list_outcomes(connection, round_id, "R-WV-SCORE").items()}
    return Dossier(
        classes={one: letter or decided.get(one) or "" for one, letter in given.items()},
        in_model=frozenset(one for one, outcome in model.items() if outcome.outcome == "met"),
        undecided=frozenset(task.organisation_id or 0 for task in tasks if task.decision is None),
        not_continued={
            task.organisation_id or 0: task.reason or "" for task in tasks if task.decision == "not_continued"
        },
        production={one.organisation_id: one.claimed_cents for one in past},
        parameters=read_parameters(connection, desk),
        points=list_scores(connection, round_id),
    )
