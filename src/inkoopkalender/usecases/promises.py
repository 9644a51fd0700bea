"""Promised answer terms, one clock per case: the team is warned in time, a broken promise is recorded.

Policy: CZ wijkverpleging 2027, 3.2.1 (enrolment), 4.3 (questions), 2.3.6, 3.2.4.
"""

from inkoopkalender.storage.cases import list_cases
from inkoopkalender.storage.database import Transaction
from inkoopkalender.storage.decisions import open_tasks
from inkoopkalender.usecases.work import Counts, Work, at_once


def watch_promise(work: Work) -> None:
    """Warn the team that a case's term is about to end, or record that it ended without an answer."""
    desk, key = work.desk, work.action.key

    def watch(change: Transaction) -> Counts:
        case = list_cases(change.connection, desk.round.round_id, references=[key.subject])[0]
        counts_until = work.now if key.occurrence == "warning" else work.action.due_at
        if case.decided_at is not None and case.decided_at <= counts_until:
            return {"kept": 1}
        term = desk.timeline.resolve_from(key.event, case.received_at)
        task = {
            "organisation_id": case.organisation_id,
            "kind": f"promise-{key.occurrence}",
            "subject": f"{key.event} {case.reference}",
            "question": _question(key.occurrence, case.reference, f"{term.last_day:%d-%m-%Y}"),
        }
        open_tasks(change.connection, desk.round.round_id, [task], at=work.now)
        return {"warned" if key.occurrence == "warning" else "broken": 1}

    at_once(work, watch, name=key.occurrence)


def _question(occurrence: str, reference: str, last_day: str) -> str:
    if occurrence == "warning":
        return f"Zaak {reference} is toegezegd uiterlijk {last_day} te beantwoorden. Beslis op tijd."
    return (
        f"Zaak {reference} is niet beantwoord op {last_day}, zoals toegezegd. Beslis en meld de vertraging."
    )
