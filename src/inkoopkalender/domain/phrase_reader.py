"""Makes phrases while the parser reads: one method per rule of the grammar.

The parts of a phrase (dates, clock times, names) are read in `point_reader`.
"""

import re
from typing import Literal

from lark import Token, v_args

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.dutch import WEEKDAYS as WEEKDAY_NAMES
from inkoopkalender.domain.point_reader import PointReader
from inkoopkalender.domain.token_values import (
    ADVERBS,
    UNITS,
    after_word,
    column_of,
    counted_number,
    limit_word,
    nth_of,
    period_of,
    year_number,
)

_MOMENT = re.compile(
    r"tussen het moment (?:dat|waarop) (.+) en het moment (?:dat|waarop) (.+)", re.IGNORECASE
)
Term = tuple[int, p.Unit]


@v_args(inline=True)
class PhraseReader(PointReader):
    """Reads what the parser found; it keeps nothing, so that threads may share it."""

    def until(self, word: Token, point: p.Point, clock: p.Clock | None = None) -> p.Until:
        """Read `uiterlijk D`, `t/m D`, `tot uiterlijk D`."""
        if word.type == "THROUGH":
            return p.Until(point, clock, "t/m")
        return p.Until(point, clock, "uiterlijk" if word.type == "UNTIL" else "tot uiterlijk")

    def before(self, word: Token, anchor: p.Anchor, clock: p.Clock | None = None) -> p.Before:
        """Read `vóór D`, `tot D`, `vóór E`."""
        return p.Before(anchor, clock, "tot" if word.type == "TO" else "vóór")

    def through(self, start: p.Point, joint: Token, end: p.Point, clock: p.Clock | None = None) -> p.Through:
        """Read `A t/m B`, `A-B`."""
        return p.Through(start, end, clock, "-" if joint.type == "HYPHEN" else "t/m")

    def clocked_through(
        self, start: p.Point, begins: p.Clock | None, joint: Token, end: p.Point, clock: p.Clock | None = None
    ) -> p.Through:
        """Read `A, 9.00 uur t/m B, 17.00 uur`."""
        return p.Through(start, end, clock, "-" if joint.type == "HYPHEN" else "t/m", begins)

    def up_to(self, start: p.Point, _joint: Token, end: p.Point, clock: p.Clock | None = None) -> p.UpTo:
        """Read `A tot B`."""
        return p.UpTo(start, end, clock)

    def clocked_up_to(
        self,
        start: p.Point,
        begins: p.Clock | None,
        _joint: Token,
        end: p.Point,
        clock: p.Clock | None = None,
    ) -> p.UpTo:
        """Read `A, 9.00 uur tot B, 17.00 uur`."""
        return p.UpTo(start, end, clock, begins)

    def between(self, start: p.Point, end: p.Point, clock: p.Clock | None = None) -> p.Between:
        """Read `tussen A en B`."""
        return p.Between(start, end, clock)

    def from_(self, anchor: p.Anchor, clock: p.Clock | None = None) -> p.From:
        """Read `vanaf D`."""
        return p.From(anchor, clock)

    def after(self, _word: Token, anchor: p.Anchor) -> p.After:
        """Read `na D`."""
        return p.After(anchor)

    def on(self, point: p.Point, clock: p.Clock | None = None) -> p.On | p.During:
        """Read `D`; a bare month or year is the whole of it."""
        return _on("", point, clock)

    def on_word(self, word: Token, point: p.Point, clock: p.Clock | None = None) -> p.On | p.During:
        """Read `op D`, `per D`."""
        return _on("per" if word.lower() == "per" else "op", point, clock)

    def during(self, point: p.DayRange) -> p.During | p.WholeYear:
        """Read `in september 2027`."""
        return p.During(point)

    def over(self, point: p.DayRange) -> p.Over:
        """Read `over 2025`."""
        return p.Over(point)

    def whole_year(self, year: Token | None = None) -> p.WholeYear:
        """Read `gedurende het hele jaar 2027`."""
        return p.WholeYear(None if year is None else year_number(year))

    def year_start(self, year: Token | None = None) -> p.StartOfYear:
        """Read `bij de start van het jaar`."""
        return p.StartOfYear(None if year is None else year_number(year))

    def unknown(self) -> p.Unknown:
        """Read `onbekend`."""
        return p.Unknown()

    def yearly(self, phrase: p.Dated) -> p.Yearly:
        """Read `jaarlijks uiterlijk 1 juni`."""
        return p.Yearly(phrase)

    def within(self, term: Term, word: Token | None = None, anchor: p.Anchor | None = None) -> p.Within:
        """Read `binnen 2 weken na E`."""
        return p.Within(*term, anchor, after_word(word))

    def until_within(self, _word: Token, term: Term, word: Token, anchor: p.Anchor) -> p.Within:
        """Read `uiterlijk 2 weken na E`."""
        return p.Within(*term, anchor, after_word(word))

    def after_periods(self, term: Term, period: Token) -> p.AfterPeriods:
        """Read `binnen 6 weken na afloop van elk kwartaal`."""
        return p.AfterPeriods(*term, period_of(period))

    def later(self, term: Term, word: Token, anchor: p.Anchor) -> p.Later:
        """Read `4 weken na E`."""
        return p.Later(*term, anchor, after_word(word))

    def earlier(self, *found: Token | Term | p.Anchor) -> p.Earlier:
        """Read `2 weken vóór E`, `uiterlijk 2 weken vóór E`, `drie maanden van tevoren`."""
        term = next(item for item in found if isinstance(item, tuple))
        last = found[-1]
        return p.Earlier(*term, None if isinstance(last, Token | tuple) else last)

    def start_rule(
        self, words: Token, joint: Token | None = None, anchor: p.Anchor | None = None
    ) -> p.StartRule:
        """Read `eerste dag van het eerstvolgende kwartaal na E`."""
        same = joint is not None and joint.lower() == "waarin"
        return p.StartRule(period_of(words), "same" if same else "next", anchor)

    def moments(self, words: Token) -> p.Moments:
        """Read `tussen het moment dat E1 en het moment dat E2`."""
        found = _MOMENT.fullmatch(" ".join(words.split()))
        if found is None:
            raise TypeError(words)
        first, second = column_of(words) + found.start(1), column_of(words) + found.start(2)
        return p.Moments(p.Named(found[1], first), p.Named(found[2], second))

    def on_event(self, word: Token, anchor: p.Named) -> p.OnEvent:
        """Read `op de vastgestelde peildatum`, `bij E`."""
        known: dict[str, Literal["op", "per", "bij"]] = {"op": "op", "per": "per", "bij": "bij"}
        return p.OnEvent(anchor, known[word.lower()])

    def every(self, _word: Token, step: Term, *tail: Token | p.Clock | p.Bounds | None) -> p.Every:
        """Read `per kwartaal`, `elke 2 weken op dinsdag`."""
        return _every(step, tail)

    def every_adverb(self, word: Token, *tail: Token | p.Clock | p.Bounds | None) -> p.Every:
        """Read `jaarlijks`, `maandelijks`."""
        return _every(ADVERBS[word.lower()], tail)

    def every_day(self, _word: Token, counted: Token, *tail: Token | p.Clock | p.Bounds | None) -> p.EveryDay:
        """Read `elke dinsdag`."""
        _weekday, clock, bounds = _tail(tail)
        return p.EveryDay(counted_number(counted), clock=clock, bounds=bounds)

    def every_nth(self, words: Token, *tail: Token | p.Clock | p.Bounds | None) -> p.EveryDay:
        """Read `elke eerste maandag van de maand`."""
        _weekday, clock, bounds = _tail(tail)
        nth, counted = nth_of(words.lower().split())
        return p.EveryDay(counted, nth, period_of(words), clock, bounds)

    def bounds_in(self, point: p.DayRange) -> p.Bounds:
        """Read `in 2027`."""
        return p.Bounds(point, whole=True)

    def bounds_from(self, point: p.Point) -> p.Bounds:
        """Read `vanaf 4 januari 2027`."""
        return p.Bounds(point)

    def bounds_range(self, start: p.Point, _joint: Token, end: p.Point) -> p.Bounds:
        """Read `van 2027 t/m 2030`."""
        return p.Bounds(start, end)

    def listed(self, *found: Token | p.Point) -> p.Listed:
        """Read `per 1 januari, 1 april, 1 juli of 1 oktober 2024`."""
        words = [item.lower() for item in found if isinstance(item, Token)]
        points = tuple(item for item in found if not isinstance(item, Token))
        word: Literal["", "op", "per"] = ""
        if words:
            word = "per" if words[0] == "per" else "op"
        return p.Listed(points, word)

    def limit(self, bound: Token, every: Token, step: Term | None = None) -> p.Limit:
        """Read `minimaal elke 2 jaar`, `maximaal één keer per contractjaar`."""
        amount, unit = step or ADVERBS.get(every.lower(), (1, "years"))
        return p.Limit(limit_word(bound), 1, amount, unit)

    def limit_times(self, *found: Token | int | Term) -> p.Limit:
        """Read `maximaal 2 keer per jaar`."""
        times = next(item for item in found if isinstance(item, int))
        amount, unit = next(item for item in found if isinstance(item, tuple))
        bound = found[0] if isinstance(found[0], Token) and found[0].type in ("AT_LEAST", "AT_MOST") else None
        return p.Limit("" if bound is None else limit_word(bound), times, amount, unit)

    def step(self, *found: int | Token) -> Term:
        """Read `2 weken`, `kwartaal`."""
        *amount, unit = found
        many, known = UNITS[" ".join(str(unit).lower().split())]
        number = int(amount[0]) if amount else 1
        if number < 1 and isinstance(unit, Token):
            problem = f"'{number} {unit}' is geen termijn."
            raise p.PhraseError("", column_of(unit), problem, "Schrijf een getal van 1 of meer.")
        return number * many, known

    def term(self, amount: int, unit: Token) -> Term:
        """Read `10 werkdagen`."""
        return self.step(amount, unit)


def _on(word: Literal["", "op", "per"], point: p.Point, clock: p.Clock | None) -> p.On | p.During:
    if isinstance(point, p.Day | p.About | p.NthDay):
        return p.On(point, clock, word)
    if clock is not None:
        problem = f"Een kloktijd hoort bij één dag, en '{point}' is meer dan een dag."
        raise p.PhraseError("", point.column, problem, "Schrijf de dag, bijvoorbeeld 31 mei 2026.")
    return p.During(point)


def _every(step: Term, tail: tuple[Token | p.Clock | p.Bounds | None, ...]) -> p.Every:
    amount, unit = step
    weekday, clock, bounds = _tail(tail)
    return p.Every(amount, unit, weekday, clock, bounds)


def _tail(
    tail: tuple[Token | p.Clock | p.Bounds | None, ...],
) -> tuple[int | None, p.Clock | None, p.Bounds | None]:
    weekday = next(
        (WEEKDAY_NAMES.index(t.lower()) for t in tail if isinstance(t, Token) and t.type != "ON"), None
    )
    clock = next((item for item in tail if isinstance(item, p.Clock)), None)
    bounds = next((item for item in tail if isinstance(item, p.Bounds)), None)
    return weekday, clock, bounds
