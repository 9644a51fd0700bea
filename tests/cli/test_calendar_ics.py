"""`calendar ics` through the real entry point: bytes on stdout or in a file, counts, a wrong track."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from inkoopkalender.cli import main

KEY = "cz/wijkverpleging/2027"
Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def _run(*arguments: str) -> tuple[int, bytes, str]:
        with pytest.raises(SystemExit) as ended:
            main(["calendar", "ics", *arguments])
        out, err = capfdbinary.readouterr()
        return int(ended.value.code or 0), out, err.decode()

    return _run


def test_ics_writes_the_file_on_stdout_and_counts_on_stderr(run: Run) -> None:
    code, out, err = run(KEY)

    assert code == 0
    assert out.startswith(b"BEGIN:VCALENDAR\r\n")
    assert f"{len(Calendar.from_ical(out).walk('VEVENT'))} agendapunten" in err


def test_ics_of_a_track_leaves_the_others_out(run: Run) -> None:
    _, out, _ = run(KEY, "--track", "new")

    uids = {str(event["UID"]).split(".")[3] for event in Calendar.from_ical(out).walk("VEVENT")}

    assert "new-provider-enrolment" in uids
    assert "quality-survey" not in uids


def test_ics_as_json_counts_and_names_what_is_left_out(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "round.ics"

    code, out, _ = run(KEY, "--json", "-o", str(file))

    document = json.loads(out)
    written = Calendar.from_ical(file.read_bytes())
    assert code == 0
    assert list(document) == ["key", "track", "events", "entries", "alarms", "left_out", "cancelled", "moved"]
    assert (document["cancelled"], document["moved"]) == (0, [])
    assert document["entries"] == len(written.walk("VEVENT"))
    assert document["alarms"] == len(written.walk("VALARM"))
    assert {"event": "question-answer", "why": "relative", "occurrences": 0} in document["left_out"]


def test_ics_of_a_track_that_is_not_there_is_misuse(run: Run) -> None:
    code, out, err = run(KEY, "--track", "nobody")

    assert (code, out) == (2, b"")
    assert "heeft geen spoor 'nobody'" in err
