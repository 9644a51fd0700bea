"""Contract offers: the proposals that stand, and the price agreements of who is not in the value model.

Policy: CZ wijkverpleging 2027, 2.3.3, 3.1 and 4.1 (offered by 20 September; VECOZO gives the notice). Nothing
stands ready in VECOZO before a person releases it. Who waits for a decision is counted, not offered.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from inkoopkalender.domain.office_hours import next_office_moment
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.held_letters import withdraw_held
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.storage.offers import add_offers, list_offers, release_offers
from inkoopkalender.storage.outbox import release_letters
from inkoopkalender.storage.rounds import list_participants, set_standing
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.dossier import (
    OPEN,
    Occasion,
    check_released,
    check_term,
    read_dossier,
    unfit_for_an_offer,
)
from inkoopkalender.usecases.letters import deadline, write_letters
from inkoopkalender.usecases.work import Counts, Work, audience_of, in_batches


def offer_contracts(work: Work) -> None:
    """Compose a contract offer for everyone with a released proposal, and the price agreements."""
    occasion = Occasion(work.desk, work.origin, work.now)
    in_batches(work, audience_of(work), lambda change, ids: _offer(occasion, change.connection, ids))


def offer_rest(desk: Desk, *, by: str, now: datetime) -> Counts:
    """Offer the contracts that a decision or a later proposal has cleared since the offers went out.

    The caller is a person who has seen whom it concerns: what is composed here holds at once.
    """
    check_term(desk.event_of("sign-contracts"), now)
    with desk.database.changing(actor=by, at=now, why="offers after a decision") as change:
        check_released(change.connection, desk, "offer_contracts")
        connection, round_id = change.connection, desk.round.round_id
        offered = list_offers(connection, round_id, "contract")
        waiting = list_participants(connection, round_id, track="existing", standings=(*OPEN, "proposed"))
        rest = [one.organisation_id for one in waiting if one.organisation_id not in offered]
        origin = f"{desk.key}|offers|{now.isoformat()}"
        counts = _offer(Occasion(desk, origin, now), connection, rest)
        carried = _carry_out(desk, change, origin, now)
        release_letters(connection, origin, now, leave_at=next_office_moment(now, desk.calendar))
        change.record("offers after a decision", {**counts, **carried}, chain=desk.key)
    return {**counts, **carried}


def _offer(occasion: Occasion, connection: Connection, organisation_ids: Sequence[int]) -> Counts:
    desk, round_id = occasion.desk, occasion.desk.round.round_id
    ready = read_dossier(connection, desk)
    standing = {one.organisation_id: one.standing for one in list_participants(connection, round_id)}
    proposals = list_offers(connection, round_id, "proposal")
    price_only = [
        one
        for one in organisation_ids
        if one in ready.price_only
        and standing[one] in OPEN
        and one not in ready.undecided
        and one not in ready.not_continued
    ]
    ceilings: dict[int, int | None] = {
        one: proposals[one].omzetplafond_cents for one in organisation_ids if standing[one] == "proposed"
    }
    ceilings.update(dict.fromkeys(price_only))
    add_offers(connection, round_id, "contract", ceilings, at=occasion.now)
    waiting = [one for one in organisation_ids if standing[one] in OPEN and one not in ceilings]
    return {
        "contracts": len(ceilings),
        "price_agreements": len(price_only),
        "awaiting_decision": sum(one in ready.undecided for one in waiting),
        **_write_offers(occasion, connection, ceilings),
    }


def _write_offers(
    occasion: Occasion, connection: Connection, organisation_ids: Iterable[int]
) -> Mapping[str, int]:
    desk = occasion.desk
    facts = {"deadline": deadline(desk, desk.event_of("sign-contracts"), occasion.now)}
    return write_letters(
        desk,
        connection,
        "contract-offered",
        organisation_ids,
        lambda _: facts,
        origin=occasion.origin,
        now=occasion.now,
        held=True,
    )


def carry_out_offers(desk: Desk, change: Transaction, row: LedgerRow, now: datetime) -> Counts:
    """Let the offers hold: the contracts stand ready in VECOZO from the release.

    Who declined, or was decided against, since they were composed gets none.
    """
    return _carry_out(desk, change, row.key, now)


def _carry_out(desk: Desk, change: Transaction, origin: str, now: datetime) -> Counts:
    connection, round_id = change.connection, desk.round.round_id
    unfit = unfit_for_an_offer(connection, desk, read_dossier(connection, desk), ("proposed",))
    offered = release_offers(connection, round_id, "contract", keep_back=unfit, at=now)
    return {
        "offered": set_standing(connection, round_id, offered, "offered", only_from=(*OPEN, "proposed")),
        "withdrawn": withdraw_held(connection, origin, unfit, now),
    }
