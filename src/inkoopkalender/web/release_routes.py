"""Releasing what waits: numbers and letters to look at first, then a person's word with a reason."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse

from inkoopkalender.domain.dutch import counted
from inkoopkalender.storage.glance import HeldLetter, count_held, find_held, list_held_samples
from inkoopkalender.storage.ledger import LedgerRow, find_waiting
from inkoopkalender.storage.outbox import count_letters_of
from inkoopkalender.usecases.run_action import release_action
from inkoopkalender.web.access import letter_heads
from inkoopkalender.web.act_routes import need_reason
from inkoopkalender.web.at_round import ROUND, AnAtRound, AtRound
from inkoopkalender.web.event_words import event_words
from inkoopkalender.web.phase_words import due_moment
from inkoopkalender.web.visit import leave
from inkoopkalender.web.words import duty_words, result_words

router = APIRouter()
_SUBJECTS = 3
"""Subjects shown per kind of letter."""


@router.get(ROUND + "/release")
def look_before(at: AnAtRound, action: str = "") -> HTMLResponse:
    """Show what would leave and follow, before anybody says yes."""
    at.visit.deciding()
    return at.visit.page("release.html.j2", {**at.names, **_facts(at, action)})


@router.get(ROUND + "/release/letter")
def one_letter(at: AnAtRound, action: str = "", letter: int = 0) -> HTMLResponse:
    """Show one letter that waits, as it will be sent."""
    at.visit.deciding()
    with at.visit.database.reading() as connection:
        found = find_held(connection, action, letter)
    if found is None or not _is_ours(at, action):
        raise HTTPException(404, detail="Deze brief wacht niet (meer) op vrijgave.")
    return HTMLResponse(found.html, headers=letter_heads())


@router.post(ROUND + "/release")
def release(
    at: AnAtRound,
    action: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    letters: Annotated[int, Form()] = -1,
) -> RedirectResponse:
    """Release an action, when what waits is still what the person saw."""
    user = at.visit.deciding()
    why, row = need_reason(reason), _waiting(at, action)
    with at.visit.database.reading() as connection:
        held = count_held(connection, row.key)
    if held.letters != letters:
        query = urlencode({"action": action})
        return leave(f"{at.address}/release?{query}", "Er is iets veranderd sinds u keek. Kijk nog eens.")
    ran = release_action(at.acting_desk(user), row.key, at.visit.now, by=user.name, reason=why)
    released = counted(ran.counts.get("released", 0), "brief", "brieven")
    return leave(at.address, f"Vrijgegeven: {duty_words(row.kind, row.occurrence)}, {released}.")


def _facts(at: AtRound, action: str) -> Mapping[str, object]:
    row = _waiting(at, action)
    with at.visit.database.reading() as connection:
        held = count_held(connection, row.key)
        kinds = count_letters_of(connection, row.key)
        samples = list_held_samples(connection, row.key, _SUBJECTS)
    titles = {name: at.desk.letters[name].title if name in at.desk.letters else name for name in kinds}
    return {
        "action": row.key,
        "what": duty_words(row.kind, row.occurrence),
        "event": event_words(at.desk.timeline.event(row.event)),
        "due": due_moment(row.kind, row.occurrence, row.due_at.astimezone(at.desk.zone)),
        "held": held,
        "kinds": [(titles[name], count) for name, count in kinds.items()],
        "samples": [(titles[one.letter], one) for one in samples],
        "shown": _first_of_each(samples),
        "titles": titles,
        "without_address": row.counts.get("without_address", 0),
        "result": result_words(row.counts),
        "query": urlencode({"action": row.key}),
    }


def _first_of_each(samples: list[HeldLetter]) -> list[HeldLetter]:
    return list({one.letter: one for one in reversed(samples)}.values())[::-1]


def _waiting(at: AtRound, action: str) -> LedgerRow:
    """Return the action that waits. Raises an HTTPException (404) when nothing of that name does."""
    with at.visit.database.reading() as connection:
        row = find_waiting(connection, action) if _is_ours(at, action) else None
    if row is None:
        raise HTTPException(
            404, detail="Deze actie wacht niet (meer) op vrijgave. Misschien gaf iemand anders haar al vrij."
        )
    return row


def _is_ours(at: AtRound, action: str) -> bool:
    return action.startswith(f"{at.desk.key}|")
