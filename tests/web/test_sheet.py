"""A calendar's sheet: nothing is left out, nothing overlaps, every kind and state has its shape and word."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from calendar_builders import a_timeline, an_event

from inkoopkalender.content.calendars import list_calendar_keys, load_calendar
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import Timeline, resolve_calendar
from inkoopkalender.web.sheet import Sheet, make_chapter
from inkoopkalender.web.sheet_layout import (
    CHART,
    LINE,
    MARGIN,
    PAGE,
    PAGE_HEAD,
    SIZE,
    STATE,
    WHAT,
    WHEN,
    WIDTH,
    lay_out_sheet,
    sheet_scale,
)
from inkoopkalender.web.sheet_svg import draw_sheet
from inkoopkalender.web.short_moments import short_moment
from inkoopkalender.web.text_width import text_width, wrap_text

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 5, 26)
EVERY = list_calendar_keys()


def real(key: RoundKey) -> Timeline:
    return resolve_calendar(load_calendar(key))


def sheet_of(*timelines: Timeline, today: date = TODAY, months: tuple[date, date] | None = None) -> Sheet:
    return Sheet("Titel", tuple(make_chapter(one, today) for one in timelines), today, *(months or ()))


def drawn(sheet: Sheet) -> ET.Element:
    return ET.fromstring(draw_sheet(sheet))


def row_of(picture: ET.Element, key: str) -> ET.Element:
    (row,) = [one for one in picture.iter(f"{SVG}g") if one.attrib.get("data-event") == key]
    return row


def texts(part: ET.Element) -> list[str]:
    return ["".join(one.itertext()) for one in part.iter(f"{SVG}text")]


def classes(part: ET.Element) -> set[str]:
    return {name for one in part.iter() for name in one.attrib.get("class", "").split()}


def many() -> Timeline:
    words = (
        "uiterlijk 1 april 2026",
        "2-31 mei 2026",
        "medio juli 2026",
        "vanaf 15 september 2026",
        "onbekend",
    )
    does = "vult de uitvraag in en levert daarbij de bijlagen die het beleid voor medische kindzorg noemt"
    return a_timeline(
        *(
            an_event(f"e{n}", words[n % 5], does=does[: 20 + 2 * n], track=("all", "existing", "new")[n % 3])
            for n in range(45)
        )
    )


@pytest.mark.parametrize("key", EVERY, ids=str)
def test_every_event_is_a_row_or_stands_beneath(key: RoundKey) -> None:
    timeline = real(key)

    chapter = make_chapter(timeline, TODAY)

    rows = {entry.event.key for lane in chapter.lanes for entry in lane.entries}
    undated = {one.key for one in timeline.events if one.start is None and one.end is None}
    assert rows | undated == {one.key for one in timeline.events}
    assert len(chapter.undated) == len(undated)


@pytest.mark.parametrize("timelines", [[real(key)] for key in EVERY] + [[many()], [many(), many()]])
def test_nothing_overlaps_is_cut_by_a_page_or_runs_into_its_neighbour(timelines: list[Timeline]) -> None:
    layout = lay_out_sheet(sheet_of(*timelines))

    rows = [row for part in layout.parts for band in part.bands for row in band.rows]
    assert all(upper.y + upper.height <= lower.y for upper, lower in pairwise(rows))
    assert all(row.y // PAGE == (row.y + row.height - 0.01) // PAGE for row in rows)
    tops = [band.y for part in layout.parts for band in part.bands] + [row.y for row in rows]
    assert all(top < PAGE or top % PAGE >= PAGE_HEAD for top in tops)
    assert all(text_width(line, SIZE) <= WHEN - WHAT for row in rows for line in row.what)
    assert all(text_width(line, SIZE) <= STATE - WHEN for row in rows for line in row.when)
    assert all(text_width(row.entry.state_words, SIZE) <= CHART - STATE for row in rows)
    items = [(item.y + LINE * len(item.lines)) for part in layout.parts for item in part.items]
    assert max([rows[-1].y + rows[-1].height, *items]) <= layout.foot
    assert layout.foot < layout.height


def test_each_kind_of_moment_has_a_shape_of_its_own() -> None:
    picture = drawn(
        sheet_of(
            a_timeline(
                an_event("window", "2-31 juli 2026"),
                an_event("deadline", "uiterlijk 1 juli 2026"),
                an_event("about", "medio juli 2026"),
                an_event("open", "vanaf 15 september 2026"),
                an_event("elsewhere", "1 mei 2029"),
            )
        )
    )

    assert "edge" in classes(row_of(picture, "deadline"))
    assert "about" in classes(row_of(picture, "about"))
    fills = [one.attrib.get("fill", "") for one in row_of(picture, "open").iter()]
    assert "url(#out-gepland)" in fills
    assert {"edge", "about"} & classes(row_of(picture, "window")) == set()
    beyond = row_of(picture, "elsewhere").findall(f"{SVG}g/{SVG}path")[-1].attrib["d"]
    assert float(beyond[1:].split()[0]) > WIDTH - MARGIN - 20


@pytest.mark.parametrize(
    ("when", "signs", "said"),
    [
        ("per kwartaal in 2026", 4, "per kwartaal in 2026 (4×); nu: wo 1 apr - di 30 jun 2026"),
        ("elke dinsdag in 2026", 2, "elke dinsdag in 2026 (52×); nu: di 26 mei 2026"),
        ("per 1 april of 1 mei 2026", 2, "per 1 april of 1 mei 2026 (2×); laatste: vr 1 mei 2026"),
        ("elke werkdag in 2026", 2, "elke werkdag in 2026 (255×); nu: di 26 mei 2026"),
    ],
)  # fmt: skip
def test_what_comes_back_is_a_sign_each_time(when: str, signs: int, said: str) -> None:
    row = row_of(drawn(sheet_of(a_timeline(an_event("one", when)))), "one")

    assert len(row.findall(f"{SVG}g")) == signs
    assert " ".join(texts(row)[1:-1]) == said


def test_each_time_of_what_comes_back_has_its_own_state() -> None:
    row = row_of(drawn(sheet_of(a_timeline(an_event("one", "per kwartaal in 2026")))), "one")

    assert [one.attrib["class"] for one in row.findall(f"{SVG}g")] == [
        "voorbij",
        "open",
        "gepland",
        "gepland",
    ]
    assert texts(row)[-1] == "open"


def test_a_last_day_is_marked_where_it_ends() -> None:
    sheet = sheet_of(
        a_timeline(an_event("deadline", "uiterlijk 1 juli 2026"), an_event("far", "1 december 2026"))
    )

    edge = next(one for one in row_of(drawn(sheet), "deadline").iter() if one.attrib.get("class") == "edge")

    assert edge.attrib["d"].startswith(f"M{lay_out_sheet(sheet).scale.day(date(2026, 7, 2)):g} ")


@pytest.mark.parametrize(
    ("when", "actor", "state", "words"),
    [
        ("uiterlijk 25 mei 2026", "insurer", "voorbij", "voorbij"),
        ("uiterlijk 26 mei 2026", "insurer", "bijna", "vandaag"),
        ("uiterlijk 2 juni 2026", "insurer", "bijna", "nog 7 dagen"),
        ("uiterlijk 3 juni 2026", "insurer", "gepland", "gepland"),
        ("uiterlijk 3 juni 2026", "provider", "gepland", "gepland"),
        ("2-31 mei 2026", "provider", "bijna", "nog 5 dagen"),
        ("27-28 mei 2026", "provider", "gepland", "gepland"),
        ("vanaf 1 mei 2026", "provider", "open", "open"),
        ("in 2026", "insurer", "open", "open"),
    ],
)
def test_the_state_is_a_word_and_a_class(when: str, actor: str, state: str, words: str) -> None:
    row = row_of(drawn(sheet_of(a_timeline(an_event("one", when, actor=actor)))), "one")

    assert row.attrib["class"] == f"row is-{state}"
    assert texts(row)[-1] == words


@pytest.mark.parametrize(
    ("when", "short"),
    [
        ("uiterlijk 1 november 2026", "t/m zo 1 nov 2026"),
        ("2-31 mei 2026", "za 2 mei - zo 31 mei 2026"),
        ("1 december 2026 t/m 28 februari 2027", "di 1 dec 2026 - zo 28 feb 2027"),
        ("medio juli 2026", "≈ wo 15 jul 2026 (11-20\N{NO-BREAK SPACE}jul)"),
        ("1 t/m 20 mei 2026, vóór 12.00 uur", "vr 1 mei - wo 20 mei 2026, 12.00\N{NO-BREAK SPACE}uur"),
        ("vanaf 15 september 2026", "vanaf di 15 sep 2026"),
        ("in 2027", "heel 2027"),
        ("2027 t/m 2030", "2027 t/m 2030"),
    ],
)
def test_moments_are_short_and_whole(when: str, short: str) -> None:
    (event,) = a_timeline(an_event("one", when)).events

    assert short_moment(event) == short


def test_weekends_are_shaded_where_a_day_is_wide_enough() -> None:
    timeline = a_timeline(an_event("one", "1 april t/m 31 december 2026"))
    months = (date(2026, 4, 1), date(2026, 6, 30))

    year, quarter = drawn(sheet_of(timeline)), drawn(sheet_of(timeline, months=months))

    assert "off" not in classes(year)
    assert "off" in classes(quarter)
    names = [one.text for one in quarter.iter(f"{SVG}title")]
    assert "Hemelvaartsdag, do 14 mei 2026" in names


def test_an_agreement_of_years_does_not_press_the_year_of_work_together() -> None:
    timeline = a_timeline(an_event("a", "uiterlijk 1 april 2026"), an_event("b", "2027 t/m 2035"))

    scale = lay_out_sheet(sheet_of(timeline)).scale

    assert (scale.first, scale.last) == (date(2026, 3, 1), date(2027, 2, 1))


def test_an_expected_calendar_says_so() -> None:
    timelines = a_timeline(an_event("one", "2-31 mei 2026"), status="expected"), many()

    picture = drawn(sheet_of(*timelines))

    said = [one for one in texts(picture) if one.endswith("verwacht, nog niet bevestigd")]
    assert said == ["Beleid & <meer> (cz/wijkverpleging/2027) · verwacht, nog niet bevestigd"]


def test_what_has_no_date_stands_beneath_with_what_it_waits_for() -> None:
    picture = drawn(sheet_of(a_timeline(an_event("answer", "binnen 10 werkdagen na question-received"))))

    assert "· Verzekeraar doet iets: per geval: binnen 10 werkdagen na vraag ontvangen" in texts(picture)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("onbekend", ""),
        ("op de vastgestelde peildatum", "nog niet bekend: op de vastgestelde peildatum"),
        ("minimaal elke 2 jaar", "minimaal 1 keer per 2 jaar"),
        ("2 weken vóór question-received", "per geval: 2 weken vóór vraag ontvangen"),
        ("binnen 4 weken na other", "nog niet bekend: binnen 4 weken na 'geeft antwoord'"),
        ("4 weken na question-received", "per geval: 4 weken na vraag ontvangen"),
    ],
)  # fmt: skip
def test_each_kind_without_a_date_says_what_it_is(when: str, said: str) -> None:
    timeline = a_timeline(an_event("one", when), an_event("other", "onbekend", does="geeft antwoord"))

    assert make_chapter(timeline, TODAY).undated[0] == f"Verzekeraar doet iets{said and f': {said}'}"


def test_the_picture_is_whole_and_says_what_it_is() -> None:
    text = draw_sheet(sheet_of(many()))

    picture = ET.fromstring(text)

    assert "<script" not in text
    assert "href" not in text
    assert [one.text for one in picture.findall(f"{SVG}title")] == ["Titel"]
    (said,) = [one.text for one in picture.findall(f"{SVG}desc")]
    assert said == (
        "45 gebeurtenissen, waarvan 9 zonder datum. Eerste dag die verstrijkt: zo 31 mei 2026, "
        "verzekeraar vult de uitvraag in en."
    )
    assert texts(picture)[:2] == ["Titel", said]


def test_the_months_return_at_the_top_of_each_page() -> None:
    layout = lay_out_sheet(sheet_of(many()))

    months = [one for one in drawn(layout.sheet).iter(f"{SVG}text") if one.text == "jun"]

    assert PAGE < layout.height < 2 * PAGE
    assert [float(one.attrib["y"]) for one in months] == [layout.top - 6, PAGE + 16]


def test_today_outside_the_picture_is_not_drawn() -> None:
    timeline = a_timeline(an_event("one", "2-31 mei 2026"))

    inside, outside = drawn(sheet_of(timeline)), drawn(sheet_of(timeline, today=date(2031, 1, 1)))

    assert "today" in classes(inside)
    assert "today" not in classes(outside)


def test_text_is_broken_at_spaces_and_long_words_within() -> None:
    lines = wrap_text("een woord en " + "lang" * 20, 120, 12)

    assert "".join(lines).replace(" ", "") == "eenwoorden" + "lang" * 20
    assert all(text_width(line, 12) <= 120 for line in lines)


def test_a_timeline_without_dates_shows_the_year_of_today() -> None:
    scale = lay_out_sheet(sheet_of(a_timeline(an_event("one", "onbekend")))).scale

    assert (scale.first.year, scale.last) == (2025, date(2027, 1, 1))
    assert TODAY - scale.first > timedelta()


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2031, 1, 1), None, (date(2031, 1, 1), date(2031, 2, 1))),
        (date(2026, 6, 1), None, (date(2026, 6, 1), date(2026, 7, 1))),
        (None, date(2020, 1, 15), (date(2020, 1, 1), date(2020, 1, 16))),
        (None, date(2026, 6, 15), (date(2026, 4, 1), date(2026, 6, 16))),
    ],
)
def test_months_run_on_whatever_one_bound_is_asked_for(
    first: date | None, last: date | None, shown: tuple[date, date]
) -> None:
    chapter = make_chapter(a_timeline(an_event("survey", "2-31 mei 2026")), TODAY)
    sheet = Sheet("Titel", (chapter,), TODAY, first, last)

    scale = sheet_scale(sheet)

    assert (scale.first, scale.last) == shown
    assert row_of(drawn(sheet), "survey") is not None
