"""Who owes what in a round: per organisation and kind accepted, rejected, late or missing, and until when.

What the round asks of everybody (the kind of an event of phase `intake`) is owed by who takes part in the
event's track. Other kinds are handed in by whom they concern, which nobody can know beforehand: of them is
shown who did, and who did not only of a kind that is asked for by name. The number of queries does not grow
with the number of organisations.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.recipients import Recipient, list_recipients
from inkoopkalender.storage.rounds import Participant, list_beside, list_participants
from inkoopkalender.storage.standing_deliveries import StandingDelivery, list_standing_deliveries
from inkoopkalender.storage.waivers import list_waivers
from inkoopkalender.usecases.deliveries import Window, find_kind, find_window, windows_of
from inkoopkalender.usecases.desk import Desk

OwedState = Literal["accepted", "rejected", "late", "missing"]
STATES: Final[tuple[OwedState, ...]] = ("accepted", "rejected", "late", "missing")
ROLE: Final = "contractering"
"""The contact who is asked, as in letters."""
_GONE: Final = frozenset({"declined", "not_continued", "refused"})
"""Standings of who owes nothing any more."""


@dataclass(frozen=True, slots=True)
class OwedItem:
    """How an organisation stands with one kind; `until` is the exclusive end of its own window.

    `findings` counts what was found in the revision by which it stands; 0 and None when nothing came.
    """

    kind: str
    state: OwedState
    findings: int
    revision: int
    received_at: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Owing:
    """One organisation with everything it was asked, and whom to ask about it."""

    organisation: Recipient
    items: tuple[OwedItem, ...]


@dataclass(frozen=True, slots=True)
class OwedReport:
    """The counts per kind in the order of the windows, and every organisation by AGB code."""

    counts: Mapping[str, Mapping[OwedState, int]]
    organisations: tuple[Owing, ...]


def read_owed(connection: Connection, desk: Desk, kind: str | None = None) -> OwedReport:
    """Return how everybody stands, with one kind or with all. Raises UnknownSubmissionError."""
    windows = _windows(connection, desk, kind)
    participants = list_participants(connection, desk.round.round_id)
    beside = list_beside(connection, desk.round.round_id)
    standing = list_standing_deliveries(connection, desk.round.round_id, kind)
    asked = {name for name, window in windows.items() if window.of_survey or name == kind}
    owing = {
        name: _owing(window, participants, beside) if name in asked else set()
        for name, window in windows.items()
    }
    ids = {one for some in owing.values() for one in some} | {
        one for one, name in standing if name in windows
    }
    found = [
        Owing(one, items)
        for one in list_recipients(connection, ids, ROLE)
        if (items := _items(one.organisation_id, windows, owing, standing))
    ]
    counts: dict[str, dict[OwedState, int]] = {name: dict.fromkeys(STATES, 0) for name in windows}
    for one in found:
        for item in one.items:
            counts[item.kind][item.state] += 1
    return OwedReport(counts, tuple(sorted(found, key=lambda one: one.organisation.agb)))


def _windows(connection: Connection, desk: Desk, kind: str | None) -> dict[str, Window]:
    events: Mapping[str, ResolvedEvent] = windows_of(desk)
    if kind is not None:
        events = {kind: find_window(desk, kind)}
    waived: dict[str, dict[int, datetime]] = {}
    for one in list_waivers(connection, desk.round.round_id, kind):
        waived.setdefault(one.kind, {})[one.organisation_id] = one.until
    order = {event.key: number for number, event in enumerate(desk.timeline.events)}
    return {
        name: Window(find_kind(desk, name), event, waived.get(name, {}))
        for name, event in sorted(events.items(), key=lambda pair: order[pair[1].key])
    }


def _owing(
    window: Window, participants: Sequence[Participant], beside: Mapping[int, Sequence[str]]
) -> set[int]:
    if window.who == "anyone":
        return set()
    track = window.event.track
    return {
        one.organisation_id
        for one in participants
        if one.standing not in _GONE
        and track in (None, "all", one.track, *beside.get(one.organisation_id, ()))
    }


def _items(
    organisation_id: int,
    windows: Mapping[str, Window],
    owing: Mapping[str, Collection[int]],
    standing: Mapping[tuple[int, str], StandingDelivery],
) -> tuple[OwedItem, ...]:
    items = []
    for name, window in windows.items():
        until = window.event_for(organisation_id).end
        came = standing.get((organisation_id, name))
        if came is not None:
            state: OwedState = "late" if came.state == "refused" else came.state
            items.append(OwedItem(name, state, came.findings, came.revision, came.received_at, until))
        elif organisation_id in owing[name]:
            items.append(OwedItem(name, "missing", 0, 0, None, until))
    return tuple(items)
