"""Tells the providers of a moved date: one letter each, released by a person.

Old and new are said as the providers know them: a change that was never told is passed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from inkoopkalender.domain import dutch
from inkoopkalender.domain.standings import Standing
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.mail.facts import DateChange, make_date_change, make_moved_along
from inkoopkalender.storage.amendments import Amendment
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.recipients import list_recipients
from inkoopkalender.storage.rounds import list_participants
from inkoopkalender.usecases.amended import last_of_each
from inkoopkalender.usecases.change_agenda import agenda_of_change, former_timeline
from inkoopkalender.usecases.deliveries import read_window
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.letters import write_letters
from inkoopkalender.usecases.work import Counts, Work, in_batches

LETTER = "date-changed"
_GONE: tuple[Standing, ...] = ("declined", "not_continued", "refused")
"""Where a provider stands who has nothing to do with the round's dates any more."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who must be told: who takes part in the event's track, and of those who can be written to."""

    everybody: Sequence[int]
    with_address: Sequence[int]
    codes: Sequence[str]
    """The main AGB codes of everybody, in the order of joining."""


def audience_of_change(connection: Connection, desk: Desk, events: Sequence[ResolvedEvent]) -> Audience:
    """Return who must be told that these events have another date, in the order of joining.

    Whom a waiver gave a later end than the new one has nothing to do with it: its own letter holds.
    """
    concerned: set[int] = set()
    for event in events:
        joined = list_participants(connection, desk.round.round_id, track=event.track)
        concerned |= {one.organisation_id for one in joined if one.standing not in _GONE} - _own_end(
            connection, desk, event
        )
    everybody = [
        one.organisation_id
        for one in list_participants(connection, desk.round.round_id)
        if one.organisation_id in concerned
    ]
    role = desk.letters[LETTER].recipients if LETTER in desk.letters else ""
    found = {one.organisation_id: one for one in list_recipients(connection, everybody, role)}
    return Audience(
        everybody,
        [one for one in everybody if found[one].contact_id is not None],
        [found[one].agb for one in everybody],
    )


def _own_end(connection: Connection, desk: Desk, event: ResolvedEvent) -> set[int]:
    if event.phase != "intake" or not event.submission:
        return set()
    return read_window(connection, desk, event.submission).with_own_end


def tell_of_change(work: Work) -> None:
    """Compose the letter to everybody whom the moved date concerns."""
    desk = work.desk
    amendment = last_of_each(desk.amendments)[work.event.key]
    if (amendment.told_start, amendment.told_end) == (work.event.start, work.event.end):
        return
    moved = _moved_along(desk, amendment)
    with desk.database.reading() as connection:
        audience = audience_of_change(connection, desk, (work.event, *moved)).everybody
    attachments = agenda_of_change(desk, amendment, work.now)
    change = change_facts(desk, amendment, work.event, agenda=bool(attachments))
    facts = {"change": replace(change, also=tuple(_said(desk, one) for one in moved))}

    def tell(change: Transaction, organisation_ids: Sequence[int]) -> Counts:
        return write_letters(
            desk,
            change.connection,
            LETTER,
            organisation_ids,
            lambda _: facts,
            origin=work.origin,
            now=work.now,
            held=work.held,
            attachments=attachments,
        )

    in_batches(work, audience, tell)


def _moved_along(desk: Desk, amendment: Amendment) -> tuple[ResolvedEvent, ...]:
    """Return the other events that have another date than the providers knew."""
    former = former_timeline(desk, amendment)
    if former is None:
        return ()
    known = {one.key: (one.start, one.end) for one in former.events}
    return tuple(
        one
        for one in desk.timeline.events
        if one.key != amendment.event and (one.start, one.end) != known[one.key]
    )


def _said(desk: Desk, event: ResolvedEvent) -> str:
    return make_moved_along(_what(desk, event), (event.start, event.end, event.words))


def _what(desk: Desk, event: ResolvedEvent) -> str:
    """Return who does what, as the reader is spoken to."""
    who = {"insurer": desk.brand.name, "provider": "u", "both": f"{desk.brand.name} en u"}
    return f"{who.get(event.actor, 'een andere partij')} {event.does}"


def change_facts(desk: Desk, amendment: Amendment, event: ResolvedEvent, *, agenda: bool) -> DateChange:
    """Return what the letter says of the change."""

    def local(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.astimezone(desk.zone)

    return make_date_change(
        _what(desk, event),
        (local(amendment.told_start), local(amendment.told_end), amendment.told_words),
        (event.start, event.end, event.words),
        reason=amendment.reason,
        section=event.source.section,
        announced=dutch.long_date(amendment.announced_at.astimezone(desk.zone).date()),
        agenda=agenda,
    )
