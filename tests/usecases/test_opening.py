import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from builders import KEY, A, a_desk, at

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.root import content_root
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError
from inkoopkalender.usecases.opening import RoundNotRunnableError, need_openable, need_runnable
from inkoopkalender.usecases.past import list_past
from inkoopkalender.usecases.run_action import find_due, run_due

CALENDAR = load_calendar(KEY)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A content folder of one's own, with everything of the insurer in it."""
    shutil.copytree(content_root() / "calendars" / "cz", tmp_path / "calendars" / "cz")
    return tmp_path


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(RoundNotRunnableError) as caught:
        act()
    return str(caught.value)


def test_a_confirmed_round_with_its_files_may_open(root: Path) -> None:
    need_runnable(CALENDAR, root)


def test_an_expected_calendar_may_not_open(root: Path) -> None:
    expected = replace(CALENDAR, status="expected")

    assert refusal(lambda: need_runnable(expected, root)) == (
        "De ronde cz/wijkverpleging/2027 kan niet open: haar kalender is verwacht (status: expected), niet "
        "bevestigd.\nKlopt zij met het beleid van 2027, zet dan status: confirmed in "
        "calendars/cz/wijkverpleging/2027/calendar.yaml."
    )


def test_phases_without_letters_may_not_open(root: Path) -> None:
    (root / "calendars" / "cz").rename(root / "calendars" / "duinrand")
    (root / "calendars" / "duinrand" / "wijkverpleging" / "2027" / "letters.yaml").unlink()
    duinrand = replace(CALENDAR, key=RoundKey("duinrand", "wijkverpleging", 2027))
    phases = sum(event.phase is not None for event in CALENDAR.events)

    assert refusal(lambda: need_runnable(duinrand, root)) == (
        "De ronde duinrand/wijkverpleging/2027 kan niet open; gezocht in "
        "calendars/duinrand/wijkverpleging/2027:\n"
        f"- {phases} gebeurtenissen hebben een phase, maar letters.yaml ontbreekt. "
        "Zonder kan de ronde alleen ontvangen. Zo maakt u ze: docs/how-to/add-a-calendar.md, stap 5.\n"
        "Alleen kijken kan wel: inkoopkalender calendar show duinrand/wijkverpleging/2027"
    )


def test_a_round_without_letters_may_open_to_receive_only(root: Path) -> None:
    letters = root / "calendars" / str(KEY) / "letters.yaml"
    (root / "calendars" / "cz").rename(root / "calendars" / "duinrand")
    duinrand = replace(CALENDAR, key=RoundKey("duinrand", "wijkverpleging", 2027))
    folder = root / "calendars" / str(duinrand.key)

    with_letters = need_openable(duinrand, root)
    (folder / letters.name).unlink()
    without = need_openable(duinrand, root)
    (folder / "submissions.yaml").unlink()

    assert (with_letters, without) == (False, True)
    assert "letters.yaml en submissions.yaml ontbreken. Zonder kan de ronde niet open." in refusal(
        lambda: need_openable(duinrand, root)
    )


def test_a_letter_that_is_not_listed_keeps_the_round_closed(root: Path) -> None:
    file = root / "calendars" / str(KEY) / "letters.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("contract-lapsed:", "contract-gone:"))

    assert "- signing: sign-contracts schrijft contract-lapsed;" in refusal(
        lambda: need_runnable(CALENDAR, root)
    )


def test_a_calendar_without_phases_may_not_open(root: Path) -> None:
    events = tuple(replace(event, phase=None) for event in CALENDAR.events)

    said = refusal(lambda: need_runnable(replace(CALENDAR, events=events), root))

    assert said.startswith("De ronde cz/wijkverpleging/2027 kan niet open: geen gebeurtenis")


def test_a_sector_without_a_mailbox_may_not_open(root: Path) -> None:
    file = root / "calendars" / "cz" / "insurer.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  wijkverpleging:", "  ggz:"))

    with pytest.raises(ContentError, match="geen postbus voor de sector wijkverpleging"):
        need_runnable(CALENDAR, root)


def test_nothing_is_due_in_an_open_round_whose_calendar_is_no_longer_confirmed(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A], since=at("2026-05-10"))
    timeline = replace(desk.timeline, calendar=replace(desk.calendar, status="expected"))
    unconfirmed = replace(desk, timeline=timeline)
    now = at("2026-05-18T10:00")

    assert len(find_due(desk, now)) > 0
    assert find_due(unconfirmed, now) == ()
    assert run_due(unconfirmed, now, run_id="test") == []
    assert list_past(unconfirmed) == []
