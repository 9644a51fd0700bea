"""What every delivery of a submission has in common, on whichever channel it came.

Whom it is asked of and in which window (a waiver gives one organisation a later end of it); what follows
in the transaction that stores it: standings, the receipt, and the question about what came to light after
its absence had consequences. Only what the round asks of everybody in it moves standings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from inkoopkalender.content.hand_in import Who
from inkoopkalender.content.submissions import SubmissionKind
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
from inkoopkalender.usecases.hand_in_periods import find_period
from inkoopkalender.usecases.receipts import write_receipt

AFTER_ASSESSMENT = "survey-after-assessment"
"""The question about a delivery in time that came to light after its absence had consequences."""


CONSEQUENCE = "consequence-after-change"
"""The question whether a consequence still holds that was drawn before the window got a later end."""
WITHDRAWN, UPHELD = "withdrawn", "upheld"
"""The answers to it."""


REFUSE, AMEND, NEEDS_APPROVAL = "refuse", "amend", "needs-approval"
"""By which rule a delivery is late; `amend`: a further version, when a first one would have been taken."""


LATE_SUBMISSION = "late-submission"
"""The question whether a late delivery counts, where its kind leaves that to a person."""
ACCEPTED, REFUSED = "accepted", "refused"
"""The answers to it."""


class UnknownSubmissionError(MisuseError):
    """The round has no submission of this kind, or no such provider takes part."""


@dataclass(frozen=True, slots=True)
class Window:
    """The window of a kind of submission: everybody's event, and the later ends that waivers gave some."""

    kind: SubmissionKind
    event: ResolvedEvent
    waived: Mapping[int, datetime]
    amend: ResolvedEvent | None = None
    """Until when a further version is taken; None: until the end of the window."""

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

    def amended_until(self, organisation_id: int) -> ResolvedEvent:
        """Return the event until whose end it may hand in a further version: never before its own end."""
        own = self.event_for(organisation_id)
        if self.amend is None or (own is not self.event and _ends_later(own, self.amend)):
            return own
        return self.amend

    def is_closed(self, organisation_id: int, received_at: datetime) -> bool:
        """Say whether a further version that came in at this moment is too late for this organisation."""
        end = self.amended_until(organisation_id).end
        return end is not None and received_at >= end

    @property
    def with_own_end(self) -> set[int]:
        """Whose window ends later than everybody's."""
        return {one for one in self.waived if self.event_for(one) is not self.event}


def _ends_later(one: ResolvedEvent, other: ResolvedEvent) -> bool:
    return one.end is not None and other.end is not None and one.end > other.end


def read_window(connection: Connection, desk: Desk, kind: str) -> Window:
    """Return the window of a kind of submission with its waivers. Raises UnknownSubmissionError."""
    asked = find_kind(desk, kind)
    event = find_window(desk, kind)
    waived = waived_ends(connection, desk.round.round_id, kind)
    return Window(asked, event, waived, _find_amend(desk, asked))


def _find_amend(desk: Desk, kind: SubmissionKind) -> ResolvedEvent | None:
    name = kind.hand_in.amend_until if kind.hand_in else None
    if name in (None, "window"):
        return None
    for event in desk.timeline.events:
        if event.key == name:
            return event
    raise UnknownSubmissionError(
        f"'{kind.name}' mag worden gewijzigd tot '{name}', en die gebeurtenis is er niet in {desk.key}.\n"
        "Verbeter amend_until in submissions.yaml."
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
    periods = {name: find_period(kind.hand_in, events) for name, kind in desk.submissions.items()}
    named = {name: event for name, event in periods.items() if event is not None}
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
    waiting = [(one, stored) for one, stored, _ in news if (one.state, one.late) == ("late", NEEDS_APPROVAL)]
    questions = [_approval_question(window, one, stored) for one, stored in waiting]
    open_tasks(change.connection, desk.round.round_id, questions, at=now)
    written = {"letters": 0, "without_address": 0}
    for delivery, stored, findings in news:
        term = _term_of(window, delivery)
        counts = write_receipt(desk, change.connection, window.kind, term, delivery, stored, findings, now)
        written = {name: count + counts[name] for name, count in written.items()}
    return written


def _term_of(window: Window, delivery: Delivery) -> ResolvedEvent:
    """Return the event whose end the receipt names: that of a further version, where one counts already."""
    amends = delivery.late == AMEND or (delivery.state == "accepted" and not delivery.late)
    one = delivery.organisation_id
    return window.amended_until(one) if amends else window.event_for(one)


def _approval_question(window: Window, delivery: Delivery, stored: Stored) -> dict[str, object]:
    return {
        "organisation_id": delivery.organisation_id,
        "kind": LATE_SUBMISSION,
        "subject": f"submission {stored.submission_id}",
        "question": f"Te laat ingediend, zonder fouten: {window.kind.title}. Telt het mee ({ACCEPTED}) of "
        f"niet ({REFUSED})?",
        "ambiguity": "",
    }


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
