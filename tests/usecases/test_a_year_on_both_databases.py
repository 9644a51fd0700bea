"""A round from the survey to the publication ends the same on SQLite and PostgreSQL."""

from pathlib import Path

from builders import (
    SMALL,
    A,
    B,
    C,
    a_desk,
    asked,
    at,
    ceilings,
    ledger,
    letters,
    offered,
    publication_list,
    release,
    sign,
    standings,
    tick,
)

from inkoopkalender.storage.audit import find_broken_links
from inkoopkalender.storage.database import Database


def test_a_year_ends_the_same_on_every_database(database: Database, tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, C, SMALL], database=database)

    tick(desk, at("2026-05-15T09:00"))
    tick(desk, at("2026-05-15T09:10"))
    offered(desk, [A, B, C])
    tick(desk, at("2026-10-09T09:00"))
    sign(desk, {A.agb: at("2026-10-10T10:00"), B.agb: at("2026-11-02T08:00")}, now=at("2026-11-03T08:00"))
    tick(desk, at("2026-11-03T09:00"))
    release(desk, "lapse_unsigned", at("2026-11-03T12:00"))
    publication_list(desk, [A], at("2026-11-10T09:00"))
    tick(desk, at("2026-11-12T09:00"))
    published = release(desk, "publish_contracted_care", at("2026-11-12T11:00"))

    assert standings(desk) == {A.agb: "signed", B.agb: "offered", C.agb: "lapsed", SMALL.agb: "silent"}
    assert ceilings(desk, "contract") == dict.fromkeys([A.agb, B.agb, C.agb], 665_600_00)
    assert asked(desk) == [("eligibility", SMALL.agb), ("late-signature", B.agb)]
    assert letters(desk, "survey-reminder") == [
        ("survey-reminder", agb, "queued") for agb in (A.agb, B.agb, C.agb, SMALL.agb)
    ]
    assert [agb for _, agb, _ in letters(desk, "contract-lapsed")] == [C.agb]
    assert published.counts == {"contracted": 1, "published": 1, "released": 0}
    assert {row.state for row in ledger(desk)} == {"done", "lapsed"}
    with database.reading() as connection:
        assert find_broken_links(connection) == []
