"""An invented insurer's calendar in a team's own content folder, which lies over ours.

The policy, its calendar and the answers were written as a team would write them: `tests/fixtures/duinrand`.
"""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from inkoopkalender.cli import main
from inkoopkalender.content.calendars import check_calendars, list_calendar_keys, load_calendar
from inkoopkalender.content.letters import load_brand, load_letters
from inkoopkalender.content.national import load_national
from inkoopkalender.content.root import content_root
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import ResolvedEvent, resolve_calendar
from inkoopkalender.mail.compose import Composer
from inkoopkalender.mail.samples import sample_facts

FIXTURE = Path(__file__).parents[1] / "fixtures" / "duinrand"
POLICIES = FIXTURE / "policies"
KEY = RoundKey("duinrand", "geestelijke-gezondheidszorg", 2028)
OURS = RoundKey("cz", "wijkverpleging", 2027)
Run = Callable[..., tuple[int, str]]
Row = tuple[str, str, datetime | None, datetime | None]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A team's own content folder."""
    return shutil.copytree(FIXTURE / "content", tmp_path / "own")


@pytest.fixture
def run(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a calendar command with the setting `content`."""
    monkeypatch.setenv("INKOOPKALENDER_CONTENT", str(own))
    monkeypatch.chdir(own.parent)

    def _run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["calendar", *arguments])
        code = ended.value.code
        return (code if isinstance(code, int) else 0), capsys.readouterr().out

    return _run


def answers() -> list[dict[str, str]]:
    file = FIXTURE / "content" / "calendars" / str(KEY) / "answers.csv"
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def moment(text: str) -> datetime | None:
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


def row_of(event: ResolvedEvent, after: str) -> Row:
    return event.key, after, event.start, event.end


def test_the_calendar_gives_the_answers_taken_from_the_policy(own: Path) -> None:
    timeline = resolve_calendar(load_calendar(KEY, own))
    planned = {event.key: event for event in timeline.events}

    given = [
        row_of(
            timeline.resolve_from(row["event"], happened) if happened else planned[row["event"]], row["after"]
        )
        for row in answers()
        for happened in [moment(row["after"])]
    ]

    assert given == [
        (row["event"], row["after"], moment(row["start"]), moment(row["end"])) for row in answers()
    ]
    assert set(planned) == {row["event"] for row in answers() if not row["after"]}


def test_the_calendar_holds_against_the_policy_and_its_answers(run: Run) -> None:
    code, out = run("check", str(KEY), "--against", str(POLICIES))

    assert code == 0
    assert "1 kalender: 0 fouten" in out
    assert out.endswith("citaten opgezocht; antwoorden vergeleken; --notes toont de opmerkingen.\n")


def test_a_wrong_date_is_found_by_its_answer(own: Path, run: Run) -> None:
    file = own / "calendars" / str(KEY) / "calendar.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("when: t/m 31 mei 2027", "when: t/m 30 mei 2027"), encoding="utf-8")

    code, out = run("check", str(KEY))

    assert code == 1
    assert "policy-questions: einde: kalender t/m zo 30 mei 2027, 24.00 uur, antwoord t/m ma 31 mei" in out
    assert "Kijk in het beleid, regel 28, welke van de twee klopt." in out


def test_calendars_of_both_folders_are_listed(run: Run) -> None:
    code, out = run("list", "--json")

    keys = [each["key"] for each in json.loads(out)["calendars"]]
    assert (code, keys) == (0, sorted([str(KEY), *map(str, list_calendar_keys())]))


def test_own_calendar_and_ours_are_shown_drawn_and_written_alike(run: Run, tmp_path: Path) -> None:
    picture, agenda = tmp_path / "a.svg", tmp_path / "a.ics"

    shown = [run("show", str(key), "--json")[0] for key in (KEY, OURS)]
    drawn = run("svg", str(KEY), str(OURS), "-o", str(picture))
    written = [run("ics", str(KEY), "-o", str(agenda))[0], run("ics", str(OURS))[0]]
    compared = run("diff", str(KEY), str(OURS))

    assert shown == [0, 0]
    assert drawn == (0, f"De tijdlijn van 2 kalenders staat in {picture}.\n")
    assert written == [0, 0]
    assert "Zorgverzekeraar Duinrand" in agenda.read_text(encoding="utf-8")
    assert compared[0] == 0


def test_next_years_calendar_goes_to_the_own_folder(run: Run, own: Path) -> None:
    code, _ = run("new-year", str(KEY))
    ours, _ = run("new-year", str(OURS))

    assert (code, ours) == (0, 0)
    assert (own / "calendars" / KEY.insurer / KEY.sector / "2029" / "calendar.yaml").is_file()
    assert (own / "calendars" / OURS.insurer / OURS.sector / "2028" / "calendar.yaml").is_file()


def test_the_insurers_own_closing_days_count(own: Path) -> None:
    assert load_calendar(KEY, own).closed == {date(2027, 12, 24)}


def test_every_file_is_looked_for_in_the_own_folder_first(own: Path) -> None:
    insurer = own / "calendars" / "cz" / "insurer.yaml"
    insurer.parent.mkdir()
    text = (content_root() / "calendars" / "cz" / "insurer.yaml").read_text(encoding="utf-8")
    insurer.write_text(text.replace("name: CZ groep", "name: CZ elders"), encoding="utf-8")

    assert load_brand(OURS, own).name == "CZ elders"
    assert load_letters(OURS, own) == load_letters(OURS)
    assert load_calendar(OURS, own) == load_calendar(OURS)
    assert load_national(OURS, own) == load_national(OURS)


def test_a_letter_of_ones_own_lies_over_ours(own: Path) -> None:
    subject = own / "templates" / "mail" / "survey-reminder" / "subject.txt.j2"
    subject.parent.mkdir(parents=True)
    subject.write_text("Denkt u eraan?\n", encoding="utf-8")
    ours, composer = Composer(OURS), Composer(OURS, own)
    facts = sample_facts(ours.get_kind("survey-reminder"), OURS, agb="75000001", name="Voorbeeld")

    letter = composer.compose("survey-reminder", facts)

    assert letter.subject == "Denkt u eraan?"
    assert letter.text == ours.compose("survey-reminder", facts).text


def test_a_national_calendar_of_ones_own_is_asked(own: Path) -> None:
    before = {each.code for each in check_calendars([Path(str(KEY))], root=own)}
    national = (content_root() / "calendars" / "national" / "2027.yaml").read_text(encoding="utf-8")
    (own / "calendars" / "national").mkdir()
    file = own / "calendars" / "national" / "2028.yaml"
    file.write_text(national.replace("2026", "2027"), encoding="utf-8")

    after = {each.code for each in check_calendars([Path(str(KEY))], root=own)}

    assert "no-national-calendar" in before
    assert "no-national-calendar" not in after
