"""What a person must look up when a calendar is carried to the next year with the same words.

Nothing is decided here: each entry says what to hold against the new policy, and why. Both calendars are
resolved; the new one has the words of the old one, a year on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from inkoopkalender.domain.calendar_diff import Pair, compare_calendars, years_on
from inkoopkalender.domain.dutch import WEEKDAYS
from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.domain.working_days import holidays, is_working_day
from inkoopkalender.domain.year_shift import YEAR, shift_text

LookupKind: TypeAlias = Literal[
    "source", "statutory", "inferred-year", "day-off", "approximate", "calculated", "leap-day",
    "weekday-name", "multi-year", "undated", "year-in-text", "ambiguity",
]  # fmt: skip

_STATUTORY = {
    "publish-policy": "het beleid staat er uiterlijk 1 april",
    "publish-contracted-care": "wie gecontracteerd is staat er uiterlijk 12 november",
}
_ROUTINE = 12
"""More times in a year than this are not looked at one by one."""
_YEAR_LONG = timedelta(days=366, hours=1)
_DAYS = timedelta(days=2)
_FEBRUARY = 2
_LEAP_DAYS = (28, 29)
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Something to look up; `event` is the event or ambiguity it concerns, None for the calendar."""

    kind: LookupKind
    event: str | None
    message: str


def list_lookups(old: Timeline, new: Timeline) -> tuple[Lookup, ...]:
    """Give what to look up: the calendar as a whole, then event by event, then the ambiguities."""
    pairs = compare_calendars(old, new).pairs
    year = new.calendar.key.contract_year
    found = [
        Lookup(
            "source", None, f"Het beleid voor {year}: bestandsnaam en titel, en of elke paragraaf nog klopt."
        )
    ]
    if new.calendar.closed:
        found.append(Lookup("day-off", None, f"De eigen sluitingsdagen van {year}."))
    for pair in pairs:
        found += [*_of_words(pair), *_of_days(pair, new.calendar.working_days)]
    found += [
        Lookup("ambiguity", one.id, f"{one.question} Overgenomen lezing: {one.reading}")
        for one in new.calendar.ambiguities
    ]
    return tuple(found)


def _of_words(pair: Pair) -> Iterator[Lookup]:
    key, event = pair.new.key, pair.new
    if event.phase in _STATUTORY:
        yield Lookup("statutory", key, f"Wettelijk: {_STATUTORY[event.phase]}; geldt dat nog?")
    if event.inferred_year:
        yield Lookup("inferred-year", key, f"'{event.words}' noemt geen jaar; het is aangevuld.")
    if event.approximate:
        yield Lookup("approximate", key, f"'{event.words}' is bij benadering; noemt het beleid nu een dag?")
    if _WEEKDAY.search(pair.old.words) and event.words != shift_text(pair.old.words, 1):
        yield Lookup("weekday-name", key, f"De dag heet anders: '{pair.old.words}' werd '{event.words}'.")
    if event.start is None and event.end is None and event.relative_to is None:
        yield Lookup("undated", key, f"'{event.words}' heeft geen datum; noemt het nieuwe beleid er een?")
    if YEAR.search(event.does) or YEAR.search(key):
        yield Lookup("year-in-text", key, f"Er staat een jaar in de sleutel of in '{event.does}'; klopt dat?")


def _of_days(pair: Pair, profile: str) -> Iterator[Lookup]:
    event = pair.new
    if pair.moves and pair.same_words:
        yield Lookup("calculated", event.key, f"Opnieuw berekend: {_shown(pair.old)} werd {_shown(event)}.")
    if event.start and event.end and event.end - event.start > _YEAR_LONG:
        message = (
            f"'{event.words}' duurt langer dan een jaar; loopt wat er al was door, zet dan de jaren terug."
        )
        yield Lookup("multi-year", event.key, message)
    if any(day.month == _FEBRUARY and day.day in _LEAP_DAYS for day in (*_days(pair.old), *_days(event))):
        yield Lookup("leap-day", event.key, f"Einde van februari: {_shown(pair.old)} werd {_shown(event)}.")
    for day in dict.fromkeys(() if _is_period(event) else _days(event)):
        if is_working_day(day, profile) or _new_year(event, day):
            continue
        why = holidays(day.year, profile).get(day, "weekend")
        before = short_date(years_on(day, -1))
        yield Lookup("day-off", event.key, f"{short_date(day)} is geen werkdag: {why} (was {before}).")


def _is_period(event: ResolvedEvent) -> bool:
    """Say whether it is a year, or parts of one: that such a time ends on a Sunday changes nothing."""
    if event.kind == "recurring":
        return all(one.start and one.end and one.end - one.start > _DAYS for one in event.occurrences)
    return event.kind == "whole-year"


def _new_year(event: ResolvedEvent, day: date) -> bool:
    """Say whether a day is only where a year begins: that it is not worked surprises nobody."""
    return event.start is not None and day == event.start.date() and (day.month, day.day) == (1, 1)


def _days(event: ResolvedEvent) -> tuple[date, ...]:
    """Give the first and the last day; of what comes back, of each time, unless it is a matter of routine."""
    times = event.occurrences or (event,)
    if len(times) > _ROUTINE:
        return ()
    return tuple(
        day
        for one in times
        for day in (one.start.date() if one.start else None, one.last_day)
        if day is not None
    )


def _shown(event: ResolvedEvent) -> str:
    days = (event.start.date() if event.start else None, event.last_day)
    return " t/m ".join(dict.fromkeys(short_date(day) for day in days if day)) or event.words
