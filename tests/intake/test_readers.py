"""Files are read in child processes that are kept, limited and replaced; the processes are real."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
import reader_jobs
from workbooks import RECEIVED, survey, survey_kind

import inkoopkalender
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.readers import Limits, Readers, ReadingFailedError
from inkoopkalender.intake.submissions import CheckedSubmission, check_submission, refused_submission
from inkoopkalender.intake.tables import ReadFile, read_sheets

KIND = survey_kind()


def check(readers: Readers, content: bytes) -> CheckedSubmission:
    return readers.ask(
        check_submission,
        refused_submission,
        content,
        "uitvraag.xlsx",
        KIND,
        contract_year=2027,
        agb="75000001",
        received_on=RECEIVED,
    )


def refused(finding: FileFinding) -> ReadFile:
    return ReadFile((), (finding,))


def refused_number(_: FileFinding) -> int:
    return -1


def codes(read: ReadFile) -> list[str]:
    return [finding.code for finding in read.findings]


def children() -> list[psutil.Process]:
    """Our readers that run; one that ended and was not yet waited for has no command line."""
    found = []
    for one in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if "inkoopkalender.intake.reader_child" in one.cmdline():
                found.append(one)
    return found


@pytest.fixture(autouse=True)
def child_finds_the_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = (Path(reader_jobs.__file__).parent, Path(inkoopkalender.__file__).parents[1])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, folders)))
    monkeypatch.setenv("INKOOPKALENDER_MAIL__PASSWORD", "geheim")


@pytest.fixture(name="readers")
def one_reader() -> Iterator[Readers]:
    with Readers(1, Limits(processor=1, clock=30.0, files=3)) as readers:
        yield readers
    assert children() == []


def test_a_file_is_read_in_a_child_as_it_is_here(readers: Readers, tmp_path: Path) -> None:
    good, bad = survey(tmp_path), b"PK\x03\x04"

    assert check(readers, good) == check_submission(
        good, "uitvraag.xlsx", KIND, contract_year=2027, agb="75000001", received_on=RECEIVED
    )
    assert [finding.code for finding in check(readers, bad).findings] == ["file-damaged"]


def test_a_child_is_kept_and_replaced_after_so_many_files(readers: Readers) -> None:
    pids = [readers.ask(reader_jobs.who, refused_number) for _ in range(4)]

    assert pids[0] == pids[1] == pids[2]
    assert pids[3] != pids[0]
    assert os.getpid() not in pids


@pytest.mark.parametrize("job", [reader_jobs.eat_memory, reader_jobs.eat_processor, reader_jobs.abort])
def test_a_child_that_hits_a_limit_or_aborts_gives_a_finding_and_the_next_file_is_read(
    readers: Readers, job: Callable[[], ReadFile]
) -> None:
    before = readers.ask(reader_jobs.who, refused_number)

    read = readers.ask(job, refused)
    after = readers.ask(reader_jobs.who, refused_number)

    (finding,) = read.findings
    assert (finding.code, finding.severity) == ("file-too-heavy", "error")
    assert finding.message.startswith("Dit bestand kost te veel tijd of geheugen")
    assert after not in {before, -1}


def test_a_real_file_beyond_the_limit_of_memory_gives_a_finding() -> None:
    content = b"a;b\n" + b"1;2\n" * 2_000_000

    with Readers(1, Limits(memory=200_000_000)) as readers:
        heavy = readers.ask(read_sheets, refused, content, "a.csv")
        light = readers.ask(read_sheets, refused, b"a;b\n1;2\n", "a.csv")

    assert codes(heavy) == ["file-too-heavy"]
    assert codes(light) == []


def test_a_child_that_is_killed_while_it_reads_gives_a_finding(readers: Readers, tmp_path: Path) -> None:
    answers: list[ReadFile] = []
    mark = tmp_path / "reads"
    asking = threading.Thread(
        target=lambda: answers.append(readers.ask(reader_jobs.sleep, refused, 60.0, mark))
    )

    asking.start()
    os.kill(_number_in(mark), signal.SIGKILL)
    asking.join(20)

    assert [codes(one) for one in answers] == [["file-too-heavy"]]
    assert readers.ask(reader_jobs.who, refused_number) > 0


def test_a_child_that_was_killed_while_idle_is_replaced_unseen(readers: Readers) -> None:
    pid = readers.ask(reader_jobs.who, refused_number)
    os.kill(pid, signal.SIGKILL)

    assert readers.ask(reader_jobs.who, refused_number) not in {pid, -1}


def test_a_child_that_ends_before_it_has_the_job_says_nothing_of_the_file(readers: Readers) -> None:
    pid = readers.ask(reader_jobs.who, refused_number)
    os.kill(pid, signal.SIGSTOP)
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(readers.ask(reader_jobs.who, refused_number)))

    asking.start()
    time.sleep(0.2)
    os.kill(pid, signal.SIGKILL)
    asking.join(20)

    assert answers
    assert answers[0] not in {pid, -1}


def test_a_child_that_waits_longer_than_the_clock_allows_gives_a_finding() -> None:
    began = time.monotonic()
    with Readers(1, Limits(clock=1.0)) as readers:
        read = readers.ask(reader_jobs.sleep, refused, 60.0)

    assert codes(read) == ["file-too-heavy"]
    assert time.monotonic() - began < 30


def test_a_reader_that_raises_is_our_fault_and_says_nothing_of_the_file(readers: Readers) -> None:
    with pytest.raises(ReadingFailedError, match="ValueError") as raised:
        readers.ask(reader_jobs.fail, refused)

    assert "999990019" not in str(raised.value)


def test_a_result_of_another_kind_is_not_taken_from_a_child(readers: Readers) -> None:
    with pytest.raises(ReadingFailedError, match="UnpicklingError"):
        readers.ask(reader_jobs.foreign, lambda _: object())


def test_a_child_knows_no_secrets_and_what_is_printed_does_not_disturb(readers: Readers) -> None:
    assert "INKOOPKALENDER_MAIL__PASSWORD" not in readers.ask(reader_jobs.environment, lambda _: [])
    assert readers.ask(reader_jobs.printed, lambda _: "") == "answer"


def test_many_threads_share_two_children() -> None:
    pids: list[int] = []
    with Readers(2) as readers:
        threads = [
            threading.Thread(target=lambda: pids.append(readers.ask(reader_jobs.who, refused_number)))
            for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

    assert len(pids) == 20
    assert 1 <= len(set(pids)) <= 2


def _number_in(mark: Path) -> int:
    """Wait for the child that sleeps, and return its number."""
    deadline = time.monotonic() + 20
    while not mark.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return int(mark.read_text())
