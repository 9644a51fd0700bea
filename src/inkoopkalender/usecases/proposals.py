"""Production proposals, and the providers' reactions to them.

Policy: CZ wijkverpleging 2027, 2.3.3 (basis of the ceiling, price agreements), 3.1, 4.1. The formula of the
ceiling is not published (A-WV-06): last year's production times a factor per class, both parameters;
an unset one leads to a person. Nothing leaves before a person releases it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from inkoopkalender.domain import dutch
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import (
    add_offers,
    list_offers,
    open_tasks,
    record_reaction,
    release_offers,
)
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.storage.recipients import Recipient
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.storage.rounds import set_standing
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.dossier import OPEN, Dossier, read_dossier
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
    in_batches(work, audience_of(work), lambda change, ids: _propose(work, change.connection, ids))


def _propose(work: Work, connection: Connection, organisation_ids: Sequence[int]) -> Counts:
    desk, round_id = work.desk, work.desk.round.round_id
    ready = read_dossier(connection, desk)
    candidates = [one for one in organisation_ids if one in ready.in_model]
    ended = [one for one in organisation_ids if one in ready.not_continued]
    waiting = [one for one in candidates if one in ready.undecided]
    clear = [one for one in candidates if one not in ready.undecided and one not in ready.not_continued]
    ceilings = {
        one: ceiling_cents(ready.production.get(one), ready.classes.get(one), ready.parameters)
        for one in clear
    }
    known = {one: cents for one, cents in ceilings.items() if cents is not None}
    unknown = [one for one, cents in ceilings.items() if cents is None]
    open_tasks(connection, round_id, [_ask_ceiling(one) for one in unknown], at=work.now)
    add_offers(connection, round_id, "proposal", known, at=work.now)
    proposals = _write_proposals(work, connection, known, ready)
    notices = write_letters(
        desk,
        connection,
        "not-continued",
        ended,
        lambda who: {"reason": ready.not_continued[who.organisation_id]},
        origin=work.origin,
        now=work.now,
        held=True,
    )
    return {
        "proposals": len(known),
        "not_continued": len(ended),
        "awaiting_decision": len(waiting),
        "ceiling_unclear": len(unknown),
        "letters": proposals["letters"] + notices["letters"],
        "without_address": proposals["without_address"] + notices["without_address"],
    }


def ceiling_cents(production: int | None, letter: str | None, parameters: Mapping[str, Any]) -> int | None:
    """Return the proposed omzetplafond in cents (R-WV-CEIL), whole euros; None is for a person."""
    percent = parameters.get(CEILING_PERCENT, {}).get(letter or "")
    if production is None or percent is None:
        return None
    return production * int(percent) // 10_000 * 100


def _write_proposals(
    work: Work, connection: Connection, ceilings: Mapping[int, int], ready: Dossier
) -> Mapping[str, int]:
    closes = work.desk.event_of("contracting")

    def facts(who: Recipient) -> dict[str, object]:
        quality, cost = ready.points.get(who.organisation_id, (None, None))
        return {
            "deadline": deadline(work.desk, closes, work.now),
            "class_letter": ready.classes[who.organisation_id],
            "quality_points": quality,
            "cost_points": cost,
            "omzetplafond": dutch.money(ceilings[who.organisation_id]),
        }

    return write_letters(
        work.desk,
        connection,
        "production-proposal",
        ceilings,
        facts,
        origin=work.origin,
        now=work.now,
        held=True,
    )


def _ask_ceiling(organisation_id: int) -> dict[str, object]:
    return {
        "organisation_id": organisation_id,
        "kind": "ceiling",
        "subject": f"organisation {organisation_id}",
        "question": "Klasse, productie of percentage ontbreekt. Welk omzetplafond?",
        "ambiguity": "A-WV-06",
    }


def carry_out_proposals(desk: Desk, change: Transaction, row: LedgerRow, now: datetime) -> Counts:
    """Let the proposals hold: they count as made from the release."""
    del row
    connection, round_id = change.connection, desk.round.round_id
    proposed = release_offers(connection, round_id, "proposal", at=now)
    ended = read_dossier(connection, desk).not_continued
    return {
        "proposed": set_standing(connection, round_id, proposed, "proposed", only_from=OPEN),
        "ended": set_standing(connection, round_id, ended, "not_continued", only_from=OPEN),
    }


def react(desk: Desk, agb: str, reaction: Reaction, *, received_at: datetime, by: str, now: datetime) -> None:
    """Record a provider's reaction to its proposal. Raises ReactionRefusedError outside the window (4.1)."""
    window = desk.event_of("contracting")
    if window.end is not None and received_at >= window.end:
        raise ReactionRefusedError(
            f"Reageren kon tot en met {window.last_day:%d-%m-%Y}; deze reactie kwam op "
            f"{received_at.astimezone(desk.zone):%d-%m-%Y %H.%M} uur en wordt niet meegenomen."
        )
    with desk.database.changing(actor=by, at=now, why=f"reaction {reaction}") as change:
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
