"""What must be looked up when a calendar is carried to the next year."""

from dataclasses import replace
from typing import Any

import pytest
from calendar_builders import a_whole_calendar as a_calendar
from calendar_builders import an_event

from inkoopkalender.domain.calendar import Ambiguity
from inkoopkalender.domain.new_year import list_lookups
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar
from inkoopkalender.domain.year_shift import shift_words

DOUBT = Ambiguity("A-WV-01", "Op welke dag?", "Op 2 mei.", ("Op 1 mei",), ("4.1",))


def lookups(when: str, **more: Any) -> list[tuple[str, str | None, str]]:
    """What to look up, besides the source, for one event with these words."""
    event = an_event("one", when, **more)
    year = None if event.year is None else event.year + 1
    following = replace(event, when=shift_words(when, 1, event.year), year=year)
    old = a_calendar(event)
    new = replace(a_calendar(following), key=RoundKey("cz", "wijkverpleging", 2028))
    found = list_lookups(resolve_calendar(old), resolve_calendar(new))
    assert (found[0].kind, found[0].event) == ("source", None)
    return [(one.kind, one.event, one.message) for one in found[1:]]


@pytest.mark.parametrize(
    ("when", "kind", "message"),
    [
        ("uiterlijk 15 mei 2026", "day-off", "za 15 mei 2027 is geen werkdag: weekend (was vr 15 mei 2026)."),
        (
            "uiterlijk 6 mei 2026", "day-off",
            "do 6 mei 2027 is geen werkdag: Hemelvaartsdag (was wo 6 mei 2026).",
        ),
        (
            "medio juli 2026", "approximate",
            "'medio juli 2027' is bij benadering; noemt het beleid nu een dag?",
        ),
        (
            "derde dinsdag van september 2026", "calculated",
            "Opnieuw berekend: di 15 september 2026 werd di 21 september 2027.",
        ),
        (
            "uiterlijk 29 februari 2028", "leap-day",
            "Einde van februari: di 29 februari 2028 werd wo 28 februari 2029.",
        ),
        (
            "zondag 31 mei 2026", "weekday-name",
            "De dag heet anders: 'zondag 31 mei 2026' werd 'maandag 31 mei 2027'.",
        ),
        (
            "2026 t/m 2027", "multi-year",
            "'2027 t/m 2028' duurt langer dan een jaar; loopt wat er al was door, zet dan de jaren terug.",
        ),
        ("onbekend", "undated", "'onbekend' heeft geen datum; noemt het nieuwe beleid er een?"),
        (
            "per 1 maart of 1 mei 2026", "day-off",
            "za 1 mei 2027 is geen werkdag: weekend (was vr 1 mei 2026).",
        ),
    ],
)  # fmt: skip
def test_a_date_is_listed_with_what_to_look_at(when: str, kind: str, message: str) -> None:
    assert (kind, "one", message) in lookups(when)


def test_a_plain_working_day_needs_no_look() -> None:
    assert lookups("uiterlijk 1 juni 2026") == []


def test_a_year_begins_on_a_day_off_and_surprises_nobody() -> None:
    assert [kind for kind, _, _ in lookups("1 januari 2026 t/m 1 juni 2026")] == []


@pytest.mark.parametrize("when", ["in 2027", "per kwartaal", "jaarlijks"])
def test_a_year_or_its_parts_end_on_a_day_off_and_surprise_nobody(when: str) -> None:
    assert [kind for kind, _, _ in lookups(when)] == []


def test_an_inferred_year_is_listed() -> None:
    assert lookups("uiterlijk 1 juni", year=2026) == [
        ("inferred-year", "one", "'uiterlijk 1 juni' noemt geen jaar; het is aangevuld.")
    ]


def test_a_statutory_date_is_listed() -> None:
    assert lookups("uiterlijk 1 april 2026", phase="publish-policy") == [
        ("statutory", "one", "Wettelijk: het beleid staat er uiterlijk 1 april; geldt dat nog?")
    ]


def test_a_year_in_other_text_is_listed() -> None:
    assert lookups("uiterlijk 1 juni 2026", does="levert de cijfers over 2025 aan") == [
        (
            "year-in-text",
            "one",
            "Er staat een jaar in de sleutel of in 'levert de cijfers over 2025 aan'; klopt dat?",
        )
    ]


def test_every_ambiguity_is_to_be_read_again() -> None:
    old = a_calendar(an_event("one", "1 juni 2026"), ambiguities=(DOUBT,))
    new = replace(old, key=RoundKey("cz", "wijkverpleging", 2028))

    found = list_lookups(resolve_calendar(old), resolve_calendar(new))

    assert [(one.event, one.message) for one in found if one.kind == "ambiguity"] == [
        ("A-WV-01", "Op welke dag? Overgenomen lezing: Op 2 mei.")
    ]
