"""Opening and closing a survey: who is told, and what is frozen.

Policy: CZ wijkverpleging 2027, 2.3.4 and 4.1. In time or late is decided when a delivery is stored
(`receive`), never by whether the closing ran; what silence leads to is in `assessment`.
"""

from collections.abc import Sequence
from datetime import datetime

from inkoopkalender.domain.office_hours import before_last_day, next_office_moment
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.event_letters import reached_by_actions
from inkoopkalender.storage.ledger import list_actions
from inkoopkalender.storage.rounds import set_standing
from inkoopkalender.storage.submissions import list_organisations_with
from inkoopkalender.usecases.deliveries import read_window
from inkoopkalender.usecases.letters import deadline, write_letters
from inkoopkalender.usecases.work import Counts, Work, at_once, audience_of, in_batches


def open_intake(work: Work) -> None:
    """Tell the providers of the track that the survey is open (C-WV-01)."""
    desk = work.desk
    if work.event.remind is None or not work.event.remind.open:
        return

    def announce(change: Transaction, organisation_ids: Sequence[int]) -> Counts:
        told = _told_before(change.connection, work)
        leaves_at = next_office_moment(work.now, desk.calendar)
        asked = desk.submissions[work.event.submission or ""].asks
        facts = {"deadline": deadline(desk, work.event, leaves_at), "owed": asked}
        return write_letters(
            desk,
            change.connection,
            "survey-opened",
            [one for one in organisation_ids if one not in told],
            lambda _: facts,
            origin=work.origin,
            now=work.now,
            held=work.held,
            useful_until=_first_reminder(work),
        )

    in_batches(work, audience_of(work), announce)


def _told_before(connection: Connection, work: Work) -> set[int]:
    """Return whom the announcement reached before the date was moved: another letter tells them that."""
    rows = list_actions(connection, work.desk.round.round_id, superseded=True)
    former = [
        row.key
        for row in rows
        if row.superseded_at is not None and (row.event, row.kind) == (work.event.key, "open_intake")
    ]
    return set(reached_by_actions(connection, former))


def _first_reminder(work: Work) -> datetime | None:
    """Return until when an announcement is of use: a reminder says the same, and more."""
    event, remind = work.event, work.event.remind
    if remind is None or event.last_day is None:
        return event.end
    leads = [before_last_day(event.last_day, lead, work.desk.calendar) for lead in remind.before_end]
    return min(leads, default=event.end)


def close_intake(work: Work) -> None:
    """Freeze the survey: what came in in time is under review now; nothing later counts."""
    desk = work.desk

    def freeze(change: Transaction) -> Counts:
        connection, round_id, kind = change.connection, desk.round.round_id, work.event.submission or ""
        delivered = list_organisations_with(
            connection, round_id, kind, ("accepted",), received_by=work.event.end
        )
        delivered -= read_window(connection, desk, kind).with_own_end
        return {
            "frozen": set_standing(connection, round_id, delivered, "in_review", only_from=("submitted",))
        }

    at_once(work, freeze, name="freeze")
