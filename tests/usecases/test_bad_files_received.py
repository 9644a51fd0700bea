"""Bad files handed in on our own channel: kept as they came with their findings, and nothing half."""

from dataclasses import replace
from pathlib import Path

from builders import A, a_desk, at, export, standings, upload
from intake.bad_answers import ANSWERS
from intake.bad_containers import CONTAINERS
from intake.bad_files import HEAVY, csv_form, form
from intake.bad_tables import FORMS
from sqlalchemy import select
from workbooks import BSN, survey_kind

from inkoopkalender.intake.readers import Limits, Readers
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.submissions import count_submissions, list_current
from inkoopkalender.storage.tables import documents
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.receive import Receipt, receive_submission

BAD = [
    bad
    for bad in (*CONTAINERS, *ANSWERS, *FORMS)
    if bad.agb == A.agb
    and bad.name not in HEAVY
    and any(severity == "error" for _, severity, *_ in bad.findings)
]
MOMENT = at("2026-05-10T10:00")


def receive(desk: Desk, content: bytes, filename: str, minute: int) -> Receipt:
    moment = at(f"2026-05-10T{10 + minute // 60:02}:{minute % 60:02}")
    return receive_submission(
        desk, survey_kind(), A.agb, content, filename, received_at=moment, by="systeem", now=moment
    )


def counted(desk: Desk) -> dict[str, int]:
    with desk.database.reading() as connection:
        return count_submissions(connection, desk.round.round_id)["quality-survey"]


def test_every_bad_file_leaves_a_rejected_revision_and_no_answers(tmp_path: Path, database: Database) -> None:
    desk = a_desk(tmp_path, [A], database=database)

    receipts = [receive(desk, bad.make(), bad.filename, number) for number, bad in enumerate(BAD)]

    assert [(one.state, one.revision) for one in receipts] == [
        ("rejected", revision) for revision in range(1, len(BAD) + 1)
    ]
    assert [len(one.findings) for one in receipts] == [len(bad.findings) for bad in BAD]
    assert counted(desk) == {"accepted": 0, "rejected": len(BAD), "late": 0, "refused": 0}
    assert standings(desk) == {A.agb: "invited"}
    with database.reading() as connection:
        assert list_current(connection, desk.round.round_id, "quality-survey") == {}


def test_after_a_bad_file_a_good_one_counts(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    receive(desk, b"PK\x03\x04", "uitvraag.xlsx", 0)

    receipt = upload(desk, A, at("2026-05-11T10:00"))

    assert (receipt.state, receipt.revision) == ("accepted", 2)
    assert standings(desk) == {A.agb: "submitted"}


def test_yesterdays_file_again_is_a_new_revision_and_the_same_delivery_twice_is_not(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    content = form()

    revisions = [receive(desk, content, "uitvraag.xlsx", minute).revision for minute in (0, 0, 1)]

    assert revisions == [1, 1, 2]
    assert counted(desk)["accepted"] == 2


def test_a_file_too_heavy_for_its_reader_is_a_rejected_revision(tmp_path: Path, database: Database) -> None:
    heavy = csv_form().encode() + b"\nx;y" * 2_400_000
    with Readers(1, Limits(memory=250_000_000)) as readers:
        desk = replace(a_desk(tmp_path, [A], database=database), readers=readers)

        bad, good = (
            receive(desk, one, "u.csv", minute) for minute, one in enumerate((heavy, csv_form().encode()))
        )

    assert (bad.state, [one.code for one in bad.findings]) == ("rejected", ["file-too-heavy"])
    assert (good.state, good.revision) == ("accepted", 2)


def test_an_export_is_read_in_a_child_as_it_is_here(tmp_path: Path) -> None:
    with Readers(1) as readers:
        desk = replace(a_desk(tmp_path, [A]), readers=readers)

        report = export(desk, [(A, MOMENT)], now=at("2026-06-02T08:00"))

    assert (report.counts["accepted"], report.findings) == (1, ())
    assert standings(desk) == {A.agb: "submitted"}


def test_the_bytes_of_a_file_with_a_bsn_are_not_kept(tmp_path: Path, database: Database) -> None:
    desk = a_desk(tmp_path, [A], database=database)

    receipts = [receive(desk, form(remarks=text), "u.xlsx", minute) for minute, text in enumerate((BSN, "x"))]

    assert [one.state for one in receipts] == ["rejected", "accepted"]
    with database.reading() as connection:
        kept = set(connection.execute(select(documents.c.sha256)).scalars())
    assert kept == {receipts[1].sha256}
