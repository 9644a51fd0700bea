"""The letter that answers a delivery: which one, and what it says.

A round with letters of its own for its survey answers the survey with those; everything else is answered
with the letters that every round has. Nothing is decided here.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain import dutch
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.mail.facts import (
    MOST_FINDINGS,
    Deadline,
    DocumentFacts,
    FindingFacts,
    SubmissionFacts,
)
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.enclosures import Enclosed, list_enclosed
from inkoopkalender.storage.recipients import Recipient
from inkoopkalender.storage.submissions import Delivery, State, Stored
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.letters import deadline, moment_in_words, write_letters

OF_THE_SURVEY: Mapping[State, str] = {
    "accepted": "survey-receipt",
    "rejected": "survey-rejected",
    "refused": "survey-refused-late",
}
"""The receipts of a round that has letters of its own for its survey."""
OF_EVERY_ROUND: Mapping[State, str] = {
    "accepted": "submission-receipt",
    "rejected": "submission-rejected",
    "refused": "submission-refused-late",
}
LATE = "submission-late"
"""What is taken though late, or kept as late. A late row of an export that its kind refuses has no receipt:
it gets its consequence at the close."""
_REFUSED = ("refuse", "amend")


def write_receipt(
    desk: Desk,
    connection: Connection,
    kind: SubmissionKind,
    term: ResolvedEvent,
    delivery: Delivery,
    stored: Stored,
    findings: Sequence[FileFinding],
    now: datetime,
) -> Mapping[str, int]:
    """Write the receipt of one delivery; `term` is the event whose end decided or decides.

    Return counts of `letters` and `without_address`, as `write_letters` does.
    """
    letter = _letter_of(desk, term, delivery)
    if letter is None:
        return {"letters": 0, "without_address": 0}
    until = deadline(desk, term, now) if term.end is not None else None
    faults = [one for one in findings if one.severity == "error"]
    facts: dict[str, object] = {
        "received_at": moment_in_words(desk, delivery.received_at),
        "deadline": until,
        "revision": stored.revision,
        "sha256": stored.sha256,
        "findings": [_finding_facts(one) for one in faults[:MOST_FINDINGS]],
        "finding_count": len(faults),
    }
    if letter not in OF_THE_SURVEY.values():
        enclosed = list_enclosed(connection, stored.submission_id)
        facts |= _general_facts(desk, letter, kind, delivery, enclosed, until)
    return write_letters(
        desk,
        connection,
        letter,
        [delivery.organisation_id],
        partial(_same, facts),
        origin=origins_of(stored.submission_id)[_is_decided(delivery)],
        now=now,
    )


def origins_of(submission_id: int) -> tuple[str, str]:
    """Return what the answers to a delivery come from: its arrival, and a person's decision on it."""
    arrival = f"submission|{submission_id}"
    return arrival, f"{arrival}|decided"


def _is_decided(delivery: Delivery) -> bool:
    """Say whether a person decided that a late delivery counts, or not."""
    return delivery.late == "needs-approval" and delivery.state in ("accepted", "refused")


def _letter_of(desk: Desk, term: ResolvedEvent, delivery: Delivery) -> str | None:
    state, late = delivery.state, delivery.late
    if state == "late":
        return None if late in _REFUSED else LATE
    if state == "accepted" and late:
        return LATE
    own = OF_THE_SURVEY[state]
    if term.phase == "intake" and own in desk.letters and late in ("", "refuse"):
        return own
    return OF_EVERY_ROUND[state]


def _general_facts(
    desk: Desk,
    letter: str,
    kind: SubmissionKind,
    delivery: Delivery,
    enclosed: Sequence[Enclosed],
    until: Deadline | None,
) -> dict[str, object]:
    return {
        "letter": desk.letters[letter].model_copy(update={"section": kind.section}),
        "submission": SubmissionFacts(kind.title),
        "documents": [_document_facts(kind, one) for one in enclosed],
        "again": until is None or not until.passed or kind.late != "refuse",
        "late": "approved" if _is_decided(delivery) and delivery.state == "accepted" else delivery.late,
        "late_means": kind.hand_in.late_means if kind.hand_in else "",
    }


def _document_facts(kind: SubmissionKind, one: Enclosed) -> DocumentFacts:
    asked = kind.documents.get(one.name)
    size = dutch.counted(one.size, "byte", "bytes")
    return DocumentFacts(asked.title if asked else one.name, one.filename, size, one.sha256)


def _same(facts: Mapping[str, object], _: Recipient) -> Mapping[str, object]:
    return facts


def _finding_facts(finding: FileFinding) -> FindingFacts:
    where = ", ".join(
        part for part in (finding.sheet, f"rij {finding.row}" if finding.row else "", finding.column) if part
    )
    return FindingFacts(where or "het bestand", finding.message, "")
