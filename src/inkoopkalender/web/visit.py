"""One request for a page: the moment, who acts, and what every page says above itself.

The actor is a name in a cookie, chosen from the users of this database; it says who acts, it does not
prove it. Nothing is changed here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from inkoopkalender import clock
from inkoopkalender.clock import HOME
from inkoopkalender.domain.dutch import counted, long_date
from inkoopkalender.domain.register import User
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.releases import letters_paused
from inkoopkalender.storage.users import SYSTEM_USER, list_users
from inkoopkalender.usecases.round_clock import clock_set_back, read_offset
from inkoopkalender.web.moment_words import moment_words
from inkoopkalender.web.pages import render_page
from inkoopkalender.web.site import Site

ACTOR, NOTE = "inkoopkalender_actor", "inkoopkalender_note"
APPROVER = "approver"
_COLOUR = "#1f5a96"
_LEAST_SHIFT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page is made with; `now` is this database's, `wall` the machine's own."""

    request: Request
    site: Site
    database: Database
    now: datetime
    wall: datetime
    users: tuple[User, ...]
    actor: User | None
    paused: bool
    last_change: datetime | None
    """The latest change, when the machine's clock stands before it."""
    prefect_answers: bool

    @property
    def shift(self) -> timedelta:
        """How far this database's clock is moved."""
        return self.now - self.wall

    def page(self, template: str, facts: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """Return a page with what stands above every page; a note from before it is told once."""
        note = unquote(self.request.cookies.get(NOTE, ""))
        frame: dict[str, object] = {
            "nonce": self.request.state.nonce,
            "colour": _COLOUR,
            "here": self.request.url.path,
            "actor": self.actor,
            "demo": not self.site.is_production,
            "banners": tuple(_banners(self)),
            "note": note,
        }
        answer = HTMLResponse(render_page(template, {**frame, **facts}), status)
        if note:
            answer.delete_cookie(NOTE, path="/", httponly=True, samesite="strict")
        return answer

    def acting(self) -> User:
        """Return who acts. Raises an HTTPException that leads to choosing somebody."""
        if self.actor is None:
            back = quote(self.request.headers.get("referer", "/") if self._changes() else self._address())
            raise HTTPException(303, headers={"location": f"/actor?back={back}"})
        return self.actor

    def deciding(self) -> User:
        """Return who acts, when they may release and decide. Raises an HTTPException (403)."""
        user = self.acting()
        if user.role != APPROVER:
            able = [one.name for one in self.users if one.role == APPROVER]
            raise HTTPException(403, detail=_not_allowed(user.name, able))
        return user

    def _changes(self) -> bool:
        return self.request.method != "GET"

    def _address(self) -> str:
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")


def leave(address: str, note: str = "") -> RedirectResponse:
    """Return an answer that leads to a page of ours, which tells `note` once."""
    answer = RedirectResponse(address, 303)
    if note:
        answer.set_cookie(NOTE, quote(note), max_age=60, path="/", httponly=True, samesite="strict")
    return answer


def begin_visit(request: Request) -> Visit:
    """Read what every page needs to know. Raises DatabaseUnreachableError."""
    site: Site = request.app.state.site
    database, wall = site.database(), clock.now()
    with database.reading() as connection:
        paused = letters_paused(connection)
        users = tuple(one for one in list_users(connection) if one.name != SYSTEM_USER)
    chosen = unquote(request.cookies.get(ACTOR, ""))
    actor = next((one for one in users if one.name == chosen), None)
    return Visit(
        request=request,
        site=site,
        database=database,
        now=(wall + read_offset(database)).astimezone(HOME),
        wall=wall,
        users=users,
        actor=actor,
        paused=paused,
        last_change=clock_set_back(database),
        prefect_answers=site.prefect_answers(),
    )


AVisit = Annotated[Visit, Depends(begin_visit)]


def _banners(visit: Visit) -> Iterator[str]:
    """Give what a reader must know before anything else on the page."""
    if not visit.site.is_production:
        yield "Demo: er gaat geen brief naar buiten, alles komt in de postvanger."
    if abs(visit.shift) >= _LEAST_SHIFT:
        yield _clock_words(visit.shift, visit.now)
    if visit.last_change is not None:
        yield (
            f"De klok van deze computer is teruggezet: de laatste wijziging is van "
            f"{moment_words(visit.last_change.astimezone(HOME))}. Zet de klok goed."
        )
    if visit.paused:
        yield "Alle brieven zijn aangehouden. Weer laten gaan: inkoopkalender letters resume"
    if not visit.prefect_answers:
        where = f" op {visit.site.prefect_url}" if visit.site.prefect_url else ""
        yield (
            f"Prefect antwoordt niet{where}: wat nu loopt, is hier niet te zien, en er begint niets vanzelf. "
            "Wat gedaan is, staat er wel. Kijk met: inkoopkalender doctor"
        )


def _clock_words(shift: timedelta, now: datetime) -> str:
    days = abs(shift) // timedelta(days=1)
    amount = (
        counted(days, "dag", "dagen")
        if days
        else counted(abs(shift) // timedelta(minutes=1), "minuut", "minuten")
    )
    way = "voor" if shift > timedelta() else "achter"
    return (
        f"De klok van deze database loopt {amount} {way}: hier is het {long_date(now)}, "
        f"{now.hour}.{now:%M} uur."
    )


def _not_allowed(name: str, able: list[str]) -> str:
    who = f"Wel: {', '.join(able)}." if able else "Er is nog niemand met die rol."
    return (
        f"Vrijgeven en beslissen mag alleen wie de rol approver heeft; {name} heeft die niet. {who} "
        "Kies rechtsboven iemand anders, of wijs iemand aan: inkoopkalender users add NAAM --role approver"
    )
