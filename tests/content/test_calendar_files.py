from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from inkoopkalender.content.calendars import CalendarFaultsError, list_calendar_keys, load_calendar
from inkoopkalender.domain.calendar import Ambiguity, Fact, Lead, Remind, Source, Track
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError

KEY = RoundKey("cz", "wijkverpleging", 2027)
WHOLE = """\
source: {document: policy.txt, title: Beleid}
working_days: kantoor
letters_at: "08:30"
tracks:
  existing: {title: Bestaand, for: R-WV-EXIST}
facts:
  request-received: {subject: request, title: aanvraag ontvangen}
events:
  survey:
    track: existing
    when: 2-31 mei 2026
    section: "4.1"
    actor: provider
    does: vult in
    remind: {open: true, before_end: [2 weeks, 1 day, 1 working day]}
  answer:
    when: binnen 10 werkdagen na request-received
    quote: binnen 10 werkdagen
    section: "4.3"
    actor: insurer
    does: antwoordt
    remind: none
"""
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(text: str) -> Path:
        folder = tmp_path / "calendars" / "cz" / "wijkverpleging" / "2027"
        folder.mkdir(parents=True)
        (folder / "calendar.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return _write


def test_calendar_is_read_as_written(write: Write) -> None:
    calendar = load_calendar(KEY, write(WHOLE))

    assert calendar.source == Source("policy.txt", "Beleid")
    assert (calendar.timezone, calendar.working_days, calendar.letters_at) == (
        "Europe/Amsterdam",
        "kantoor",
        time(8, 30),
    )
    assert calendar.tracks == (Track("existing", "Bestaand", "R-WV-EXIST"),)
    assert calendar.facts == (Fact("request-received", "request", "aanvraag ontvangen"),)
    assert [(event.key, event.line) for event in calendar.events] == [("survey", 9), ("answer", 16)]


def test_quote_is_the_words_when_it_is_left_out(write: Write) -> None:
    survey, answer = load_calendar(KEY, write(WHOLE)).events

    assert (survey.quote, answer.quote) == ("2-31 mei 2026", "binnen 10 werkdagen")


def test_reminders_are_read_with_their_units(write: Write) -> None:
    survey, answer = load_calendar(KEY, write(WHOLE)).events

    leads = (Lead(2, "weeks"), Lead(1, "days"), Lead(1, "working days"))
    assert survey.remind == Remind(open=True, before_end=leads)
    assert answer.remind is None


def test_revision_changes_with_the_file(write: Write) -> None:
    root = write(WHOLE)
    before = load_calendar(KEY, root).revision
    file = root / "calendars/cz/wijkverpleging/2027/calendar.yaml"
    file.write_text(WHOLE.replace("08:30", "09:00"), encoding="utf-8")

    after = load_calendar(KEY, root).revision

    assert len(before) == len(after) == 12
    assert before != after


def test_ambiguities_are_read_as_written(write: Write) -> None:
    entry = "{question: Welke dag?, reading: Deze., alternatives: [Die.], sections: ['4.1']}"
    described = f"ambiguities:\n  A-GEN-01: {entry}\n"
    text = WHOLE.replace("    remind: none\n", "    ambiguities: [A-GEN-01]\n") + described

    calendar = load_calendar(KEY, write(text))

    assert calendar.ambiguities == (Ambiguity("A-GEN-01", "Welke dag?", "Deze.", ("Die.",), ("4.1",)),)


def test_ambiguity_of_the_submissions_must_be_described(write: Write) -> None:
    root = write(WHOLE)
    file = root / "calendars/cz/wijkverpleging/2027/submissions.yaml"
    file.write_text("survey:\n  fields:\n    nps: {ambiguities: [A-WV-10]}\n", encoding="utf-8")

    with pytest.raises(CalendarFaultsError) as caught:
        load_calendar(KEY, root)

    (finding,) = caught.value.findings
    assert finding.message == "submissions.yaml: A-WV-10 staat niet onder ambiguities."


def test_all_errors_are_listed_at_once(write: Write) -> None:
    text = WHOLE.replace("2-31 mei 2026", "2-31 mie 2026").replace(
        "na request-received", "na request-recieved"
    )

    with pytest.raises(CalendarFaultsError) as caught:
        load_calendar(KEY, write(text))

    assert [(finding.code, finding.line, finding.column) for finding in caught.value.findings] == [
        ("words", 11, 16),
        ("unknown-reference", 17, 34),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "hint"),
    [
        ("    does: vult in\n", "    doet: vult in\n", "missing-key", 10, "does:"),
        (
            "    does: antwoordt\n",
            "    does: antwoordt\n    chanel: vecozo\n",
            "unknown-key",
            22,
            "'channel'",
        ),
        (
            "    does: antwoordt\n",
            "    does: antwoordt\n    kanaal: vecozo\n",
            "unknown-key",
            22,
            "'channel'",
        ),
        ("actor: insurer", "actor: insurrer", "value", 20, "'insurer'"),
        ("actor: insurer", "actor: verzekeraar", "value", 20, "'insurer'"),
        ("1 working day]", "1 workday]", "value", 15, "14 days, 2 weeks of 1 working day"),
        ("open: true", "open: yes", "value", 15, "docs/reference/"),
        ("working_days: kantoor", "working_days: bank", "value", 2, "docs/reference/"),
        ('"08:30"', '"8.30"', "value", 3, "docs/reference/"),
        ('"08:30"', '"9"', "value", 3, "docs/reference/"),
        ("  answer:", "  Answer it:", "key", 16, "kleine letters"),
        ("  answer:", "  survey:", "duplicate-key", 16, "andere naam"),
    ],
)
def test_fault_of_form_is_found_in_its_place(
    write: Write, old: str, new: str, code: str, line: int, hint: str
) -> None:
    with pytest.raises(CalendarFaultsError) as caught:
        load_calendar(KEY, write(WHOLE.replace(old, new)))

    found = [finding for finding in caught.value.findings if finding.code == code]
    assert [finding.line for finding in found] == [line]
    assert hint in found[0].next_step


def test_column_of_quoted_words_counts_from_the_words(write: Write) -> None:
    with pytest.raises(CalendarFaultsError) as caught:
        load_calendar(KEY, write(WHOLE.replace("2-31 mei 2026", '"2-31 mie 2026"')))

    assert [(finding.line, finding.column) for finding in caught.value.findings] == [(11, 17)]


def test_round_without_calendar_names_the_nearest(write: Write) -> None:
    root = write(WHOLE)

    with pytest.raises(MisuseError, match="Bedoelt u cz/wijkverpleging/2027"):
        load_calendar(RoundKey("cz", "wijkverplegin", 2027), root)


def test_keys_of_both_folders_are_listed_in_order_each_once(write: Write) -> None:
    root = write(WHOLE)
    other = root / "calendars" / "ab" / "ggz" / "2027"
    other.mkdir(parents=True)
    (other / "calendar.yaml").write_text(WHOLE, encoding="utf-8")

    assert KEY in list_calendar_keys()
    assert list_calendar_keys(root) == (RoundKey("ab", "ggz", 2027), *list_calendar_keys())
