"""Each kind of submission is handed in at an event of its calendar; two surveys open on different days."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from inkoopkalender.content.calendars import list_calendar_keys, load_calendar
from inkoopkalender.content.round_content import find_round_content
from inkoopkalender.content.submissions import load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar

WV = RoundKey("cz", "wijkverpleging", 2027)
KEYS = [key for key in list_calendar_keys() if find_round_content(key).submissions is not None]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_there_are_rounds_with_submissions() -> None:
    assert WV in KEYS


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_every_window_is_an_event_in_which_the_provider_acts(key: RoundKey) -> None:
    actors = {event.key: event.actor for event in load_calendar(key).events}
    named = {
        (name, window): actors[window]
        for name, kind in load_submission_kinds(key).items()
        if kind.hand_in is not None
        for window in (kind.hand_in.window, *kind.hand_in.also)
        if window is not None
    }

    assert {where: actor for where, actor in named.items() if actor not in ("provider", "both")} == {}


def test_the_survey_for_child_care_opens_a_day_before_the_other() -> None:
    events = {event.key: event for event in resolve_calendar(load_calendar(WV)).events}
    kinds = load_submission_kinds(WV)
    windows = {}
    for name in ("quality-survey", "kindzorg-survey"):
        hand_in = kinds[name].hand_in
        assert hand_in is not None
        assert hand_in.window is not None
        windows[name] = (events[hand_in.window].start, events[hand_in.window].end)

    end = datetime(2026, 6, 1, tzinfo=AMSTERDAM)
    assert windows == {
        "quality-survey": (datetime(2026, 5, 2, tzinfo=AMSTERDAM), end),
        "kindzorg-survey": (datetime(2026, 5, 1, tzinfo=AMSTERDAM), end),
    }


@pytest.mark.parametrize(
    ("own", "windows"),
    [
        ("submissions.yaml", {"own": ("no-such-event",)}),  # own forms are held to our calendar
        ("calendar.yaml", {}),  # an own calendar is not held to our forms
    ],
)
def test_whose_windows_are_looked_up(tmp_path: Path, own: str, windows: dict[str, tuple[str, ...]]) -> None:
    file = tmp_path / "calendars" / str(WV) / own
    file.parent.mkdir(parents=True)
    file.write_text("own: {hand_in: {window: no-such-event}}\n", encoding="utf-8")

    assert find_round_content(WV, tmp_path).windows == windows
