"""A kind that comes back, or that is asked at more than one event, is taken until the last of them ends."""

from datetime import datetime
from pathlib import Path

import kinds_huisartsenzorg
import pytest
from builders import A, at
from received_rounds import a_round, give
from submission_forms import MSZ, SMR, VGZ, WV, Answers

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.storage.database import Database
from inkoopkalender.usecases.deliveries import UnknownSubmissionError, windows_of


@pytest.mark.parametrize(
    ("key", "kind", "start", "end"),
    [
        (WV, "resv-plan", None, at("2026-07-16T00:00")),  # one event, one time
        (WV, "subcontracting-change", at("2027-01-01T00:00"), at("2028-01-01T00:00")),  # four quarters
        (MSZ, "waiting-times", at("2027-01-01T00:00"), at("2028-01-14T00:00")),  # 27 times two weeks
        (VGZ, "smoking-dataset", at("2025-01-01T00:00"), at("2026-01-01T00:00")),  # two halves, four tracks
        (VGZ, "rho-financial-report", None, at("2026-06-02T00:00")),  # 1 June of two years
        (WV, "subcontracting", None, None),  # for who is new there is no day
        (SMR, "in-year-request", at("2027-01-01T00:00"), None),
    ],
)
def test_the_period_of_a_kind(
    tmp_path: Path, key: RoundKey, kind: str, start: datetime | None, end: datetime | None
) -> None:
    window = windows_of(a_round(key, tmp_path, A))[kind]

    assert (window.start, window.end) == (start, end)


def test_a_report_of_each_year_is_taken_and_after_the_last_day_it_is_refused(
    tmp_path: Path, database: Database
) -> None:
    desk = a_round(VGZ, tmp_path, A, database=database)
    report = kinds_huisartsenzorg.SAMPLES["rho-financial-report"]
    who: Answers = {
        "contract_year": 2025,
        "name": "Voorbeeldzorg 1",
        "contact_email": "inkoop@voorbeeldzorg.example",
    }

    states = [
        give(
            desk, "rho-financial-report", A, moment, {**who, **report.good}, report.files(), report_year=year
        ).state
        for moment, year in (
            (at("2025-05-20T10:00"), 2024),
            (at("2026-06-01T23:59"), 2025),
            (at("2026-06-02T00:00"), 2025),
        )
    ]

    assert states == ["accepted", "accepted", "refused"]


def test_a_quarter_that_has_not_begun_is_not_taken_yet(tmp_path: Path) -> None:
    desk = a_round(WV, tmp_path, A)

    with pytest.raises(UnknownSubmissionError, match=r"opent op 01-01-2027"):
        give(desk, "subcontracting-change", A, at("2026-12-31T23:59"), {})
