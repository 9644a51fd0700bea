"""`answers.csv` beside a calendar: what is wrong with the file is a finding in it."""

import shutil
from pathlib import Path

import pytest

from inkoopkalender.content.calendars import check_calendars
from inkoopkalender.content.root import content_root

KEY = "cz/wijkverpleging/2027"
HEAD = b"event,start,end,line,after\n"


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """Return where the answers of a calendar go."""
    folder = tmp_path / KEY
    folder.mkdir(parents=True)
    for name in ("calendar.yaml", "letters.yaml", "submissions.yaml"):
        shutil.copy(content_root() / "calendars" / KEY / name, folder)
    return folder / "answers.csv"


@pytest.mark.parametrize(
    ("held", "line", "told"),
    [
        (HEAD + b"caf\xe9,,,1,\n", 1, "Het bestand is geen UTF-8-tekst (byte 30)."),
        (HEAD + b"survey,0001-01-01,,1,\n", 2, "survey: een cel is geen datum en geen tijdstip."),
        (HEAD + b"x,,9999-12-31T23:59-12:00,1,\n", 2, "x: een cel is geen datum en geen tijdstip."),
        (b"event,start,end,line\n", 1, "De kolom 'after' ontbreekt."),
        (b"", 1, "De kolom 'event' ontbreekt."),
        (HEAD + b"survey,,,x,\n", 2, "'x' is geen regel van het beleid."),
    ],
)
def test_what_is_no_answer_is_a_finding_with_its_line(
    beside: Path, held: bytes, line: int, told: str
) -> None:
    beside.write_bytes(held)

    found = [each for each in check_calendars([beside.parent]) if each.code == "answer-form"]

    assert [(each.line, each.message) for each in found] == [(line, told)]
    assert found[0].file.endswith("answers.csv")


@pytest.mark.parametrize("zone", ["Europe", "Nergens/Huizen"])
def test_zone_that_is_none_is_a_finding_also_when_it_is_a_folder_of_zones(beside: Path, zone: str) -> None:
    file = beside.with_name("calendar.yaml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("timezone: Europe/Amsterdam", f"timezone: {zone}"), encoding="utf-8")

    (found,) = check_calendars([file])

    assert f"'{zone}' is geen tijdzone; Europe/Amsterdam is er een" in found.message
