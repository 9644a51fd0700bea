"""What a person does from the pages besides releasing: look now, start again, set a value, say who acts."""

from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from inkoopkalender.domain.duties import DUTY
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError
from inkoopkalender.orchestration.naming import round_tags
from inkoopkalender.orchestration.prefect_api import PrefectApi, PrefectUnreachableError
from inkoopkalender.usecases.known_parameters import check_parameter
from inkoopkalender.usecases.rounds import set_round_parameter
from inkoopkalender.web.at_round import ROUND, AnAtRound
from inkoopkalender.web.visit import ACTOR, AVisit, Visit, leave
from inkoopkalender.web.words import DUTIES, PARAMETERS, named

router = APIRouter()
Text = Annotated[str, Form()]
_YEAR = 365 * 24 * 3600


class UnknownPhaseError(MisuseError):
    """The round has no such event, or no such duty."""


class ReasonMissingError(MisuseError):
    """An act without a reason."""


@router.post("/tick")
def look_now(visit: AVisit, back: Text = "/") -> RedirectResponse:
    """Ask for a tick, ahead of the next one by itself."""
    visit.acting()
    note = _ask(
        visit, "tick_rounds", {}, (), "", "Er wordt nu gekeken wat aan de beurt is; ververs zo de pagina."
    )
    return leave(
        local(back), note or "Prefect antwoordt niet. Doe het zelf: inkoopkalender round tick SLEUTEL"
    )


@router.post(ROUND + "/rerun")
def start_again(at: AnAtRound, event: Text = "", kind: Text = "") -> RedirectResponse:
    """Ask for a run of one phase again; what was done is not done twice."""
    at.visit.acting()
    known = {one.key: one for one in at.desk.timeline.events}
    if event not in known or kind not in DUTY:
        raise UnknownPhaseError(f"De ronde {at.desk.key} heeft geen '{kind}' voor '{event}'.")
    tags = (*round_tags(RoundKey.parse(at.desk.key)), f"track:{known[event].track}")
    done = f"Opnieuw gestart: {named(kind, DUTIES)}. Wat al gedaan was, gebeurt niet nog eens."
    note = _ask(
        at.visit,
        kind,
        {"round_key": at.desk.key, "event": event},
        (*tags, f"event:{event}", f"kind:{kind}"),
        # A second click within the minute gets the same run.
        f"page|{at.desk.key}|{event}|{kind}|{at.visit.wall:%Y-%m-%dT%H:%M}",
        done,
    )
    command = f"Prefect antwoordt niet. Doe het zelf: inkoopkalender round tick {at.desk.key}"
    return leave(f"{at.address}#acties", note or command)


def _ask(
    visit: Visit, flow: str, parameters: dict[str, str], tags: tuple[str, ...], key: str, done: str
) -> str:
    """Ask for a flow run; return what to tell, or nothing when Prefect does not answer."""
    if not visit.prefect_answers:
        return ""
    try:
        with PrefectApi(visit.site.prefect_url) as api:
            api.create_flow_run(flow, parameters, tags=tags, key=key)
    except PrefectUnreachableError:
        return ""
    return done


@router.post(ROUND + "/parameters")
def set_value(at: AnAtRound, name: Text = "", value: Text = "", reason: Text = "") -> RedirectResponse:
    """Set a value that the policy leaves open."""
    user = at.visit.acting()
    why = need_reason(reason)
    checked = check_parameter(name, value.strip())
    desk = at.acting_desk(user)
    set_round_parameter(desk, name, checked, reason=why, by=user.name, now=at.visit.now)
    return leave(f"{at.address}#waarden", f"Ingesteld: {named(name, PARAMETERS)}.")


@router.get("/actor")
def choose_actor(visit: AVisit, back: str = "/") -> HTMLResponse:
    """Show who may act here."""
    return visit.page("actor.html.j2", {"users": visit.users, "back": local(back)})


@router.post("/actor")
def take_actor(visit: AVisit, name: Text = "", back: Text = "/") -> RedirectResponse:
    """Keep who acts from now on in this browser."""
    if name not in {one.name for one in visit.users}:
        raise MisuseError(f"'{name}' is hier geen gebruiker. Kies iemand uit de lijst.")
    answer = leave(local(back), f"U werkt nu als {name}.")
    answer.set_cookie(ACTOR, quote(name), max_age=_YEAR, path="/", httponly=True, samesite="strict")
    return answer


def need_reason(reason: str) -> str:
    """Return the reason without spaces around it. Raises ReasonMissingError for none."""
    if not reason.strip():
        raise ReasonMissingError("Zeg waarom: het logboek bewaart de reden. Ga terug en vul die in.")
    return reason.strip()


def local(address: str) -> str:
    """Return an address on these pages: what leads elsewhere leads to the first page."""
    parts = urlsplit(address)
    path = parts.path if parts.path.startswith("/") and not parts.path.startswith(("//", "/\\")) else "/"
    return (
        path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    )
