"""How invented new providers enrol, and how the insurer answers each within the promised term, or not."""

from datetime import datetime, timedelta

from inkoopkalender.usecases.enrolment import decide_enrolment, receive_enrolment
from inkoopkalender.usecases.generate import InventedOrganisation
from inkoopkalender.usecases.rehearsal.world import PERSON, World, between

LEAST_TURNOVER_CENTS = 50_000_00
"""3.2.1: the expected yearly turnover at the insurer (R-WV-50K)."""


def plan_enrolments(world: World) -> None:
    """Plan the enrolments, and their answers: one of them later than was promised."""
    newcomers = [one for one in world.organisations.values() if one.is_new and one.temperament != "silent"]
    for place, organisation in enumerate(newcomers):
        broken = place == 0 and len(newcomers) > 1
        _plan_enrolment(world, organisation, answer_after=timedelta(days=68 if broken else 20))


def _plan_enrolment(world: World, organisation: InventedOrganisation, *, answer_after: timedelta) -> None:
    window = world.desk.event_of("enrol-new-providers")
    assert window.start is not None, "the enrolment window has a start"
    assert window.end is not None, "the enrolment window has an end"
    random = world.random_for("enrolment", organisation)
    first = between(window.start + timedelta(hours=9), window.end - timedelta(days=5), random)
    if organisation.temperament == "late":
        first = between(window.end + timedelta(minutes=2), window.end + timedelta(days=2), random)
    turnover = random.choice((48_500_00, 50_000_00, 120_000_00, 310_000_00))
    answer = first + answer_after + timedelta(days=random.randrange(12))
    world.plan(first, lambda now: _enrol(world, organisation, turnover, now, answer))
    if organisation.temperament == "wrong_first":
        world.plan(first + timedelta(days=2), lambda now: _enrol(world, organisation, turnover, now, None))


def _enrol(
    world: World,
    organisation: InventedOrganisation,
    turnover_cents: int,
    now: datetime,
    answer: datetime | None,
) -> None:
    reference = receive_enrolment(
        world.desk,
        organisation.agb,
        {"expected_turnover_cents": turnover_cents},
        received_at=now,
        by=PERSON,
        now=now,
    )
    window = world.desk.event_of("enrol-new-providers")
    if answer is not None and window.end is not None and now < window.end:
        world.plan(answer, lambda at: _answer(world, reference, turnover_cents, at))


def _answer(world: World, reference: str, turnover_cents: int, now: datetime) -> None:
    enough = turnover_cents >= LEAST_TURNOVER_CENTS
    reason = (
        "U vult een witte vlek in de regio in en voldoet aan de voorwaarden."
        if enough
        else "De verwachte zorgomzet is lager dan € 50.000 per jaar (paragraaf 3.2.1)."
    )
    decide_enrolment(
        world.desk, reference, "offered" if enough else "refused", reason=reason, by=PERSON, now=now
    )
