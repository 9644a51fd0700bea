"""The VTIMEZONE of a zone says what the zone does, also after 2037; read here by dateutil's own reader."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from inkoopkalender.mail.ics_zones import make_zone

ZONES = (
    "Europe/Amsterdam",
    "Europe/Brussels",
    "Europe/Dublin",
    "Europe/Istanbul",
    "America/New_York",
    "America/Santiago",
    "Asia/Jerusalem",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Kolkata",
)


def test_zone_of_the_netherlands_has_two_rules_without_an_end() -> None:
    text = make_zone("Europe/Amsterdam", 2026).to_ical().decode()

    assert [line for line in text.splitlines() if line.startswith(("DTSTART", "RRULE", "TZOFFSETTO"))] == [
        "DTSTART:20250330T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZOFFSETTO:+0200",
        "DTSTART:20251026T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZOFFSETTO:+0100",
    ]


@pytest.mark.parametrize("key", ZONES)
def test_component_gives_the_offsets_of_the_zone_up_to_2099(key: str) -> None:
    text = make_zone(key, 2018).to_ical().decode().replace("\r\n", "\n")
    read = tzical(io.StringIO(f"BEGIN:VCALENDAR\n{text}END:VCALENDAR\n")).get()
    zone = ZoneInfo(key)
    firsts = [datetime(year, 1, 1, 12) for year in (2018, 2026, 2041, 2099)]  # noqa: DTZ001 -- wall clocks
    noons = [first + timedelta(days=day) for first in firsts for day in range(365)]
    differ = [
        noon
        for noon in noons
        if noon.replace(tzinfo=zone).utcoffset() != noon.replace(tzinfo=read).utcoffset()
    ]

    assert differ == []
