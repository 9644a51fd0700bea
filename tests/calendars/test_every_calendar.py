"""Every calendar is a test case, by itself, as soon as its folder is there."""

import csv
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from inkoopkalender.content.calendars import check_calendars, list_calendar_keys, load_calendar
from inkoopkalender.content.root import content_root
from inkoopkalender.domain.ambiguity_checks import IN_DUTIES
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import ResolvedEvent, resolve_calendar

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


def answers_of(key: RoundKey) -> list[dict[str, str]]:
    """Read the answers worked out by hand; `after` is when what an event counts from happened."""
    with (folder_of(key) / "answers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(event: ResolvedEvent) -> tuple[str, str]:
    start, end = ("" if each is None else each.isoformat() for each in (event.start, event.end))
    return start, end


def moment_of(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


def test_there_are_calendars() -> None:
    assert RoundKey("cz", "wijkverpleging", 2027) in KEYS


@every_calendar
def test_calendar_has_no_errors(key: RoundKey) -> None:
    findings = check_calendars([folder_of(key)])

    assert [str(finding) for finding in findings if finding.severity == "error"] == []


@every_calendar
def test_calendar_gives_the_answers_taken_from_the_policy(key: RoundKey) -> None:
    timeline = resolve_calendar(load_calendar(key))
    answers = {row["event"]: (row["start"], row["end"]) for row in answers_of(key) if not row.get("after")}

    moments = {event.key: shown(event) for event in timeline.events}

    assert moments == answers


@every_calendar
def test_relative_events_give_the_answers_once_it_is_known_what_they_count_from(key: RoundKey) -> None:
    timeline = resolve_calendar(load_calendar(key))
    rows = [row for row in answers_of(key) if row.get("after")]
    answers = [(row["event"], row["after"], (row["start"], row["end"])) for row in rows]

    moments = [
        (row["event"], row["after"], shown(timeline.resolve_from(row["event"], moment_of(row["after"]))))
        for row in rows
    ]

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
    numbers = {row["event"]: int(row["line"]) for row in answers_of(key)}

    first_words = {event.key: event.quote.split()[0].casefold() for event in calendar.events}

    assert [key for key, word in first_words.items() if word not in lines[numbers[key] - 1].casefold()] == []


def test_every_ambiguity_that_a_duty_names_is_described() -> None:
    folder = Path(__file__).parents[2] / "src" / "inkoopkalender" / "usecases"
    sources = [file.read_text(encoding="utf-8") for file in folder.rglob("*.py")]
    named = {name for source in sources for name in re.findall(r"A-[A-Z]+-[0-9]+", source)}
    described = {each.id for key in KEYS for each in load_calendar(key).ambiguities}

    assert named == IN_DUTIES
    assert sorted(named - described) == []
