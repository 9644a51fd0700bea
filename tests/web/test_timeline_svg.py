from datetime import UTC, datetime, time
from itertools import pairwise
from typing import get_args
from xml.etree import ElementTree as ET

import pytest

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.domain.actions import LedgerState
from inkoopkalender.domain.calendar import Calendar, Event, Source, Track
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import Timeline, resolve_calendar
from inkoopkalender.web.timeline_layout import LANE, NARROW, WIDE, Frame, Mark, lay_out
from inkoopkalender.web.timeline_signs import draw_legend
from inkoopkalender.web.timeline_svg import draw_timeline

SVG = "{http://www.w3.org/2000/svg}"
NOW = datetime(2026, 10, 20, 7, tzinfo=UTC)
FRAMES = pytest.mark.parametrize("frame", [WIDE, NARROW], ids=lambda frame: frame.name)


def event(key: str, when: str, does: str = "doet iets", track: str = "all") -> Event:
    return Event(key, track, when, when, "4.1", "insurer", does)


def timeline_of(*events: Event) -> Timeline:
    return resolve_calendar(
        Calendar(
            key=RoundKey("cz", "wijkverpleging", 2027),
            source=Source("policy.txt", "Beleid & <meer>"),
            timezone="Europe/Amsterdam",
            working_days="kantoor",
            letters_at=time(9),
            tracks=(Track("new", 'Nieuwe "<aanbieders>"'),),
            facts=(),
            events=events,
            revision="0" * 12,
        )
    )


def real_timeline() -> Timeline:
    return resolve_calendar(load_calendar(RoundKey.parse("cz/wijkverpleging/2027")))


def drawn(timeline: Timeline, *marks: Mark, frame: Frame = WIDE, now: datetime = NOW) -> ET.Element:
    return ET.fromstring(draw_timeline(timeline, marks, now=now, frame=frame))


def rows(picture: ET.Element) -> dict[str, ET.Element]:
    return {
        group.attrib["data-event"]: group
        for group in picture.iter(f"{SVG}g")
        if "row" in group.attrib.get("class", "").split()
    }


def classes(row: ET.Element) -> set[str]:
    return {name for part in row.iter() for name in part.attrib.get("class", "").split()}


@FRAMES
def test_every_event_is_a_row(frame: Frame) -> None:
    timeline = real_timeline()

    assert sorted(rows(drawn(timeline, frame=frame))) == sorted(one.key for one in timeline.events)


@FRAMES
def test_rows_do_not_overlap_and_stay_within_the_picture(frame: Frame) -> None:
    layout = lay_out(real_timeline(), [], NOW, frame)
    placed = [row for group in layout.groups for row in group.rows]

    assert all(upper.y + upper.height <= lower.y for upper, lower in pairwise(placed))
    assert placed[-1].y + placed[-1].height <= layout.height


def test_each_kind_of_event_has_a_shape_of_its_own() -> None:
    picture = drawn(
        timeline_of(
            event("window", "2-31 mei 2026"),
            event("deadline", "uiterlijk 1 juni 2026"),
            event("about", "medio juli 2026"),
            event("per-case", "onbekend"),
        )
    )

    found = rows(picture)
    assert {"bar", "head", "span", "case"} & classes(found["window"]) == {"bar"}
    assert {"bar", "head", "span", "case"} & classes(found["deadline"]) == {"head"}
    assert {"bar", "head", "span", "case"} & classes(found["about"]) == {"bar", "span"}
    assert {"bar", "head", "span", "case"} & classes(found["per-case"]) == {"case"}


def test_a_window_covers_its_days() -> None:
    timeline = timeline_of(event("window", "2-31 mei 2026"))
    scale = lay_out(timeline, [], NOW, WIDE).scale

    (bar,) = [part for part in drawn(timeline).iter(f"{SVG}rect") if part.attrib.get("class") == "bar"]

    window = timeline.event("window")
    assert window.start is not None
    assert window.end is not None
    assert float(bar.attrib["x"]) == scale.x(window.start)
    assert float(bar.attrib["width"]) == pytest.approx(scale.x(window.end) - scale.x(window.start), abs=0.1)


def test_the_label_says_who_what_when_and_the_state() -> None:
    picture = drawn(timeline_of(event("window", "2-31 mei 2026", "vult in")))

    texts = [part.text for part in rows(picture)["window"].iter(f"{SVG}text")]
    assert texts == [
        "Verzekeraar vult in",
        "za 2 mei 2026 t/m zo 31 mei 2026, 24.00\N{NO-BREAK SPACE}uur ·\N{NO-BREAK SPACE}voorbij",
    ]


@pytest.mark.parametrize("state", get_args(LedgerState))
def test_a_mark_says_its_facts_and_shows_its_state(state: LedgerState) -> None:
    mark = Mark("window", NOW, state, "20 oktober: <5> brieven")

    picture = drawn(timeline_of(event("window", "2-31 mei 2026")), mark)

    (group,) = [one for one in picture.iter(f"{SVG}g") if one.attrib.get("class") == "mark"]
    assert group.findtext(f"{SVG}title") == "20 oktober: <5> brieven"
    assert state in classes(group)


def test_every_state_has_a_shape_of_its_own() -> None:
    signs = [
        sign for sign, meaning in draw_legend() if meaning.startswith(("gedaan", "wacht", "verv", "misl"))
    ]
    shapes = {tuple(part.tag for part in ET.fromstring(sign).iter()) for sign in signs}

    assert len(signs) == 4
    assert len(shapes) == 3  # done and lapsed are both circles: filled and open


@FRAMES
def test_marks_do_not_touch_each_other(frame: Frame) -> None:
    moments = [datetime(2026, 5, day, 7, tzinfo=UTC) for day in (2, 3, 3, 4, 9, 20)]
    marks = [Mark("window", moment, "done", "iets") for moment in moments]

    ((row,),) = [
        group.rows
        for group in lay_out(timeline_of(event("window", "2-31 mei 2026")), marks, NOW, frame).groups
    ]

    assert len(row.marks) == 6
    for place, one in enumerate(row.marks):
        for other in row.marks[place + 1 :]:
            assert one.y != other.y or abs(one.x - other.x) >= LANE
    assert max(one.y for one in row.marks) < row.y + row.height


def test_tracks_are_grouped_and_words_escaped() -> None:
    picture = drawn(
        timeline_of(event("a", "1 mei 2026", "zegt <b>&amp;</b>"), event("b", "2 mei 2026", track="new"))
    )

    texts = [part.text for part in picture.iter(f"{SVG}text")]
    assert [text for text in texts if text in ("Alle aanbieders", 'Nieuwe "<aanbieders>"')] == [
        "Alle aanbieders",
        'Nieuwe "<aanbieders>"',
    ]
    assert "Verzekeraar zegt <b>&amp;</b>" in texts


def test_now_is_a_line_only_within_the_picture() -> None:
    timeline = real_timeline()
    late = datetime(2030, 1, 1, tzinfo=UTC)

    assert [one.attrib["class"] for one in drawn(timeline).iter(f"{SVG}g")].count("now") == 1
    assert [one.attrib["class"] for one in drawn(timeline, now=late).iter(f"{SVG}g")].count("now") == 0


@pytest.mark.parametrize(
    ("until", "named"),
    [
        ("mei 2026", ["apr", "mei", "jun"]),
        ("mei 2029", ["apr", "jul", "okt"]),
        ("mei 2040", ["jan", "jan", "jan"]),
    ],
)
def test_months_are_named_as_far_as_there_is_room(until: str, named: list[str]) -> None:
    picture = drawn(timeline_of(event("window", f"2 mei 2026 t/m 31 {until}")), frame=NARROW)

    months = [one.text for one in picture.iter(f"{SVG}text") if one.attrib["class"] == "month"]
    assert [name for name in months if name and name.isalpha()][:3] == named
