"""From one request follows the whole chain of a new provider in the course of the year."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CHAIN = ("in-year-offer", "in-year-signing", "in-year-publication")


@pytest.mark.parametrize(
    ("happened", "last_days"),
    [
        pytest.param(
            {"in-year-request-received": datetime(2027, 3, 15, 16, 20, tzinfo=AMSTERDAM)},
            [date(2027, 3, 29), date(2027, 4, 26), date(2027, 5, 10)],
            id="each link counts from the latest day of the one before",
        ),
        pytest.param(
            {
                "in-year-request-received": datetime(2027, 3, 15, 16, 20, tzinfo=AMSTERDAM),
                "in-year-offer": datetime(2027, 3, 18, 9, 0, tzinfo=AMSTERDAM),
            },
            [date(2027, 3, 29), date(2027, 4, 15), date(2027, 4, 29)],
            id="an earlier offer moves what follows",
        ),
    ],
)
def test_chain_of_a_request_in_the_year(happened: dict[str, datetime], last_days: list[date]) -> None:
    calendar = load_calendar(RoundKey("cz", "stoppen-met-roken", 2027))

    timeline = resolve_calendar(calendar, happened)

    assert [event.last_day for event in timeline.events if event.key in CHAIN] == last_days
