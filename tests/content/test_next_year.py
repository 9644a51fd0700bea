"""Next year's calendar as a text: years move where they stand, and the rest stays as it was."""

from pathlib import Path

import pytest

from inkoopkalender.content.calendars import CalendarFaultsError, list_calendar_keys, load_calendar
from inkoopkalender.content.new_year_file import NewYear, prepare_new_year, write_new_year
from inkoopkalender.content.root import INSTALLED
from inkoopkalender.domain.calendar_diff import compare_calendars
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar
from inkoopkalender.errors import MisuseError

KEY = RoundKey("cz", "ggz", 2027)
CALENDAR = """\
# yaml-language-server: $schema=calendar.schema.json
# The policy of 2027, as it is.
source: {document: policy.txt, title: "Zorginkoopbeleid ggz 2027"}
working_days: kantoor

facts:
  asked: {subject: question, title: vraag over 2026 ontvangen}

events:
  # Said twice, on pages 4 and 2026.
  policy:
    when: "uiterlijk 1 april 2026"   # a Wednesday
    section: "2026.1"
    actor: insurer
    does: publiceert het beleid
  survey:
    when: >-
      2 mei 2026
      t/m 31 mei 2026
    quote: |
      van 2 mei
      tot en met 31 mei
    section: "4.1"
    actor: provider
    does: vult de uitvraag over 2025 in
  objections: {when: uiterlijk 15 mei, quote: 15 mei a.s., year: 2026, section: "4", actor: both, does: praat}
  leap:
    quote: 'de laatste dag: 29 februari'
    when: zondag 31 mei 2026
    section: "4.1"
    actor: insurer
    does: doet iets
    act: 'medio april 2026'
  answer: {when: binnen 4 weken na asked, section: "4", actor: both, does: praat, quote: binnen vier weken}

ambiguities:
  A-WV-01:
    question: Geldt dit ook voor 2026?
    reading: Ja, ook voor 2026.
    alternatives: [Nee, Alleen voor 2025]
    sections: ["2026"]
"""
NEXT = """\
# yaml-language-server: $schema=calendar.schema.json
# Expected: the words of cz/ggz/2027 (version {revision}) one year on; no policy has said so yet.
# Other comments are last year's. `status: confirmed` is for when all is held against the policy.
# The policy of 2027, as it is.
status: expected
source: {{document: onbekend, title: "Zorginkoopbeleid ggz 2028"}}
working_days: kantoor

facts:
  asked: {{subject: question, title: vraag over 2027 ontvangen}}

events:
  # Said twice, on pages 4 and 2026.
  policy:
    when: "uiterlijk 1 april 2027"   # a Wednesday
    section: "2026.1"
    actor: insurer
    does: publiceert het beleid
  survey:
    when: >-
      2 mei 2027
      t/m 31 mei 2027
    # last year's words: van 2 mei tot en met 31 mei
    section: "4.1"
    actor: provider
    does: vult de uitvraag over 2026 in
  objections: {{when: uiterlijk 15 mei, year: 2027, section: "4", actor: both, does: praat}}
  leap:
    # last year's words: de laatste dag: 29 februari
    when: maandag 31 mei 2027
    section: "4.1"
    actor: insurer
    does: doet iets
    act: 'medio april 2027'
  answer: {{when: binnen 4 weken na asked, section: "4", actor: both, does: praat}}

ambiguities:
  A-WV-01:
    question: Geldt dit ook voor 2027?
    reading: Ja, ook voor 2027.
    alternatives: [Nee, Alleen voor 2026]
    sections: ["2026"]
"""


def a_root(folder: Path, text: str = CALENDAR) -> Path:
    """A content folder with one calendar and what stands beside it."""
    place = folder / "calendars" / "cz" / "ggz" / "2027"
    place.mkdir(parents=True)
    (place / "calendar.yaml").write_text(text, encoding="utf-8", newline="")
    (place / "answers.csv").write_text("event,start,end,line\n", encoding="utf-8")
    return folder


def prepared(folder: Path, text: str = CALENDAR) -> NewYear:
    return prepare_new_year(KEY, root=a_root(folder, text))


@pytest.mark.parametrize("key", list_calendar_keys(), ids=str)
def test_every_calendar_can_be_carried_to_the_next_year(key: RoundKey, tmp_path: Path) -> None:
    made = prepare_new_year(key, tmp_path)

    difference = compare_calendars(resolve_calendar(load_calendar(key)), resolve_calendar(made.new))

    assert (difference.years, difference.added, difference.removed) == (1, (), ())
    assert [pair.new.words for pair in difference.pairs if not pair.same_words] == []
    assert (made.new.status, made.new.source.document) == ("expected", "onbekend")
    assert not made.file.exists()


def test_years_move_and_the_author_s_lines_stay(tmp_path: Path) -> None:
    made = prepared(tmp_path)

    assert made.text == NEXT.format(revision=made.old.revision)
    assert made.beside == ("answers.csv",)


def test_the_file_is_written_once_and_never_over(tmp_path: Path) -> None:
    made = prepared(tmp_path)

    write_new_year(made)

    assert made.file == tmp_path / "calendars" / "cz" / "ggz" / "2028" / "calendar.yaml"
    assert made.file.read_text(encoding="utf-8") == made.text
    with pytest.raises(FileExistsError):
        write_new_year(made)
    with pytest.raises(MisuseError, match="is er al en blijft zoals hij is"):
        prepare_new_year(KEY, root=tmp_path)


def test_a_year_after_next_follows_from_the_expected_one(tmp_path: Path) -> None:
    write_new_year(prepared(tmp_path))

    made = prepare_new_year(RoundKey("cz", "ggz", 2028), root=tmp_path)

    assert made.text.count("status: expected") == 1
    assert "uiterlijk 1 april 2028" in made.text


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    made = prepared(tmp_path, CALENDAR.replace("\n", "\r\n"))

    assert "when: uiterlijk 15 mei, year: 2027" in made.text
    assert made.text.count("\n") == made.text.count("\r\n")
    assert made.new.status == "expected"


def test_a_confirmed_status_becomes_expected(tmp_path: Path) -> None:
    made = prepared(tmp_path, CALENDAR.replace("working_days", "status: confirmed\nworking_days"))

    assert "\nstatus: expected\nworking_days: kantoor\n" in made.text
    assert made.text.count("status: expected") == 1


def test_a_calendar_with_errors_is_not_carried_on(tmp_path: Path) -> None:
    with pytest.raises(CalendarFaultsError):
        prepared(tmp_path, CALENDAR.replace("actor: insurer", "actor: niemand"))


def test_an_installed_package_is_not_written_into(tmp_path: Path) -> None:
    root = a_root(tmp_path / INSTALLED)

    with pytest.raises(MisuseError, match="--to MAP"):
        prepare_new_year(KEY, root=root)

    assert prepare_new_year(KEY, tmp_path / "own", root).file == (
        tmp_path / "own" / "cz" / "ggz" / "2028" / "calendar.yaml"
    )
