"""Reminds exactly those who still owe something, and says what.

Who owed at the reminder's own moment and still owes now; whom a waiver gave a later end is reminded of
that one, by reminders of its own. A reminder that comes too late to be of use
never gets here: the ledger records it as lapsed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeAlias

from inkoopkalender.domain.office_hours import next_office_moment
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.offers import list_offers
from inkoopkalender.storage.rounds import Participant, list_participants
from inkoopkalender.storage.submissions import list_organisations_with
from inkoopkalender.usecases.deliveries import read_window, windows_of
from inkoopkalender.usecases.desk import case_of
from inkoopkalender.usecases.letters import deadline, write_letters
from inkoopkalender.usecases.work import Counts, Work, audience_of, in_batches


def remind_providers(work: Work) -> None:
    """Write the reminder of one event and lead to those who owe it; the letter names each missing item."""
    desk = work.desk
    letter, owing = _REMINDERS[work.event.phase or ""]

    def remind(change: Transaction, organisation_ids: Sequence[int]) -> Counts:
        missing = owing(change.connection, work)
        still = missing.keys() & set(organisation_ids)
        term = _term(change.connection, work, still)
        leaves_at = next_office_moment(work.now, desk.calendar)
        facts = {"deadline": deadline(desk, term, leaves_at)}
        return write_letters(
            desk,
            change.connection,
            letter,
            still,
            lambda recipient: facts | {"owed": missing[recipient.organisation_id]},
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


_Missing: TypeAlias = Mapping[int, tuple[str, ...]]
"""What each organisation still owes, as the letter names it; who owes nothing is not among them."""


def _owing_survey(connection: Connection, work: Work) -> _Missing:
    """Return who takes part and lacks an accepted submission of a kind that is due in the event's window."""
    joined = _taking_part(connection, work)
    missing: dict[int, tuple[str, ...]] = {}
    for kind in _kinds_due(work):
        owing = _owing_kind(connection, work, kind, joined)
        asked = work.desk.submissions[kind].asks
        missing |= {one: missing.get(one, ()) + tuple(asked) for one in owing}
    return missing


def _kinds_due(work: Work) -> list[str]:
    """Return the kinds that who takes part owes in the event's window: the event's own one first."""
    own = work.event.submission or ""
    windows = windows_of(work.desk)
    others = [
        name
        for name, kind in work.desk.submissions.items()
        if name in windows
        and windows[name].key == work.event.key
        and kind.hand_in is not None
        and kind.hand_in.who == "participants"
    ]
    return [own, *(name for name in others if name != own)]


def _owing_kind(connection: Connection, work: Work, kind: str, joined: set[int]) -> set[int]:
    done = list_organisations_with(connection, work.desk.round.round_id, kind, ("accepted",))
    own = read_window(connection, work.desk, kind).with_own_end
    mine = {one for one in own if case_of(one) == work.action.key.subject}
    owing = joined - done
    return owing & mine if work.action.key.subject else owing - own


def _owing_reaction(connection: Connection, work: Work) -> _Missing:
    """Return who was sent a production proposal and has not reacted."""
    offers = list_offers(connection, work.desk.round.round_id, "proposal")
    waiting = {
        one.organisation_id for one in offers.values() if one.released_at is not None and one.reaction is None
    }
    return dict.fromkeys(waiting & _taking_part(connection, work), ())


def _owing_signature(connection: Connection, work: Work) -> _Missing:
    """Return who was offered a contract and has not signed or declined."""
    participants = list_participants(connection, work.desk.round.round_id, standings=("offered",))
    return {one.organisation_id: () for one in participants}


def _taking_part(connection: Connection, work: Work) -> set[int]:
    participants: list[Participant] = list_participants(
        connection, work.desk.round.round_id, track=work.event.track
    )
    gone = {"declined", "not_continued", "signed", "lapsed", "refused"}
    return {one.organisation_id for one in participants if one.standing not in gone}


_REMINDERS: Mapping[str, tuple[str, Callable[[Connection, Work], _Missing]]] = {
    "intake": ("survey-reminder", _owing_survey),
    "contracting": ("reaction-reminder", _owing_reaction),
    "sign-contracts": ("signing-reminder", _owing_signature),
}
"""Phase -> the letter, and who owes."""
