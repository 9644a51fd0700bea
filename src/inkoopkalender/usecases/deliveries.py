"""What every delivery of a submission has in common, on whichever channel it came.

Whom it is asked of and in which window (a waiver gives one organisation a later end of it); what follows
in the transaction that stores it: standings, the receipt, and the question about what came to light after
its absence had consequences. Only what the round asks of everybody in it moves standings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from inkoopkalender.content.submissions import SubmissionKind, Who
from inkoopkalender.domain.moments import last_day_before
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import list_outcomes, open_tasks
from inkoopkalender.storage.register import organisation_ids_by_kvk
from inkoopkalender.storage.rounds import list_participants, set_standing, takes_part
from inkoopkalender.storage.statements import submissions_turn, wait_for_turn
from inkoopkalender.storage.submissions import Delivery, Stored
from inkoopkalender.storage.waivers import waived_ends
from inkoopkalender.usecases.desk import Desk, brought_up_to_date
from inkoopkalender.usecases.receipts import write_receipt

AFTER_ASSESSMENT = "survey-after-assessment"
"""The question about a delivery in time that came to light after its absence had consequences."""


CONSEQUENCE = "consequence-after-change"
"""The question whether a consequence still holds that was drawn before the window got a later end."""
WITHDRAWN, UPHELD = "withdrawn", "upheld"
"""The answers to it."""


class UnknownSubmissionError(MisuseError):
    """The round has no submission of this kind, or no such provider takes part."""


@dataclass(frozen=True, slots=True)
class Window:
    """The window of a kind of submission: everybody's event, and the later ends that waivers gave some."""

    kind: SubmissionKind
    event: ResolvedEvent
    waived: Mapping[int, datetime]

    @property
    def of_survey(self) -> bool:
        """Whether it is what the round asks of everybody in it: standings and consequences follow from it."""
        return self.event.phase == "intake"

    @property
    def who(self) -> Who:
        """Who may hand it in."""
        return self.kind.hand_in.who if self.kind.hand_in else "participants"

    def event_for(self, organisation_id: int) -> ResolvedEvent:
        """Return the event as it holds for one organisation: with the later of the two ends."""
        own = self.waived.get(organisation_id)
        if own is None or self.event.end is None or own <= self.event.end:
            return self.event
        end = own.astimezone(self.event.end.tzinfo)
        return replace(self.event, end=end, last_day=last_day_before(end), approximate=False)

    def is_late(self, organisation_id: int, received_at: datetime) -> bool:
        """Say whether what came in at this moment is too late for this organisation."""
        end = self.event_for(organisation_id).end
        return end is not None and received_at >= end

    @property
    def with_own_end(self) -> set[int]:
        """Whose window ends later than everybody's."""
        return {one for one in self.waived if self.event_for(one) is not self.event}


def read_window(connection: Connection, desk: Desk, kind: str) -> Window:
    """Return the window of a kind of submission with its waivers. Raises UnknownSubmissionError."""
    return Window(
        find_kind(desk, kind), find_window(desk, kind), waived_ends(connection, desk.round.round_id, kind)
    )


def take_turn(connection: Connection, desk: Desk, kind: str) -> tuple[Desk, Window]:
    """Return desk and window as they hold until this transaction ends: nobody moves a date meanwhile."""
    wait_for_turn(connection, submissions_turn(desk.round.round_id, kind))
    current = brought_up_to_date(connection, desk)
    return current, read_window(connection, current, kind)


def find_window(desk: Desk, kind: str) -> ResolvedEvent:
    """Return the event in whose window a kind of submission is due. Raises UnknownSubmissionError.

    The event of phase `intake` that names the kind, else the window that the kind names.
    """
    windows = windows_of(desk)
    if kind in windows:
        return windows[kind]
    if kind in desk.submissions:
        raise UnknownSubmissionError(
            f"Wanneer '{kind}' wordt ingeleverd, staat niet in de kalender van {desk.key}.\n"
            f"Noem in submissions.yaml de gebeurtenis: hand_in: {{window: ...}}."
        )
    raise UnknownSubmissionError(
        f"{desk.key} kent geen uitvraag '{kind}'. Kies uit: {', '.join(sorted(windows))}."
    )


def windows_of(desk: Desk) -> dict[str, ResolvedEvent]:
    """Return the event in whose window each kind of submission is due, for the kinds that have one."""
    events = {event.key: event for event in desk.timeline.events}
    named = {
        name: events[kind.hand_in.window]
        for name, kind in desk.submissions.items()
        if kind.hand_in is not None and kind.hand_in.window in events
    }
    asked = {
        one.submission: one
        for one in reversed(desk.timeline.events)
        if one.phase == "intake" and one.submission in desk.submissions
    }
    return named | {str(name): event for name, event in asked.items()}


def find_kind(desk: Desk, kind: str) -> SubmissionKind:
    """Return what a kind of submission asks. Raises UnknownSubmissionError."""
    if kind not in desk.submissions:
        raise UnknownSubmissionError(
            f"{desk.key} kent geen uitvraag '{kind}'. Kies uit: {', '.join(sorted(desk.submissions))}."
        )
    return desk.submissions[kind]


def may_hand_in(connection: Connection, desk: Desk, window: Window) -> set[int]:
    """Return who may hand it in: who takes part in the window's track, in the round, or who is known."""
    if window.who == "anyone":
        return set(organisation_ids_by_kvk(connection).values())
    track = window.event.track if window.who == "participants" else None
    joined = list_participants(connection, desk.round.round_id, track=track)
    return {one.organisation_id for one in joined}


def is_one_who_may(connection: Connection, desk: Desk, window: Window, organisation_id: int) -> bool:
    """Say of one organisation of the register whether it may hand it in, without reading who else may."""
    if window.who == "anyone":
        return True
    track = window.event.track if window.who == "participants" else None
    return takes_part(connection, desk.round.round_id, organisation_id, track)


def follow(
    desk: Desk,
    change: Transaction,
    window: Window,
    news: Sequence[tuple[Delivery, Stored, tuple[FileFinding, ...]]],
    now: datetime,
) -> Mapping[str, int]:
    """Move the standings of what was accepted, and write the receipts: how many, and who has no address."""
    if window.of_survey:
        accepted = [delivery.organisation_id for delivery, _, _ in news if delivery.state == "accepted"]
        set_standing(change.connection, desk.round.round_id, accepted, "submitted", only_from=("invited",))
        _ask_after_assessment(desk, change, window.event, accepted, now)
    written = {"letters": 0, "without_address": 0}
    for delivery, stored, findings in news:
        term = window.event_for(delivery.organisation_id)
        counts = write_receipt(desk, change.connection, window.kind, term, delivery, stored, findings, now)
        written = {name: count + counts[name] for name, count in written.items()}
    return written


def _ask_after_assessment(
    desk: Desk, change: Transaction, window: ResolvedEvent, accepted: Sequence[int], now: datetime
) -> None:
    """Put before a person what came in in time but was not known when silence was drawn consequences from."""
    drawn = list_outcomes(change.connection, desk.round.round_id, "R-WV-SURVEY")
    questions = [
        {
            "organisation_id": one,
            "kind": AFTER_ASSESSMENT,
            "subject": f"organisation {one} {window.key}",
            "question": "Op tijd ingediend, maar pas na de beoordeling bekend geworden. Wat volgt hieruit?",
            "ambiguity": "A-WV-04",
        }
        for one in sorted(set(accepted))
        if one in drawn and drawn[one].value != "delivered"
    ]
    open_tasks(change.connection, desk.round.round_id, questions, at=now)
