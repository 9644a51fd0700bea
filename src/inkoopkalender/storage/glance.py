"""Counts for the pages: how far a round is, in one small statement each. Nothing is changed here.

Letters and submissions are counted by the database, never read whole.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from inkoopkalender.storage.rounds import in_track
from inkoopkalender.storage.tables import (
    action_batches,
    cases,
    contracts,
    offers,
    outbox,
    participations,
    submissions,
)


@dataclass(frozen=True, slots=True)
class Offered:
    """How many offers of a kind went out, and to how many of those the provider reacted."""

    released: int
    reacted: int


@dataclass(frozen=True, slots=True)
class Held:
    """The letters of an action that wait for a person's word, and to how many organisations they go."""

    letters: int
    organisations: int


@dataclass(frozen=True, slots=True)
class HeldLetter:
    """A letter that waits for a person's word, to look at."""

    id: int
    letter: str
    recipient: str
    subject: str
    html: str


def count_accepted(connection: Connection, round_id: int, kind: str) -> int:
    """Return how many organisations have a submission of this kind that was in time and good."""
    query = select(func.count(submissions.c.organisation_id.distinct())).where(
        submissions.c.round_id == round_id, submissions.c.kind == kind, submissions.c.state == "accepted"
    )
    return connection.execute(query).scalar_one()


def count_offers(connection: Connection, round_id: int, kind: str) -> Offered:
    """Return how far the offers of a kind (proposal, contract) have come."""
    query = select(func.count(offers.c.released_at), func.count(offers.c.reacted_at)).where(
        offers.c.round_id == round_id, offers.c.kind == kind
    )
    released, reacted = connection.execute(query).one()
    return Offered(released, reacted)


def count_signed(connection: Connection, round_id: int) -> int:
    """Return how many organisations signed in time, or late with a person's consent."""
    query = select(func.count()).where(contracts.c.round_id == round_id, contracts.c.in_time.is_(True))
    return connection.execute(query.select_from(contracts)).scalar_one()


def count_cases(connection: Connection, round_id: int) -> dict[str, tuple[int, int]]:
    """Return per kind of case how many came in and how many wait for an answer."""
    query = (
        select(cases.c.kind, func.count(), func.count(cases.c.decided_at))
        .where(cases.c.round_id == round_id)
        .group_by(cases.c.kind)
        .order_by(cases.c.kind)
    )
    return {kind: (came, came - decided) for kind, came, decided in connection.execute(query)}


def count_joined(connection: Connection, round_id: int, *, track: str, joined_by: datetime) -> int:
    """Return how many took part in a track (as main one or beside; or in any: `all`) at a moment."""
    query = select(func.count()).where(
        participations.c.round_id == round_id, participations.c.joined_at <= joined_by
    )
    if track != "all":
        query = query.where(in_track(track))
    return connection.execute(query.select_from(participations)).scalar_one()


def count_done_for(connection: Connection, action_ids: Collection[int]) -> dict[int, int]:
    """Return for how many organisations each of these actions was done so far; for none is absent."""
    if not action_ids:
        return {}
    query = (
        select(action_batches.c.action_id, action_batches.c.organisations)
        .where(action_batches.c.action_id.in_(sorted(action_ids)))
        .order_by(action_batches.c.id)
    )
    done: dict[int, int] = {}
    for action_id, organisations in connection.execute(query):
        done[action_id] = done.get(action_id, 0) + len(organisations)
    return done


def count_held(connection: Connection, origin: str) -> Held:
    """Return what of an action waits for a person's word."""
    query = select(func.count(), func.count(outbox.c.organisation_id.distinct())).where(
        outbox.c.origin == origin, outbox.c.state == "composed"
    )
    letters, organisations = connection.execute(query).one()
    return Held(letters, organisations)


def list_held_samples(connection: Connection, origin: str, most: int) -> list[HeldLetter]:
    """Return the first letters of each kind that wait, `most` of each kind, in order of id."""
    kinds = (
        select(outbox.c.letter)
        .where(outbox.c.origin == origin, outbox.c.state == "composed")
        .group_by(outbox.c.letter)
        .order_by(func.min(outbox.c.id))
    )
    names = tuple(HeldLetter.__dataclass_fields__)
    samples: list[HeldLetter] = []
    for (letter,) in connection.execute(kinds).all():
        query = (
            select(*(outbox.c[name] for name in names))
            .where(outbox.c.origin == origin, outbox.c.state == "composed", outbox.c.letter == letter)
            .order_by(outbox.c.id)
            .limit(most)
        )
        samples += [HeldLetter(*row) for row in connection.execute(query)]
    return samples


def find_held(connection: Connection, origin: str, letter_id: int) -> HeldLetter | None:
    """Return one of the letters of an action that wait, or None."""
    names = tuple(HeldLetter.__dataclass_fields__)
    query = select(*(outbox.c[name] for name in names)).where(
        outbox.c.id == letter_id, outbox.c.origin == origin, outbox.c.state == "composed"
    )
    row = connection.execute(query).first()
    return HeldLetter(*row) if row else None


def list_unknown_letters(connection: Connection, round_id: int) -> list[int]:
    """Return the numbers of the letters of which nobody knows whether they arrived, in order."""
    query = (
        select(outbox.c.id)
        .where(outbox.c.round_id == round_id, outbox.c.state == "unknown")
        .order_by(outbox.c.id)
    )
    return [row.id for row in connection.execute(query)]
