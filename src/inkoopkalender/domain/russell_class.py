"""The quality class of a provider of stop-smoking care: above average, average, below average.

Policy: CZ stoppen met roken 2027, 2.2 and 2.3. It names the three classes and says neither which rate
decides nor where the bounds lie (A-SMR-06); so they are parameters, and without them there is no class.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from inkoopkalender.domain.russell import Rates

RateName = Literal["rate_4w_self_reported", "rate_4w_co", "rate_52w"]
QualityClass = Literal["unclassified", "below_average", "average", "above_average"]


@dataclass(frozen=True, slots=True)
class ClassBounds:
    """What a person set: the rate that decides, and the shares (0-1) that still count as average."""

    rate: RateName
    lowest_average: Decimal
    highest_average: Decimal

    def __post_init__(self) -> None:
        if not 0 <= self.lowest_average <= self.highest_average <= 1:
            raise ValueError("de grenzen liggen van 0 tot en met 100 procent, laagste eerst")


def class_of(rates: Rates, bounds: ClassBounds | None) -> QualityClass:
    """Return the class; both bounds are still average. Without bounds, or without a rate: unclassified."""
    if bounds is None:
        return "unclassified"
    rate = {
        "rate_4w_self_reported": rates.rate_4w_self_reported,
        "rate_4w_co": rates.rate_4w_co,
        "rate_52w": rates.rate_52w,
    }[bounds.rate]
    if rate is None:
        return "unclassified"
    if rate < bounds.lowest_average:
        return "below_average"
    return "above_average" if rate > bounds.highest_average else "average"
