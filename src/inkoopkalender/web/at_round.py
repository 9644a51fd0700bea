"""A visit to one round: its desk to look from, and a desk to act at for somebody who may."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException

from inkoopkalender.domain.register import User
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError
from inkoopkalender.usecases.desk import Desk, open_desk
from inkoopkalender.usecases.overview import look_in
from inkoopkalender.web.round_sentence import round_words
from inkoopkalender.web.visit import AVisit, Visit


@dataclass(frozen=True, slots=True)
class AtRound:
    """A visit and the desk of the round that its address names; nothing is recorded from that desk."""

    visit: Visit
    desk: Desk

    @property
    def address(self) -> str:
        """Where the round's own page is."""
        return f"/rounds/{self.desk.key}"

    @property
    def names(self) -> dict[str, str]:
        """What every page of a round shows of it."""
        brand = self.desk.brand
        return {
            "key": self.desk.key,
            "title": round_words(self.desk.key),
            "insurer": brand.name,
            "colour": brand.colour,
            "home": self.address,
        }

    def acting_desk(self, user: User) -> Desk:
        """Return a desk at which `user` acts; a calendar that changed since is recorded first."""
        settings = self.visit.site.settings
        return open_desk(
            self.visit.database,
            settings,
            RoundKey.parse(self.desk.key),
            at=self.visit.now,
            actor=user.name,
            root=settings.content,
            readers=self.visit.site.readers,
        )


def begin_at_round(visit: AVisit, insurer: str, sector: str, year: str) -> AtRound:
    """Open the desk of a round to look at it. Raises an HTTPException (404) and ContentError."""
    key = f"{insurer}/{sector}/{year}"
    try:
        return AtRound(
            visit, look_in(visit.database, visit.site.settings, key, visit.now, visit.site.readers)
        )
    except MisuseError as fault:  # no such round, or none was opened: the address is wrong, not the act
        raise HTTPException(404, detail=str(fault)) from fault


AnAtRound = Annotated[AtRound, Depends(begin_at_round)]
ROUND = "/rounds/{insurer}/{sector}/{year}"
