"""Rounds, who takes part in them, which words their events had, and their parameters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from inkoopkalender.domain.standings import STANDINGS, Standing
from inkoopkalender.storage.statements import in_parts, insert_missing
from inkoopkalender.storage.tables import (
    calendar_revisions,
    parameters,
    participation_tracks,
    participations,
    rounds,
)


@dataclass(frozen=True, slots=True)
class Round:
    """A round that was opened: `since` is the moment before which nothing runs by itself."""

    round_id: int
    key: str
    opened_at: datetime
    since: datetime


@dataclass(frozen=True, slots=True)
class Participant:
    """One organisation in one round."""

    organisation_id: int
    track: str
    standing: Standing
    joined_at: datetime


def add_round(connection: Connection, key: str, *, opened_at: datetime, since: datetime) -> Round:
    """Open a round; an open one stays as it is."""
    insert_missing(connection, rounds, [{"key": key, "opened_at": opened_at, "since": since}])
    found = find_round(connection, key)
    assert found is not None, "the round was inserted just now"
    return found


def find_round(connection: Connection, key: str) -> Round | None:
    """Return the round with this key."""
    row = connection.execute(select(rounds).where(rounds.c.key == key)).first()
    return Round(row.id, row.key, row.opened_at, row.since) if row else None


def list_rounds(connection: Connection) -> list[Round]:
    """Return every round by key."""
    return [
        Round(row.id, row.key, row.opened_at, row.since)
        for row in connection.execute(select(rounds).order_by(rounds.c.key))
    ]


def record_revision(
    connection: Connection, round_id: int, digests: Mapping[str, str], at: datetime
) -> dict[str, int]:
    """Record the events' digests when they changed; return the revision in which each last changed."""
    number, known = _last_revision(connection, round_id)
    events = _revise(known, digests, number + 1)
    if number == 0 or events != known:
        digest = "-".join(sorted(digests.values()))
        connection.execute(
            insert(calendar_revisions).values(
                round_id=round_id, number=number + 1, digest=digest[:64], events=events, recorded_at=at
            )
        )
    return {event: int(revision) for event, (_, revision) in events.items()}


def foresee_revision(connection: Connection, round_id: int, digests: Mapping[str, str]) -> dict[str, int]:
    """Return the revisions that recording these digests would give; nothing is stored."""
    number, known = _last_revision(connection, round_id)
    return {event: int(revision) for event, (_, revision) in _revise(known, digests, number + 1).items()}


def _last_revision(connection: Connection, round_id: int) -> tuple[int, Mapping[str, Sequence[Any]]]:
    """Return the number of the last revision, 0 for none, and per event its digest and revision."""
    row = connection.execute(
        select(calendar_revisions)
        .where(calendar_revisions.c.round_id == round_id)
        .order_by(calendar_revisions.c.number.desc())
        .limit(1)
    ).first()
    return (row.number, row.events) if row else (0, {})


def _revise(
    known: Mapping[str, Sequence[Any]], digests: Mapping[str, str], number: int
) -> dict[str, list[Any]]:
    """Give what changed the number `number`; the rest keeps the revision that it has."""
    return {
        event: list(known[event]) if event in known and known[event][0] == digest else [digest, number]
        for event, digest in digests.items()
    }


def find_revisions(connection: Connection, round_id: int) -> dict[str, tuple[str, int]]:
    """Return per event its digest and revision, as last recorded."""
    _, known = _last_revision(connection, round_id)
    return {event: (digest, revision) for event, (digest, revision) in known.items()}


def add_participants(
    connection: Connection, round_id: int, organisations: Mapping[int, str], *, joined_at: datetime
) -> int:
    """Let organisations (id -> track) take part, invited; who takes part already stays as they are."""
    rows = [
        {
            "round_id": round_id,
            "organisation_id": organisation_id,
            "track": track,
            "standing": "invited",
            "joined_at": joined_at,
        }
        for organisation_id, track in sorted(organisations.items())
    ]
    return insert_missing(connection, participations, rows)


def list_participants(
    connection: Connection,
    round_id: int,
    *,
    track: str | None = None,
    standings: Iterable[Standing] | None = None,
    joined_by: datetime | None = None,
) -> list[Participant]:
    """Return who takes part, in the order in which they joined; a track is their main one or beside it."""
    query = select(participations).where(participations.c.round_id == round_id).order_by(participations.c.id)
    if track not in (None, "all"):
        query = query.where(in_track(track))
    if standings is not None:
        query = query.where(participations.c.standing.in_(sorted(standings)))
    if joined_by is not None:
        query = query.where(participations.c.joined_at <= joined_by)
    return [
        Participant(row.organisation_id, row.track, row.standing, row.joined_at)
        for row in connection.execute(query)
    ]


def in_track(track: str) -> ColumnElement[bool]:
    """Return the condition that a participation is in a track: as its main one, or beside it."""
    beside = select(participation_tracks.c.id).where(
        participation_tracks.c.round_id == participations.c.round_id,
        participation_tracks.c.organisation_id == participations.c.organisation_id,
        participation_tracks.c.track == track,
    )
    return or_(participations.c.track == track, beside.exists())


def list_beside(connection: Connection, round_id: int) -> dict[int, tuple[str, ...]]:
    """Return the tracks beside the main one, of each organisation that has any, by name."""
    query = (
        select(participation_tracks.c.organisation_id, participation_tracks.c.track)
        .where(participation_tracks.c.round_id == round_id)
        .order_by(participation_tracks.c.organisation_id, participation_tracks.c.track)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(query):
        found[row.organisation_id] = (*found.get(row.organisation_id, ()), row.track)
    return found


def set_beside(
    connection: Connection, round_id: int, tracks: Mapping[int, Sequence[str]], at: datetime
) -> None:
    """Let organisations have exactly these tracks beside their main one."""
    for part in in_parts(sorted(tracks)):
        connection.execute(
            delete(participation_tracks).where(
                participation_tracks.c.round_id == round_id, participation_tracks.c.organisation_id.in_(part)
            )
        )
    rows = [
        {"round_id": round_id, "organisation_id": one, "track": track, "placed_at": at}
        for one, names in sorted(tracks.items())
        for track in sorted(set(names))
    ]
    for rows_part in in_parts(rows):
        connection.execute(insert(participation_tracks), rows_part)


def takes_part(connection: Connection, round_id: int, organisation_id: int, track: str | None = None) -> bool:
    """Say whether an organisation takes part in the round, and in this track: its main one or beside it."""
    query = select(participations.c.id).where(
        participations.c.round_id == round_id, participations.c.organisation_id == organisation_id
    )
    if track not in (None, "all"):
        query = query.where(in_track(track))
    return connection.execute(query).first() is not None


def list_rounds_of(connection: Connection, organisation_id: int) -> list[tuple[str, str]]:
    """Return the rounds in which an organisation takes part: key and track, by key."""
    query = (
        select(rounds.c.key, participations.c.track)
        .join(participations, participations.c.round_id == rounds.c.id)
        .where(participations.c.organisation_id == organisation_id)
        .order_by(rounds.c.key)
    )
    return [(row.key, row.track) for row in connection.execute(query)]


def set_tracks(connection: Connection, round_id: int, tracks: Mapping[int, str]) -> None:
    """Move organisations (id -> track) to other tracks of the round, in one statement per track."""
    for track in sorted(set(tracks.values())):
        move = update(participations).where(participations.c.round_id == round_id).values(track=track)
        whose = sorted(one for one, to in tracks.items() if to == track)
        for part in in_parts(whose):
            connection.execute(move.where(participations.c.organisation_id.in_(part)))


def set_track(connection: Connection, round_id: int, organisation_id: int, track: str) -> None:
    """Move an organisation to another track of the round."""
    connection.execute(
        update(participations)
        .where(participations.c.round_id == round_id, participations.c.organisation_id == organisation_id)
        .values(track=track)
    )


def set_standing(
    connection: Connection,
    round_id: int,
    organisation_ids: Iterable[int],
    standing: Standing,
    *,
    only_from: Iterable[Standing],
) -> int:
    """Move organisations to a standing, those that stand at one of `only_from`; return how many moved."""
    move = (
        update(participations)
        .where(participations.c.round_id == round_id, participations.c.standing.in_(sorted(only_from)))
        .values(standing=standing)
    )
    return sum(
        connection.execute(move.where(participations.c.organisation_id.in_(part))).rowcount
        for part in in_parts(sorted(set(organisation_ids)))
    )


def count_standings(connection: Connection, round_id: int) -> dict[str, int]:
    """Return how many organisations stand where, every standing named."""
    query = (
        select(participations.c.standing, func.count())
        .where(participations.c.round_id == round_id)
        .group_by(participations.c.standing)
    )
    counted = {row[0]: row[1] for row in connection.execute(query)}
    return {standing: counted.get(standing, 0) for standing in STANDINGS}


def set_parameter(
    connection: Connection,
    round_id: int,
    name: str,
    value: object,
    *,
    reason: str,
    by: str,
    at: datetime,
    invented: bool = False,
) -> None:
    """Set a parameter; the earlier value stays in the history."""
    connection.execute(
        insert(parameters).values(
            round_id=round_id, name=name, value=value, reason=reason, invented=invented, set_by=by, set_at=at
        )
    )


def get_parameters(connection: Connection, round_id: int) -> dict[str, Any]:
    """Return each parameter's newest value by name."""
    query = select(parameters).where(parameters.c.round_id == round_id).order_by(parameters.c.id)
    return {row.name: row.value for row in connection.execute(query)}
