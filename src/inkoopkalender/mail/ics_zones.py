"""VTIMEZONE components that keep holding: the lasting rule of a zone, without an end.

`icalendar` makes one of a zone by itself, but lists the changes of the clock up to 2038 and stops there
(and begins summer time an hour late). Here a change that comes back each year is a rule without UNTIL;
what the zone did otherwise in the years in use is written as it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

_LAST_YEAR = 2100
"""By then the lasting rule holds everywhere; changes that no yearly rule can say are listed up to here."""
_CYCLE = 28
"""Years after which weekdays and leap days come back in the same order."""
_WEEK, _SECOND = timedelta(weeks=1), timedelta(seconds=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the clock: `wall` is what the clock of before it shows at that moment."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str


@lru_cache(maxsize=32)
def make_zone(key: str, first_year: int) -> Timezone:
    """Make the component of a zone, right from 1 January of `first_year` on, for good."""
    zone = ZoneInfo(key)
    component = Timezone()
    component.add("TZID", key)
    changes = list(_changes(zone, first_year - 1))
    if not any(change.wall.year < first_year for change in changes):
        component.add_component(_observance(_standing(zone, first_year - 1)))
    for rule, onset in _lasting(changes):
        component.add_component(_observance(onset, rule))
        changes = [one for one in changes if not (_alike(one, onset) and one.wall >= onset.wall)]
    for change in changes:
        component.add_component(_observance(change))
    return component


def _lasting(changes: Sequence[Change]) -> Iterator[tuple[vRecur, Change]]:
    """Yield the rules that hold at the end, each with the first change from which it has held unbroken."""
    for last in (change for change in changes if change.wall.year == _LAST_YEAR):
        series = [change for change in changes if _alike(change, last)]
        days = frozenset((one.wall.month, one.wall.day) for one in series[-_CYCLE:])
        rule = _rule(last, days)
        if rule is not None:
            yield rule, _first_unbroken(series, days)


def _rule(change: Change, days: frozenset[tuple[int, int]]) -> vRecur | None:
    """Write the yearly rule that these days follow; None when they are not seven days of one month."""
    months, numbers = {month for month, _ in days}, sorted(day for _, day in days)
    if len(months) != 1 or numbers[-1] - numbers[0] != _WEEK.days - 1:
        return None
    weekday = _WEEKDAYS[change.wall.weekday()]
    month_ends = (change.wall.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if numbers[-1] == month_ends.day:
        return vRecur(freq="YEARLY", bymonth=change.wall.month, byday=f"-1{weekday}")
    if numbers[0] % _WEEK.days == 1:
        return vRecur(freq="YEARLY", bymonth=change.wall.month, byday=f"{numbers[-1] // _WEEK.days}{weekday}")
    return vRecur(freq="YEARLY", bymonth=change.wall.month, bymonthday=numbers, byday=weekday)


def _first_unbroken(series: Sequence[Change], days: frozenset[tuple[int, int]]) -> Change:
    first = series[-1]
    for change in reversed(series[:-1]):
        if change.wall.year != first.wall.year - 1 or (change.wall.month, change.wall.day) not in days:
            break
        first = change
    return first


def _alike(one: Change, other: Change) -> bool:
    """Say whether both are the same change of the clock, at the same hour of the same day of the week."""
    return (one.before, one.after, one.name, one.wall.time(), one.wall.weekday()) == (
        other.before, other.after, other.name, other.wall.time(), other.wall.weekday(),
    )  # fmt: skip


def _observance(change: Change, rule: vRecur | None = None) -> TimezoneStandard | TimezoneDaylight:
    observance = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    observance.DTSTART = change.wall
    observance.TZOFFSETFROM = change.before
    observance.TZOFFSETTO = change.after
    observance.add("TZNAME", change.name)
    if rule is not None:
        observance.add("RRULE", rule)
    return observance


def _standing(zone: ZoneInfo, year: int) -> Change:
    """Give the offset in force when the year begins, as a change from itself."""
    moment = datetime(year, 1, 1, tzinfo=zone)
    return Change(moment.replace(tzinfo=None), _offset(moment), _offset(moment), moment.tzname() or "")


def _changes(zone: ZoneInfo, first_year: int) -> Iterator[Change]:
    """Yield the changes of the clock in order; no zone changes twice within a week."""
    moment = datetime(first_year, 1, 1, tzinfo=UTC)
    while moment.year <= _LAST_YEAR:
        later = moment + _WEEK
        before, after = _offset(moment.astimezone(zone)), _offset(later.astimezone(zone))
        if before != after:
            onset = _onset(zone, moment, later)
            wall = (onset + before).replace(tzinfo=None)
            yield Change(wall, before, after, onset.astimezone(zone).tzname() or "")
        moment = later


def _onset(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Find the first second at which the later offset holds."""
    there = _offset(after.astimezone(zone))
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _offset(middle.astimezone(zone)) == there:
            after = middle
        else:
            before = middle
    return after


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()
