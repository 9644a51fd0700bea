"""Counts over a whole round, for those who look back at it: read only."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from inkoopkalender.storage.tables import audit, outbox, parameters, participations


@dataclass(frozen=True, slots=True)
class SetParameter:
    """A parameter as it stands; `invented` when a rehearsal laid it over the round."""

    name: str
    value: object
    invented: bool


def list_set_parameters(connection: Connection, round_id: int) -> list[SetParameter]:
    """Return each parameter with its newest value, by name."""
    query = select(parameters).where(parameters.c.round_id == round_id).order_by(parameters.c.id)
    newest = {row.name: SetParameter(row.name, row.value, row.invented) for row in connection.execute(query)}
    return [newest[name] for name in sorted(newest)]


def count_letters_by_kind(connection: Connection, round_id: int) -> dict[str, dict[str, int]]:
    """Return per letter how many are in which state, in the order in which each was first composed."""
    query = (
        select(outbox.c.letter, outbox.c.state, func.count(), func.min(outbox.c.id))
        .where(outbox.c.round_id == round_id)
        .group_by(outbox.c.letter, outbox.c.state)
        .order_by(func.min(outbox.c.id))
    )
    counted: dict[str, dict[str, int]] = {}
    for letter, state, count, _ in connection.execute(query):
        counted.setdefault(letter, {})[state] = count
    return counted


def count_standings_by_track(connection: Connection, round_id: int) -> dict[str, dict[str, int]]:
    """Return per track how many organisations stand where; what nobody stands at is absent."""
    query = (
        select(participations.c.track, participations.c.standing, func.count())
        .where(participations.c.round_id == round_id)
        .group_by(participations.c.track, participations.c.standing)
        .order_by(participations.c.track, participations.c.standing)
    )
    counted: dict[str, dict[str, int]] = {}
    for track, standing, count in connection.execute(query):
        counted.setdefault(track, {})[standing] = count
    return counted


def count_links(connection: Connection) -> int:
    """Return how many links the audit chains have together."""
    return connection.execute(select(func.count()).select_from(audit)).scalar_one()
