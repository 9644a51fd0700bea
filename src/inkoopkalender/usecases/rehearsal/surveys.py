"""How invented providers hand in the quality survey: early, on the last evening, late, wrong first, never.

Some upload our form; the others use VECOZO's survey module, of which the operations team gets exports.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from inkoopkalender.domain.actions import RoundFacts, plan_actions
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.usecases.deliveries import find_kind
from inkoopkalender.usecases.generate import InventedOrganisation
from inkoopkalender.usecases.generate_files import Delivery, invent_survey, write_survey, write_vecozo_export
from inkoopkalender.usecases.receive import receive_submission
from inkoopkalender.usecases.rehearsal.world import PERSON, World, between
from inkoopkalender.usecases.submission_exports import import_submissions

KIND = "quality-survey"


def plan_surveys(world: World) -> None:
    """Plan every delivery, and the exports: before each reminder, and a complete one after the close."""
    window = world.desk.timeline.event(KIND)
    for organisation in world.organisations.values():
        if not organisation.is_new:
            _plan_deliveries(world, organisation, window)
    for moment in _before_reminders(world, window):
        world.plan_operator(moment, lambda now: import_export(world, now, complete=False))
    assert window.end is not None, "a survey window has an end"
    world.plan_operator(
        world.office(window.end, 3, hour=8), lambda now: import_export(world, now, complete=True)
    )


def _before_reminders(world: World, window: ResolvedEvent) -> Iterator[datetime]:
    for action in plan_actions(world.desk.timeline, RoundFacts()):
        if action.key.event == window.key and action.key.kind == "remind_providers":
            yield action.due_at - timedelta(hours=1)


def _plan_deliveries(world: World, organisation: InventedOrganisation, window: ResolvedEvent) -> None:
    random = world.random_for("survey", organisation)
    for moment, wrong in _when(organisation, window, random):
        world.plan(moment, lambda now, wrong=wrong: _deliver(world, organisation, now, wrong=wrong))  # type: ignore[misc]


def _when(
    organisation: InventedOrganisation, window: ResolvedEvent, random: Random
) -> Iterator[tuple[datetime, bool]]:
    assert window.start is not None, "a survey window has a start"
    assert window.end is not None, "a survey window has an end"
    day = timedelta(days=1)
    match organisation.temperament:
        case "silent":
            return
        case "late":
            yield between(window.end + timedelta(minutes=2), window.end + 2 * day, random), False
        case "last_evening":
            yield between(window.end - timedelta(hours=5), window.end, random), False
        case "early":
            yield between(window.start + timedelta(hours=9), window.start + 7 * day, random), False
        case "wrong_first":
            first = between(window.start + 10 * day, window.start + 18 * day, random)
            yield first, True
            yield between(first + day, first + 9 * day, random), False
        case _:
            yield between(window.start + 4 * day, window.end - day, random), False


def _deliver(world: World, organisation: InventedOrganisation, now: datetime, *, wrong: bool) -> None:
    desk = world.desk
    answers = invent_survey(
        organisation,
        contract_year=desk.calendar.key.contract_year,
        on=now.astimezone(desk.zone).date(),
        seed=world.seed,
        wrong=wrong,
    )
    if organisation.delivers_by == "vecozo":
        world.portal.surveys.append(Delivery(organisation.agb, now, answers))
        return
    kind = find_kind(desk, KIND)
    path = world.file(f"{organisation.agb}-{'fout-' if wrong else ''}uitvraag.xlsx")
    write_survey(kind, answers, path)
    receive_submission(
        desk, kind, organisation.agb, path.read_bytes(), path.name, received_at=now, by=PERSON, now=now
    )


def import_export(world: World, now: datetime, *, complete: bool) -> None:
    """Import what VECOZO holds now; `complete` says that nothing from before now is missing."""
    kind = find_kind(world.desk, KIND)
    path = world.file(f"vecozo-uitvraag-{now:%Y%m%d}.xlsx")
    write_vecozo_export(kind, world.portal.surveys, path)
    import_submissions(
        world.desk,
        kind,
        path.read_bytes(),
        path.name,
        complete_until=now if complete else None,
        by=PERSON,
        now=now,
    )
