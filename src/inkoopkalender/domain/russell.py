"""The Russell Standard: which rows are treated smokers, who of them stopped, and the rates.

Policy: CZ stoppen met roken 2027, 2.2 and Bijlage 2 (West, 2005). Days are whole and both ends of a window
count. Whoever is not shown to have stopped counts as a smoker; nobody leaves the denominator afterwards.
Reading a file is for the intake, contradictions for `russell_checks`, classes for `russell_class`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

Mode = Literal["face-to-face", "post", "telephone", "video", "other"]
NotTreated = Literal["no-quit-date", "no-session", "already-stopped"]

ASSESSING_MODES: Final[frozenset[Mode]] = frozenset({"face-to-face", "post", "telephone", "video"})
"""Bijlage 2 names three; a video call is read as face to face (A-SMR-20)."""
CO_BELOW_PPM: Final = Decimal(10)
"""Exclusive: 9.9 ppm verifies, 10 does not."""
MOST_CIGARETTES: Final = 5
"""Inclusive, in the past 50 weeks."""
_FOUR_DECIMALS: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Window:
    """When an assessment counts: days after the quit date, and how many earlier or later."""

    centre: int
    earlier: int
    later: int

    def days(self, quit_date: date) -> tuple[date, date]:
        """Return the first and the last day that count."""
        return (
            quit_date + timedelta(days=self.centre - self.earlier),
            quit_date + timedelta(days=self.centre + self.later),
        )

    def holds(self, day: date | None, quit_date: date | None) -> bool:
        """Say whether a day counts; never without both dates."""
        if day is None or quit_date is None:
            return False
        first, last = self.days(quit_date)
        return first <= day <= last


FOUR_WEEKS: Final = Window(28, 3, 14)
"""Day 25 to day 42."""
FIFTY_TWO_WEEKS: Final = Window(364, 30, 30)
"""Day 334 to day 394."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One attempt to learn whether somebody stopped. `reached` is None as long as nobody tried."""

    reached: bool | None = None
    day: date | None = None
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class Smoker:
    """One attempt of one smoker, as the minimal data set tells it; None is what it leaves empty."""

    quit_date: date | None
    sessions: int
    """Treatment sessions on or before the quit date, the assessment session not among them."""
    already_stopped: bool = False
    started_on: date | None = None
    ended_on: date | None = None
    age: int | None = None
    after_4w: FollowUp = FollowUp()
    smoke_free_2w: bool | None = None
    co_ppm: Decimal | None = None
    co_on: date | None = None
    after_52w: FollowUp = FollowUp()
    cigarettes_50w: int | None = None
    minutes: int | None = None
    medicine: bool | None = None
    medicine_kind: str | None = None
    stopped_3m: bool | None = None
    stopped_6m: bool | None = None
    stopped_1y: bool | None = None
    """The policy's own moments beside the Russell Standard: they are recorded and feed no rate."""


def why_not_treated(smoker: Smoker) -> NotTreated | None:
    """Return why a row is no treated smoker, None when it is one (Bijlage 2, TS)."""
    if smoker.already_stopped:
        return "already-stopped"
    if smoker.quit_date is None:
        return "no-quit-date"
    return None if smoker.sessions >= 1 else "no-session"


def is_self_reported_quitter_4w(smoker: Smoker) -> bool:
    """Say whether a treated smoker declared in time, in a way that counts, not to have smoked (SR4WQ)."""
    assessed = _is_assessed(smoker.after_4w, FOUR_WEEKS, smoker.quit_date)
    return why_not_treated(smoker) is None and assessed and smoker.smoke_free_2w is True


def is_verified_quitter_4w(smoker: Smoker) -> bool:
    """Say whether expired air, measured within the same window, verifies a self-reported quitter (4WQ)."""
    measured = FOUR_WEEKS.holds(smoker.co_on, smoker.quit_date)
    low = smoker.co_ppm is not None and smoker.co_ppm < CO_BELOW_PPM
    return is_self_reported_quitter_4w(smoker) and measured and low


def is_quitter_52w(smoker: Smoker) -> bool:
    """Say whether a treated smoker declared in time to have smoked at most five cigarettes (52WQ)."""
    assessed = _is_assessed(smoker.after_52w, FIFTY_TWO_WEEKS, smoker.quit_date)
    few = smoker.cigarettes_50w is not None and smoker.cigarettes_50w <= MOST_CIGARETTES
    return why_not_treated(smoker) is None and assessed and few


def _is_assessed(follow_up: FollowUp, window: Window, quit_date: date | None) -> bool:
    in_time = window.holds(follow_up.day, quit_date)
    return follow_up.reached is True and in_time and follow_up.mode in ASSESSING_MODES


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts of people, and their share of the treated smokers: 0-1, four decimals, None without any."""

    treated_smokers: int
    quitters_4w_self_reported: int
    quitters_4w_co: int
    quitters_52w: int
    lost_4w: int
    lost_52w: int
    rate_4w_self_reported: Decimal | None
    rate_4w_co: Decimal | None
    rate_52w: Decimal | None


def rates_of(smokers: Iterable[Smoker]) -> Rates:
    """Count a data set. The order of the rows makes no difference."""
    treated = [smoker for smoker in smokers if why_not_treated(smoker) is None]
    reported = sum(is_self_reported_quitter_4w(smoker) for smoker in treated)
    verified = sum(is_verified_quitter_4w(smoker) for smoker in treated)
    after_a_year = sum(is_quitter_52w(smoker) for smoker in treated)
    return Rates(
        treated_smokers=len(treated),
        quitters_4w_self_reported=reported,
        quitters_4w_co=verified,
        quitters_52w=after_a_year,
        lost_4w=sum(smoker.after_4w.reached is False for smoker in treated),
        lost_52w=sum(smoker.after_52w.reached is False for smoker in treated),
        rate_4w_self_reported=_share(reported, len(treated)),
        rate_4w_co=_share(verified, len(treated)),
        rate_52w=_share(after_a_year, len(treated)),
    )


def _share(part: int, whole: int) -> Decimal | None:
    if whole == 0:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(_FOUR_DECIMALS, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands beside the rates: why rows do not count, who was measured, whose window still runs."""

    not_treated: Counter[NotTreated]
    co_measured: int
    """Treated smokers with a CO value within the window; 0 means 'not measured', not 'nobody stopped'."""
    running_4w: int | None
    running_52w: int | None
    """Treated smokers not asked yet whose window ends on the given day or later; None without a day."""


def surroundings_of(smokers: Iterable[Smoker], on: date | None = None) -> Surroundings:
    """Count what explains the rates; `on` is the day of looking."""
    rows = [(smoker, why_not_treated(smoker)) for smoker in smokers]
    treated = [smoker for smoker, why in rows if why is None]
    measured = [smoker for smoker in treated if smoker.co_ppm is not None]
    return Surroundings(
        Counter(why for _, why in rows if why is not None),
        sum(FOUR_WEEKS.holds(smoker.co_on, smoker.quit_date) for smoker in measured),
        None if on is None else sum(_runs(each, each.after_4w, FOUR_WEEKS, on) for each in treated),
        None if on is None else sum(_runs(each, each.after_52w, FIFTY_TWO_WEEKS, on) for each in treated),
    )


def _runs(smoker: Smoker, follow_up: FollowUp, window: Window, on: date) -> bool:
    open_still = smoker.quit_date is not None and on <= window.days(smoker.quit_date)[1]
    return follow_up.reached is None and open_still
