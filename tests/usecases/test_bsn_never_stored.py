"""No citizen service number reaches the database, the audit or the log, on whichever channel it came."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from builders import A, B, a_desk, answers, at, standings
from intake.bad_files import form
from mds_world import SMOKERS, hand_in, mds_desk
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from sqlalchemy import Connection, select
from workbooks import BSN, saved, survey_kind

from inkoopkalender import logs
from inkoopkalender.intake.findings import may_keep
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.submissions import count_submissions
from inkoopkalender.storage.tables import documents, metadata
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.generate_files import (
    Delivery,
    write_publication_list,
    write_signing_export,
    write_vecozo_export,
)
from inkoopkalender.usecases.imports import ImportReport
from inkoopkalender.usecases.publication import import_publication_list, read_gate
from inkoopkalender.usecases.receive import receive_submission
from inkoopkalender.usecases.signing import import_signatures
from inkoopkalender.usecases.submission_exports import import_submissions

NOW = at("2026-06-02T08:00")


def everything_in(connection: Connection) -> str:
    """All rows of all tables, bytes as text, an archive's members inflated."""
    cells = [
        cell for table in metadata.sorted_tables for row in connection.execute(select(table)) for cell in row
    ]
    return "\n".join(_told(cell) for cell in cells)


def _told(cell: object) -> str:
    if isinstance(cell, bytes) and cell.startswith(b"PK"):
        book = load_workbook(io.BytesIO(cell))
        return str([[[one.value for one in row] for row in sheet] for sheet in book])
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)


class Imported(NamedTuple):
    """An export of two deliveries, after a change to its workbook."""

    report: ImportReport
    content: bytes
    kept: bool


def import_two(
    desk: Desk, spoil: Callable[[Workbook], None], remarks: str = "", name: str = "vecozo.xlsx"
) -> Imported:
    path = desk.settings.folder / "vecozo.xlsx"
    rows = [
        Delivery(A.agb, at("2026-05-12T10:00"), answers(A)),
        Delivery(B.agb, at("2026-05-12T11:00"), answers(B, remarks=remarks)),
    ]
    write_vecozo_export(survey_kind(), rows, path)
    workbook = load_workbook(path)
    spoil(workbook)
    content = saved(workbook)
    report = import_submissions(desk, survey_kind(), content, name, complete_until=NOW, by="systeem", now=NOW)
    with desk.database.reading() as connection:
        kept = content in connection.execute(select(documents.c.content)).scalars().all()
    return Imported(report, content, kept)


def nothing(_: Workbook) -> None:
    pass


def beside(workbook: Workbook) -> None:
    table = workbook.worksheets[0]
    table.cell(1, table.max_column + 1, "dossier")
    table.cell(3, table.max_column, BSN)


def commented(workbook: Workbook) -> None:
    workbook.worksheets[0]["B3"].comment = Comment(BSN, "Anne Voorbeeld")


def test_an_export_with_a_bsn_in_an_answer_stores_the_other_rows_and_keeps_no_bytes(
    tmp_path: Path, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("test")
    desk = a_desk(tmp_path, [A, B], database=database)

    imported = import_two(desk, nothing, remarks=f"over {BSN}")

    found = [(one.code, one.row, one.column) for one in imported.report.findings]
    assert found == [("file-not-kept", None, ""), ("cell-bsn", 3, "opmerkingen")]
    assert (imported.report.counts["accepted"], imported.report.counts["rejected"]) == (1, 1)
    assert not imported.kept
    assert standings(desk) == {A.agb: "submitted", B.agb: "invited"}
    with database.reading() as connection:
        assert BSN not in everything_in(connection)
    assert BSN not in str(imported.report) + "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("spoil", "name", "row", "place"),
    [
        (beside, "vecozo.xlsx", 3, "dossier"),
        (commented, "vecozo.xlsx", 3, "een opmerking bij cel B3"),
        (nothing, f"over {BSN}.xlsx", None, "de naam van het bestand"),
    ],
)
def test_an_export_with_a_bsn_beside_the_answers_stores_every_row_and_keeps_no_bytes(
    tmp_path: Path, spoil: Callable[[Workbook], None], name: str, row: int | None, place: str
) -> None:
    desk = a_desk(tmp_path, [A, B])

    imported = import_two(desk, spoil, name=name)

    found = [(one.row, one.column) for one in imported.report.findings if one.code == "cell-bsn"]
    assert found == [(row, place)]
    assert (imported.report.counts["accepted"], imported.kept) == (2, False)
    assert standings(desk) == {A.agb: "submitted", B.agb: "submitted"}
    assert "not-complete" not in [one.code for one in imported.report.findings]
    with desk.database.reading() as connection:
        assert BSN not in everything_in(connection)


def test_the_bytes_of_an_export_without_a_bsn_are_kept(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])

    imported = import_two(desk, nothing, remarks="telefoon 0612345678")

    assert (imported.kept, imported.report.findings) == (True, ())


def test_a_form_with_a_bsn_in_its_name_and_in_a_hidden_sheet_leaves_no_trace(
    tmp_path: Path, database: Database
) -> None:
    desk = a_desk(tmp_path, [A], database=database)
    workbook = load_workbook(io.BytesIO(form()))
    hidden = workbook.create_sheet("Kladblok")
    hidden["A1"], hidden.sheet_state = int(BSN), "veryHidden"
    moment = at("2026-05-12T10:00")

    receipt = receive_submission(
        desk,
        survey_kind(),
        A.agb,
        saved(workbook),
        f"{BSN}.xlsx",
        received_at=moment,
        by="systeem",
        now=moment,
    )

    assert receipt.state == "rejected"
    with database.reading() as connection:
        assert count_submissions(connection, desk.round.round_id)["quality-survey"]["rejected"] == 1
        assert BSN not in everything_in(connection)


def test_a_bsn_for_a_number_that_is_refused_leaves_no_trace(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    moment = at("2026-05-12T10:00")

    receipt = receive_submission(
        desk, survey_kind(), A.agb, form(clients=int(BSN)), "u.xlsx", received_at=moment, by="x", now=moment
    )

    assert [one.code for one in receipt.findings] == ["cell-range"]
    with desk.database.reading() as connection:
        assert BSN not in everything_in(connection)


def test_a_bsn_for_a_number_in_a_file_about_people_is_not_kept_sealed_either(
    tmp_path: Path, database: Database
) -> None:
    desk = mds_desk(tmp_path, [A], database=database)

    receipt = hand_in(desk, SMOKERS.replace(b";31;", f";{BSN};".encode(), 1))

    assert receipt.state == "rejected"
    assert not may_keep(receipt.findings)
    with database.reading() as connection:
        hashes = [row.sha256 for row in connection.execute(select(documents.c.sha256))]
        assert receipt.sha256 not in hashes
        assert BSN not in everything_in(connection)


def test_a_bsn_in_an_object_with_another_fault_leaves_no_trace(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    moment = at("2026-05-12T10:00")
    content = json.dumps({"remarks": f"mevrouw {BSN}", "extra": [1]}).encode()

    receipt = receive_submission(
        desk, survey_kind(), A.agb, content, "u.json", received_at=moment, by="x", now=moment
    )

    assert sorted(one.code for one in receipt.findings) == ["answer-nested", "cell-bsn"]
    with desk.database.reading() as connection:
        assert BSN not in everything_in(connection)


def test_names_longer_than_a_column_are_stored_on_both_databases(tmp_path: Path, database: Database) -> None:
    desk = a_desk(tmp_path, [A], database=database)
    workbook = load_workbook(io.BytesIO(form(clients="veel")))
    workbook["Kwaliteit"].title = "Kwaliteit" + "x" * 22
    workbook.create_sheet("B" * 31)["A1"] = "code"
    moment = at("2026-05-12T10:00")

    receipt = receive_submission(
        desk,
        survey_kind(),
        A.agb,
        saved(workbook),
        "u" * 250 + ".xlsx",
        received_at=moment,
        by="x",
        now=moment,
    )
    long_key = json.dumps({"k" * 300: [1]}).encode()
    other = receive_submission(
        desk, survey_kind(), A.agb, long_key, "u.json", received_at=moment, by="x", now=moment
    )

    assert (receipt.state, other.state) == ("rejected", "rejected")


def test_a_list_of_signatures_with_a_bsn_keeps_no_bytes(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    path = tmp_path / "ondertekend.xlsx"
    write_signing_export({A.agb: (at("2026-05-30T10:00"), f"bestuurder {BSN}")}, path)

    report = import_signatures(desk, path.read_bytes(), path.name, complete_until=None, by="systeem", now=NOW)

    assert [one.code for one in report.findings] == ["cell-bsn", "file-not-kept"]
    with desk.database.reading() as connection:
        assert BSN not in everything_in(connection)


def test_a_list_to_publish_with_a_bsn_is_not_taken_in(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    path = tmp_path / "lijst.xlsx"
    write_publication_list({A.agb: f"Zorg {BSN}"}, path)

    report = import_publication_list(desk, path.read_bytes(), path.name, by="systeem", now=NOW)

    assert ([one.code for one in report.findings], report.counts) == (["cell-bsn"], {"stored": 0})
    with desk.database.reading() as connection:
        assert read_gate(connection, desk).listed is None
        assert BSN not in everything_in(connection)
