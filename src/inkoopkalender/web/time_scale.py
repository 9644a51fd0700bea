"""The scale of a picture: which moment stands where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns moments into places on the picture; `first` counts, `last` does not."""

    first: date
    last: date
    left: float
    right: float
    zone: ZoneInfo

    def x(self, moment: datetime) -> float:
        """Return where a moment is, kept within the picture."""
        day = (
            moment.astimezone(self.zone).replace(tzinfo=None) - datetime.combine(self.first, time())
        ).total_seconds()
        whole = (self.last - self.first).total_seconds()
        return round(self.left + (self.right - self.left) * min(1.0, max(0.0, day / whole)), 1)

    def day(self, day: date) -> float:
        """Return where a day begins."""
        return self.x(datetime.combine(day, time(), self.zone))

    def noon(self, day: date) -> float:
        """Return where the middle of a day is."""
        return self.x(datetime.combine(day, _NOON, self.zone))

    def months(self) -> Iterator[date]:
        """Give the first day of each month, in order."""
        day = self.first
        while day < self.last:
            yield day
            day = next_month(day)


def next_month(day: date) -> date:
    """Return the first day of the month after that of `day`."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
