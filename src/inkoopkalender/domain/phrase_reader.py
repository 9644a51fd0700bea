"""Makes phrases of the parser's tree: one method per rule of the grammar.

What the grammar cannot see is refused here: 31 juni, 29 februari of a common year, 25.00 uur.
"""

import re
from calendar import monthrange
from datetime import time
from typing import Literal

from lark import Token, Transformer, v_args

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.dutch_dates import MONTHS, NUMBER_WORDS
from inkoopkalender.domain.phrase_help import refuse_misspelt_date

UNITS: dict[str, p.Unit] = {word: unit for unit, words in p.UNIT_WORDS.items() for word in words}
NUMBERS = {word: figure for figure, word in enumerate(NUMBER_WORDS, start=1)} | {"een": 1}
_LEAP_YEAR = 2024
_WHOLE_DAY = {(24, 0), (23, 59)}
_HOURS, _MINUTES = 24, 60


@v_args(inline=True)
class PhraseReader(Transformer[Token, p.Phrase]):
    """Reads the tree of one text; the text itself is kept for messages."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def until(self, word: Token, point: p.Point, clock: time | None = None) -> p.Until:
        """Read `uiterlijk D`, `t/m D`, `tot uiterlijk D`."""
        if word.type == "THROUGH":
            return p.Until(point, clock, "t/m")
        return p.Until(point, clock, "uiterlijk" if word.type == "UNTIL" else "tot uiterlijk")

    def before(self, word: Token, anchor: p.Anchor, clock: time | None = None) -> p.Before:
        """Read `vóór D`, `tot D`, `vóór E`."""
        return p.Before(anchor, clock, "tot" if word.type == "TO" else "vóór")

    def through(self, start: p.Point, joint: Token, end: p.Point, clock: time | None = None) -> p.Through:
        """Read `A t/m B`, `A-B`."""
        return p.Through(start, end, clock, "-" if joint.type == "HYPHEN" else "t/m")

    def up_to(self, start: p.Point, _joint: Token, end: p.Point, clock: time | None = None) -> p.UpTo:
        """Read `A tot B`."""
        return p.UpTo(start, end, clock)

    def between(self, start: p.Point, end: p.Point, clock: time | None = None) -> p.Between:
        """Read `tussen A en B`."""
        return p.Between(start, end, clock)

    def from_(self, anchor: p.Anchor) -> p.From:
        """Read `vanaf D`."""
        return p.From(anchor)

    def after(self, _word: Token, anchor: p.Anchor) -> p.After:
        """Read `na D`."""
        return p.After(anchor)

    def on(self, point: p.Point, clock: time | None = None) -> p.On | p.During:
        """Read `D`; a bare month or year is the whole of it."""
        return self._on("", point, clock)

    def on_word(self, word: Token, point: p.Point, clock: time | None = None) -> p.On | p.During:
        """Read `op D`, `per D`."""
        return self._on("per" if word.lower() == "per" else "op", point, clock)

    def during(self, point: p.Month | p.Year) -> p.During:
        """Read `in september 2027`."""
        return p.During(point)

    def whole_year(self, year: Token | None = None) -> p.WholeYear:
        """Read `gedurende het hele jaar 2027`."""
        return p.WholeYear(None if year is None else int(year))

    def within(
        self, amount: int, unit: Token, word: Token | None = None, anchor: p.Anchor | None = None
    ) -> p.Within:
        """Read `binnen 2 weken na E`."""
        kept: Literal["na", "nadat"] = "nadat" if word is not None and word.lower() == "nadat" else "na"
        return p.Within(amount, UNITS[unit.lower()], anchor, kept)

    def unknown(self) -> p.Unknown:
        """Read `onbekend`."""
        return p.Unknown()

    def day(self, day: Token, month: Token, year: Token | None = None) -> p.Day:
        """Read `31 mei 2026`; a day that the month does not have is refused."""
        number = MONTHS.index(month.lower()) + 1
        known_year = None if year is None else int(year)
        most = monthrange(known_year or _LEAP_YEAR, number)[1]
        if not 1 <= int(day) <= most:
            raise p.impossible_day(self._words, p.Day(int(day), number, known_year, _column(day)), most)
        return p.Day(int(day), number, known_year, _column(day))

    def bare_day(self, day: Token) -> p.Day:
        """Read `2` in `2-31 mei 2026`."""
        return p.Day(int(day), None, None, _column(day))

    def month(self, month: Token, year: Token | None = None) -> p.Month:
        """Read `mei 2026`."""
        return p.Month(MONTHS.index(month.lower()) + 1, None if year is None else int(year), _column(month))

    def year(self, year: Token) -> p.Year:
        """Read `2027`."""
        return p.Year(int(year), _column(year))

    def about(self, part: Token, month: Token, year: Token | None = None) -> p.About:
        """Read `medio juli 2026`."""
        known: dict[str, Literal["begin", "medio", "eind"]] = {
            "begin": "begin",
            "medio": "medio",
            "eind": "eind",
        }
        number = MONTHS.index(month.lower()) + 1
        return p.About(known[part.lower()], number, None if year is None else int(year), _column(part))

    def amount(self, number: Token) -> int:
        """Read `10` or `tien`."""
        return NUMBERS.get(number.lower()) or int(number)

    def reference(self, name: Token) -> p.Named:
        """Take a key or free words; not a date with a fault in it."""
        refuse_misspelt_date(self._words, str(name), _column(name))
        return p.Named(str(name), _column(name))

    def clock(self, *words: Token) -> time | None:
        """Read `, vóór 12.00 uur`; None when the whole day counts."""
        hour, minute = (int(part) for part in re.split("[.:]", words[-1]))
        if (hour, minute) in _WHOLE_DAY:
            return None
        if hour >= _HOURS or minute >= _MINUTES:
            problem = f"'{words[-1]}' is geen kloktijd."
            next_step = (
                "Uren lopen van 00 t/m 23 en minuten van 00 t/m 59; 24.00 uur is het einde van de dag."
            )
            raise p.PhraseError(self._words, _column(words[-1]), problem, next_step)
        return time(hour, minute)

    def _on(self, word: Literal["", "op", "per"], point: p.Point, clock: time | None) -> p.On | p.During:
        if isinstance(point, p.Day | p.About):
            return p.On(point, clock, word)
        if clock is not None:
            problem = f"Een kloktijd hoort bij één dag, en '{point}' is meer dan een dag."
            next_step = "Schrijf de dag, bijvoorbeeld 31 mei 2026."
            raise p.PhraseError(self._words, point.column, problem, next_step)
        return p.During(point)


def _column(token: Token) -> int:
    return token.column or 1
