"""The file: its form, its escapes, its numbers, and that what was written is what is read."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from ics_world import PUBLISHER, STAMP, agenda, entry, event

from inkoopkalender.mail.ics import write_agenda
from inkoopkalender.mail.ics_entries import Agenda, Entry
from inkoopkalender.mail.ics_publisher import Publisher

ZONES = st.sampled_from(
    [ZoneInfo(key) for key in ("Europe/Amsterdam", "Europe/Brussels", "America/New_York")]
)
TEXTS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), include_characters="\n"), max_size=300
)


@st.composite
def entries(draw: st.DrawFn, uid: str = "x@example.nl") -> Entry:
    """Any entry: of days or of moments, with any text."""
    texts = [draw(TEXTS) for _ in range(4)]
    if draw(st.booleans()):
        start: date = draw(st.dates(date(2018, 1, 1), date(2060, 1, 1)))
        end: date = start + timedelta(days=draw(st.integers(1, 400)))
    else:
        first = draw(st.datetimes(datetime(2018, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- the strategy adds the zone
        zone = draw(ZONES)
        start = first.replace(microsecond=0).astimezone(zone)
        end = (first.replace(microsecond=0) + timedelta(minutes=30)).astimezone(zone)
    leads = draw(st.lists(st.integers(1, 30 * 24), max_size=3, unique=True))
    alarms = tuple(
        sorted(
            datetime(start.year, start.month, start.day, 8, tzinfo=UTC) - timedelta(hours=lead)
            for lead in leads
        )
    )
    return Entry(
        uid, "step", start, end, texts[0], texts[1], texts[2] or None, (texts[3],),
        draw(st.sampled_from(["CONFIRMED", "TENTATIVE"])), alarms,
    )  # fmt: skip


def events_of(file: bytes) -> list[Any]:
    return Calendar.from_ical(file).walk("VEVENT")


def read(component: Any) -> Entry:
    """Make the entry again from what the library reads."""
    start = component["DTSTART"].dt
    place = component.get("LOCATION")
    return Entry(
        uid=str(component["UID"]),
        event="step",
        start=start,
        end=component["DTEND"].dt,
        title=str(component["SUMMARY"]),
        description=str(component["DESCRIPTION"]),
        place=None if place is None else str(place),
        categories=tuple(str(one) for one in component["CATEGORIES"].cats),
        status="TENTATIVE" if component["STATUS"] == "TENTATIVE" else "CONFIRMED",
        alarms=tuple(sorted(alarm_of(start, alarm["TRIGGER"].dt) for alarm in component.walk("VALARM"))),
    )


def alarm_of(start: date, trigger: timedelta | datetime) -> datetime:
    if isinstance(trigger, datetime):
        return trigger
    assert isinstance(start, datetime)
    return (start.astimezone(UTC) + trigger).astimezone(UTC)


@given(entries())
def test_what_was_written_is_what_is_read(one: Entry) -> None:
    file = write_agenda(Agenda("Ronde", PUBLISHER, (one,)), STAMP, {"step": 4})

    (component,) = events_of(file)

    assert read(component) == one
    assert component["SEQUENCE"] == 4


@given(entries())
def test_lines_are_folded_at_75_octets_and_end_in_crlf(one: Entry) -> None:
    file = write_agenda(Agenda("Ronde", PUBLISHER, (one,)), STAMP)

    lines = file.split(b"\r\n")

    assert [line for line in lines if len(line) > 75] == []
    assert [line for line in lines if b"\n" in line or b"\r" in line] == []
    assert lines[-1] == b""
    assert [line.decode() for line in lines] != []  # no letter is cut in two


def test_file_names_its_method_its_maker_and_its_round() -> None:
    file = write_agenda(agenda(event("1 juni 2026")), STAMP)

    calendar = Calendar.from_ical(file)

    calendar.validate()  # type: ignore[no-untyped-call]
    assert {name: str(calendar[name]) for name in ("METHOD", "VERSION", "NAME", "X-WR-CALNAME")} == {
        "METHOD": "PUBLISH",
        "VERSION": "2.0",
        "NAME": "Voorbeeld ggz 2027",
        "X-WR-CALNAME": "Voorbeeld ggz 2027",
    }


def test_commas_semicolons_and_new_lines_are_escaped() -> None:
    file = write_agenda(agenda(event("1 juni 2026", does="levert aan; alles, één\nkeer")), STAMP)

    unfolded = file.replace(b"\r\n ", b"").decode()

    assert "\r\nSUMMARY:Zorgaanbieder levert aan\\; alles\\, één\\nkeer\\, ma 1 juni 2026 [Voorb" in unfolded


def test_days_have_no_clock_and_nothing_makes_people_busy() -> None:
    (component,) = events_of(write_agenda(agenda(event("1 juni 2026")), STAMP))

    assert component["DTSTART"].params["VALUE"] == "DATE"
    assert (component["DTEND"].dt, component["TRANSP"], component["CLASS"]) == (
        date(2026, 6, 2), "TRANSPARENT", "PUBLIC",
    )  # fmt: skip


def test_stamps_are_the_moment_that_was_given() -> None:
    (component,) = events_of(write_agenda(agenda(event("1 juni 2026")), STAMP))

    assert (component["DTSTAMP"].dt, component["LAST-MODIFIED"].dt) == (STAMP, STAMP)


def test_same_agenda_at_the_same_moment_is_the_same_file() -> None:
    one = agenda(event("2-31 mei 2026"))

    assert write_agenda(one, STAMP) == write_agenda(one, STAMP)


def test_moment_that_exists_twice_is_written_in_utc() -> None:
    file = write_agenda(agenda(event("25 oktober 2026, vóór 02.30 uur")), STAMP)

    assert [line for line in file.decode().splitlines() if line.startswith("DTEND")] == [
        "DTEND:20261025T013000Z"
    ]


def test_every_zone_in_use_is_described_once() -> None:
    start = datetime(2026, 5, 31, 16, 30, tzinfo=ZoneInfo("Europe/Brussels"))
    brussels = Entry(
        "b@example.nl", "step", start, start + timedelta(minutes=30), "t", "d", None, ("c",), "CONFIRMED", ()
    )
    both = (entry("uiterlijk 31 mei 2026"), brussels, entry("uiterlijk 1 juni 2026"))

    calendar = Calendar.from_ical(write_agenda(Agenda("Ronde", PUBLISHER, both), STAMP))

    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == [
        "Europe/Amsterdam",
        "Europe/Brussels",
    ]


def test_alarm_is_a_time_before_the_start_unless_the_clock_changes_in_between() -> None:
    file = write_agenda(agenda(event("uiterlijk 1 november 2026")), STAMP)

    triggers = [line for line in file.decode().splitlines() if line.startswith("TRIGGER")]

    assert triggers == ["TRIGGER;VALUE=DATE-TIME:20261023T070000Z", "TRIGGER:-P2DT14H30M"]


def test_entry_that_is_no_more_stays_in_a_published_agenda_as_cancelled() -> None:
    gone = entry("uiterlijk 31 mei 2026")

    file = write_agenda(Agenda("Ronde", PUBLISHER, ()), STAMP, {"step": 1}, cancelled=[gone])

    (component,) = events_of(file)
    assert (component["UID"], component["STATUS"], component["SEQUENCE"]) == (gone.uid, "CANCELLED", 1)
    assert component.walk("VALARM") == []


def test_publisher_with_signs_in_its_name_is_read_whole() -> None:
    publisher = Publisher('Zorg; "Beter", één', "example.nl", "inkoop@example.nl")

    (component,) = events_of(write_agenda(Agenda("Ronde", publisher, (entry("1 juni 2026"),)), STAMP))

    assert str(component["ORGANIZER"]) == "mailto:inkoop@example.nl"
