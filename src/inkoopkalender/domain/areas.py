"""How many clients an organisation has in each four-digit postcode area, and what a condition counts of that.

Policy: CZ wijkverpleging 2027, 2.3.2: clients divided by the areas in which there are any; the clients of
all areas are added up, as in the policy's own example (A-WV-19). Nothing is rounded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class AreaClients:
    """Clients of one insurer (a round's key of it) in one area, such as `4461`, as of a day.

    All rows of an insurer and day together are one count; a later day replaces it whole.
    """

    insurer: str
    area: str
    clients: int
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class AreaCount:
    """The count that stands: clients and areas with clients, of all and of the core region."""

    clients: int
    areas: int
    core_clients: int
    core_areas: int
    as_of: date
    source: str

    @property
    def core_share(self) -> Fraction:
        """Percent of the clients that live in the core region."""
        return Fraction(100 * self.core_clients, self.clients)

    @property
    def core_average(self) -> Fraction | None:
        """Clients per area of the core region; None without clients there."""
        return Fraction(self.core_clients, self.core_areas) if self.core_areas else None


def current_areas(rows: Iterable[AreaClients], insurer: str) -> tuple[AreaClients, ...]:
    """Return the latest day's rows of one insurer by area; of an area told twice, the last one.

    `rows` come in the order in which they were recorded. An area without clients is left out.
    """
    own = [row for row in rows if row.insurer == insurer]
    latest = max((row.as_of for row in own), default=None)
    told = {row.area: row for row in own if row.as_of == latest}
    return tuple(told[area] for area in sorted(told) if told[area].clients)


def count_areas(rows: Iterable[AreaClients], insurer: str, core: Sequence[str]) -> AreaCount | None:
    """Count one insurer's clients; `core` are the first digits of the core region's areas.

    None when nothing was told, or no clients at all.
    """
    told = current_areas(rows, insurer)
    if not told:
        return None
    inside = [row for row in told if row.area.startswith(tuple(core))]
    return AreaCount(
        sum(row.clients for row in told),
        len(told),
        sum(row.clients for row in inside),
        len(inside),
        told[0].as_of,
        told[0].source,
    )
