"""What the invented operations team does: takes objections in, decides, releases, repairs the list.

Every release and decision goes through the use case that a real person's click would call.
"""

from datetime import datetime, timedelta
from random import Random

from inkoopkalender.domain.office_hours import next_office_moment
from inkoopkalender.storage.decisions import Task
from inkoopkalender.storage.ledger import find_waiting, list_actions
from inkoopkalender.usecases.generate_files import write_publication_list
from inkoopkalender.usecases.offers import offer_rest
from inkoopkalender.usecases.policy import receive_objection
from inkoopkalender.usecases.proposals import propose_rest
from inkoopkalender.usecases.publication import import_publication_list, read_gate
from inkoopkalender.usecases.rehearsal.contracts import plan_reactions, plan_signatures
from inkoopkalender.usecases.rehearsal.world import PERSON, World
from inkoopkalender.usecases.run_action import release_action
from inkoopkalender.usecases.tasks import decide, open_questions

THINKS_FOR = timedelta(hours=2)
"""How long the person looks at what was composed before releasing it."""
_CONTINUED = 0.8
"""The share of late or silent providers with whom the insurer goes on."""


def plan_operations(world: World) -> None:
    """Plan the objections, the meetings in which questions are decided, and the list for the site."""
    _plan_objections(world)
    (proposals,), (offers,) = world.due("propose_production"), world.due("offer_contracts")
    (closed,), (publication,) = world.due("close_signing"), world.due("publish_contracted_care")
    meetings = ((proposals, -29), (proposals, -1), (proposals, 2), (offers, -10), (closed, 2))
    for moment, days in meetings:
        world.plan_operator(world.office(moment, days), lambda now: _decide_questions(world, now))
    after = world.office(proposals, 5)
    world.plan_operator(after, lambda now: _propose_rest(world, now))
    world.plan_operator(world.office(offers, 4), lambda now: _offer_rest(world, now))
    spoiled, right = world.office(publication, -7), world.office(publication, hour=10)
    world.plan_operator(spoiled, lambda now: _import_list(world, now, spoiled=True))
    world.plan_operator(right, lambda now: _import_list(world, now, spoiled=False))


def _plan_objections(world: World) -> None:
    """Plan two objections in time, one of them at the last moment, and one that is too late."""
    term = world.desk.event_of("objections").end
    assert term is not None, "the objection term has an end"
    existing = [one for one in world.organisations.values() if not one.is_new]
    moments = (term - timedelta(days=3), term - timedelta(minutes=10), term + timedelta(hours=9))
    for organisation, moment in zip(existing, moments, strict=False):
        world.plan(moment, lambda now, agb=organisation.agb: _object(world, agb, now))  # type: ignore[misc]


def plan_releases(world: World, now: datetime, planned: set[str]) -> None:
    """Plan the release of every action that was prepared and waits for a person."""
    with world.desk.database.reading() as connection:
        ledger = list_actions(connection, world.desk.round.round_id)
    for row in ledger:
        if row.state == "waiting" and row.key not in planned:
            planned.add(row.key)
            moment = next_office_moment(now + THINKS_FOR, world.desk.calendar)
            world.plan_operator(moment, lambda at, key=row.key, kind=row.kind: _release(world, key, kind, at))  # type: ignore[misc]


def _release(world: World, key: str, kind: str, now: datetime) -> None:
    """Release what waited when the person began to look, unless a moved date took it back meanwhile."""
    with world.desk.database.reading() as connection:
        if find_waiting(connection, key) is None:
            return
    release_action(world.desk, key, now, by=PERSON, reason="Gezien en akkoord (repetitie).")
    if kind == "propose_production":
        plan_reactions(world, now)
    if kind == "offer_contracts":
        plan_signatures(world, now)


def _object(world: World, agb: str, now: datetime) -> None:
    receive_objection(world.desk, agb, received_at=now, by=PERSON, now=now)


def _decide_questions(world: World, now: datetime) -> None:
    for task in open_questions(world.desk):
        decision, reason = _decision(task, Random(f"decision {world.seed} {task.kind} {task.subject}"))  # noqa: S311 -- invented data, no secret
        decide(world.desk, task.task_id, decision, reason=reason, by=PERSON, now=now)


def _decision(task: Task, random: Random) -> tuple[str, str]:
    if task.kind == "eligibility" and random.random() > _CONTINUED:
        return "not_continued", "U hebt de kwaliteitsuitvraag niet op tijd ingediend (paragraaf 2.3.4)."
    if task.kind == "class":
        return random.choice("ABC"), "Vastgesteld op grond van het dossier."
    if task.kind == "ceiling":
        return str(random.randrange(100, 900) * 1000), "Vastgesteld op grond van het dossier."
    return "continued", "Beoordeeld en akkoord (repetitie)."


def _offer_rest(world: World, now: datetime) -> None:
    offer_rest(world.desk, by=PERSON, now=now)
    plan_signatures(world, now)


def _propose_rest(world: World, now: datetime) -> None:
    propose_rest(world.desk, by=PERSON, now=now)
    plan_reactions(world, now)


def _import_list(world: World, now: datetime, *, spoiled: bool) -> None:
    """Hand in the list for the site; the first has one provider too few and one too many."""
    with world.desk.database.reading() as connection:
        signed = read_gate(connection, world.desk).signed
    names = {agb: world.organisations[agb].name for agb in world.organisations if agb in set(signed)}
    if spoiled:
        extra = next(agb for agb in world.organisations if agb not in names)
        names = dict(list(names.items())[1:]) | {extra: world.organisations[extra].name}
    path = world.file(f"zorgvinder-{now:%Y%m%d}.xlsx")
    write_publication_list(names, path)
    import_publication_list(world.desk, path.read_bytes(), path.name, by=PERSON, now=now)
