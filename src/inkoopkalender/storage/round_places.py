"""All that an organisation has in one round, and giving it to another one that takes its place there.

Letters that were sent stay with whoever they were sent to; those that wait go along. Whether two places
contradict each other is for the use case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update

from inkoopkalender.domain.standings import Standing
from inkoopkalender.storage.tables import (
    action_batches,
    actions,
    cases,
    contracts,
    holds,
    offers,
    outbox,
    outcomes,
    participation_tracks,
    participations,
    rounds,
    scores,
    submissions,
    tasks,
    track_choices,
    waiver_requests,
    waivers,
)

WAITING_LETTERS = ("composed", "queued", "retry")
_UNFINISHED = ("due", "claimed", "failed", "waiting")
_GO_ALONG: Sequence[Table] = (
    participations,
    participation_tracks,
    submissions,
    scores,
    outcomes,
    offers,
    contracts,
    cases,
    tasks,
    waivers,
    waiver_requests,
)


@dataclass(frozen=True, slots=True)
class Place:
    """What one organisation has in one round. `track` and `standing` are None when it does not take part.

    The kinds and rules are those of which it has any; `sending` counts its letters on the wire.
    """

    track: str | None
    standing: Standing | None
    beside: tuple[str, ...]
    submissions: Mapping[str, int]
    offers: tuple[str, ...]
    outcomes: tuple[str, ...]
    scored: bool
    signed: bool
    waivers: tuple[str, ...]
    requests: int
    """Waivers that were asked for, decided or not."""
    choices: tuple[str, ...]
    """The catalogue's tracks about which a person said something."""
    cases: int
    tasks: int
    letters: int
    sending: int

    @property
    def is_empty(self) -> bool:
        """Say whether it has nothing in the round that would go along."""
        kinds = (self.submissions, self.offers, self.outcomes, self.waivers, self.choices)
        counts = (self.requests, self.cases, self.tasks, self.letters)
        return not (any(kinds) or any(counts) or self.standing or self.scored or self.signed)


def read_place(connection: Connection, round_id: int, organisation_id: int) -> Place:
    """Return what an organisation has in a round."""

    def counted(table: Table, by: str) -> dict[str, int]:
        column = table.c[by]
        query = select(column, func.count()).where(*_whose(table, round_id, organisation_id))
        return {row[0]: row[1] for row in connection.execute(query.group_by(column).order_by(column))}

    def count(table: Table) -> int:
        query = select(func.count()).where(*_whose(table, round_id, organisation_id))
        return connection.execute(query.select_from(table)).scalar_one()

    part = connection.execute(
        select(participations).where(*_whose(participations, round_id, organisation_id))
    ).first()
    letters = counted(outbox, "state")
    return Place(
        part.track if part else None,
        part.standing if part else None,
        tuple(counted(participation_tracks, "track")),
        counted(submissions, "kind"),
        tuple(counted(offers, "kind")),
        tuple(counted(outcomes, "rule")),
        count(scores) > 0,
        count(contracts) > 0,
        tuple(counted(waivers, "kind")),
        count(waiver_requests),
        tuple(_chosen_tracks(connection, round_id, organisation_id)),
        count(cases),
        count(tasks),
        sum(letters.get(state, 0) for state in WAITING_LETTERS),
        letters.get("sending", 0),
    )


def count_claimed(connection: Connection, round_id: int) -> int:
    """Return how many actions of a round a process has in hand now."""
    query = select(func.count()).where(actions.c.round_id == round_id, actions.c.state == "claimed")
    return connection.execute(query.select_from(actions)).scalar_one()


def list_kinds(connection: Connection, round_id: int) -> list[str]:
    """Return the kinds of which a round has any delivery, by name."""
    query = select(submissions.c.kind).where(submissions.c.round_id == round_id)
    return list(connection.execute(query.distinct().order_by(submissions.c.kind)).scalars())


def move_place(connection: Connection, round_id: int, from_id: int, to_id: int) -> None:
    """Give all that one organisation has in a round to another one that has nothing like it there.

    Letters that wait go to the other's contact `contact` when it has one. An action that is not finished
    counts as done for the other where it was done for the first.
    """
    for table in _GO_ALONG:
        connection.execute(
            update(table).where(*_whose(table, round_id, from_id)).values(organisation_id=to_id)
        )
    _move_choices(connection, round_id, from_id, to_id)
    _rename_tasks(connection, round_id, from_id, to_id)
    _mark_done(connection, round_id, from_id, to_id)


def move_letters(
    connection: Connection,
    round_id: int,
    from_id: int,
    to_id: int,
    address: tuple[int, str] | None,
) -> int:
    """Give the letters that wait to another organisation, at its contact and address; return how many.

    Without an address they keep the one they were composed for.
    """
    where: dict[str, Any] = {} if address is None else {"contact_id": address[0], "recipient": address[1]}
    statement = update(outbox).where(*_whose(outbox, round_id, from_id), outbox.c.state.in_(WAITING_LETTERS))
    return connection.execute(statement.values(organisation_id=to_id, **where)).rowcount


def copy_holds(connection: Connection, from_id: int, to_id: int) -> int:
    """Let what may not be deleted of one organisation not be deleted of another either; return how many."""
    query = select(holds).where(holds.c.organisation_id == from_id, holds.c.lifted_at.is_(None))
    names = ("round_id", "reason", "set_by", "set_at")
    rows = [
        {"organisation_id": to_id, **{name: getattr(row, name) for name in names}}
        for row in connection.execute(query.order_by(holds.c.id))
    ]
    if rows:
        connection.execute(insert(holds), rows)
    return len(rows)


def _whose(table: Table, round_id: int, organisation_id: int) -> tuple[Any, ...]:
    return (table.c.round_id == round_id, table.c.organisation_id == organisation_id)


def _choices_of(round_id: int, organisation_id: int) -> tuple[Any, ...]:
    key = select(rounds.c.key).where(rounds.c.id == round_id).scalar_subquery()
    return (track_choices.c.round_key == key, track_choices.c.organisation_id == organisation_id)


def _chosen_tracks(connection: Connection, round_id: int, organisation_id: int) -> Sequence[str]:
    tracks = select(track_choices.c.catalogue).where(*_choices_of(round_id, organisation_id))
    return connection.execute(tracks.distinct().order_by(track_choices.c.catalogue)).scalars().all()


def _move_choices(connection: Connection, round_id: int, from_id: int, to_id: int) -> None:
    whose = _choices_of(round_id, from_id)
    connection.execute(update(track_choices).where(*whose).values(organisation_id=to_id))


def _rename_tasks(connection: Connection, round_id: int, from_id: int, to_id: int) -> None:
    """Name the other one in what a person is or was asked: `organisation 12` and what follows it."""
    before, after = f"organisation {from_id}", f"organisation {to_id}"
    for row in connection.execute(select(tasks).where(*_whose(tasks, round_id, to_id))).all():
        if row.subject == before or row.subject.startswith(f"{before} "):
            subject = after + row.subject.removeprefix(before)
            connection.execute(update(tasks).where(tasks.c.id == row.id).values(subject=subject))


def _mark_done(connection: Connection, round_id: int, from_id: int, to_id: int) -> None:
    query = (
        select(action_batches.c.id, action_batches.c.organisations)
        .join(actions, actions.c.id == action_batches.c.action_id)
        .where(actions.c.round_id == round_id, actions.c.state.in_(_UNFINISHED))
    )
    for row in connection.execute(query).all():
        if from_id in row.organisations:
            connection.execute(
                update(action_batches)
                .where(action_batches.c.id == row.id)
                .values(organisations=[*row.organisations, to_id])
            )
