"""What one token of a phrase says: a month, a year, an ordinal, a unit, a day of the week.

The errors do not hold the words yet; `grammar` adds them.
"""

import re
from calendar import monthrange
from typing import Literal

from lark import Token

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.dates_in_words import DAY, LAST, ORDINALS, WORKING_DAY, impossible_day
from inkoopkalender.domain.dutch import WEEKDAYS as WEEKDAY_NAMES
from inkoopkalender.domain.dutch_dates import WEEKDAYS
from inkoopkalender.domain.phrase_terminals import DAY_WORDS, MONTH_NUMBERS, NUMBERS, SEASONS
from inkoopkalender.domain.relative_phrases import Period

UNITS: dict[str, tuple[int, p.Unit]] = {
    "uur": (1, "hours"), "uren": (1, "hours"),
    "dag": (1, "days"), "dagen": (1, "days"), "kalenderdag": (1, "days"), "kalenderdagen": (1, "days"),
    "werkdag": (1, "working days"), "werkdagen": (1, "working days"),
    "week": (1, "weeks"), "weken": (1, "weeks"),
    "maand": (1, "months"), "maanden": (1, "months"),
    "kalendermaand": (1, "months"), "kalendermaanden": (1, "months"),
    "kwartaal": (3, "months"), "kwartalen": (3, "months"),
    "half jaar": (6, "months"), "halfjaar": (6, "months"), "halfjaren": (6, "months"),
    "jaar": (1, "years"), "jaren": (1, "years"), "kalenderjaar": (1, "years"), "contractjaar": (1, "years"),
}  # fmt: skip
ADVERBS: dict[str, tuple[int, p.Unit]] = {
    "dagelijks": (1, "days"), "wekelijks": (1, "weeks"), "tweewekelijks": (2, "weeks"),
    "maandelijks": (1, "months"), "halfjaarlijks": (6, "months"), "jaarlijks": (1, "years"),
    "tweejaarlijks": (2, "years"), "driejaarlijks": (3, "years"),
}  # fmt: skip
PARTS: dict[str, Literal["begin", "medio", "eind"]] = {
    "begin": "begin", "medio": "medio", "half": "medio", "midden": "medio", "mid": "medio", "eind": "eind",
    "einde": "eind",
}  # fmt: skip
_LEAP_YEAR, _MONTHS = 2024, 12


def after_word(word: Token | None) -> Literal["na", "nadat"]:
    """Tell `nadat` from `na`."""
    return "nadat" if word is not None and word.lower() == "nadat" else "na"


def limit_word(word: Token) -> Literal["minimaal", "maximaal"]:
    """Tell `minimaal` from `maximaal`."""
    return "minimaal" if word.type == "AT_LEAST" else "maximaal"


def day_of_month(day: int, month: int, year: int | None, weekday: Token | None, column: int) -> p.Day:
    """Make a day; one that its month does not have is refused with a PhraseError."""
    most = monthrange(year or _LEAP_YEAR, month)[1]
    named = None if weekday is None else weekday_number(weekday)
    written = p.Day(day, month, year, named, column)
    if not 1 <= day <= most:
        raise impossible_day(written, most)
    return written


def weekday_number(token: Token) -> int:
    """Give 0 for `maandag` or `ma`."""
    name = token.lower().strip(".,")
    return WEEKDAYS.index(name) if name in WEEKDAYS else WEEKDAY_NAMES.index(name)


def counted_number(name: str) -> int:
    """Give a weekday, DAY or WORKING_DAY."""
    word = name.lower()
    return {"werkdag": WORKING_DAY, "dag": DAY}.get(word) or WEEKDAY_NAMES.index(word)


def nth_of(words: list[str]) -> tuple[int, int]:
    """Give which one, and what is counted, of `derde dinsdag van …`."""
    place = next(i for i, word in enumerate(words) if word == "laatste" or ordinal_of([word]))
    nth = LAST if words[place] == "laatste" else ordinal_of([words[place]])
    return nth, counted_number(words[place + 1])


def ordinal_of(words: list[str]) -> int:
    """Give the first ordinal's number, 0 without one."""
    for word in words:
        if word in ORDINALS:
            return ORDINALS.index(word) + 1
        if found := re.fullmatch(r"([1-5])(?:e|ste|de)", word):
            return int(found[1])
    return 0


def months_of(token: Token) -> tuple[int, int]:
    """Give the first month and the number of months of a quarter, a half or the first or last months."""
    words = token.lower().split()
    if token.type == "SEASON":
        return next(SEASONS[word] for word in words if word in SEASONS), 3
    if token.type == "QUARTER":
        number = 4 if "laatste" in words else ordinal_of(words) or int(re.findall(r"[1-4]", token)[0])
        return 3 * number - 2, 3
    if token.type == "HALF":
        return (1, 6) if ordinal_of(words) == 1 else (7, 6)
    counted = words[words.index("maanden") - 1]
    many = NUMBERS.get(counted) or int(counted)
    if not 1 <= many <= _MONTHS:
        raise p.PhraseError("", column_of(token), f"Een jaar heeft geen {many} maanden.", "Schrijf 1 t/m 12.")
    return (1, many) if "eerste" in words else (13 - many, many)


def period_of(token: Token) -> Period:
    """Give the last period that the words name."""
    last = re.findall(r"kwartaal|half *jaar|maand(?!ag)|jaar", token.lower())[-1]
    named: dict[str, Period] = {"kwartaal": "quarter", "maand": "month", "jaar": "year"}
    return named.get(last, "half-year")


def day_number(token: Token) -> int:
    """Give 10 for `de 10e` or `de tiende dag van de maand`."""
    found = re.search(r"\d+", token)
    return int(found[0]) if found else next(DAY_WORDS[w] for w in token.lower().split() if w in DAY_WORDS)


def month_number(token: Token) -> int:
    """Give 5 for `mei`."""
    return MONTH_NUMBERS[token.lower().rstrip(".")]


def year_number(token: Token) -> int:
    """Give the year at the end of the token."""
    return int(token[-4:])


def figure(token: Token) -> int:
    """Give the digits as a number: 20 for `20e`."""
    return int(re.sub(r"\D", "", token))


def column_of(token: Token) -> int:
    """Give the place of the token, counted from 1."""
    return token.column or 1
