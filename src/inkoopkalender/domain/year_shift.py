"""The same words one or more years on: every year that a phrase names goes up, nothing else moves.

A day's name is that of the new date; 29 February becomes 28 where the year has no 29th, week 53 becomes 52
where it has no 53rd. What words count from (an event, a fact, free words) keeps its name. Whether the new
policy says so is not known here.
"""

import re
from calendar import isleap
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import cast

from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.phrases import Day, Phrase, PhraseError, Week

YEAR = re.compile(r"(?<![\d.,])(?:19|20|21)\d\d(?![\d]|[.,]\d)")
"""A year as it stands in a text; no amount of money and no part of a number."""
_FEBRUARY, _LEAP_DAY = 2, 29


def shift_phrase(phrase: Phrase, years: int, beside: int | None = None) -> Phrase:
    """Give the phrase with its years moved; `beside` is the year that stands in for one left out."""
    return cast("Phrase", _shifted(phrase, years, beside))


def shift_words(words: str, years: int, beside: int | None = None) -> str:
    """Give the words with their years moved, in the author's own spelling where that says the same.

    Raises PhraseError for words that cannot be read.
    """
    wanted = shift_phrase(parse_phrase(words), years, beside)
    spelled = shift_text(words, years)
    try:
        same = parse_phrase(spelled) == wanted
    except PhraseError:
        same = False
    return spelled if same else str(wanted)


def shift_text(text: str, years: int) -> str:
    """Give any text with the years in it moved."""
    return YEAR.sub(lambda found: str(int(found[0]) + years), text)


def _shifted(value: object, years: int, beside: int | None) -> object:
    if isinstance(value, tuple):
        return tuple(_shifted(item, years, beside) for item in value)
    if isinstance(value, Day):
        return _day(value, years, beside)
    if isinstance(value, Week):
        return _week(value, years, beside)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    moved: dict[str, object] = {
        field.name: _shifted(getattr(value, field.name), years, beside) for field in fields(value)
    }
    if isinstance(moved.get("year"), int):
        moved["year"] = cast("int", moved["year"]) + years
    return replace(value, **moved)


def _day(day: Day, years: int, beside: int | None) -> Day:
    """Move a day; its name goes where its date is not known by itself."""
    year = None if day.year is None else day.year + years
    known = year or (beside and beside + years)
    if known is None or day.month is None:
        return replace(day, year=year, weekday=None)
    leaps = (day.month, day.day) == (_FEBRUARY, _LEAP_DAY) and not isleap(known)
    number = _LEAP_DAY - 1 if leaps else day.day
    named = None if day.weekday is None else date(known, day.month, number).weekday()
    return replace(day, day=number, year=year, weekday=named)


def _week(week: Week, years: int, beside: int | None) -> Week:
    year = None if week.year is None else week.year + years
    known = year or (beside and beside + years)
    lacks = known is not None and date(known, 12, 28).isocalendar().week < week.week
    return replace(week, week=week.week - lacks, year=year)
