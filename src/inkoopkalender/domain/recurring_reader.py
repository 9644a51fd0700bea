"""Makes the phrases that come back, and terms, while the parser reads: `per kwartaal`, `10 werkdagen`.

One method per rule of the grammar, as in `phrase_reader`; it keeps nothing.
"""

from typing import Literal

from lark import Token, v_args

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.dutch import WEEKDAYS as WEEKDAY_NAMES
from inkoopkalender.domain.point_reader import PointReader
from inkoopkalender.domain.token_values import (
    ADVERBS,
    UNITS,
    column_of,
    counted_number,
    day_number,
    limit_word,
    nth_of,
    period_of,
)

_MOST_DAYS = 31
Term = tuple[int, p.Unit]


@v_args(inline=True)
class RecurringReader(PointReader):
    """Reads what comes back, and how long a term is."""

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

    def day_of_month(self, *found: Token | Term | p.Bounds | None) -> p.DayOfMonth:
        """Read `elke maand uiterlijk de 10e`, `maandelijks, vóór de tiende`, `de 15e van elke maand`."""
        tokens = {item.type: item for item in found if isinstance(item, Token)}
        named = next(tokens[name] for name in ("DAY_OF_MONTH", "DAY_OF_EACH") if name in tokens)
        day, step = (
            day_number(named),
            next((item for item in found if isinstance(item, tuple)), (1, "months")),
        )
        if "ADVERB" in tokens:
            step = ADVERBS[tokens["ADVERB"].lower()]
        if step != (1, "months") or not 1 <= day <= _MOST_DAYS:
            problem = f"'{named}' hoort bij elke maand, en is een dag van 1 t/m 31."
            raise p.PhraseError("", column_of(named), problem, "Schrijf elke maand uiterlijk de 10e.")
        word: Literal["uiterlijk", "vóór", "op"] = "op"
        if "BEFORE" in tokens:
            word = "vóór"
        elif "UNTIL" in tokens or "THROUGH" in tokens:
            word = "uiterlijk"
        return p.DayOfMonth(day, word, next((item for item in found if isinstance(item, p.Bounds)), None))

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
