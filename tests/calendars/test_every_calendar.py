"""Every calendar is a test case, by itself, as soon as its folder is there."""

import csv
import re
from pathlib import Path

import pytest

from inkoopkalender.content.calendars import check_calendars, list_calendar_keys, load_calendar
from inkoopkalender.content.root import content_root
from inkoopkalender.domain.ambiguity_checks import IN_DUTIES
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar

KEYS = list_calendar_keys()
every_calendar = pytest.mark.parametrize("key", KEYS, ids=str)


@pytest.fixture(scope="module")
def policies() -> Path:
    folder = Path(__file__).parents[2] / ".." / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the policies' texts are not beside this checkout")
    return folder


def folder_of(key: RoundKey) -> Path:
    return content_root() / "calendars" / str(key)


def test_there_are_calendars() -> None:
    assert RoundKey("cz", "wijkverpleging", 2027) in KEYS


@every_calendar
def test_calendar_has_no_errors(key: RoundKey) -> None:
    findings = check_calendars([folder_of(key)])

    assert [str(finding) for finding in findings if finding.severity == "error"] == []


@every_calendar
def test_calendar_gives_the_answers_taken_from_the_policy(key: RoundKey) -> None:
    timeline = resolve_calendar(load_calendar(key))
    with (folder_of(key) / "answers.csv").open(encoding="utf-8", newline="") as file:
        answers = {row["event"]: (row["start"], row["end"]) for row in csv.DictReader(file)}

    moments = {
        event.key: tuple("" if each is None else each.isoformat() for each in (event.start, event.end))
        for event in timeline.events
    }

    assert moments == answers


@every_calendar
def test_calendar_words_are_read_and_written_alike(key: RoundKey) -> None:
    phrases = [parse_phrase(event.when) for event in load_calendar(key).events]

    assert [parse_phrase(str(phrase)) for phrase in phrases] == phrases


@every_calendar
def test_calendar_quotes_stand_in_their_sections(key: RoundKey, policies: Path) -> None:
    findings = check_calendars([folder_of(key)], policies)

    assert [str(finding) for finding in findings if finding.severity == "error"] == []


@every_calendar
def test_answers_name_lines_of_the_policy_that_hold_a_date_word(key: RoundKey, policies: Path) -> None:
    calendar = load_calendar(key)
    lines = (policies / calendar.source.document).read_text(encoding="utf-8").splitlines()
    with (folder_of(key) / "answers.csv").open(encoding="utf-8", newline="") as file:
        numbers = {row["event"]: int(row["line"]) for row in csv.DictReader(file)}

    first_words = {event.key: event.quote.split()[0].casefold() for event in calendar.events}

    assert [key for key, word in first_words.items() if word not in lines[numbers[key] - 1].casefold()] == []


def test_every_ambiguity_that_a_duty_names_is_described() -> None:
    folder = Path(__file__).parents[2] / "src" / "inkoopkalender" / "usecases"
    sources = [file.read_text(encoding="utf-8") for file in folder.rglob("*.py")]
    named = {name for source in sources for name in re.findall(r"A-[A-Z]+-[0-9]+", source)}
    described = {each.id for each in load_calendar(RoundKey("cz", "wijkverpleging", 2027)).ambiguities}

    assert named == IN_DUTIES
    assert sorted(named - described) == []
