"""How invented providers react to their proposal and sign their contract, or do not."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from inkoopkalender.domain.actions import RoundFacts, plan_actions
from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.storage.decisions import list_outcomes
from inkoopkalender.storage.offers import list_offers
from inkoopkalender.storage.register import organisation_ids_by_agb
from inkoopkalender.usecases.generate import InventedOrganisation
from inkoopkalender.usecases.generate_files import write_scores, write_signing_export
from inkoopkalender.usecases.proposals import Reaction, react
from inkoopkalender.usecases.rehearsal.world import PERSON, World, between
from inkoopkalender.usecases.scoring import import_scores
from inkoopkalender.usecases.signing import import_signatures

_UNSCORED = 0.01
"""The share of providers whose points are missing, so that a person must give the class."""


def plan_contracts(world: World) -> None:
    """Plan the scores, and the exports of signatures: before reminders, and a whole one after the close."""
    (proposals,) = world.due("propose_production")
    world.plan_operator(world.office(proposals, -20), lambda now: _import_scores(world, now))
    signing = world.desk.event_of("sign-contracts")
    for action in plan_actions(world.desk.timeline, RoundFacts()):
        if action.key.event == signing.key and action.key.kind == "remind_providers":
            before = action.due_at - timedelta(hours=1)
            world.plan_operator(before, lambda now: _import_signatures(world, now, complete=False))
    (closed,) = world.due("close_signing")
    world.plan_operator(
        world.office(closed, 1, hour=8), lambda now: _import_signatures(world, now, complete=True)
    )


def _import_scores(world: World, now: datetime) -> None:
    with world.desk.database.reading() as connection:
        model = list_outcomes(connection, world.desk.round.round_id, "R-WV-100K")
        codes = organisation_ids_by_agb(connection)
    points = {}
    for agb, organisation in world.organisations.items():
        random = world.random_for("points", organisation)
        in_model = codes[agb] in model and model[codes[agb]].outcome == "met"
        if in_model and random.random() >= _UNSCORED:
            points[agb] = (random.randint(1, 10), random.randint(1, 10))
    path = world.file("punten.xlsx")
    write_scores(points, path)
    import_scores(world.desk, path.read_bytes(), path.name, by=PERSON, now=now)


def plan_reactions(world: World, now: datetime) -> None:
    """Plan how each provider reacts to the proposal that was released just now."""
    closes = world.desk.event_of("contracting").end
    assert closes is not None, "the talks have an end"
    for organisation in _with_offer(world, "proposal", released_at=now):
        random = world.random_for("reaction", organisation)
        reaction = _reaction(organisation, random.random())
        if reaction is not None:
            moment = between(now + timedelta(days=3), closes - timedelta(days=7), random)
            world.plan(moment, lambda at, who=organisation, what=reaction: _react(world, who.agb, what, at))  # type: ignore[misc]


def _reaction(organisation: InventedOrganisation, dice: float) -> Reaction | None:
    if organisation.temperament == "declines" and dice < 0.5:  # noqa: PLR2004 -- a share
        return "declines"
    if organisation.temperament == "silent" or dice > 0.85:  # noqa: PLR2004 -- a share
        return None
    return "counters" if dice > 0.78 else "agrees"  # noqa: PLR2004 -- a share


def _react(world: World, agb: AgbCode, reaction: Reaction, now: datetime) -> None:
    react(world.desk, agb, reaction, received_at=now, by=PERSON, now=now)


def plan_signatures(world: World, now: datetime) -> None:
    """Let VECOZO hold a signature for whoever will sign the contract that was released just now."""
    last = world.desk.event_of("sign-contracts").end
    assert last is not None, "signing has an end"
    for organisation in _with_offer(world, "contract", released_at=now):
        moment = _signs_at(world, organisation, now, last)
        if moment is not None:
            world.portal.signatures[organisation.agb] = (moment, "bestuurder")


def _signs_at(
    world: World, organisation: InventedOrganisation, offered: datetime, last: datetime
) -> datetime | None:
    random = world.random_for("signature", organisation)
    day = timedelta(days=1)
    match organisation.temperament:
        case "declines" | "silent":
            return None
        case "late":
            return between(last + timedelta(hours=8), last + timedelta(hours=20), random)
        case "last_evening":
            return between(last - timedelta(hours=5), last, random)
        case "early":
            return between(offered + day, offered + 7 * day, random)
        case _:
            return between(offered + 2 * day, last - timedelta(hours=3), random)


def _import_signatures(world: World, now: datetime, *, complete: bool) -> None:
    signed = {agb: row for agb, row in world.portal.signatures.items() if row[0] <= now}
    path = world.file(f"vecozo-ondertekend-{now:%Y%m%d}.xlsx")
    write_signing_export(signed, path)
    import_signatures(
        world.desk,
        path.read_bytes(),
        path.name,
        complete_until=now if complete else None,
        by=PERSON,
        now=now,
    )


def _with_offer(world: World, kind: str, *, released_at: datetime) -> Iterator[InventedOrganisation]:
    with world.desk.database.reading() as connection:
        offers = list_offers(connection, world.desk.round.round_id, kind)
        codes = organisation_ids_by_agb(connection)
    for agb, organisation in world.organisations.items():
        offer = offers.get(codes[agb])
        if offer is not None and offer.released_at == released_at:
            yield organisation
