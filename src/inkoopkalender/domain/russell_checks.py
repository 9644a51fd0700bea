"""What contradicts itself, or is unlikely, in one row of the minimal data set.

Policy: CZ stoppen met roken 2027, 2.1.2, 2.2 and Bijlage 2. An error must be put right; a warning may be
true. Neither changes what a row counts for: that follows from its cells alone. Fields are named as in the
kind `mds`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Literal

from inkoopkalender.domain.russell import (
    CO_BELOW_PPM,
    FIFTY_TWO_WEEKS,
    FOUR_WEEKS,
    FollowUp,
    Smoker,
    Window,
)
from inkoopkalender.domain.russell_moments import MOMENTS, Moment, check_moment

_YOUNGEST: Final = 12
_OLDEST: Final = 100


@dataclass(frozen=True, slots=True)
class Implausible:
    """One thing that does not fit, at the field where it is best put right."""

    field: str
    code: str
    severity: Literal["error", "warning"]
    message: str


def check_smoker(smoker: Smoker, on: date | None = None) -> tuple[Implausible, ...]:
    """Return what does not fit in a row; with `on`, the day of receipt, also what lies after it."""
    return tuple(found for check in CHECKS for found in check.of(smoker, on))


@dataclass(frozen=True, slots=True)
class SmokerCheck:
    """One thing to look at in a row: the fields that it reads, no others, and what it finds.

    Of the fields in `given` it reads only whether they are filled in.
    """

    fields: tuple[str, ...]
    of: Callable[[Smoker, date | None], Iterable[Implausible]]
    given: tuple[str, ...] = ()


def _check_age(smoker: Smoker, _: date | None) -> Iterator[Implausible]:
    if smoker.age is not None and not _YOUNGEST <= smoker.age <= _OLDEST:
        message = f"Een leeftijd van {smoker.age} jaar is onwaarschijnlijk. Controleer haar."
        yield Implausible("age", "age-unlikely", "warning", message)


def _check_end(smoker: Smoker, _: date | None) -> Iterator[Implausible]:
    if _before(smoker.ended_on, smoker.started_on):
        message = "Het einde van de begeleiding ligt vóór het begin. Verbeter een van beide datums."
        yield Implausible("ended_on", "end-before-start", "error", message)


def _check_sessions(smoker: Smoker, _: date | None) -> Iterator[Implausible]:
    if smoker.sessions > 0 and _before(smoker.quit_date, smoker.started_on):
        message = (
            "De begeleiding begon na de stopdatum; dan zijn er tot en met de stopdatum geen sessies geweest. "
            "Verbeter het aantal of een van beide datums."
        )
        yield Implausible("sessions", "sessions-after-quit", "error", message)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A follow-up with what its fields are called."""

    suffix: str
    words: str
    window: Window

    def follow_up(self, smoker: Smoker) -> FollowUp:
        """Return the attempt."""
        return smoker.after_4w if self.suffix == "4w" else smoker.after_52w

    def answer(self, smoker: Smoker) -> tuple[str, bool | int | None]:
        """Return the field with the answer, and the answer."""
        if self.suffix == "4w":
            return "smoke_free_2w", smoker.smoke_free_2w
        return "cigarettes_50w", smoker.cigarettes_50w


def _check_follow_up(asked: _Asked, smoker: Smoker, _: date | None) -> Iterator[Implausible]:
    follow_up, quit_date, suffix = asked.follow_up(smoker), smoker.quit_date, asked.suffix
    name, answer = asked.answer(smoker)
    told = follow_up.day is not None or follow_up.mode is not None or answer is not None
    if told and follow_up.reached is not True:
        message = (
            f"Er staat een meting na {asked.words}, maar niet dat de deelnemer bereikt is; zij telt zo niet. "
            f"Vul bij bereikt ja in, of haal de meting weg."
        )
        yield Implausible(f"reached_{suffix}", "answer-without-contact", "error", message)
    if _before(follow_up.day, quit_date):
        message = f"De meting na {asked.words} ligt vóór de stopdatum. Verbeter een van beide datums."
        yield Implausible(f"assessed_{suffix}_on", "follow-up-before-quit", "error", message)
    elif (
        follow_up.day is not None
        and quit_date is not None
        and not asked.window.holds(follow_up.day, quit_date)
    ):
        first, last = asked.window.days(quit_date)
        message = (
            f"De meting valt buiten {_day(first)} t/m {_day(last)} en telt niet mee "
            f"als stoppen na {asked.words}."
        )
        yield Implausible(f"assessed_{suffix}_on", "follow-up-outside-window", "warning", message)
    if follow_up.reached is True:
        yield from _check_complete(asked, follow_up, name, answer)


def _check_complete(
    asked: _Asked, follow_up: FollowUp, name: str, answer: bool | int | None
) -> Iterator[Implausible]:
    """Tell what is missing of somebody who was reached; without it, they count as a smoker."""
    parts = (
        (f"assessed_{asked.suffix}_on", "de datum", follow_up.day),
        (f"mode_{asked.suffix}", "de wijze van navragen", follow_up.mode),
        (name, "het antwoord", answer),
    )
    for field, words, value in parts:
        if value is None:
            message = (
                f"De deelnemer is na {asked.words} bereikt, maar {words} ontbreekt; "
                "zo telt hij als roker. Vul aan wat u weet."
            )
            yield Implausible(field, "answer-incomplete", "warning", message)


def _check_co_value(smoker: Smoker, _: date | None) -> Iterator[Implausible]:
    if smoker.co_ppm is None:
        if smoker.co_on is not None:
            message = "Er staat een datum van een CO-meting, maar geen waarde. Vul de waarde in."
            yield Implausible("co_ppm", "co-missing", "warning", message)
        return
    if smoker.smoke_free_2w is None:
        message = (
            "Er staat een CO-waarde zonder eigen verklaring van de deelnemer; zo bevestigt zij niets. "
            "Vul in wat de deelnemer zei."
        )
        yield Implausible("co_ppm", "co-without-report", "error", message)
    elif smoker.smoke_free_2w and smoker.co_ppm >= CO_BELOW_PPM:
        message = "De CO-waarde is 10 ppm of meer en bevestigt de verklaring niet. Controleer haar."
        yield Implausible("co_ppm", "co-contradicts", "warning", message)


def _check_co_day(smoker: Smoker, _: date | None) -> Iterator[Implausible]:
    if smoker.co_ppm is None:
        return
    if smoker.co_on is None:
        message = "Er staat een CO-waarde zonder datum; zo telt zij niet. Vul de dag van de meting in."
        yield Implausible("co_on", "co-undated", "error", message)
    elif _before(smoker.co_on, smoker.quit_date):
        message = "De CO-meting ligt vóór de stopdatum. Verbeter een van beide datums."
        yield Implausible("co_on", "follow-up-before-quit", "error", message)
    elif smoker.quit_date is not None and not FOUR_WEEKS.holds(smoker.co_on, smoker.quit_date):
        first, last = FOUR_WEEKS.days(smoker.quit_date)
        message = f"De CO-meting valt buiten {_day(first)} t/m {_day(last)} en bevestigt niets."
        yield Implausible("co_on", "follow-up-outside-window", "warning", message)


def _check_medicine(smoker: Smoker, _: date | None) -> Iterator[Implausible]:
    if smoker.medicine and smoker.minutes == 0:
        message = (
            "Farmacologische ondersteuning hoort bij begeleiding, en hier staan 0 minuten begeleiding. "
            "Verbeter een van beide."
        )
        yield Implausible("medicine", "medicine-alone", "error", message)
    if smoker.medicine and smoker.medicine_kind is None:
        message = "Er is farmacologische ondersteuning, maar de soort ontbreekt. Vul haar in."
        yield Implausible("medicine_kind", "medicine-kind-missing", "warning", message)
    if smoker.medicine is False and smoker.medicine_kind is not None:
        message = "Er staat een soort, maar geen farmacologische ondersteuning. Verbeter een van beide."
        yield Implausible("medicine_kind", "medicine-contradicts", "error", message)


def _check_future(
    field: str, day_of: Callable[[Smoker], date | None], smoker: Smoker, on: date | None
) -> Iterator[Implausible]:
    if on is not None and _before(on, day_of(smoker)):
        message = f"Deze datum ligt na {_day(on)}. Wat nog moet gebeuren, blijft leeg."
        yield Implausible(field, "date-in-future", "warning", message)


def _before(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and first < second


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _check_moment(moment: Moment, smoker: Smoker, on: date | None) -> Iterator[Implausible]:
    for field, message in check_moment(moment, smoker, on):
        yield Implausible(field, "moment-empty", "warning", message)


CHECKS: Final = (
    SmokerCheck(("age",), _check_age),
    SmokerCheck(("started_on", "ended_on"), _check_end),
    SmokerCheck(("started_on", "quit_date", "sessions"), _check_sessions),
    SmokerCheck(
        ("quit_date", "reached_4w", "assessed_4w_on", "mode_4w", "smoke_free_2w"),
        partial(_check_follow_up, _Asked("4w", "4 weken", FOUR_WEEKS)),
    ),
    SmokerCheck(("smoke_free_2w", "co_ppm"), _check_co_value, given=("co_on",)),
    SmokerCheck(("quit_date", "co_on"), _check_co_day, given=("co_ppm",)),
    SmokerCheck(
        ("quit_date", "reached_52w", "assessed_52w_on", "mode_52w", "cigarettes_50w"),
        partial(_check_follow_up, _Asked("52w", "52 weken", FIFTY_TWO_WEEKS)),
    ),
    SmokerCheck(("minutes", "medicine", "medicine_kind"), _check_medicine),
    *(
        SmokerCheck((field,), partial(_check_future, field, day_of))
        for field, day_of in (
            ("started_on", lambda smoker: smoker.started_on),
            ("assessed_4w_on", lambda smoker: smoker.after_4w.day),
            ("co_on", lambda smoker: smoker.co_on),
            ("assessed_52w_on", lambda smoker: smoker.after_52w.day),
        )
    ),
    *(SmokerCheck(moment.reads, partial(_check_moment, moment)) for moment in MOMENTS),
)
"""In the order in which their findings are told."""
