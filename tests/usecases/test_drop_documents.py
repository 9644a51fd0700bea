"""Documents in the drop folder: taken in with their form, waited for, and moved or removed with it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from builders import A, at
from mds_world import SMOKERS, mds_desk
from sqlalchemy import select
from submission_forms import PDF

from inkoopkalender import clock
from inkoopkalender.settings import DropSettings
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.enclosures import list_enclosed
from inkoopkalender.storage.tables import submissions
from inkoopkalender.usecases import drop_leaving
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.drop_folder import DropReport, take_drop
from inkoopkalender.usecases.drop_moves import move_away

PLACE = "cz/stoppen-met-roken/2027/mds"
FORM, DOCUMENT = f"{A.agb}_mei.csv", f"{A.agb}_mei.board-declaration.pdf"
NOW = at("2026-09-10T11:00")
SENT, DECLARED = at("2026-09-10T10:00"), at("2026-09-10T10:20")


def put(desk: Desk, name: str, content: bytes) -> Path:
    path = desk.settings.incoming_folder / PLACE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = (SENT if name == FORM else DECLARED).timestamp()
    os.utime(path, (moment, moment))
    return path


def take(desk: Desk, *, hours: int = 0, dry_run: bool = False) -> DropReport:
    settings = desk.settings.model_copy(update={"drop": DropSettings(settle_seconds=0)})
    wall = clock.now() + timedelta(hours=hours, seconds=1)
    return take_drop(settings, lambda _: desk, by="systeem", now=NOW, wall=wall, dry_run=dry_run)


def lying(desk: Desk) -> list[str]:
    """Every file, hidden ones too, but for the lock."""
    root = desk.settings.incoming_folder / PLACE
    return sorted(one.relative_to(root).as_posix() for one in root.rglob("*") if one.is_file())


def stored(desk: Desk) -> list[tuple[str, int, list[str]]]:
    """The state of each delivery, the minutes after the form at which it came in, and its documents."""
    columns = (submissions.c.id, submissions.c.state, submissions.c.received_at)
    with desk.database.reading() as connection:
        return [
            (
                state,
                (moment - SENT) // timedelta(minutes=1),
                [one.name for one in list_enclosed(connection, key)],
            )
            for key, state, moment in connection.execute(select(*columns).order_by(submissions.c.id))
        ]


def test_a_form_is_taken_with_the_documents_beside_it_and_all_of_it_is_removed_when_sealed(
    tmp_path: Path, database: Database
) -> None:
    desk = mds_desk(tmp_path, database=database)
    put(desk, FORM, SMOKERS)
    put(desk, DOCUMENT, PDF)

    tried, (fate,) = take(desk, dry_run=True).fates, take(desk).fates

    assert [(one.outcome, one.documents) for one in tried] == [("handled", (DOCUMENT,))]
    assert (fate.outcome, fate.state, fate.documents) == ("handled", "accepted", (DOCUMENT,))
    assert stored(desk) == [("accepted", 20, ["board-declaration"])]
    assert lying(desk) == [f"handled/{FORM}.bevindingen.txt"]
    notes = (desk.settings.incoming_folder / PLACE / lying(desk)[0]).read_text(encoding="utf-8")
    assert f"Document   {DOCUMENT}" in notes


def test_a_form_waits_a_day_for_a_document_that_it_must_have_and_is_then_taken_as_it_is(
    tmp_path: Path,
) -> None:
    desk = mds_desk(tmp_path)
    put(desk, FORM, SMOKERS)

    soon, kept = take(desk, hours=23), stored(desk)
    late = take(desk, hours=25)

    assert (soon.fates, kept) == ([], [])
    assert soon.waiting == [f"{PLACE}/{FORM} (mist nog: board-declaration)"]
    assert [one.state for one in late.fates] == ["rejected"]


def test_a_document_waits_for_its_form_and_a_form_for_what_is_still_written(tmp_path: Path) -> None:
    desk = mds_desk(tmp_path)
    put(desk, DOCUMENT, PDF)
    first = take(desk)
    put(desk, FORM, SMOKERS)
    put(desk, f"{DOCUMENT}.part", PDF)
    second = take(desk)

    assert first.waiting == [f"{PLACE}/{DOCUMENT} (wacht op het formulier)"]
    assert (first.fates, second.fates, stored(desk)) == ([], [], [])
    assert len(second.waiting) == 3


def test_a_document_that_the_kind_does_not_know_is_refused_with_those_it_knows(tmp_path: Path) -> None:
    desk = mds_desk(tmp_path)
    put(desk, f"{A.agb}_mei.plan.pdf", PDF)

    (fate,) = take(desk, hours=25).fates

    assert (fate.outcome, stored(desk)) == ("refused", [])
    assert "Documenten van mds: board-declaration." in fate.reason


def test_what_is_not_kept_is_moved_with_its_documents(tmp_path: Path) -> None:
    desk = mds_desk(tmp_path)
    put(desk, FORM, SMOKERS.replace(b";", b"\0", 1))
    put(desk, DOCUMENT, PDF)

    take(desk)

    names = (DOCUMENT, FORM, f"{FORM}.bevindingen.txt")
    assert lying(desk) == sorted(f"refused/{name}" for name in names)


@pytest.mark.parametrize("moves", [0, 1])
def test_killed_before_or_during_the_moving_nothing_is_stored_twice_and_nothing_stays_behind(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    desk = mds_desk(tmp_path, database=database)
    put(desk, FORM, SMOKERS)
    put(desk, DOCUMENT, PDF)
    done: list[Path] = []

    def killed(path: Path, *others: str, remove: bool) -> Path:
        if len(done) == moves:
            raise KeyboardInterrupt
        done.append(path)
        return move_away(path, *others, remove=remove)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(drop_leaving, "move_away", killed)
        with pytest.raises(KeyboardInterrupt):
            take(desk)

    take(desk)

    assert stored(desk) == [("accepted", 20, ["board-declaration"])]
    assert lying(desk) == [f"handled/{FORM}.bevindingen.txt"]


def test_a_plan_of_somebody_else_moves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = mds_desk(tmp_path)
    path = put(desk, DOCUMENT, PDF)
    plan = path.with_name(".x.gaat")
    plan.write_text("{}")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)

    report = take(desk)

    assert (report.fates, report.problems, path.exists(), plan.exists()) == ([], [], True, True)
