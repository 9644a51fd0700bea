"""What a merger does in rounds that run: the place of who goes is taken by who stays, or why it cannot be.

A round counts as running until its contract year has ended: no record says that it is over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inkoopkalender.clock import HOME
from inkoopkalender.content.round_content import find_round_content
from inkoopkalender.domain import dutch
from inkoopkalender.domain.register import Organisation
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.standings import DUTCH, Standing
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.recipients import list_recipients
from inkoopkalender.storage.round_places import (
    Place,
    copy_holds,
    count_claimed,
    list_kinds,
    move_letters,
    move_place,
    read_place,
)
from inkoopkalender.storage.rounds import Round, list_rounds
from inkoopkalender.storage.statements import (
    PARTICIPATIONS_TURN,
    calendar_turn,
    submissions_turn,
    wait_for_turn,
)
from inkoopkalender.usecases.register_event_checks import OpenRoundError


@dataclass(frozen=True, slots=True)
class MovedPlace:
    """What goes along in one round. `track` and `standing` are None when it had only cases or the like.

    `submissions` counts deliveries by kind, revisions too; `letters` are those that wait.
    """

    round: str
    track: str | None
    standing: Standing | None
    beside: tuple[str, ...]
    submissions: Mapping[str, int]
    offers: tuple[str, ...]
    signed: bool
    cases: int
    tasks: int
    letters: int


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A place that can go along, with the round that it is in."""

    round: Round
    place: MovedPlace


_PLACED = "R-WV-EXIST"
"""The outcome that everybody has who takes part: it says in which track."""


def running_rounds(connection: Connection, at: datetime) -> list[Round]:
    """Return the rounds whose contract year has not ended, by key."""
    year = at.astimezone(HOME).year
    return [one for one in list_rounds(connection) if RoundKey.parse(one.key).contract_year >= year]


def take_turns(connection: Connection, at: datetime, content: Path | None) -> None:
    """Let nobody join, act or deliver in a running round until this transaction ends."""
    wait_for_turn(connection, PARTICIPATIONS_TURN)
    running = running_rounds(connection, at)
    for one in running:
        wait_for_turn(connection, calendar_turn(one.key))
    for one in running:
        asked = find_round_content(RoundKey.parse(one.key), content).submissions or frozenset()
        for kind in sorted({*asked, *list_kinds(connection, one.round_id)}):
            wait_for_turn(connection, submissions_turn(one.round_id, kind))


def plan_moves(
    connection: Connection, gone: Organisation, stays: Organisation, at: datetime
) -> tuple[PlannedMove, ...]:
    """Return what goes along from each running round. Raises OpenRoundError with every reason against it."""
    moves, against = [], []
    for one in running_rounds(connection, at):
        place = read_place(connection, one.round_id, gone.id)
        if place.is_empty and not place.sending:
            continue
        other = read_place(connection, one.round_id, stays.id)
        against += [f"- {one.key}: {reason}" for reason in _against(connection, one, place, other)]
        moves.append(PlannedMove(one, _moved(one, place)))
    if against:
        names = f"{gone.name} (AGB {gone.main_agb}) kan nu niet opgaan in {stays.name} (AGB {stays.main_agb})"
        raise OpenRoundError("\n".join([f"{names}; er is niets gewijzigd:", *against, _ONLY_A_NUMBER]))
    return tuple(moves)


_ONLY_A_NUMBER = "Een code die alleen een nieuw nummer krijgt, kan wel: inkoopkalender providers replace-code"


def carry_out_moves(
    change: Transaction, moves: Sequence[PlannedMove], gone: Organisation, stays: Organisation, event: int
) -> None:
    """Give each place to who stays, and say so in the audit of each round; `event` is the register's.

    What may not be deleted of who goes, may not be deleted of who stays.
    """
    if not moves:
        return
    held = copy_holds(change.connection, gone.id, stays.id)
    recipient = list_recipients(change.connection, [stays.id], "contractering")[0]
    address = None if recipient.contact_id is None else (recipient.contact_id, recipient.email)
    for one in moves:
        round_id = one.round.round_id
        move_place(change.connection, round_id, gone.id, stays.id)
        letters = move_letters(change.connection, round_id, gone.id, stays.id, address)
        facts = {
            "event": event,
            "organisation": gone.id,
            "other": stays.id,
            "standing": one.place.standing,
            "submissions": dict(one.place.submissions),
            "letters": letters,
            "holds": held,
        }
        change.record("place moved by a merger", facts, chain=one.round.key)


def _moved(one: Round, place: Place) -> MovedPlace:
    return MovedPlace(
        one.key,
        place.track,
        place.standing,
        place.beside,
        place.submissions,
        place.offers,
        place.signed,
        place.cases,
        place.tasks,
        place.letters,
    )


# --- what stands against it -----------------------------------------------------------------------
def _against(connection: Connection, one: Round, place: Place, other: Place) -> Iterator[str]:
    """Give every reason why a place cannot go along, each with what to do."""
    after = f"Leg de fusie vast na afloop van contractjaar {RoundKey.parse(one.key).contract_year}."
    later = f"Wacht tot dat klaar is: inkoopkalender round due {one.key}"
    delivered = [kind for kind in place.submissions if kind in other.submissions]
    chosen = sorted({*place.choices} & {*other.choices})
    judged = (place.scored and other.scored) or {*place.outcomes} & {*other.outcomes} - {_PLACED}
    reasons: tuple[tuple[object, str, str], ...] = (
        (
            place.standing and other.standing,
            f"beide doen mee ({_stands(place)}; de ander {_stands(other)})",
            after,
        ),
        (delivered, f"beide leverden {dutch.listed(delivered)} in; welke telt, zegt geen regel", after),
        ({*place.offers} & {*other.offers}, "beide hebben een voorstel of aanbod", after),
        (place.signed and other.signed, "beide tekenden een overeenkomst", after),
        (judged, "beide zijn beoordeeld", after),
        (place.tasks and other.tasks, "over beide is een vraag aan een mens gesteld", after),
        (
            chosen,
            f"een mens zei van beide iets over spoor {dutch.listed(chosen)}; wat telt, zegt geen regel",
            after,
        ),
        (
            place.waivers,
            f"zij heeft eigen uitstel voor {dutch.listed(place.waivers)}, met acties op haar naam",
            after,
        ),
        (place.sending, "een brief aan haar is nu onderweg", "Probeer het over een minuut opnieuw."),
        (count_claimed(connection, one.round_id), "er wordt nu aan een actie gewerkt", later),
    )
    return (f"{reason}. {what_to_do}" for holds, reason, what_to_do in reasons if holds)


def _stands(place: Place) -> str:
    standing = DUTCH[place.standing] if place.standing else "doet niet mee"
    return f"spoor {place.track}, {standing}"
