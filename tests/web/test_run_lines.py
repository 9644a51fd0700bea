"""The ledger joined with Prefect's flow runs: what each pair of states says to a person."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from builders import KEY, ZONE, at

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.domain.actions import Action, LedgerState, RoundFacts, plan_actions
from inkoopkalender.domain.timeline import resolve_calendar
from inkoopkalender.orchestration.prefect_api import FlowRun
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.web.doings import Doings
from inkoopkalender.web.run_lines import RunLine, run_lines

TIMELINE = resolve_calendar(load_calendar(KEY))
NOW = at("2026-05-15T10:10")
DUE = at("2026-05-15T09:00")
URL = "http://127.0.0.1:4200/api"
REMINDER = "herinnering, 14 dagen voor het einde"


def a_row(state: LedgerState, **changes: object) -> LedgerRow:
    """The reminder of 15 May; its process last gave a sign of life at 10.00 uur, ten minutes ago."""
    beat = at("2026-05-15T10:00")
    row = LedgerRow(
        7, "key", "existing", "quality-survey", "remind_providers", "14 days", "", 1, DUE, state, 1, None,
        "run-1", "", {}, DUE, beat,
    )  # fmt: skip
    return replace(row, **changes)  # type: ignore[arg-type]


def a_run(state: str, **changes: object) -> FlowRun:
    run = FlowRun(
        "run-1", "2026-05-15 09:00 remind_providers quality-survey", state, state.title(),
        "killed by signal 9",
        ("round:cz/wijkverpleging/2027", "event:quality-survey", "kind:remind_providers"), {}, None,
        at("2026-05-15T10:00"), DUE, DUE, at("2026-05-15T09:00:12"),
    )  # fmt: skip
    return replace(run, **changes)  # type: ignore[arg-type]


def doings(*, shift: timedelta = timedelta(), **changes: object) -> Doings:
    made = Doings(
        TIMELINE, ZONE, (), (), (), (), NOW + shift, shift, timedelta(minutes=10), timedelta(minutes=2), URL
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def only(found: Doings) -> RunLine:
    (line,) = run_lines(found)
    return line


def planned(kind: str, occurrence: str = "") -> Action:
    return next(
        one
        for one in plan_actions(TIMELINE, RoundFacts())
        if (one.key.kind, one.key.occurrence) == (kind, occurrence)
    )


def test_done() -> None:
    row = a_row("done", counts={"letters": 312, "without_address": 2}, finished_at=DUE)

    line = only(doings(ledger=[row], runs=[a_run("COMPLETED")]))

    assert line == RunLine(
        due_at=DUE,
        moment="vr 15 mei 2026, 9.00\N{NO-BREAK SPACE}uur",
        what=REMINDER,
        event="aanbieder vult de uitvraag kwaliteitsinformatie in",
        state="done",
        state_words="gedaan",
        result="312 brieven, 2 zonder adres",
        duration="12 s",
        address="http://127.0.0.1:4200/runs/flow-run/run-1",
    )


def test_done_at_a_second_attempt() -> None:
    line = only(doings(ledger=[a_row("done", attempt=2)]))

    assert (line.state, line.state_words) == ("done", "gedaan, opnieuw opgepakt (poging 2)")


def test_running() -> None:
    row = a_row("claimed", beat_at=at("2026-05-15T10:09"), claimed_at=at("2026-05-15T10:08"))

    line = only(
        doings(ledger=[row], runs=[a_run("RUNNING", ended_at=None)], done_for={7: 200}, asked_for={7: 312})
    )

    assert (line.state, line.state_words) == (
        "running",
        "loopt sinds 10.08\N{NO-BREAK SPACE}uur, 200 van 312 gedaan",
    )
    assert (line.duration, line.rerun) == ("70 min", None)


def test_stopped_because_prefect_says_that_it_crashed() -> None:
    row = a_row("claimed", beat_at=at("2026-05-15T10:09"))

    line = only(doings(ledger=[row], runs=[a_run("CRASHED")], done_for={7: 200}, asked_for={7: 312}))

    assert line.state == "stopped"
    assert line.state_words == "gestopt na 200 van 312, wordt vóór 10.21\N{NO-BREAK SPACE}uur hervat"
    assert line.detail == "killed by signal 9"
    assert line.rerun == ("quality-survey", "remind_providers")


def test_stopped_because_it_is_silent_and_prefect_is_away() -> None:
    line = only(doings(ledger=[a_row("claimed")]))

    assert line.state_words == "gestopt, wordt vóór 10.20\N{NO-BREAK SPACE}uur hervat"
    assert line.detail == (
        "Sinds 10.00\N{NO-BREAK SPACE}uur geen teken van leven van het proces dat dit deed."
    )


def test_clock_of_the_round_is_shown_where_it_is_moved() -> None:
    shift = timedelta(days=35)

    line = only(doings(shift=shift, ledger=[a_row("claimed")]))

    assert line.state_words == "gestopt, wordt vóór 10.20\N{NO-BREAK SPACE}uur hervat"


def test_failed() -> None:
    row = a_row("failed", attempt=3, beat_at=at("2026-05-15T10:08"), waits_for="De schijf is vol.")

    line = only(doings(ledger=[row]))

    assert (line.state, line.detail) == ("failed", "De schijf is vol.")
    assert line.state_words == "mislukt (poging 3), wordt vóór 10.22\N{NO-BREAK SPACE}uur opnieuw geprobeerd"
    assert line.rerun == ("quality-survey", "remind_providers")


def test_waiting_for_release() -> None:
    line = only(doings(ledger=[a_row("waiting", waits_for="release by a person")]))

    assert (line.state, line.state_words) == ("waiting", "wacht op vrijgave door een mens")


def test_lapsed() -> None:
    assert only(doings(ledger=[a_row("lapsed")])).state_words == "vervallen"


def test_due_and_not_begun() -> None:
    action = planned("remind_providers", "14 days")
    words: Mapping[datetime, tuple[str, str]] = {
        DUE + timedelta(minutes=3): ("due", "is nu aan de beurt"),
        DUE + timedelta(minutes=13): ("late", "te laat: had 13 minuten geleden moeten beginnen"),
        DUE + timedelta(hours=5): ("late", "te laat: had 5 uur geleden moeten beginnen"),
        DUE + timedelta(days=3): ("late", "te laat: had 3 dagen geleden moeten beginnen"),
    }

    found = {now: only(doings(due=[action], now=now)) for now in words}

    assert {now: (line.state, line.state_words) for now, line in found.items()} == words


def test_due_and_waiting_for_an_export() -> None:
    action = replace(
        planned("assess_round"),
        waits_for=("close_intake", "an export of quality-survey that is complete until X"),
    )

    line = only(doings(due=[action], now=at("2026-06-02T09:00")))

    assert line.state_words == (
        "wacht op ‘uitvraag gesloten’; de export van VECOZO, volledig t/m zo 31 mei 2026, "
        "24.00\N{NO-BREAK SPACE}uur"
    )


def test_asked_for_and_not_taken_up_by_a_worker() -> None:
    run = a_run("PENDING", started_at=None, ended_at=None)

    line = only(doings(due=[planned("remind_providers", "14 days")], runs=[run]))

    assert (line.state, line.state_words) == ("planned", "gevraagd, wacht op een uitvoerder")


def test_planned() -> None:
    line = only(doings(planned_next=[planned("remind_providers", "7 days")]))

    assert (line.state, line.moment) == ("planned", "vr 22 mei 2026, 9.00\N{NO-BREAK SPACE}uur")


def test_lost_run_whose_work_another_took_up() -> None:
    lost = a_run("CRASHED", run_id="run-0")

    lines = run_lines(doings(ledger=[a_row("done", attempt=2)], runs=[a_run("COMPLETED"), lost]))

    assert [line.state for line in lines] == ["done", "stopped"]
    assert lines[1].state_words == "eerdere poging gestopt; wat bleef liggen, is of wordt opnieuw opgepakt"


def test_cases_of_one_kind_are_one_line() -> None:
    rows = [
        a_row(
            "done",
            action_id=number,
            event="question-answer",
            kind="watch_promises",
            occurrence="end",
            subject=f"case {number}",
        )
        for number in (1, 2, 3)
    ]

    line = only(doings(ledger=rows))

    assert (line.what, line.result) == ("toezegging bewaakt: termijn verstreken", "3 gevallen")


def test_newest_due_moment_first() -> None:
    rows = [a_row("done"), a_row("done", action_id=8, occurrence="7 days", due_at=at("2026-05-22T09:00"))]

    lines = run_lines(doings(ledger=rows))

    assert [line.due_at for line in lines] == [at("2026-05-22T09:00"), DUE]


def test_marked_as_done_from_before_the_opening() -> None:
    line = only(doings(ledger=[a_row("done", attempt=0, run_id="")]))

    assert line.state_words == "gedaan vóór de opening, zegt een mens"
