"""The same words one or more years on: every year that a phrase names goes up, nothing else moves.

A day's name is that of the new date; 29 February becomes 28 where the year has no 29th. What words count
from (an event, a fact, free words) keeps its name. Whether the new policy says so is not known here.
"""

import re
from calendar import isleap, monthrange, weekday
from dataclasses import fields, is_dataclass, replace
from typing import cast

from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.phrases import Day, Phrase, PhraseError

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
    if not is_dataclass(value) or isinstance(value, type):
        return value
    moved: dict[str, object] = {
        field.name: _shifted(getattr(value, field.name), years, beside) for field in fields(value)
    }
    if isinstance(value, Day):
        moved |= _moved_day(value, years, beside, named="weekday" in moved and moved["weekday"] is not None)
    elif isinstance(moved.get("year"), int):
        moved["year"] = cast("int", moved["year"]) + years
    return replace(value, **moved)


def _moved_day(value: Day, years: int, beside: int | None, *, named: bool) -> dict[str, object]:
    """Give the parts of a day that change: its year, its number on a leap day, its name where it has one."""
    known = value.year or beside
    moved: dict[str, object] = {"year": None if value.year is None else value.year + years}
    if known is None or value.month is None:
        return moved | ({"weekday": None} if named else {})
    leaps = (value.month, value.day) == (_FEBRUARY, _LEAP_DAY) and not isleap(known + years)
    day = _LEAP_DAY - 1 if leaps else value.day
    name = weekday(known + years, value.month, day) if named and _exists(value, known + years) else None
    return moved | {"day": day} | ({"weekday": name} if named else {})


def _exists(value: Day, year: int) -> bool:
    return value.month is not None and 1 <= value.day <= monthrange(year, value.month)[1]
