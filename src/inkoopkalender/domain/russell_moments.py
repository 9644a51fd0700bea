"""The four moments at which the policy wants to know whether somebody stopped: which is over, and empty.

Policy: CZ stoppen met roken 2027, 2.2 and Bijlage 2; each moment counts from what the policy says with it
(A-SMR-03). The four weeks may be asked until the end of their window; the others are over on the day after
the moment. Who could not be reached is lost to follow-up, and nothing is missing of them any more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from inkoopkalender.domain.russell import FOUR_WEEKS, Smoker
from inkoopkalender.domain.terms import add_months


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment: its field, the fields that it counts from and reads, and the last day to ask on."""

    field: str
    words: str
    reads: tuple[str, ...]
    last_day: Callable[[Smoker], date | None]
    is_settled: Callable[[Smoker], bool]
    """Whether it was asked, or the person is known to be lost."""


def check_moment(moment: Moment, smoker: Smoker, on: date | None) -> Iterator[tuple[str, str]]:
    """Give field and message of a moment that was over before `on`, the day of receipt, and is empty."""
    last = moment.last_day(smoker)
    if on is None or last is None or smoker.already_stopped or moment.is_settled(smoker) or on <= last:
        return
    message = (
        f"{moment.words} had uiterlijk op {last:%d-%m-%Y} gemeten moeten zijn, en er staat niets. "
        "Vul aan wat u weet; is de deelnemer niet bereikt, vul dan bij bereikt nee in."
    )
    yield moment.field, message


def _after(day: date | None, months: int) -> date | None:
    return None if day is None else add_months(day, months)


def _lost(smoker: Smoker) -> bool:
    return smoker.after_4w.reached is False


MOMENTS: Final = (
    Moment(
        "reached_4w",
        "Stoppen na 4 weken",
        ("quit_date", "already_stopped", "reached_4w"),
        lambda smoker: FOUR_WEEKS.days(smoker.quit_date)[1] if smoker.quit_date else None,
        lambda smoker: smoker.after_4w.reached is not None,
    ),
    Moment(
        "stopped_3m",
        "Stoppen na 3 maanden",
        ("started_on", "already_stopped", "reached_4w", "stopped_3m"),
        lambda smoker: _after(smoker.started_on, 3),
        lambda smoker: smoker.stopped_3m is not None or _lost(smoker),
    ),
    Moment(
        "stopped_6m",
        "Stoppen na 6 maanden",
        ("quit_date", "already_stopped", "reached_4w", "stopped_6m"),
        lambda smoker: _after(smoker.quit_date, 6),
        lambda smoker: smoker.stopped_6m is not None or _lost(smoker),
    ),
    Moment(
        "stopped_1y",
        "Stoppen na 1 jaar",
        ("ended_on", "already_stopped", "reached_4w", "reached_52w", "stopped_1y"),
        lambda smoker: _after(smoker.ended_on, 12),
        lambda smoker: smoker.stopped_1y is not None or _lost(smoker) or smoker.after_52w.reached is False,
    ),
)
"""In the order of the policy."""
