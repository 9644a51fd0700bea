"""The drop folder: each finished file is stored once, moved away, and has its findings in Dutch beside it."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import A, B, a_desk, answers, at, standings, states
from mds_world import SMOKERS, mds_desk
from sqlalchemy import event, select
from sqlalchemy.exc import DataError
from workbooks import BSN, survey_kind

from inkoopkalender import clock
from inkoopkalender.intake.forms import write_form
from inkoopkalender.intake.readers import Limits, Readers
from inkoopkalender.settings import DropSettings
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.submissions import count_submissions
from inkoopkalender.storage.tables import submissions
from inkoopkalender.usecases import drop_folder
from inkoopkalender.usecases.desk import Desk, RoundNotOpenError
from inkoopkalender.usecases.drop_folder import DropReport, take_drop
from inkoopkalender.usecases.drop_moves import BusyDropFolderError, hold, move_away
from inkoopkalender.usecases.round_clock import move_clock

PLACE = "cz/wijkverpleging/2027/quality-survey"
MDS = "cz/stoppen-met-roken/2027/mds"
FINISHED = at("2026-05-10T10:00:00.250000")
NOW = at("2026-05-10T11:00")


def a_drop(folder: Path, database: Database | None = None, batch: int = 250) -> Desk:
    desk = a_desk(folder, [A, B], database=database, batch=batch)
    settings = desk.settings.model_copy(update={"drop": DropSettings(settle_seconds=0)})
    return replace(desk, settings=settings)


def an_mds_drop(folder: Path, database: Database | None = None) -> Desk:
    desk = mds_desk(folder, database=database)
    settings = desk.settings.model_copy(update={"drop": DropSettings(settle_seconds=0)})
    return replace(desk, settings=settings)


def put(
    desk: Desk, name: str, content: bytes | None = None, *, place: str = PLACE, when: datetime = FINISHED
) -> Path:
    """Lay a file in the folder, finished at that moment; the good form of A unless other bytes are given."""
    path = desk.settings.incoming_folder / place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is None:
        write_form(survey_kind(), answers(A), path)
    else:
        path.write_bytes(content)
    os.utime(path, ns=(0, round(when.timestamp() * 1_000_000) * 1_000))
    return path


def form_of(folder: Path, remarks: str = "") -> bytes:
    path = folder / "formulier.xlsx"
    write_form(survey_kind(), answers(A, remarks=remarks), path)
    return path.read_bytes()


def take(
    desk: Desk, *, now: datetime = NOW, dry_run: bool = False, wall: datetime | None = None
) -> DropReport:
    def desk_on(key: str) -> Desk:
        if key != desk.key:
            raise RoundNotOpenError(f"De ronde {key} is hier niet geopend.")
        return desk

    moment = wall or clock.now() + timedelta(seconds=1)
    return take_drop(desk.settings, desk_on, by="systeem", now=now, wall=moment, dry_run=dry_run)


def a_day_later() -> datetime:
    """When a form that lacks a document is taken as it is."""
    return clock.now() + timedelta(hours=24, seconds=1)


def lying(desk: Desk) -> list[str]:
    """Every file and link in the folder, by place and name, but for the lock."""
    root = desk.settings.incoming_folder
    found = [one for one in root.rglob("*") if one.is_symlink() or one.is_file() or one.is_fifo()]
    return sorted(one.relative_to(root).as_posix() for one in found if one.name != ".lock")


def stored(desk: Desk) -> list[tuple[str, int, datetime]]:
    query = select(submissions.c.state, submissions.c.revision, submissions.c.received_at)
    with desk.database.reading() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(submissions.c.id))]


def test_a_good_file_is_stored_at_the_moment_it_was_finished_and_handled(
    tmp_path: Path, database: Database
) -> None:
    desk = a_drop(tmp_path, database)
    put(desk, f"{A.agb}_uitvraag.xlsx")

    report = take(desk)

    assert stored(desk) == [("accepted", 1, FINISHED.astimezone(UTC))]
    assert standings(desk) == {A.agb: "submitted", B.agb: "invited"}
    assert lying(desk) == [
        f"{PLACE}/handled/{A.agb}_uitvraag.xlsx",
        f"{PLACE}/handled/{A.agb}_uitvraag.xlsx.bevindingen.txt",
    ]
    (fate,) = report.fates
    notes = (desk.settings.incoming_folder / lying(desk)[1]).read_text(encoding="utf-8")
    assert notes.splitlines() == [
        f"Bestand    {PLACE}/{A.agb}_uitvraag.xlsx",
        "Ontvangen  10-05-2026 10:00:00 (Nederlandse tijd)",
        "Uitkomst   aangenomen",
        "Versie     1",
        f"SHA-256    {fate.sha256}",
    ]


def test_a_file_with_faults_is_stored_and_refused_with_each_fault_in_dutch(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    write_form(survey_kind(), answers(A, clients=-1, nps=101), tmp_path / "fout.xlsx")
    put(desk, f"{A.agb}_fout.xlsx", (tmp_path / "fout.xlsx").read_bytes())

    report = take(desk)

    assert [(one.outcome, one.state, one.findings) for one in report.fates] == [("refused", "rejected", 2)]
    assert [state for state, *_ in stored(desk)] == ["rejected"]
    notes = (
        desk.settings.incoming_folder / PLACE / "refused" / f"{A.agb}_fout.xlsx.bevindingen.txt"
    ).read_text(encoding="utf-8")
    assert "2 keer een fout, 0 keer iets om op te letten:" in notes
    assert "   1. fout [Kwaliteit · regel" in notes
    assert "niet goedgekeurd: verbeter de fouten en lever het opnieuw in" in notes


@pytest.mark.parametrize("name", [f"{A.agb}_u.xlsx.part", f"{A.agb}_u.TMP", f"{A.agb}_u.xlsx.crdownload"])
def test_a_file_under_the_name_of_an_unfinished_one_waits(tmp_path: Path, name: str) -> None:
    desk = a_drop(tmp_path)
    put(desk, name)

    report = take(desk)

    assert (report.fates, report.waiting, lying(desk)) == ([], [f"{PLACE}/{name}"], [f"{PLACE}/{name}"])


def test_a_file_that_was_changed_a_moment_ago_waits_and_is_taken_later(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    put(desk, f"{A.agb}_u.xlsx")
    desk = replace(desk, settings=desk.settings.model_copy(update={"drop": DropSettings(settle_seconds=30)}))

    soon = take(desk, wall=clock.now() + timedelta(seconds=5))
    later = take(desk, wall=clock.now() + timedelta(seconds=40))

    assert (soon.fates, soon.waiting) == ([], [f"{PLACE}/{A.agb}_u.xlsx"])
    assert [one.state for one in later.fates] == ["accepted"]


def test_locks_and_hidden_files_of_programs_are_left_alone(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    names = [".DS_Store", f"~${A.agb}_u.xlsx"]
    for name in names:
        put(desk, name, b"x")

    report = take(desk)

    assert (report.fates, report.waiting) == ([], [])
    assert lying(desk) == [f"{PLACE}/{name}" for name in names]


@pytest.mark.parametrize(
    ("name", "place", "said"),
    [
        (
            "75999999_u.xlsx",
            PLACE,
            "Aan AGB-code 75999999 wordt in cz/wijkverpleging/2027 geen quality-survey",
        ),
        (f"{A.agb}_u.xlsx", "cz/wijkverpleging/2027/onbekend", "kent geen uitvraag 'onbekend'"),
        (f"{A.agb}_u.xlsx", "CZ/ggz/dit-jaar/quality-survey", "staat niet op de goede plaats"),
        (f"{A.agb}_u.xlsx", "cz/wijkverpleging", "staat niet op de goede plaats"),
        ("uitvraag.xlsx", PLACE, "zegt niet van wie het is"),
        (f"{A.agb}_u.pdf", PLACE, "zegt niet van wie het is"),
        (f"{A.agb}_..\\..\\u.xlsx", PLACE, "geen / of \\ in de naam"),
        (f"{A.agb}_{'x' * 230}.xlsx", PLACE, "De naam van dit bestand is te lang"),
        (f"{A.agb}_een\nregel.xlsx", PLACE, "De naam van dit bestand is te lang"),
    ],
)
def test_a_file_of_nobody_or_of_nothing_is_refused_with_the_reason_and_not_stored(
    tmp_path: Path, name: str, place: str, said: str
) -> None:
    desk = a_drop(tmp_path)
    content = form_of(tmp_path)
    put(desk, name, content, place=place)

    report = take(desk)

    (fate,) = report.fates
    assert (fate.outcome, fate.state, stored(desk)) == ("refused", "", [])
    assert said in fate.reason
    folder = desk.settings.incoming_folder / place / "refused"
    (notes,) = folder.glob("*.bevindingen.txt")
    assert said in notes.read_text(encoding="utf-8")
    assert (folder / name).read_bytes() == content


def test_what_lies_there_for_a_round_that_is_not_open_yet_stays_until_it_is(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    path = put(desk, f"{A.agb}_u.xlsx", place="cz/ggz/2027/quality-survey")

    report = take(desk)

    assert (report.fates, path.exists()) == ([], True)
    assert report.problems == ["cz/ggz/2027: De ronde cz/ggz/2027 is hier niet geopend."]


def test_without_a_key_a_file_about_people_stays_and_nobody_is_told_where_the_keys_lie(
    tmp_path: Path, database: Database
) -> None:
    desk = an_mds_drop(tmp_path, database)
    desk.settings.key_file.write_text("")
    desk.settings.key_file.chmod(0o600)
    path = put(desk, f"{A.agb}_mds.csv", SMOKERS, place=MDS, when=at("2026-09-10T10:00"))

    report = take(desk, now=at("2026-09-10T11:00"), wall=a_day_later())

    assert (report.fates, stored(desk), lying(desk)) == ([], [], [f"{MDS}/{path.name}"])
    (problem,) = report.problems
    assert f"{path.name}: Het sleutelbestand" in problem
    assert str(tmp_path) not in problem


def test_links_and_what_is_no_file_are_refused_and_not_followed(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    outside = tmp_path / "elders.xlsx"
    content = form_of(tmp_path)
    outside.write_bytes(content)
    folder = put(desk, f"{B.agb}_gewoon.tmp").parent
    (folder / f"{A.agb}_link.xlsx").symlink_to(outside)
    (folder / "map.xlsx").mkdir()
    os.mkfifo(folder / f"{A.agb}_pijp.xlsx")
    (folder.parent / "andere").symlink_to(tmp_path, target_is_directory=True)

    report = take(desk)

    assert sorted(Path(one.file).name for one in report.fates) == [
        f"{A.agb}_link.xlsx", f"{A.agb}_pijp.xlsx", "andere", "map.xlsx"
    ]  # fmt: skip
    assert {one.outcome for one in report.fates} == {"refused"}
    assert (stored(desk), outside.read_bytes()) == ([], content)
    assert (folder / "refused" / f"{A.agb}_link.xlsx").is_symlink()


def test_files_never_go_through_a_link_laid_where_they_are_moved_to(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    path = put(desk, f"{A.agb}_u.xlsx")
    (path.parent / "handled").symlink_to(elsewhere, target_is_directory=True)

    report = take(desk)

    assert (report.fates, len(report.problems), path.exists()) == ([], 1, True)
    assert list(elsewhere.iterdir()) == []


def test_a_file_larger_than_is_read_is_refused_unread(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    path = put(desk, f"{A.agb}_u.csv", b"x")
    with path.open("r+b") as file:
        file.truncate(4 << 30)

    (fate,) = take(desk).fates

    assert (fate.outcome, stored(desk)) == ("refused", [])
    assert "groter dan 30 MB" in fate.reason


def test_the_same_name_twice_keeps_both_and_the_same_bytes_later_are_a_new_revision(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    put(desk, f"{A.agb}_u.xlsx")
    take(desk)
    put(desk, f"{A.agb}_u.xlsx", when=FINISHED + timedelta(minutes=1))

    take(desk)

    assert [revision for _, revision, _ in stored(desk)] == [1, 2]
    assert lying(desk) == [
        f"{PLACE}/handled/{A.agb}_u (2).xlsx",
        f"{PLACE}/handled/{A.agb}_u (2).xlsx.bevindingen.txt",
        f"{PLACE}/handled/{A.agb}_u.xlsx",
        f"{PLACE}/handled/{A.agb}_u.xlsx.bevindingen.txt",
    ]


def test_a_file_from_the_future_was_received_now(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    put(desk, f"{A.agb}_u.xlsx", when=NOW + timedelta(days=400))

    take(desk)

    assert stored(desk) == [("accepted", 1, NOW.astimezone(UTC))]


@pytest.fixture
def nobody_owns_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a file that another user wrote: root, as whom tests may run, would be let through."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "utime", refused)


def test_somebody_elses_file_from_the_future_was_received_when_it_was_written_at_every_look(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_drop(tmp_path)
    now = clock.now() + timedelta(minutes=1)
    path = put(desk, f"{A.agb}_u.xlsx", when=now + timedelta(days=400))
    written = path.stat().st_ctime
    request.getfixturevalue("nobody_owns_it")
    with monkeypatch.context() as killed:
        killed.setattr(drop_folder, "move_away", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            take(desk, now=now)

    take(desk, now=now + timedelta(hours=1))

    (one,) = stored(desk)
    assert one[2].timestamp() == pytest.approx(written, abs=0.001)


@pytest.mark.usefixtures("nobody_owns_it")
def test_a_file_whose_time_cannot_be_set_stops_nothing_at_a_given_moment(
    tmp_path: Path,
) -> None:
    desk = a_drop(tmp_path)
    path = desk.settings.incoming_folder / PLACE / f"{A.agb}_u.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(form_of(tmp_path))

    take(desk)

    assert stored(desk) == [("accepted", 1, NOW.astimezone(UTC))]


def test_a_folder_and_a_file_without_rights_stop_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_drop(tmp_path)
    shut = put(desk, f"{A.agb}_dicht.xlsx", place="cz/ggz/2027/quality-survey").parent
    unread = put(desk, f"{A.agb}_a.xlsx")
    put(desk, f"{B.agb}_b.xlsx", form_of(tmp_path))
    iterdir, opened = Path.iterdir, os.open

    def refuse(path: Path) -> None:
        if path in {shut, unread}:
            raise PermissionError(errno.EACCES, "Permission denied")

    def list_it(path: Path) -> object:
        refuse(path)
        return iterdir(path)

    def open_it(path: Path, *others: int, **named: int) -> int:
        refuse(Path(path))
        return opened(path, *others, **named)

    monkeypatch.setattr(Path, "iterdir", list_it)
    monkeypatch.setattr(os, "open", open_it)

    report = take(desk)

    assert report.problems == [
        "cz/ggz/2027/quality-survey: u hebt er geen rechten op.",
        f"{PLACE}/{A.agb}_a.xlsx: u hebt er geen rechten op.",
    ]
    assert [Path(one.file).name for one in report.fates] == [f"{B.agb}_b.xlsx"]
    assert unread.exists()


def test_a_file_that_the_database_does_not_take_stays_and_stops_no_other(
    tmp_path: Path, database: Database
) -> None:
    desk = a_drop(tmp_path, database)
    put(desk, f"{A.agb}_1.xlsx")
    put(desk, f"{A.agb}_2.xlsx", when=FINISHED + timedelta(minutes=1))

    def refuse(*arguments: Any) -> None:
        if f"{A.agb}_1.xlsx" in str(arguments[3]):
            raise DataError(arguments[2], arguments[3], ValueError("value out of range"))

    event.listen(desk.database.engine, "before_cursor_execute", refuse)

    report = take(desk)

    assert report.problems == [
        f"{PLACE}/{A.agb}_1.xlsx: er ging iets mis in het programma (DataError). Meld dit aan de beheerder."
    ]
    assert [state for state, *_ in stored(desk)] == ["accepted"]
    assert f"{PLACE}/{A.agb}_1.xlsx" in lying(desk)


def test_in_a_demo_a_file_comes_in_by_the_demos_clock(tmp_path: Path, database: Database) -> None:
    desk = a_drop(tmp_path, database)
    moved = at("2026-05-20T12:00") - clock.now()
    move_clock(desk.database, moved, by="test")
    finished = clock.now() - timedelta(hours=2)
    put(desk, f"{A.agb}_u.xlsx", when=finished)

    command = "from inkoopkalender.cli import main; main()"
    arguments = [sys.executable, "-c", command, "submissions", "drop"]
    subprocess.run(arguments, env=environment(desk), check=True)

    ((state, _, received_at),) = stored(desk)
    assert state == "accepted"
    assert abs(received_at - (finished + moved)) < timedelta(milliseconds=1)


def test_what_was_finished_after_the_closing_is_refused_and_what_was_finished_before_it_counts(
    tmp_path: Path,
) -> None:
    desk = a_drop(tmp_path)
    end = at("2026-06-01T00:00")
    put(desk, f"{A.agb}_laat.xlsx", when=end)
    put(desk, f"{A.agb}_net.xlsx", when=end - timedelta(microseconds=100_000))

    report = take(desk, now=at("2026-06-01T08:00"))

    assert [(Path(one.file).name, one.outcome, one.state) for one in report.fates] == [
        (f"{A.agb}_laat.xlsx", "refused", "refused"),
        (f"{A.agb}_net.xlsx", "handled", "accepted"),
    ]


def test_what_was_finished_before_the_opening_is_refused_and_said_so_beforehand(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    put(desk, f"{A.agb}_vroeg.xlsx", when=at("2026-05-01T23:59:59"))

    tried, done = take(desk, dry_run=True), take(desk)

    assert [one.reason for one in tried.fates] == [one.reason for one in done.fates]
    assert "De uitvraag opent op 02-05-2026" in done.fates[0].reason
    assert stored(desk) == []


def test_a_dry_run_says_the_same_and_stores_and_moves_nothing(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    put(desk, f"{A.agb}_u.xlsx")
    put(desk, f"{B.agb}_van-a.xlsx")
    put(desk, "75999999_u.xlsx")
    put(desk, f"{A.agb}_laat.xlsx", when=at("2026-06-01T00:00"))
    before = lying(desk)

    tried = take(desk, now=at("2026-06-01T08:00"), dry_run=True)
    kept, nothing = lying(desk), stored(desk)
    done = take(desk, now=at("2026-06-01T08:00"))

    assert (kept, nothing) == (before, [])
    said = [(one.file, one.outcome, one.findings) for one in tried.fates]
    assert said == [(one.file, one.outcome, one.findings) for one in done.fates]
    assert [(one.outcome, one.state) for one in tried.fates] == [
        ("refused", "refused"), ("handled", "accepted"), ("refused", "rejected"), ("refused", "")
    ]  # fmt: skip


def test_a_file_that_ends_its_reader_is_refused_and_the_next_one_is_taken(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    put(desk, f"{A.agb}_1-zwaar.csv", b"code;antwoord" + b"\nx;y" * 2_400_000)
    put(desk, f"{A.agb}_2-goed.xlsx")
    with Readers(1, Limits(memory=250_000_000)) as readers:
        report = take(replace(desk, readers=readers))

    assert [(one.outcome, one.state) for one in report.fates] == [
        ("refused", "rejected"),
        ("handled", "accepted"),
    ]
    assert [(state, revision) for state, revision, _ in stored(desk)] == [("rejected", 1), ("accepted", 2)]


def test_a_bsn_is_not_in_the_findings_beside_the_file(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    put(desk, f"{A.agb}_u.xlsx", form_of(tmp_path, remarks=f"over {BSN}"))

    report = take(desk)

    (notes,) = (desk.settings.incoming_folder / PLACE / "refused").glob("*.bevindingen.txt")
    text = notes.read_text(encoding="utf-8")
    assert "verwijder het hier zelf" in text
    assert BSN not in text + str(report)


def test_of_a_file_about_people_only_what_may_be_said_stays_in_the_folder(tmp_path: Path) -> None:
    desk = an_mds_drop(tmp_path)
    line = SMOKERS.decode().splitlines()[1]
    content = SMOKERS.replace(line.split(";")[2].encode(), b"MERKTEKEN", 1)
    put(desk, f"{A.agb}_mds.csv", content, place="cz/stoppen-met-roken/2027/mds", when=at("2026-09-10T10:00"))

    (fate,) = take(desk, now=at("2026-09-10T11:00"), wall=a_day_later()).fates

    assert (fate.outcome, fate.state, fate.sealed) == ("refused", "rejected", True)
    (left,) = lying(desk)
    notes = (desk.settings.incoming_folder / left).read_text(encoding="utf-8")
    assert left == f"cz/stoppen-met-roken/2027/mds/refused/{A.agb}_mds.csv.bevindingen.txt"
    assert "Het is versleuteld bewaard en staat niet meer in deze map" in notes
    assert "MERKTEKEN" not in notes
    assert "[regel 2 · " in notes
    assert take(desk, now=at("2026-09-10T11:00")).fates == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (f"{A.agb}_mds.csv", SMOKERS.replace(b";", b"\0", 1)),
        (f"{A.agb}_mds.xlsx", SMOKERS),
        ("75999999_mds.csv", SMOKERS),
    ],
)
def test_of_a_file_about_people_that_is_not_kept_is_said_that_it_still_lies_here(
    tmp_path: Path, name: str, content: bytes
) -> None:
    desk = an_mds_drop(tmp_path)
    put(desk, name, content, place=MDS, when=at("2026-09-10T10:00"))

    take(desk, now=at("2026-09-10T11:00"), wall=a_day_later())

    moved = f"{MDS}/refused/{name}"
    assert lying(desk) == [moved, f"{moved}.bevindingen.txt"]
    notes = (desk.settings.incoming_folder / f"{moved}.bevindingen.txt").read_text(encoding="utf-8")
    assert "staat nog wel onversleuteld in deze map: verwijder het hier zelf" in notes


def test_batches_are_done_inside_what_the_runner_puts_around_them(tmp_path: Path) -> None:
    desk = a_drop(tmp_path, batch=2)
    for number in range(5):
        put(desk, f"{A.agb}_{number}.xlsx", when=FINISHED + timedelta(minutes=number))
    names: list[str] = []

    def around(name: str, do: Callable[[], None]) -> None:
        names.append(name)
        do()

    report = take(replace(desk, around=around))

    assert names == ["batch 1 of 3", "batch 2 of 3", "batch 3 of 3"]
    assert report.count("handled") == 5


def test_two_passes_at_once_keep_out_of_each_others_way(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    path = put(desk, f"{A.agb}_u.xlsx")

    with hold(desk.settings.incoming_folder), pytest.raises(BusyDropFolderError):
        take(desk)

    assert path.exists()
    assert take(desk).count("handled") == 1


def test_without_a_folder_nothing_is_taken_in_and_the_folder_is_made(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)

    tried = take(desk, dry_run=True)
    assert not desk.settings.incoming_folder.exists()
    done = take(desk)

    assert (tried.fates, done.fates) == ([], [])
    assert desk.settings.incoming_folder.is_dir()
    assert states(desk) == {}


def environment(desk: Desk) -> dict[str, str]:
    return {
        **os.environ,
        "INKOOPKALENDER_FOLDER": str(desk.settings.folder),
        "INKOOPKALENDER_DATABASE": desk.database.engine.url.render_as_string(hide_password=False),
        "INKOOPKALENDER_DROP__SETTLE_SECONDS": "0",
    }


TAKE_IN = """
import sys
from inkoopkalender.cli import main
sys.argv = ["inkoopkalender", "submissions", "drop", "--now", "2026-05-10T11:00+02:00"]
main()
"""
KILLED_BEFORE_THE_MOVE = f"""
import os
from inkoopkalender.usecases import drop_folder
drop_folder.move_away = lambda *_, **__: os.kill(os.getpid(), 9)
{TAKE_IN}
"""


@pytest.mark.kills
def test_killed_between_storing_and_moving_nothing_is_stored_twice(
    tmp_path: Path, database: Database
) -> None:
    desk = a_drop(tmp_path, database)
    path = put(desk, f"{A.agb}_u.xlsx", when=NOW + timedelta(days=400))

    killed = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_THE_MOVE], env=environment(desk), check=False
    )
    left, first = path.exists(), stored(desk)
    report = take(desk, now=NOW + timedelta(hours=1))

    assert (killed.returncode, left) == (-signal.SIGKILL, True)
    assert [state for state, *_ in first] == ["accepted"]
    assert stored(desk) == first
    assert [(one.outcome, one.revision) for one in report.fates] == [("handled", 1)]


@pytest.mark.kills
def test_killed_at_any_moment_every_file_is_stored_once_and_none_is_lost(tmp_path: Path) -> None:
    desk = a_drop(tmp_path)
    for number in range(30):
        put(desk, f"{A.agb}_{number:02}.xlsx", when=FINISHED + timedelta(seconds=number))
    command = [sys.executable, "-c", TAKE_IN]

    kills = 0
    for tenths in range(1, 200):
        process = subprocess.Popen(command, env=environment(desk), stdout=subprocess.DEVNULL)
        before = len(stored(desk))
        try:
            process.wait(1.5 + tenths / 10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += len(stored(desk)) > before
            continue
        break

    assert kills >= 1
    with desk.database.reading() as connection:
        counted = count_submissions(connection, desk.round.round_id)["quality-survey"]
    assert counted["accepted"] == 30
    assert sorted(revision for _, revision, _ in stored(desk)) == list(range(1, 31))
    assert len(lying(desk)) == 60
    assert all("/handled/" in one for one in lying(desk))


def test_files_that_are_moved_at_once_each_have_their_own_findings(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number:08}_u.csv" for number in range(400)]
    for path in paths:
        path.write_text("x")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda path: move_away(path, "handled", path.name), paths))

    notes = {one.name: one.read_text(encoding="utf-8") for one in (tmp_path / "handled").glob("*.txt")}
    assert notes == {f"{path.name}.bevindingen.txt": path.name for path in paths}
    assert {one.name for one in (tmp_path / "handled").glob("*.csv")} == {path.name for path in paths}
    assert list((tmp_path / "handled").glob(".*")) == []
