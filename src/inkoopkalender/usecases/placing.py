"""Places the participants of an open round in tracks by rule, and keeps what a person says over a rule.

An organisation changes its main track only while it is just invited: later its deliveries and letters are
those of the track it has, and a person decides. One that a rule leaves open stays where it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from inkoopkalender.domain.register import Organisation
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.track_rules import TrackRules
from inkoopkalender.domain.track_verdicts import Choice
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Connection, Database
from inkoopkalender.storage.rounds import (
    Participant,
    Round,
    add_participants,
    list_beside,
    list_participants,
    set_beside,
    set_tracks,
)
from inkoopkalender.storage.statements import PARTICIPATIONS_TURN, wait_for_turn
from inkoopkalender.storage.track_choices import add_choice, list_choices
from inkoopkalender.storage.users import get_actor
from inkoopkalender.usecases.track_view import Placed, place_all

What = Literal["joined", "moved", "held", "clash", "unknown", "no-track", "same"]
"""joined, moved: stored; held: it stands further than invited; the next three are for a person."""


@dataclass(frozen=True, slots=True)
class PlacedParticipant:
    """What placing by rule does with one organisation. `before` is empty for one that did not take part.

    `beside` are the tracks beside the main one afterwards, `beside_before` those until now.
    """

    organisation: Organisation
    what: What
    before: str
    after: str
    beside: tuple[str, ...]
    beside_before: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Say whether anything is stored for it."""
        return self.what in ("joined", "moved") or self.beside != self.beside_before


@dataclass(frozen=True, slots=True)
class PlacedRound:
    """What placing by rule did, or would do, organisation by organisation in the order of KvK numbers."""

    participants: tuple[PlacedParticipant, ...]
    stored: bool

    def count(self, what: What) -> int:
        """Count the organisations with which that was done."""
        return sum(one.what == what for one in self.participants)


def place_by_rule(
    database: Database, opened: Round, rules: TrackRules, *, by: str, now: datetime, dry_run: bool = False
) -> PlacedRound:
    """Let the rules of a round decide on the tracks of its participants; a second time changes nothing."""
    if dry_run:
        with database.reading() as connection:
            return PlacedRound(_plan(connection, opened, rules), stored=False)
    with database.changing(actor=by, at=now, why=f"place by rule {opened.key}") as change:
        get_actor(change.connection, by, now)
        wait_for_turn(change.connection, PARTICIPATIONS_TURN)
        planned = _plan(change.connection, opened, rules)
        _store(change.connection, opened, planned, now)
        changed = [one for one in planned if one.changes]
        if changed:
            change.record("tracks placed by rule", _told(changed), chain=opened.key)
    return PlacedRound(planned, stored=True)


def _plan(connection: Connection, opened: Round, rules: TrackRules) -> tuple[PlacedParticipant, ...]:
    joined = {one.organisation_id: one for one in list_participants(connection, opened.round_id)}
    beside = list_beside(connection, opened.round_id)
    return tuple(
        _planned(one, joined.get(one.organisation.id), beside.get(one.organisation.id, ()))
        for one in place_all(connection, rules, opened.key)
    )


def _planned(placed: Placed, part: Participant | None, beside_before: tuple[str, ...]) -> PlacedParticipant:
    placing, before = placed.placing, "" if part is None else part.track
    what: What = "same"
    if placing.clashes:
        what = "clash"
    elif not placing.main:
        what = "unknown" if placing.unsettled else "no-track"
    elif part is None:
        what = "joined"
    elif part.track != placing.main:
        what = "moved" if part.standing == "invited" else "held"
    after = placing.main if what in ("joined", "moved") else before
    stays = what in ("held", "clash") or not after
    beside = beside_before if stays else tuple(sorted({*placing.beside} - {after}))
    return PlacedParticipant(placed.organisation, what, before, after, beside, beside_before)


def _store(
    connection: Connection, opened: Round, planned: Sequence[PlacedParticipant], now: datetime
) -> None:
    joining = {one.organisation.id: one.after for one in planned if one.what == "joined"}
    add_participants(connection, opened.round_id, joining, joined_at=now)
    moving = {one.organisation.id: one.after for one in planned if one.what == "moved"}
    set_tracks(connection, opened.round_id, moving)
    beside = {one.organisation.id: one.beside for one in planned if one.beside != one.beside_before}
    set_beside(connection, opened.round_id, beside, now)


def _told(changed: Sequence[PlacedParticipant]) -> dict[str, object]:
    """Return what the audit keeps: organisations by number, tracks by key."""
    return {
        "joined": {str(one.organisation.id): one.after for one in changed if one.what == "joined"},
        "moved": {
            str(one.organisation.id): [one.before, one.after] for one in changed if one.what == "moved"
        },
        "beside": {
            str(one.organisation.id): [list(one.beside_before), list(one.beside)]
            for one in changed
            if one.beside != one.beside_before
        },
    }


def choose_track(
    database: Database,
    key: RoundKey,
    rules: TrackRules,
    organisation: Organisation,
    catalogue: str,
    verdict: Literal["in", "not", "rule"],
    *,
    reason: str,
    by: str,
    now: datetime,
) -> Choice | None:
    """Keep a person's word over the rule of one track; `rule` takes it back. Returns the word before it.

    Raises MisuseError for a track that the round does not have. What takes part is placed with
    `place_by_rule`.
    """
    known = [one.catalogue for one in rules.tracks]
    if catalogue not in known:
        raise MisuseError(f"{key} heeft geen spoor '{catalogue}'.\nKies uit: {', '.join(known)}.")
    with database.changing(actor=by, at=now, why=reason) as change:
        get_actor(change.connection, by, now)
        wait_for_turn(change.connection, PARTICIPATIONS_TURN)
        before = list_choices(change.connection, str(key)).get(organisation.id, {}).get(catalogue)
        add_choice(
            change.connection, str(key), organisation.id, catalogue, verdict, reason=reason, by=by, at=now
        )
        facts = {"organisation": organisation.id, "track": catalogue, "verdict": verdict}
        change.record("track chosen", facts, chain=str(key))
    return before
