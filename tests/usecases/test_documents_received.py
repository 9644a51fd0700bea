"""What comes with a form is held against its kind by its bytes, kept as it came, and part of the version."""

import hashlib
from pathlib import Path

import pytest
from builders import PERSON, A, Org, at
from received_rounds import a_round, give
from sqlalchemy import select
from submission_forms import MSZ, MSZ_NEW, PDF, SMR
from workbooks import BSN

from inkoopkalender.domain.russell import rates_of
from inkoopkalender.intake.documents import Document
from inkoopkalender.intake.mds import read_mds
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.submissions import list_current
from inkoopkalender.storage.tables import documents, outbox
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.kept_files import open_kept_file
from inkoopkalender.usecases.receive import Receipt, receive_submission

MOMENT = at("2026-06-01T10:00")
OTHER = PDF.replace(b"obj", b"obj ", 1)
MDS_FILE = Path(__file__).parents[1] / "fixtures" / "mds" / "sixteen-smokers.csv"
DECLARATION = Document("board-declaration", "verklaring.pdf", PDF)


def three(offer: bytes = PDF) -> list[Document]:
    return [
        Document("business-case", "businesscase.pdf", PDF),
        Document("strategic-plan", "plan.pdf", PDF),
        Document("offer", "offerte.pdf", offer),
    ]


def kept(desk: Desk) -> set[str]:
    with desk.database.reading() as connection:
        return set(connection.execute(select(documents.c.sha256)).scalars())


def last_text(desk: Desk) -> str:
    with desk.database.reading() as connection:
        text = connection.execute(select(outbox.c.text).order_by(outbox.c.id.desc())).scalars().first()
    return " ".join(str(text).split())


def test_documents_are_kept_and_stand_in_the_receipt(tmp_path: Path, database: Database) -> None:
    desk = a_round(MSZ, tmp_path, A, database=database)
    pdf = hashlib.sha256(PDF).hexdigest()

    receipt = give(desk, "new-provider", A, MOMENT, MSZ_NEW, documents=three())

    assert (receipt.state, receipt.findings) == ("accepted", ())
    assert [(one.name, one.filename, one.sha256, one.size) for one in receipt.documents] == [
        ("business-case", "businesscase.pdf", pdf, 35),
        ("strategic-plan", "plan.pdf", pdf, 35),
        ("offer", "offerte.pdf", pdf, 35),
    ]
    assert kept(desk) == {receipt.sha256, pdf}
    assert f"- Document: de businesscase, businesscase.pdf, 35 bytes, SHA-256 {pdf}" in last_text(desk)


def test_another_document_is_another_version_and_the_same_again_is_not(
    tmp_path: Path, database: Database
) -> None:
    desk = a_round(MSZ, tmp_path, A, database=database)
    given = [three(), three(), three(OTHER), [*reversed(three())], three()[:2], three(OTHER)]

    receipts = [give(desk, "new-provider", A, MOMENT, MSZ_NEW, documents=each) for each in given]

    assert [one.revision for one in receipts] == [1, 1, 2, 1, 3, 2]
    assert [one.answered for one in receipts] == [True, False, True, False, True, False]


def test_a_missing_document_and_one_that_is_something_else_are_told(tmp_path: Path) -> None:
    desk = a_round(MSZ, tmp_path, A)
    bad = [
        Document("business-case", "plan.docx", PDF),
        Document("offer", "offerte.pdf", PDF[:-6]),
        Document("foto", "foto.png", b"\x89PNG"),
    ]

    receipt = give(desk, "new-provider", A, MOMENT, MSZ_NEW, documents=bad)

    assert receipt.state == "rejected"
    assert [(one.code, one.column) for one in receipt.findings] == [
        ("document-not-whole", "business-case"),
        ("document-missing", "strategic-plan"),
        ("document-not-whole", "offer"),
        ("document-unknown", "foto"),
    ]
    assert "'het strategisch plan' ontbreekt. Voeg het toe als PDF of DOCX." in last_text(desk)


def test_nothing_of_a_delivery_with_a_bsn_is_kept(tmp_path: Path, database: Database) -> None:
    desk = a_round(MSZ, tmp_path, A, database=database)

    receipt = give(desk, "new-provider", A, MOMENT, MSZ_NEW, documents=three(), care=f"Zorg {BSN}")

    assert receipt.state == "rejected"
    assert kept(desk) == set()


def hand_in_mds(desk: Desk, who: Org, *given: Document, hour: int = 10) -> Receipt:
    moment = at(f"2026-09-20T{hour}:00")
    return receive_submission(
        desk, desk.submissions["mds"], who.agb, MDS_FILE.read_bytes(), MDS_FILE.name, documents=given,
        received_at=moment, by=PERSON, now=moment,
    )  # fmt: skip


def test_a_data_set_without_the_boards_declaration_is_not_accepted(tmp_path: Path) -> None:
    desk = a_round(SMR, tmp_path, A, as_existing=True)

    without = hand_in_mds(desk, A)
    told = last_text(desk)
    with_it = hand_in_mds(desk, A, DECLARATION, hour=11)

    errors = [(one.code, one.column) for one in without.findings if one.severity == "error"]
    assert (without.state, errors) == ("rejected", [("document-missing", "board-declaration")])
    assert "'de bestuursverklaring bij de minimale dataset' ontbreekt. Voeg het toe als PDF." in told
    assert (with_it.state, with_it.revision) == ("accepted", 2)


def test_the_name_of_a_file_that_comes_with_rows_about_people_is_not_kept(tmp_path: Path) -> None:
    desk = a_round(SMR, tmp_path, A, as_existing=True)

    receipt = hand_in_mds(desk, A, Document("board-declaration", "over mevrouw De Verzonnen.PDF", PDF))

    assert [one.filename for one in receipt.documents] == ["board-declaration.pdf"]
    assert "Verzonnen" not in last_text(desk)


def test_of_a_data_set_the_bytes_and_the_count_are_kept_and_the_rates_follow_from_them(
    tmp_path: Path, database: Database
) -> None:
    desk = a_round(SMR, tmp_path, A, database=database, as_existing=True)

    receipt = hand_in_mds(desk, A, DECLARATION)

    with database.reading() as connection:
        values = list_current(connection, desk.round.round_id, "mds")
    kept_file = open_kept_file(desk, desk.submissions["mds"], A.agb)
    read = read_mds(kept_file.content, "mds.csv", desk.submissions["mds"])
    rates = rates_of([row.smoker for row in read.rows])
    assert hashlib.sha256(kept_file.content).hexdigest() == receipt.sha256
    assert values == {1: {"rows": 16}}
    assert (rates.treated_smokers, rates.quitters_4w_self_reported, rates.quitters_52w) == (13, 6, 4)


@pytest.mark.parametrize(
    ("moment", "state"), [("2026-09-20T23:59:59.900000", "accepted"), ("2026-09-21T00:00:00", "late")]
)
def test_after_20_september_a_person_decides_on_the_data_set(tmp_path: Path, moment: str, state: str) -> None:
    desk = a_round(SMR, tmp_path, A, as_existing=True)

    receipt = receive_submission(
        desk, desk.submissions["mds"], A.agb, MDS_FILE.read_bytes(), "mds.csv", documents=[DECLARATION],
        received_at=at(moment), by=PERSON, now=at(moment),
    )  # fmt: skip

    assert receipt.state == state
