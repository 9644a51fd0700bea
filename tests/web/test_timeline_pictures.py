import re
from datetime import UTC, datetime, time

from inkoopkalender.domain.calendar import Actor, Calendar, Event, Phase, Source
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import Timeline, resolve_calendar
from inkoopkalender.web.event_words import event_words
from inkoopkalender.web.moment_words import event_moment, event_state
from inkoopkalender.web.timeline_pictures import draw_acted_on, draw_only_shown

NOW = datetime(2026, 10, 20, 7, tzinfo=UTC)


def event(key: str, when: str, phase: Phase | None = None, actor: Actor = "insurer") -> Event:
    return Event(key, "all", when, when, "4.1", actor, "doet iets", phase=phase)


def timeline_of(*events: Event) -> Timeline:
    return resolve_calendar(
        Calendar(
            key=RoundKey("cz", "wijkverpleging", 2027),
            source=Source("policy.txt", "Beleid"),
            timezone="Europe/Amsterdam",
            working_days="kantoor",
            letters_at=time(9),
            tracks=(),
            facts=(),
            events=events,
            revision="0" * 12,
        )
    )


def rows(picture: object) -> list[str]:
    return re.findall(r'data-event="([^"]+)"', str(picture))


def test_what_has_duties_is_drawn_apart_from_what_is_only_shown() -> None:
    timeline = timeline_of(
        event("publication", "uiterlijk 1 april 2026", "publish-policy"),
        event("plan", "uiterlijk 15 juli 2026"),
        event("undated", "onbekend"),
    )

    acted_on, only_shown = draw_acted_on(timeline, (), NOW), draw_only_shown(timeline, NOW)

    assert (rows(acted_on["wide"]), rows(acted_on["narrow"])) == (["publication"], ["publication"])
    assert acted_on["left_out"] == 2
    assert (rows(only_shown["also_wide"]), rows(only_shown["also_narrow"])) == (["plan"], ["plan"])


def test_pictures_on_one_page_share_no_ids() -> None:
    timeline = timeline_of(event("a", "medio mei 2026", "objections"), event("b", "medio juni 2026"))

    drawn = {**draw_acted_on(timeline, (), NOW), **draw_only_shown(timeline, NOW)}

    ids = [name for picture in drawn.values() for name in re.findall(r'\bid="([^"]+)"', str(picture))]
    assert len(ids) == len(set(ids)) == 8


def test_a_calendar_with_duties_only_has_no_second_picture() -> None:
    timeline = timeline_of(event("publication", "uiterlijk 1 april 2026", "publish-policy"))

    assert draw_only_shown(timeline, NOW) == {"also_wide": "", "also_narrow": ""}


def test_the_year_that_data_are_about_is_not_drawn() -> None:
    timeline = timeline_of(
        event("publication", "uiterlijk 1 april 2026", "publish-policy"),
        event("data", "over 2025"),
        event("term", "in 2027"),
    )

    assert rows(draw_only_shown(timeline, NOW)["also_wide"]) == ["term"]


def test_what_comes_back_is_drawn_each_time() -> None:
    timeline = timeline_of(
        event("changes", "per kwartaal"), event("days", "per 1 januari, 1 april, 1 juli of 1 oktober 2027")
    )

    changes, days = str(draw_only_shown(timeline, NOW)["also_wide"]).split('data-event="')[1:]

    assert (changes.count('<rect class="bar"'), changes.count('<path class="bar"')) == (4, 0)
    assert (days.count('<rect class="bar"'), days.count('<path class="bar"')) == (0, 4)


def test_what_comes_back_says_how_often_and_when_first() -> None:
    timeline = timeline_of(
        event("changes", "per kwartaal"), event("review", "jaarlijks"), event("limit", "minimaal elke 2 jaar")
    )

    assert [event_moment(one, timeline) for one in timeline.events] == [
        "per kwartaal, 4 keer: eerst vr 1 januari 2027 t/m wo 31 maart 2027, 24.00\N{NO-BREAK SPACE}uur",
        "per jaar: vr 1 januari 2027 t/m vr 31 december 2027, 24.00\N{NO-BREAK SPACE}uur",
        "minimaal 1 keer per 2 jaar",
    ]
    during = datetime(2027, 6, 1, tzinfo=UTC)
    assert [event_state(one, during) for one in timeline.events] == ["open", "open", "per geval"]


def test_what_insurer_and_provider_do_together_names_both() -> None:
    both, other = timeline_of(
        event("talk", "vóór 1 april 2026", actor="both"), event("tariffs", "1 juli 2026", actor="other")
    ).events

    assert event_words(both) == "verzekeraar en aanbieder doet iets"
    assert event_words(other) == "een derde partij doet iets"
