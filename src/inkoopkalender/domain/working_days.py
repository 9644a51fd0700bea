"""Which days are working days, by named profile, and how to count in them.

`kantoor`: Monday to Friday, less New Year's Day, Easter Monday, King's Day, Ascension Day, Whit Monday,
both Christmas days, and 5 May in years divisible by five; Good Friday is a working day.
`atw` (Algemene termijnenwet, article 3): `kantoor`, and also Good Friday and 5 May of every year.
`atw+bridge`: `atw`, and the Friday after Ascension Day.
An insurer's own closing days come on top (`closed`).
No deadline is moved here: these functions count, they do not roll.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from inkoopkalender.errors import MisuseError

_DAY = timedelta(days=1)
_FRIDAY, _SUNDAY = 4, 6


def is_working_day(day: date, profile: str, closed: Collection[date] = ()) -> bool:
    """Say whether the day is worked. Raises MisuseError for a profile that does not exist."""
    return day.weekday() <= _FRIDAY and day not in holidays(day.year, profile) and day not in closed


def add_working_days(day: date, n: int, profile: str, closed: Collection[date] = ()) -> date:
    """Go n working days on (back when n is negative); the day itself is not counted."""
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, profile, closed)
    return day


def previous_working_day(day: date, profile: str, closed: Collection[date] = ()) -> date:
    """Give the day itself when it is worked, else the last working day before it."""
    while not is_working_day(day, profile, closed):
        day -= _DAY
    return day


def next_working_day(day: date, profile: str, closed: Collection[date] = ()) -> date:
    """Give the day itself when it is worked, else the first working day after it."""
    while not is_working_day(day, profile, closed):
        day += _DAY
    return day


@cache
def holidays(year: int, profile: str) -> Mapping[date, str]:
    """Give the year's days off with their Dutch names; weekends are not among them."""
    if profile not in PROFILES:
        raise MisuseError(
            f"Er is geen werkdagenprofiel '{profile}'.\nKies uit: {', '.join(sorted(PROFILES))}."
        )
    return MappingProxyType(dict(PROFILES[profile](year)))


def easter(year: int) -> date:
    """Give Easter Sunday (Gregorian computus of Meeus, Jones and Butcher)."""
    golden, century, in_century = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - moon - in_century % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _kings_day(year: int) -> date:
    """Give 27 April, or the 26th when the 27th is a Sunday."""
    day = date(year, 4, 27)
    return day - _DAY if day.weekday() == _SUNDAY else day


def _kantoor(year: int) -> dict[date, str]:
    sunday = easter(year)
    days = {
        date(year, 1, 1): "Nieuwjaarsdag",
        sunday + _DAY: "tweede paasdag",
        _kings_day(year): "Koningsdag",
        sunday + 50 * _DAY: "tweede pinksterdag",
        date(year, 12, 25): "eerste kerstdag",
        date(year, 12, 26): "tweede kerstdag",
    }
    if year % 5 == 0:
        days[date(year, 5, 5)] = "Bevrijdingsdag"
    return days | {sunday + 39 * _DAY: "Hemelvaartsdag"}


def _atw(year: int) -> dict[date, str]:
    good_friday = easter(year) - 2 * _DAY
    return {date(year, 5, 5): "Bevrijdingsdag", good_friday: "Goede Vrijdag"} | _kantoor(year)


def _atw_bridge(year: int) -> dict[date, str]:
    return {easter(year) + 40 * _DAY: "vrijdag na Hemelvaart"} | _atw(year)


PROFILES: Mapping[str, Callable[[int], dict[date, str]]] = MappingProxyType(
    {"kantoor": _kantoor, "atw": _atw, "atw+bridge": _atw_bridge}
)
"""The named profiles, each a function from a year to its days off."""
