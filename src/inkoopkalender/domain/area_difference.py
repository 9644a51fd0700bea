"""What a file of clients per area would do to one organisation: what counts before it, and after.

Rows that the register holds already change nothing. Storing is not done here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from inkoopkalender.domain.areas import AreaClients, current_areas
from inkoopkalender.domain.codes import KvkNumber

Outcome = Literal["new", "changed", "unchanged", "older"]


@dataclass(frozen=True, slots=True)
class AreaChange:
    """Clients in one area, as they counted and as they count afterwards; 0 is none."""

    area: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class AreaDifference:
    """What a file says anew of one organisation and insurer; `changes` by area.

    `older`: rows are added to the history, and a later day goes on counting.
    """

    kvk: KvkNumber
    name: str
    insurer: str
    outcome: Outcome
    as_of_before: date | None
    as_of: date
    changes: tuple[AreaChange, ...]
    added: tuple[AreaClients, ...]


def compare_areas(
    kvk: KvkNumber, name: str, told: Sequence[AreaClients], held: Sequence[AreaClients]
) -> AreaDifference:
    """Say what rows of one insurer would change; `held` are the rows of the register as recorded."""
    insurer = told[0].insurer
    last = {(row.area, row.as_of): row for row in held if row.insurer == insurer}
    added = tuple(row for row in told if last.get((row.area, row.as_of)) != row)
    before = current_areas(held, insurer)
    after = current_areas((*held, *added), insurer)
    days = [max((row.as_of for row in rows if row.insurer == insurer), default=None) for rows in (held, told)]
    held_day, told_day = days
    assert told_day is not None, "a file tells at least one row"
    clients_before = {row.area: row.clients for row in before}
    clients_after = {row.area: row.clients for row in after}
    changes = tuple(
        AreaChange(area, clients_before.get(area, 0), clients_after.get(area, 0))
        for area in sorted({*clients_before, *clients_after})
        if clients_before.get(area) != clients_after.get(area)
    )
    outcome: Outcome = "changed"
    if not added:
        outcome = "unchanged"
    elif held_day is None:
        outcome = "new"
    elif told_day < held_day:
        outcome = "older"
    return AreaDifference(
        kvk, name, insurer, outcome, held_day, max(told_day, held_day or told_day), changes, added
    )
