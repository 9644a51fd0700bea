"""Makes dates, clock times and names while the parser reads: the parts that phrases are made of.

What the grammar cannot see is refused here: 31 juni, 29 februari of a common year, 25.00 uur. The errors do
not hold the words yet; `grammar` adds them.
"""

import re
from datetime import date
from typing import Literal

from lark import Token, Transformer, v_args

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.clock_reader import read_clock
from inkoopkalender.domain.phrase_help import refuse_misspelt_date
from inkoopkalender.domain.phrase_terminals import NUMBERS
from inkoopkalender.domain.token_values import (
    PARTS,
    column_of,
    day_of_month,
    figure,
    month_number,
    months_of,
    nth_of,
    ordinal_of,
    year_number,
)

_WEEKS, _MONTHS = 53, 12
_UNIT_YEAR = 1000
"""More than any day or month: what is more is a year."""


@v_args(inline=True)
class PointReader(Transformer[Token, p.Phrase]):
    """Reads the parts; it keeps nothing, so that threads may share it."""

    def amount(self, number: Token) -> int:
        """Read `10` or `tien`."""
        return NUMBERS.get(number.lower()) or figure(number)

    def day(self, *found: Token) -> p.Day:
        """Read `zondag 31 mei 2026`; a day that the month does not have is refused."""
        tokens = {token.type: token for token in found}
        year = year_number(tokens["YEAR"]) if "YEAR" in tokens else None
        number = tokens["NUMBER"]
        return day_of_month(
            figure(number), month_number(tokens["MONTH"]), year, tokens.get("WEEKDAY"), column_of(number)
        )

    def figures(self, *found: Token) -> p.Day:
        """Read `31-12-2024`, `2024-12-31`."""
        tokens = {token.type: token for token in found}
        date = tokens["DATE"]
        first, month, last = (int(part) for part in re.split(r"[-/.]", date))
        day, year = (last, first) if first > _UNIT_YEAR else (first, last)
        if not 1 <= month <= _MONTHS:
            problem = f"'{date}' heeft geen maand {month}."
            raise p.PhraseError("", column_of(date), problem, "Schrijf dag-maand-jaar, zoals 31-12-2026.")
        return day_of_month(day, month, year, tokens.get("WEEKDAY"), column_of(date))

    def bare_day(self, day: Token) -> p.Day:
        """Read `2` in `2-31 mei 2026`."""
        return p.Day(figure(day), column=column_of(day))

    def month(self, month: Token, year: Token | None = None) -> p.Month:
        """Read `mei 2026`."""
        return p.Month(month_number(month), _year(year), column_of(month))

    def year(self, year: Token) -> p.Year:
        """Read `2027`."""
        return p.Year(year_number(year), column_of(year))

    def about(self, part: Token, month: Token, year: Token | None = None) -> p.About:
        """Read `medio juli 2026`."""
        known = PARTS[part.lower().split()[0]]
        return p.About(known, month_number(month), _year(year), column_of(part))

    def stretch(self, words: Token, year: Token | None = None) -> p.Stretch:
        """Read `het derde kwartaal van 2026`, `de eerste 8 maanden van 2026`."""
        first, months = months_of(words)
        return p.Stretch(first, months, _year(year), column_of(words))

    def half_month(self, words: Token, month: Token, year: Token | None = None) -> p.HalfMonth:
        """Read `de eerste helft van mei 2026`."""
        half: Literal[1, 2] = 1 if ordinal_of(words.lower().split()) == 1 else 2
        return p.HalfMonth(half, month_number(month), _year(year), column_of(words))

    def nth_day(self, words: Token, month: Token, year: Token | None = None) -> p.NthDay:
        """Read `derde dinsdag van september 2026`."""
        nth, counted = nth_of(words.lower().split())
        return p.NthDay(nth, counted, month_number(month), _year(year), column_of(words))

    def prinsjesdag(self, word: Token, year: Token | None = None) -> p.NthDay:
        """Read `Prinsjesdag 2026`: the third Tuesday of September."""
        return p.NthDay(3, 1, 9, _year(year), column_of(word))

    def week(self, words: Token, year: Token | None = None) -> p.Week:
        """Read `week 36 van 2026`."""
        return week_of(int(words.split()[1]), _year(year), words)

    def week_of_day(self, day: p.Day) -> p.Week:
        """Read `de week van 5 juli 2027`; without a year nobody knows which week that is."""
        if day.year is None:
            problem = f"Welke week '{day}' is, hangt van het jaar af."
            raise p.PhraseError("", day.column, problem, "Schrijf het jaar erbij: de week van 5 juli 2027.")
        year, number, _weekday = date(day.year, day.month or 1, day.day).isocalendar()
        return p.Week(number, year, day.column)

    def reference(self, name: Token) -> p.Named:
        """Take a key or free words; not a date with a fault in it."""
        refuse_misspelt_date(str(name), column_of(name))
        return p.Named(str(name), column_of(name))

    def clock(self, *words: Token) -> p.Clock | None:
        """Read `, vóór 12.00 uur`; None when the whole day counts."""
        found = {token.type: token for token in words}
        return read_clock(found["CLOCK"], found.get("ZONE"))


def week_of(number: int, year: int | None, words: Token) -> p.Week:
    """Make a week; a number that no year has is refused."""
    if not 1 <= number <= _WEEKS:
        problem = f"Week {number} bestaat niet."
        raise p.PhraseError("", column_of(words), problem, "Schrijf een week van 1 t/m 53.")
    return p.Week(number, year, column_of(words))


def _year(token: Token | None) -> int | None:
    return None if token is None else year_number(token)
