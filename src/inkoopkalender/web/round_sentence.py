"""The sentence that answers where a round stands: who did what is asked, what comes next, when it closes."""

from collections.abc import Mapping

from inkoopkalender.domain.actions import Action
from inkoopkalender.domain.dutch import counted, last_day_of, long_date, long_end, number
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.usecases.progress import Progress
from inkoopkalender.usecases.round_state import RoundState
from inkoopkalender.web.phase_words import due_moment
from inkoopkalender.web.spans import days_until
from inkoopkalender.web.words import duty_words

_DID: Mapping[str, tuple[str, str]] = {
    "intake": ("heeft ingeleverd", "hebben ingeleverd"),
    "contracting": ("heeft op het voorstel gereageerd", "hebben op het voorstel gereageerd"),
    "sign-contracts": ("heeft getekend", "hebben getekend"),
}
_CAME: Mapping[str, tuple[str, str]] = {
    "enrol-new-providers": ("nieuwe aanbieder schreef zich in", "nieuwe aanbieders schreven zich in"),
    "objections": ("bezwaar kwam binnen", "bezwaren kwamen binnen"),
}
_CLOSES: Mapping[str, str] = {
    "intake": "sluiting",
    "contracting": "het overleg sluit",
    "sign-contracts": "tekenen sluit",
    "enrol-new-providers": "inschrijven sluit",
    "objections": "bezwaar maken eindigt",
}


def round_words(key: str) -> str:
    """Return `wijkverpleging 2027` for the key of a round."""
    parsed = RoundKey.parse(key)
    return f"{parsed.sector.replace('-', ' ')} {parsed.contract_year}"


def first_sentence(state: RoundState) -> str:
    """Return where the round stands: its open window, or else what comes next."""
    if state.desk.calendar.status == "expected":
        return (
            "De kalender is verwacht en nog niet bevestigd: er gebeurt niets tot zij status: confirmed heeft."
        )
    if state.desk.receives_only:
        return (
            "De ronde ontvangt alleen wat wordt ingediend: zij heeft geen letters.yaml, dus verder "
            "gebeurt er niets vanzelf."
        )
    window = state.window
    if window is not None:
        parts = [_done(window), _reminder(state, window), closing(window, state)]
        return "; ".join(part for part in parts if part) + "."
    upcoming = next_actions(state)
    if not upcoming:
        return "De ronde is klaar: er staat niets meer op de kalender."
    before = _done(state.closed) if state.closed and state.closed.whole else "Er staat geen termijn open"
    return f"{before}; eerstvolgend: {action_words(upcoming[0], state)}."


def closing(window: Progress, state: RoundState) -> str:
    """Return `sluiting over 6 dagen (zondag 31 mei 2026, tot 24.00 uur)`."""
    end = window.event.end
    if end is None:
        return ""
    local = end.astimezone(state.desk.zone)
    return f"{_closes(window)} {days_until(last_day_of(local), state.now.date())} ({long_end(local)})"


def next_actions(state: RoundState) -> tuple[Action, ...]:
    """Return everything that is planned for the next moment at which something is."""
    later = [one for one in state.planned if one.due_at > state.now]
    return tuple(one for one in later if one.due_at == later[0].due_at)


def action_words(action: Action, state: RoundState) -> str:
    """Return `herinnering, 14 dagen voor het einde (di 20 oktober 2026, 9.00 uur)`."""
    due_at = action.due_at.astimezone(state.desk.zone)
    moment = due_moment(action.key.kind, action.key.occurrence, due_at)
    return f"{duty_words(action.key.kind, action.key.occurrence)} ({moment})"


def _closes(window: Progress) -> str:
    return _CLOSES[window.event.phase or ""]


def _done(window: Progress) -> str:
    phase = window.event.phase or ""
    if phase in _CAME:
        one, many = _CAME[phase]
        return counted(window.done, one, many)
    did = _DID[phase][window.done != 1]
    return f"{number(window.done)} van {counted(window.whole, 'aanbieder', 'aanbieders')} {did}"


def _reminder(state: RoundState, window: Progress) -> str:
    """Say when those who owe are reminded next."""
    reminders = [
        one
        for one in state.planned
        if one.key.event == window.event.key and one.key.kind == "remind_providers" and one.due_at > state.now
    ]
    if not reminders or not window.owing:
        return ""
    due_at = reminders[0].due_at.astimezone(state.desk.zone)
    get = "krijgt" if window.owing == 1 else "krijgen"
    return (
        f"{number(window.owing)} {get} {long_date(due_at)} om {due_at.hour}.{due_at:%M} uur een herinnering"
    )
