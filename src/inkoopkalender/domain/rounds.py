"""The name of a round: insurer, sector, contract year.

The name is also the place of the round's folder below `calendars/`.
"""

import re
from dataclasses import dataclass

from inkoopkalender.errors import MisuseError

_FORM = re.compile(
    r"(?P<insurer>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<sector>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<year>2\d{3})"
)


@dataclass(frozen=True, slots=True, order=True)
class RoundKey:
    """One insurer buys one sector for one contract year; the work runs the year before."""

    insurer: str
    sector: str
    contract_year: int

    @classmethod
    def parse(cls, text: str) -> "RoundKey":
        """Read `cz/wijkverpleging/2027`. Raises MisuseError, which names the form."""
        found = _FORM.fullmatch(text.strip().strip("/"))
        if found is None:
            raise MisuseError(
                f"'{text}' is niet de sleutel van een ronde.\n"
                "Schrijf verzekeraar/sector/contractjaar in kleine letters, zoals cz/wijkverpleging/2027.\n"
                "Welke er zijn: inkoopkalender calendar list"
            )
        return cls(found["insurer"], found["sector"], int(found["year"]))

    def __str__(self) -> str:
        """Write the key as it is typed: `cz/wijkverpleging/2027`."""
        return f"{self.insurer}/{self.sector}/{self.contract_year}"
