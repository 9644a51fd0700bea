"""An offer with lines, received: its lines are kept with its answers, and a late one waits for a person."""

from pathlib import Path

import pytest
from builders import PERSON, A, at
from offer_forms import GOOD_LINES, OFFER, Lines, offer
from received_rounds import OPENED, a_round
from submission_forms import MSZ

from inkoopkalender.storage.database import Database
from inkoopkalender.storage.rounds import list_participants, set_track
from inkoopkalender.storage.submissions import list_current
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.receive import Receipt, receive_submission


def a_large_provider(folder: Path, database: Database | None = None) -> Desk:
    """A desk on the round, in which A is on the track that makes offers."""
    desk = a_round(MSZ, folder, A, database=database)
    with desk.database.changing(actor=PERSON, at=OPENED, why="turnover of CZ") as change:
        (one,) = list_participants(change.connection, desk.round.round_id)
        set_track(change.connection, desk.round.round_id, one.organisation_id, "large")
    return desk


def hand_in(desk: Desk, content: bytes, moment: str) -> Receipt:
    return receive_submission(
        desk, OFFER, A.agb, content, "offerte.xlsx", received_at=at(moment), by=PERSON, now=at(moment)
    )  # fmt: skip


def test_an_offer_is_kept_with_its_lines(tmp_path: Path, database: Database) -> None:
    desk = a_large_provider(tmp_path, database)
    wrong: Lines = {
        **GOOD_LINES,
        "additional_codes": [{"code": "15B123", "price": 1, "price_without_contract": 1}],
    }

    refused = hand_in(desk, offer(wrong, agb=A.agb), "2026-09-28T10:00")
    receipt = hand_in(desk, offer(agb=A.agb), "2026-09-29T10:00")

    with database.reading() as connection:
        (values,) = list_current(connection, desk.round.round_id, "full-offer").values()
    assert [(one.state, one.revision) for one in (refused, receipt)] == [("rejected", 1), ("accepted", 2)]
    assert [(one.code, one.row) for one in refused.findings] == [("cell-pattern", 2)]
    assert values["lines"][2] == {
        "lot": "DNPZ", "code": "15C900", "description": None, "volume": 2.0, "price": 4_000_000
    }  # fmt: skip
    assert {name: len(values[name]) for name in GOOD_LINES} == {
        "lines": 4, "additional_codes": 2, "diagnostics": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "state"), [("2026-10-01T23:59:59.900000", "accepted"), ("2026-10-02T00:00:00", "late")]
)
def test_an_offer_on_2_october_waits_for_a_person(tmp_path: Path, moment: str, state: str) -> None:
    assert hand_in(a_large_provider(tmp_path), offer(agb=A.agb), moment).state == state
