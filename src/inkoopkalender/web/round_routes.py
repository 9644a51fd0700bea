"""The pages on which rounds are looked at: all of them, and one."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse

from inkoopkalender.usecases.overview import read_overview
from inkoopkalender.usecases.round_state import read_round_state
from inkoopkalender.web.at_round import ROUND, AnAtRound
from inkoopkalender.web.overview_page import overview_facts
from inkoopkalender.web.round_page import round_facts
from inkoopkalender.web.visit import AVisit

router = APIRouter()


@router.get("/health")
def health() -> PlainTextResponse:
    """Say that this process answers; neither the database nor Prefect is asked."""
    return PlainTextResponse("ok\n")


@router.get("/")
def overview(visit: AVisit) -> HTMLResponse:
    """Show every round."""
    found = read_overview(visit.database, visit.site.settings, visit.now)
    return visit.page("overview.html.j2", overview_facts(visit, found))


@router.get(ROUND)
def one_round(at: AnAtRound, alles: int = 0) -> HTMLResponse:
    """Show one round; `alles=1` shows everything that ran."""
    state = read_round_state(at.desk, at.visit.now)
    return at.visit.page("round.html.j2", {**at.names, **round_facts(at.visit, state, whole=alles == 1)})
