"""Production proposals, and the providers' reactions to them.

Policy: CZ wijkverpleging 2027, 2.3.3 (basis of the ceiling, price agreements), 3.1, 4.1. The formula of the
ceiling is not published (A-WV-06): last year's production times a factor per class, both parameters;
an unset one leads to a person. Nothing leaves before a person releases it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from inkoopkalender.domain import dutch
from inkoopkalender.domain.office_hours import next_office_moment
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import open_tasks
from inkoopkalender.storage.held_letters import list_held, withdraw_held
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.storage.offers import add_offers, list_offers, record_reaction, release_offers
from inkoopkalender.storage.outbox import release_letters
from inkoopkalender.storage.recipients import Recipient, list_recipients
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.storage.rounds import list_participants, set_standing
from inkoopkalender.usecases.desk import Desk, take_calendar_turn
from inkoopkalender.usecases.dossier import (
    OPEN,
    Dossier,
    Occasion,
    check_released,
    check_term,
    read_dossier,
    unfit_for_an_offer,
)
from inkoopkalender.usecases.incoming import check_received
from inkoopkalender.usecases.letters import deadline, moment_in_words, write_letters
from inkoopkalender.usecases.work import Counts, Work, at_once, audience_of, in_batches

CEILING_PERCENT = "omzetplafond_percent"
"""Parameter: per class the percentage of last year's production, such as {"A": 104, "B": 101, "C": 97}."""
Reaction = Literal["agrees", "counters", "declines"]
REACTIONS: Mapping[Reaction, str] = {
    "agrees": "u gaat akkoord met het voorstel",
    "counters": "u doet een tegenvoorstel",
    "declines": "u ziet af van een overeenkomst",
}


class ReactionRefusedError(MisuseError):
    """A reaction cannot be taken: outside its window, or nothing to react to."""


def propose_production(work: Work) -> None:
    """Compose a proposal for everyone in the value model, and the notice for who is not continued."""
    occasion = Occasion(work.desk, work.origin, work.now)
    in_batches(work, audience_of(work), lambda change, ids: _propose(occasion, change.connection, ids))


def propose_rest(desk: Desk, *, by: str, now: datetime) -> Counts:
    """Make the proposals that a decision has cleared since the round's proposals went out.

    The caller is a person who has seen whom it concerns: what is composed here holds and leaves at once.
    """
    check_term(desk.event_of("contracting"), now)
    with desk.database.changing(actor=by, at=now, why="proposals after a decision") as change:
        check_released(change.connection, desk, "propose_production")
        proposed = list_offers(change.connection, desk.round.round_id, "proposal")
        open_ones = list_participants(
            change.connection, desk.round.round_id, track="existing", standings=OPEN
        )
        rest = [one.organisation_id for one in open_ones if one.organisation_id not in proposed]
        origin = f"{desk.key}|proposals|{now.isoformat()}"
        counts = _propose(Occasion(desk, origin, now), change.connection, rest)
        carried = _carry_out(desk, change, origin, now)
        release_letters(change.connection, origin, now, leave_at=next_office_moment(now, desk.calendar))
        change.record("proposals after a decision", {**counts, **carried}, chain=desk.key)
    return {**counts, **carried}


def _propose(occasion: Occasion, connection: Connection, organisation_ids: Sequence[int]) -> Counts:
    round_id = occasion.desk.round.round_id
    ready = read_dossier(connection, occasion.desk)
    candidates = [one for one in organisation_ids if one in ready.in_model]
    clear = [one for one in candidates if one not in ready.undecided and one not in ready.not_continued]
    ceilings = {one: _ceiling_of(one, ready) for one in clear}
    known = {one: cents for one, cents in ceilings.items() if cents is not None}
    unknown = [one for one, cents in ceilings.items() if cents is None]
    open_tasks(connection, round_id, [_ask_ceiling(one) for one in unknown], at=occasion.now)
    add_offers(connection, round_id, "proposal", known, at=occasion.now)
    proposals = _write_proposals(occasion, connection, known, ready)
    ended = [one for one in organisation_ids if one in ready.not_continued]
    notices = _write_notices(occasion, connection, ended, ready)
    return {
        "proposals": len(known),
        "not_continued": len(ended),
        "awaiting_decision": sum(one in ready.undecided for one in candidates),
        "ceiling_unclear": len(unknown),
        "letters": proposals["letters"] + notices["letters"],
        "without_address": proposals["without_address"] + notices["without_address"],
    }


def _ceiling_of(organisation_id: int, ready: Dossier) -> int | None:
    """Return the ceiling that a person set, else the computed one."""
    if organisation_id in ready.ceilings_cents:
        return ready.ceilings_cents[organisation_id]
    letter = ready.classes.get(organisation_id)
    return ceiling_cents(ready.production.get(organisation_id), letter, ready.parameters)


def ceiling_cents(production: int | None, letter: str | None, parameters: Mapping[str, Any]) -> int | None:
    """Return the proposed omzetplafond in cents (R-WV-CEIL), whole euros; None is for a person."""
    percent = parameters.get(CEILING_PERCENT, {}).get(letter or "")
    if production is None or percent is None:
        return None
    return production * int(percent) // 10_000 * 100


def _write_proposals(
    occasion: Occasion, connection: Connection, ceilings: Mapping[int, int], ready: Dossier
) -> Mapping[str, int]:
    closes = occasion.desk.event_of("contracting")

    def facts(who: Recipient) -> dict[str, object]:
        quality, cost = ready.points.get(who.organisation_id, (None, None))
        return {
            "deadline": deadline(occasion.desk, closes, occasion.now),
            "class_letter": ready.classes[who.organisation_id],
            "quality_points": quality,
            "cost_points": cost,
            "omzetplafond": dutch.money(ceilings[who.organisation_id]),
        }

    return write_letters(
        occasion.desk,
        connection,
        "production-proposal",
        ceilings,
        facts,
        origin=occasion.origin,
        now=occasion.now,
        held=True,
    )


def _write_notices(
    occasion: Occasion, connection: Connection, organisation_ids: Sequence[int], ready: Dossier
) -> Mapping[str, int]:
    return write_letters(
        occasion.desk,
        connection,
        "not-continued",
        organisation_ids,
        lambda who: {"reason": ready.not_continued[who.organisation_id]},
        origin=occasion.origin,
        now=occasion.now,
        held=True,
    )


def _ask_ceiling(organisation_id: int) -> dict[str, object]:
    return {
        "organisation_id": organisation_id,
        "kind": "ceiling",
        "subject": f"organisation {organisation_id}",
        "question": "Klasse, productie of percentage ontbreekt. Welk omzetplafond, in hele euro's?",
        "ambiguity": "A-WV-06",
    }


def carry_out_proposals(desk: Desk, change: Transaction, row: LedgerRow, now: datetime) -> Counts:
    """Let the proposals hold: they count as made from the release.

    Who was decided against since they were composed gets none; the notice then follows by `propose_rest`.
    """
    return _carry_out(desk, change, row.key, now)


def _carry_out(desk: Desk, change: Transaction, origin: str, now: datetime) -> Counts:
    connection, round_id = change.connection, desk.round.round_id
    ready = read_dossier(connection, desk)
    unfit = unfit_for_an_offer(connection, desk, ready, ("proposed",))
    proposed = release_offers(connection, round_id, "proposal", keep_back=unfit, at=now)
    withdrawn = withdraw_held(
        connection, origin, unfit & list_held(connection, origin, "production-proposal"), now
    )
    told = list_held(connection, origin, "not-continued") | _without_address(connection, ready)
    ended = told & set(ready.not_continued)
    return {
        "proposed": set_standing(connection, round_id, proposed, "proposed", only_from=OPEN),
        "ended": set_standing(connection, round_id, ended, "not_continued", only_from=OPEN),
        "withdrawn": withdrawn,
    }


def _without_address(connection: Connection, ready: Dossier) -> set[int]:
    recipients = list_recipients(connection, ready.not_continued, "contractering")
    return {one.organisation_id for one in recipients if one.contact_id is None}


def react(desk: Desk, agb: str, reaction: Reaction, *, received_at: datetime, by: str, now: datetime) -> None:
    """Record a provider's reaction to its proposal. Raises ReactionRefusedError outside the window (4.1)."""
    check_received(received_at, now)
    with desk.database.changing(actor=by, at=now, why=f"reaction {reaction}") as change:
        desk = take_calendar_turn(change.connection, desk)
        _check_reaction_term(desk, received_at)
        organisation = find_organisation_by_agb(change.connection, agb)
        known = organisation is not None and record_reaction(
            change.connection, desk.round.round_id, organisation.id, reaction, at=received_at
        )
        if organisation is None or not known:
            raise ReactionRefusedError(
                f"Voor AGB-code {agb} is in {desk.key} geen productievoorstel verzonden."
            )
        _follow(desk, change, organisation.id, reaction, received_at, now)
        change.record("reaction", {"organisation": organisation.id, "reaction": reaction}, chain=desk.key)


def _check_reaction_term(desk: Desk, received_at: datetime) -> None:
    window = desk.event_of("contracting")
    if window.end is not None and received_at >= window.end:
        raise ReactionRefusedError(
            f"Reageren kon tot en met {window.last_day:%d-%m-%Y}; deze reactie kwam op "
            f"{received_at.astimezone(desk.zone):%d-%m-%Y %H.%M} uur en wordt niet meegenomen."
        )


def _follow(
    desk: Desk,
    change: Transaction,
    organisation_id: int,
    reaction: Reaction,
    received_at: datetime,
    now: datetime,
) -> None:
    if reaction == "declines":
        set_standing(
            change.connection,
            desk.round.round_id,
            [organisation_id],
            "declined",
            only_from=(*OPEN, "proposed", "offered"),
        )
    facts = {"reaction": REACTIONS[reaction], "received_at": moment_in_words(desk, received_at)}
    origin = f"{desk.key}|reaction|{organisation_id}|{received_at.isoformat()}"
    write_letters(
        desk,
        change.connection,
        "reaction-receipt",
        [organisation_id],
        lambda _: facts,
        origin=origin,
        now=now,
    )


def close_contracting(work: Work) -> None:
    """Count the reactions at the end of the talks (A-WV-07: talks until 31 October)."""

    def count(change: Transaction) -> Counts:
        made = list_offers(change.connection, work.desk.round.round_id, "proposal").values()
        reactions = [one.reaction for one in made if one.released_at is not None]
        return {name: reactions.count(name) for name in ("agrees", "counters", "declines")} | {
            "no_reaction": reactions.count(None)
        }

    at_once(work, count, name="count")
