"""Makes phrases while the parser reads: one method per rule of the grammar.

What comes back is read in `recurring_reader`, the parts of a phrase (dates, clock times, names) in
`point_reader`.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from lark import Token, v_args

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.point_reader import week_of
from inkoopkalender.domain.recurring_reader import RecurringReader, Term
from inkoopkalender.domain.relative_phrases import Period
from inkoopkalender.domain.token_values import (
    ADVERBS,
    after_word,
    column_of,
    day_number,
    period_of,
    year_number,
)

_SHORTEST_MONTH = 28
_STEPS: dict[Period, Term] = {
    "month": (1, "months"), "quarter": (3, "months"), "half-year": (6, "months"), "year": (1, "years")
}  # fmt: skip
_MOMENT = re.compile(
    r"tussen het moment (?:dat|waarop) (.+) en het moment (?:dat|waarop) (.+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Floor:
    """The day before which a start rule does not fall, while it is read."""

    day: p.Day


@v_args(inline=True)
class PhraseReader(RecurringReader):
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

    def two(self, start: p.DayRange, *rest: Token | p.DayRange | p.Clock | None) -> p.Through | p.Listed:
        """Read `in september en oktober 2027`, `in maart t/m mei`; what does not join is a list."""
        joint = next((item for item in rest if isinstance(item, Token)), None)
        end = next(
            item for item in rest if isinstance(item, p.Month | p.Year | p.Stretch | p.HalfMonth | p.Week)
        )
        clock = next((item for item in rest if isinstance(item, p.Clock)), None)
        if joint is None and not _joins(start, end):
            return p.Listed((start, end))
        return p.Through(start, end, clock)

    def weeks(self, words: Token, *rest: Token | p.Clock | None) -> p.Through:
        """Read `week 36 en 37 van 2027`, `week 36 t/m 38`."""
        year = next((year_number(item) for item in rest if isinstance(item, Token)), None)
        clock = next((item for item in rest if isinstance(item, p.Clock)), None)
        first, last = (week_of(int(number), None, words) for number in re.findall(r"\d+", words))
        end = replace(last, year=year)
        if " en " in words.lower() and "met" not in words.lower() and not _joins(first, end):
            problem = f"Week {first.week} en week {last.week} sluiten niet op elkaar aan."
            raise p.PhraseError("", column_of(words), problem, "Maak er twee gebeurtenissen van.")
        return p.Through(first, end, clock, "-" if re.search(r"[-\u2010-\u2015]", words) else "t/m")

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

    def at_once(self, _word: Token, _after: Token | None = None, anchor: p.Named | None = None) -> p.AtOnce:
        """Read `onverwijld`, `zo spoedig mogelijk na E`."""
        return p.AtOnce(anchor)

    def yearly(self, phrase: p.Dated | p.Listed) -> p.Yearly:
        """Read `jaarlijks uiterlijk 1 juni`."""
        if isinstance(phrase, p.Listed):
            problem = f"'{phrase}' noemt twee tijden."
            raise p.PhraseError("", phrase.points[0].column, problem, "Maak er twee gebeurtenissen van.")
        return p.Yearly(phrase)

    def within(self, term: Term, word: Token | None = None, anchor: p.Anchor | None = None) -> p.Within:
        """Read `binnen 2 weken na E`."""
        return p.Within(*term, anchor, after_word(word))

    def until_within(self, until: Token, term: Term, word: Token, anchor: p.Anchor) -> p.Within:
        """Read `uiterlijk 2 weken na E`, `tot 2 weken na E`."""
        return p.Within(*term, anchor, after_word(word), "tot" if until.type == "TO" else "binnen")

    def after_periods(self, term: Term, period: Token) -> p.AfterPeriods:
        """Read `binnen 6 weken na afloop van elk kwartaal`."""
        return p.AfterPeriods(*term, period_of(period))

    def day_after_period(self, *found: Token | Term) -> p.AfterPeriods:
        """Read `elk kwartaal, uiterlijk de 15e van de maand na afloop van het kwartaal`: 15 days after it."""
        tokens = {item.type: item for item in found if isinstance(item, Token)}
        named = tokens["DAY_AFTER_PERIOD"]
        day, period = day_number(named), period_of(named)
        step = next((item for item in found if isinstance(item, tuple)), None)
        if "ADVERB" in tokens:
            step = ADVERBS[tokens["ADVERB"].lower()]
        if step not in (None, _STEPS[period]) or not 1 <= day <= _SHORTEST_MONTH:
            problem = f"'{named}' hoort bij dezelfde periode, en is een dag van 1 t/m {_SHORTEST_MONTH}."
            next_step = "Schrijf bijvoorbeeld: binnen 6 weken na afloop van elk kwartaal."
            raise p.PhraseError("", column_of(named), problem, next_step)
        return p.AfterPeriods(day, "days", period)

    def later(self, term: Term, word: Token, anchor: p.Anchor) -> p.Later:
        """Read `4 weken na E`."""
        return p.Later(*term, anchor, after_word(word))

    def earlier(self, *found: Token | Term | p.Anchor) -> p.Earlier:
        """Read `2 weken vóór E`, `uiterlijk 2 weken vóór E`, `drie maanden van tevoren`."""
        term = next(item for item in found if isinstance(item, tuple))
        last = found[-1]
        return p.Earlier(*term, None if isinstance(last, Token | tuple) else last)

    def start_rule(self, *found: Token | p.Anchor | Floor) -> p.StartRule:
        """Read `eerste dag van het eerstvolgende kwartaal na E`, `…, niet eerder dan 1 januari 2028`."""
        words, *joint = (item for item in found if isinstance(item, Token) and item.type != "ON")
        same = bool(joint) and joint[0].lower() == "waarin"
        anchor = next((item for item in found if not isinstance(item, Token | Floor)), None)
        floor = next((item.day for item in found if isinstance(item, Floor)), None)
        return p.StartRule(period_of(words), "same" if same else "next", anchor, floor)

    def joined_rule(self, *found: Token | p.Anchor | Floor) -> p.StartRule:
        """Read `op de eerste van de maand na E`, `met ingang van de eerste dag van het kwartaal na E`."""
        return self.start_rule(*found)

    def floor(self, day: p.Day) -> Floor:
        """Read `, niet eerder dan 1 januari 2028`."""
        return Floor(day)

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


def _joins(first: p.DayRange, last: p.DayRange) -> bool:
    """Say whether the last month, week or year is the next one."""
    if isinstance(first, p.Month) and isinstance(last, p.Month):
        return last.month == first.month % 12 + 1
    if isinstance(first, p.Week) and isinstance(last, p.Week):
        return last.week == first.week + 1
    return isinstance(first, p.Year) and isinstance(last, p.Year) and last.year == first.year + 1


def _on(word: Literal["", "op", "per"], point: p.Point, clock: p.Clock | None) -> p.On | p.During:
    if isinstance(point, p.Day | p.About | p.NthDay):
        return p.On(point, clock, word)
    if clock is not None:
        problem = f"Een kloktijd hoort bij één dag, en '{point}' is meer dan een dag."
        raise p.PhraseError("", point.column, problem, "Schrijf de dag, bijvoorbeeld 31 mei 2026.")
    return p.During(point)
