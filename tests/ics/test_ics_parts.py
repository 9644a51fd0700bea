"""Which entries an event gives, and from when until when."""

from datetime import date, datetime
from typing import Any

import pytest
from ics_world import agenda, calendar, entry, event

from inkoopkalender.domain.timeline import resolve_calendar
from inkoopkalender.mail.ics_parts import moments_of, parts_of


def parts(when: str, **fields: Any) -> list[tuple[str, str, str]]:
    """The entries of an event in these words: what each is, and its start and end."""
    (resolved,) = resolve_calendar(calendar(event(when, **fields))).events
    return [
        (part.kind, part.start.isoformat(), part.end.isoformat())
        for moments in moments_of(resolved)
        for part in parts_of(resolved, moments)
    ]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("uiterlijk 31 mei 2026", [("deadline", "2026-05-31T23:30:00+02:00", "2026-06-01T00:00:00+02:00")]),
        ("vóór 1 november 2026", [("deadline", "2026-10-31T23:30:00+01:00", "2026-11-01T00:00:00+01:00")]),
        (
            "2-31 mei 2026",
            [
                ("period", "2026-05-02", "2026-06-01"),
                ("deadline", "2026-05-31T23:30:00+02:00", "2026-06-01T00:00:00+02:00"),
            ],
        ),
        (
            "1 oktober 2024 t/m 20 december 2024, vóór 12.00 uur",
            [
                ("period", "2024-10-01", "2024-12-21"),
                ("deadline", "2024-12-20T11:30:00+01:00", "2024-12-20T12:00:00+01:00"),
            ],
        ),
        ("1 juni 2026", [("day", "2026-06-01", "2026-06-02")]),
        (
            "in mei 2026",
            [
                ("period", "2026-05-01", "2026-06-01"),
                ("deadline", "2026-05-31T23:30:00+02:00", "2026-06-01T00:00:00+02:00"),
            ],
        ),
        (
            "20 december 2024, vóór 12.00 uur",
            [("deadline", "2024-12-20T11:30:00+01:00", "2024-12-20T12:00:00+01:00")],
        ),
        ("vanaf 15 september 2026", [("from", "2026-09-15", "2026-09-16")]),
        ("medio juli 2026", [("day", "2026-07-15", "2026-07-16")]),
        ("uiterlijk eind mei 2026", [("deadline", "2026-05-31", "2026-06-01")]),
        ("gedurende het hele jaar 2026", [("period", "2026-01-01", "2026-01-02")]),
        (
            "1 juli 2026 t/m 31 december 2026",
            [
                ("period", "2026-07-01", "2027-01-01"),
                ("deadline", "2026-12-31T23:30:00+01:00", "2027-01-01T00:00:00+01:00"),
            ],
        ),
        (
            "30 juni 2026 t/m 31 december 2026",
            [
                ("period", "2026-06-30", "2026-07-01"),
                ("deadline", "2026-12-31T23:30:00+01:00", "2027-01-01T00:00:00+01:00"),
            ],
        ),
        (
            "binnen 2 weken na 1 januari 2027",
            [("deadline", "2027-01-15T23:30:00+01:00", "2027-01-16T00:00:00+01:00")],
        ),
        (
            "per kwartaal",
            [
                ("deadline", f"2027-{day}T23:30:00{before}", f"2027-{after}")
                for day, before, after in (
                    ("03-31", "+02:00", "04-01T00:00:00+02:00"),
                    ("06-30", "+02:00", "07-01T00:00:00+02:00"),
                    ("09-30", "+02:00", "10-01T00:00:00+02:00"),
                )
            ]
            + [("deadline", "2027-12-31T23:30:00+01:00", "2028-01-01T00:00:00+01:00")],
        ),
        (
            "per 1 januari, 1 april of 1 oktober 2026",
            [
                ("day", "2026-01-01", "2026-01-02"),
                ("day", "2026-04-01", "2026-04-02"),
                ("day", "2026-10-01", "2026-10-02"),
            ],
        ),
        (
            "jaarlijks uiterlijk 1 juni",
            [("deadline", "2027-06-01T23:30:00+02:00", "2027-06-02T00:00:00+02:00")],
        ),
        (
            "eerste dag van het eerstvolgende kwartaal na 1 januari 2027",
            [("from", "2027-04-01", "2027-04-02")],
        ),
        (
            "31 mei 2026, 17.00 uur New York",
            [("deadline", "2026-05-31T22:30:00+02:00", "2026-05-31T23:00:00+02:00")],
        ),
        ("maximaal 1 keer per contractjaar", []),
        ("onbekend", []),
        ("binnen 2 maanden na de-aanvraag", []),
    ],
)
def test_event_gives_entries(when: str, expected: list[tuple[str, str, str]]) -> None:
    assert parts(when) == expected


def test_deadline_ends_at_its_own_moment_when_the_clock_goes_back_just_before_it() -> None:
    """The half hour before 03.00 uur is the second 02.30 uur."""
    one = entry("25 oktober 2026, vóór 03.00 uur")

    assert isinstance(one.start, datetime)
    assert one.start.isoformat() == "2026-10-25T02:30:00+01:00"


def test_deadline_just_after_midnight_is_drawn_on_its_own_day() -> None:
    one = entry("25 mei 2026, vóór 00.10 uur")

    assert (one.start.isoformat(), one.end.isoformat()) == (
        "2026-05-25T00:00:00+02:00",
        "2026-05-25T00:10:00+02:00",
    )


def test_weekly_clock_is_not_moved_by_daylight_saving() -> None:
    drawn = parts("elke dinsdag, 09.00 uur")

    assert len(drawn) == 52
    assert {(kind, start[10:19], end[10:19]) for kind, start, end in drawn} == {
        ("deadline", "T08:30:00", "T09:00:00")
    }


def test_window_of_one_day_has_no_band() -> None:
    assert [kind for kind, _, _ in parts("1 mei 2026 t/m 1 mei 2026")] == ["deadline"]


def test_every_entry_ends_after_it_begins() -> None:
    words = ("uiterlijk 28 maart 2026", "29 maart 2026, vóór 03.30 uur", "1 mei 2026", "vanaf 1 mei 2026")

    entries = [entry for when in words for entry in agenda(event(when)).entries]

    assert [one.start < one.end for one in entries] == [True] * len(words)
    assert isinstance(entries[-1].start, date)
