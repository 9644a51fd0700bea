"""Actions from before a round was opened: a person says of each whether it was done or must still be done."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from inkoopkalender.domain.dutch import counted
from inkoopkalender.usecases.past import list_past, mark_past
from inkoopkalender.web.act_routes import need_reason
from inkoopkalender.web.at_round import ROUND, AnAtRound
from inkoopkalender.web.event_words import event_words
from inkoopkalender.web.moment_words import moment_words
from inkoopkalender.web.phase_words import due_moment
from inkoopkalender.web.visit import leave
from inkoopkalender.web.words import duty_words

router = APIRouter()
_MARKED = {"done": "gedaan", "due": "moet nog", None: "nog niets gezegd"}


@router.get(ROUND + "/past")
def look_back(at: AnAtRound) -> HTMLResponse:
    """Show the actions from before the opening, and what was said of each."""
    zone = at.desk.zone
    past = list_past(at.desk)
    lines = [
        {
            "key": one.key,
            "moment": due_moment(one.kind, one.occurrence, one.due_at.astimezone(zone)),
            "what": duty_words(one.kind, one.occurrence),
            "event": event_words(at.desk.timeline.event(one.event)),
            "state": one.marked or "unmarked",
            "state_words": _MARKED[one.marked],
        }
        for one in past
    ]
    unmarked = sum(one.marked is None for one in past)
    since = moment_words(at.desk.round.since.astimezone(zone))
    return at.visit.page("past.html.j2", {**at.names, "lines": lines, "unmarked": unmarked, "since": since})


@router.post(ROUND + "/past")
def mark(
    at: AnAtRound,
    as_: Annotated[Literal["done", "due"], Form(alias="as")],
    key: Annotated[list[str] | None, Form()] = None,
    reason: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Mark the chosen actions."""
    user = at.visit.deciding()
    why = need_reason(reason)
    if not key:
        return leave(f"{at.address}/past", "Er was niets gekozen. Zet een vinkje bij wat u wilt aanwijzen.")
    count = mark_past(at.acting_desk(user), key, as_, reason=why, by=user.name, now=at.visit.now)
    said = f"{counted(count, 'actie', 'acties')} aangewezen als {_MARKED[as_]}."
    return leave(f"{at.address}/past", said)
