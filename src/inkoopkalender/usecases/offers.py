"""Contract offers: the proposals that stand, and the price agreements of who is not in the value model.

Policy: CZ wijkverpleging 2027, 2.3.3, 3.1 and 4.1 (offered by 20 September; VECOZO gives the notice). Nothing
stands ready in VECOZO before a person releases it. Who waits for a decision is counted, not offered.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import add_offers, list_offers, release_offers
from inkoopkalender.storage.held_letters import withdraw_held
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.storage.rounds import list_participants, set_standing
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.dossier import OPEN, read_dossier, unfit_for_an_offer
from inkoopkalender.usecases.letters import deadline, write_letters
from inkoopkalender.usecases.work import Counts, Work, audience_of, in_batches


def offer_contracts(work: Work) -> None:
    """Compose a contract offer for everyone with a released proposal, and the price agreements."""
    in_batches(work, audience_of(work), lambda change, ids: _offer(work, change.connection, ids))


def _offer(work: Work, connection: Connection, organisation_ids: Sequence[int]) -> Counts:
    desk, round_id = work.desk, work.desk.round.round_id
    ready = read_dossier(connection, desk)
    standing = {one.organisation_id: one.standing for one in list_participants(connection, round_id)}
    proposals = list_offers(connection, round_id, "proposal")
    price_only = [
        one
        for one in organisation_ids
        if one not in ready.in_model
        and standing[one] in OPEN
        and one not in ready.undecided
        and one not in ready.not_continued
    ]
    ceilings: dict[int, int | None] = {
        one: proposals[one].omzetplafond_cents for one in organisation_ids if standing[one] == "proposed"
    }
    ceilings.update(dict.fromkeys(price_only))
    add_offers(connection, round_id, "contract", ceilings, at=work.now)
    waiting = [one for one in organisation_ids if standing[one] in OPEN and one not in ceilings]
    return {
        "contracts": len(ceilings),
        "price_agreements": len(price_only),
        "awaiting_decision": sum(one in ready.undecided for one in waiting),
        **_write_offers(work, connection, ceilings),
    }


def _write_offers(work: Work, connection: Connection, organisation_ids: Iterable[int]) -> Mapping[str, int]:
    facts = {"deadline": deadline(work.desk, work.desk.event_of("sign-contracts"), work.now)}
    return write_letters(
        work.desk,
        connection,
        "contract-offered",
        organisation_ids,
        lambda _: facts,
        origin=work.origin,
        now=work.now,
        held=True,
    )


def carry_out_offers(desk: Desk, change: Transaction, row: LedgerRow, now: datetime) -> Counts:
    """Let the offers hold: the contracts stand ready in VECOZO from the release.

    Who declined, or was decided against, since they were composed gets none.
    """
    connection, round_id = change.connection, desk.round.round_id
    unfit = unfit_for_an_offer(connection, desk, read_dossier(connection, desk), ("proposed",))
    offered = release_offers(connection, round_id, "contract", keep_back=unfit, at=now)
    return {
        "offered": set_standing(connection, round_id, offered, "offered", only_from=(*OPEN, "proposed")),
        "withdrawn": withdraw_held(connection, row.key, unfit, now),
    }
