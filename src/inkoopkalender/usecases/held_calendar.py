"""A calendar as it holds in the round that is open in a database, for whoever only shows it.

Nothing is recorded, and no database is made or brought up to date. Work on a round has a `desk`.
"""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.moves import HeldCalendar, Move
from inkoopkalender.domain.timeline import ResolvedEvent, resolve_calendar
from inkoopkalender.storage.amendments import Amendment, has_amendments, list_amendments
from inkoopkalender.storage.database import embedded_file, open_as_it_is
from inkoopkalender.storage.rounds import find_round, foresee_revision
from inkoopkalender.usecases.amended import digests_of, disagreements, last_of_each, lay_over


def find_held_calendar(url: str, file: Calendar) -> HeldCalendar | None:
    """Return the calendar of the open round; None when there is no database or no such round in it.

    Raises DatabaseUnreachableError and DatabaseSettingError.
    """
    path = embedded_file(url)
    if path is not None and not path.is_file():
        return None
    database = open_as_it_is(url)
    try:
        with database.reading() as connection:
            found = find_round(connection, str(file.key)) if has_amendments(connection) else None
            if found is None:
                return None
            amendments = list_amendments(connection, found.round_id)
            calendar = lay_over(file, amendments)
            revisions = foresee_revision(connection, found.round_id, digests_of(calendar, amendments))
    finally:
        database.close()
    return HeldCalendar(
        file=file,
        calendar=calendar,
        moves={move.event: move for move in _moves(file, calendar, amendments)},
        sequences={event: revision - 1 for event, revision in revisions.items()},
        disagreements=disagreements(file, amendments),
    )


def _moves(file: Calendar, calendar: Calendar, amendments: Sequence[Amendment]) -> Iterator[Move]:
    zone = ZoneInfo(calendar.timezone)
    by_hand = last_of_each(amendments)
    before = {event.key: event for event in resolve_calendar(file).events}
    for event in resolve_calendar(calendar).events:
        own = by_hand.get(event.key)
        if own is not None:
            start, end = (moment and moment.astimezone(zone) for moment in (own.before_start, own.before_end))
            yield Move(
                event.key, event.key, own.before_words, own.words, start, end, own.reason, own.changed_at
            )
            continue
        touching = [one for one in amendments if event.key in one.touched]
        was = before[event.key]
        if touching and _times(was) != _times(event):
            last = touching[-1]
            yield Move(
                event.key, last.event, was.words, event.words, was.start, was.end,
                last.reason, last.changed_at,
            )  # fmt: skip


def _times(event: ResolvedEvent) -> tuple[object, ...]:
    return event.start, event.end, event.occurrences
