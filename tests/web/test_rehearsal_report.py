from pathlib import Path

from inkoopkalender.domain.standings import STANDINGS
from inkoopkalender.storage.letters import LETTER_STATES
from inkoopkalender.usecases.rehearsal.report import Report, read_report, read_steps


def test_json_has_the_shape_of_the_contract(report: Report) -> None:
    told = report.as_json()

    assert list(told) == [
        "round", "providers", "events", "actions", "letters", "standings", "submissions", "seconds", "phases",
    ]  # fmt: skip
    assert (told["round"], told["providers"], told["events"]) == ("cz/wijkverpleging/2027", 14, 71)
    assert list(report.numbers.actions) == ["done", "lapsed", "failed", "waiting"]
    assert tuple(report.numbers.letters) == LETTER_STATES
    assert tuple(report.numbers.standings) == STANDINGS
    assert list(report.numbers.submissions["quality-survey"]) == ["accepted", "rejected", "late", "refused"]
    assert told["seconds"] == 12.3


def test_numbers_add_up(report: Report) -> None:
    by_letter = report.breakdown.letters.values()

    assert sum(report.numbers.standings.values()) == report.plan.providers
    assert sum(sum(counts.values()) for counts in by_letter) == sum(report.numbers.letters.values())
    assert sum(max(1, phase.cases) for phase in report.numbers.phases) == sum(report.numbers.actions.values())


def test_a_phase_is_told_with_its_due_moment_in_the_calendars_offset(report: Report) -> None:
    phases = report.as_json()["phases"]

    assert isinstance(phases, list)
    assert phases[0] == {
        "moment": "2026-04-01T09:00:00+02:00",
        "event": "policy-publication",
        "kind": "publish_policy",
        "occurrence": "",
        "state": "done",
        "counts": {"published": 1, "letters": 13},
    }


def test_without_seconds_those_of_the_steps_count(rehearsed_folder: Path) -> None:
    steps = read_steps(rehearsed_folder)

    assert read_report(rehearsed_folder).seconds == 0.25 * len(steps)


def test_places_are_told_from_the_scratch_folder(report: Report, rehearsed_folder: Path) -> None:
    values = {one.name: one.value for one in report.parameters}

    assert values["policy_document"] == "files/inkoopbeleid.txt"
    assert [one.address for one in report.publications] == [
        "https://beleid.example/zorginkoopbeleid.pdf",
        "publications/cz-wijkverpleging-2027/2026-11-12",
    ]
    assert str(rehearsed_folder) not in repr(report)


def test_a_folder_without_steps_has_none(tmp_path: Path) -> None:
    assert read_steps(tmp_path) == ()


def test_the_audit_holds(report: Report) -> None:
    assert report.audit.broken == 0
    assert report.audit.links > 0
