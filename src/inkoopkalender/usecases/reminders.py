"""Reminds exactly those who still owe something, and says what.

Who owed at the reminder's own moment and still owes now; whom a waiver gave a later end is reminded of
that one, by reminders of its own. A reminder that comes too late to be of use
never gets here: the ledger records it as lapsed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from inkoopkalender.domain.office_hours import next_office_moment
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.offers import list_offers
from inkoopkalender.storage.rounds import Participant, list_participants
from inkoopkalender.storage.submissions import list_organisations_with
from inkoopkalender.usecases.deliveries import read_window
from inkoopkalender.usecases.desk import case_of
from inkoopkalender.usecases.letters import deadline, write_letters
from inkoopkalender.usecases.work import Counts, Work, audience_of, in_batches


def remind_providers(work: Work) -> None:
    """Write the reminder of one event and lead to those who owe it."""
    desk = work.desk
    letter, owing = _REMINDERS[work.event.phase or ""]
    asked = desk.submissions.get(work.event.submission or "")

    def remind(change: Transaction, organisation_ids: Sequence[int]) -> Counts:
        still = owing(change.connection, work) & set(organisation_ids)
        term = _term(change.connection, work, still)
        leaves_at = next_office_moment(work.now, desk.calendar)
        facts = {"deadline": deadline(desk, term, leaves_at), "owed": asked.asks if asked else ()}
        return write_letters(
            desk,
            change.connection,
            letter,
            still,
            lambda _: facts,
            origin=work.origin,
            now=work.now,
            held=work.held,
            useful_until=term.end,
        )

    in_batches(work, audience_of(work), remind)


def _term(connection: Connection, work: Work, organisation_ids: Collection[int]) -> ResolvedEvent:
    """Return the term that the letters name: everybody's, or that of the one whom the action is about."""
    if not (work.action.key.subject and organisation_ids):
        return work.event
    (one,) = organisation_ids
    return read_window(connection, work.desk, work.event.submission or "").event_for(one)


def _owing_survey(connection: Connection, work: Work) -> set[int]:
    """Return who takes part and has no accepted submission of the event's kind."""
    desk = work.desk
    done = list_organisations_with(
        connection, desk.round.round_id, work.event.submission or "", ("accepted",)
    )
    own = read_window(connection, desk, work.event.submission or "").with_own_end
    mine = {one for one in own if case_of(one) == work.action.key.subject}
    owing = _taking_part(connection, work) - done
    return owing & mine if work.action.key.subject else owing - own


def _owing_reaction(connection: Connection, work: Work) -> set[int]:
    """Return who was sent a production proposal and has not reacted."""
    offers = list_offers(connection, work.desk.round.round_id, "proposal")
    return {
        one.organisation_id for one in offers.values() if one.released_at is not None and one.reaction is None
    } & _taking_part(connection, work)


def _owing_signature(connection: Connection, work: Work) -> set[int]:
    """Return who was offered a contract and has not signed or declined."""
    participants = list_participants(connection, work.desk.round.round_id, standings=("offered",))
    return {one.organisation_id for one in participants}


def _taking_part(connection: Connection, work: Work) -> set[int]:
    participants: list[Participant] = list_participants(
        connection, work.desk.round.round_id, track=work.event.track
    )
    gone = {"declined", "not_continued", "signed", "lapsed", "refused"}
    return {one.organisation_id for one in participants if one.standing not in gone}


_REMINDERS: Mapping[str, tuple[str, Callable[[Connection, Work], set[int]]]] = {
    "intake": ("survey-reminder", _owing_survey),
    "contracting": ("reaction-reminder", _owing_reaction),
    "sign-contracts": ("signing-reminder", _owing_signature),
}
"""Phase -> the letter, and who owes."""
