from datetime import date
from pathlib import Path

import pytest

from inkoopkalender.content.calendars import check_calendars
from inkoopkalender.content.letters import load_brand
from inkoopkalender.content.national import load_national
from inkoopkalender.domain.national import LegalSource, StatutoryDate
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError

KEY = RoundKey("cz", "wijkverpleging", 2027)
WHOLE = """\
dates:
  purchasing-policy:
    phase: publish-policy
    when: uiterlijk 1 april 2026
    does: het beleid is bekend
    source:
      title: Regeling
      article: "4"
      since: 2016-01-01
      url: https://example.org/wet
      verified: earlier
      note: Gelezen in een oudere tekst.
parameters:
  notice_days: {days: 14, basis: proposed, note: Geen wet.}
  study_days: {days: 28, basis: proposed, note: Geen wet.}
  handling_days: {days: 5, basis: law, note: Een wet.}
"""
INSURER = "name: CZ groep\nparameters: {study_days: 42}\n"
CALENDAR = """\
source: {document: policy.txt, title: Beleid}
working_days: kantoor
owner: zorginkoop
events:
  policy:
    when: uiterlijk 3 april 2026
    section: "4.1"
    actor: insurer
    does: publiceert
    phase: publish-policy
"""


def write(root: Path, name: str, text: str) -> Path:
    file = root / "calendars" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_every_contract_year_has_both_latest_dates_of_the_year_before(year: int) -> None:
    national = load_national(RoundKey("cz", "wijkverpleging", year))

    assert national is not None
    assert [(each.phase, each.when) for each in national.dates] == [
        ("publish-policy", f"uiterlijk 1 april {year - 1}"),
        ("publish-contracted-care", f"uiterlijk 12 november {year - 1}"),
    ]


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_no_national_date_claims_a_text_that_was_not_read(year: int) -> None:
    national = load_national(RoundKey("cz", "wijkverpleging", year))

    assert national is not None
    assert [each.source.verified for each in national.dates] == ["earlier", "derived"]


def test_national_calendar_is_read_as_written(tmp_path: Path) -> None:
    file = write(tmp_path, "national/2027.yaml", WHOLE)

    national = load_national(KEY, tmp_path)

    assert national is not None
    source = LegalSource(
        "Regeling",
        "https://example.org/wet",
        "earlier",
        "Gelezen in een oudere tekst.",
        "4",
        date(2016, 1, 1),
    )
    assert national.dates == (
        StatutoryDate(
            "purchasing-policy", "publish-policy", "uiterlijk 1 april 2026", "het beleid is bekend", source
        ),
    )
    (handling,) = [national.parameters.handling_days]
    assert (handling.name, handling.days, handling.basis) == ("handling_days", 5, "law")
    assert Path(handling.file).resolve() == file.resolve()


def test_insurer_sets_its_own_parameters(tmp_path: Path) -> None:
    write(tmp_path, "national/2027.yaml", WHOLE)
    file = write(tmp_path, "cz/insurer.yaml", INSURER)

    national = load_national(KEY, tmp_path)

    assert national is not None
    own = national.parameters
    assert [(each.name, each.days, each.basis) for each in (own.notice_days, own.study_days)] == [
        ("notice_days", 14, "proposed"),
        ("study_days", 42, "insurer"),
    ]
    assert Path(own.study_days.file).resolve() == file.resolve()


def test_parameters_do_not_stand_in_the_way_of_the_letters(tmp_path: Path) -> None:
    ours = Path(__file__).parents[2] / "calendars" / "cz" / "insurer.yaml"
    write(tmp_path, "cz/insurer.yaml", ours.read_text(encoding="utf-8") + "parameters: {study_days: 42}\n")

    assert load_brand(KEY, tmp_path) == load_brand(KEY)


def test_ours_holds_where_a_team_has_none_of_its_own(tmp_path: Path) -> None:
    assert load_national(KEY, tmp_path) == load_national(KEY)


def test_a_year_without_a_file_has_none() -> None:
    assert load_national(RoundKey("cz", "wijkverpleging", 2099)) is None


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        (
            "publish-policy",
            "publish-polcy",
            "3:12",
            "'publish-polcy' kan hier niet. Bedoelt u 'publish-policy'?",
        ),
        ("1 april", "1 aprli", "4:23", "purchasing-policy: 'aprli' is geen woord"),
        ("uiterlijk 1 april", "vanaf 1 april", "4:11", "'vanaf 1 april 2026' heeft geen einde"),
        ("2016-01-01", "2016", "9:14", "'2016' is geen dag; schrijf die als 2016-01-01"),
        ("https:", "http:", "10:12", "Verwacht: een adres als https://wetten.overheid.nl/"),
        ("earlier", "yes", "11:17", "'yes' kan hier niet."),
        ("days: 14", "days: two", "14:23", "Verwacht: een heel getal"),
        ("      note: Gelezen in een oudere tekst.\n", "", "7:7", "de sleutel 'note' ontbreekt"),
    ],
)
def test_fault_is_found_in_its_place(tmp_path: Path, old: str, new: str, place: str, message: str) -> None:
    write(tmp_path, "national/2027.yaml", WHOLE.replace(old, new, 1))

    with pytest.raises(ContentError) as caught:
        load_national(KEY, tmp_path)

    said = str(caught.value).replace("\n    ", " ")
    assert f"national/2027.yaml:{place}: fout: " in said
    assert message in said


def test_unknown_parameter_of_an_insurer_is_found_in_its_place(tmp_path: Path) -> None:
    write(tmp_path, "national/2027.yaml", WHOLE)
    write(tmp_path, "cz/insurer.yaml", INSURER.replace("study_days", "studie_days"))

    with pytest.raises(ContentError, match=r"insurer\.yaml:2:14: fout: parameters: er is geen sleutel"):
        load_national(KEY, tmp_path)


def checked(root: Path, *sectors: str) -> list[tuple[str, str, int, int]]:
    folders = [root / "calendars" / "cz" / sector for sector in sectors]
    return [(each.code, Path(each.file).name, each.line, each.column) for each in check_calendars(folders)]


def test_check_holds_a_calendar_against_the_law(tmp_path: Path) -> None:
    write(tmp_path, "national/2027.yaml", WHOLE)
    write(tmp_path, "cz/ggz/2027/calendar.yaml", CALENDAR)

    assert checked(tmp_path, "ggz") == [
        ("statutory-date", "calendar.yaml", 6, 11),
        ("round-not-runnable", "calendar.yaml", 5, 3),
    ]


def test_check_reads_the_letters_and_forms_beside_a_calendar(tmp_path: Path) -> None:
    write(tmp_path, "national/2027.yaml", WHOLE)
    write(tmp_path, "cz/ggz/2027/calendar.yaml", CALENDAR.replace("3 april", "1 april"))
    write(tmp_path, "cz/ggz/2027/letters.yaml", "letters:\n  other: {title: Anders}\n")
    write(tmp_path, "cz/ggz/2027/submissions.yaml", "survey: {}\n")

    assert checked(tmp_path, "ggz") == [("unknown-letter", "calendar.yaml", 10, 12)]


def test_check_tells_a_fault_in_the_national_calendar_once(tmp_path: Path) -> None:
    write(tmp_path, "national/2027.yaml", WHOLE.replace("days: 14", "days: two"))
    for sector in ("ggz", "wijkverpleging"):
        write(
            tmp_path, f"cz/{sector}/2027/calendar.yaml", CALENDAR.replace("    phase: publish-policy\n", "")
        )

    assert checked(tmp_path, "ggz", "wijkverpleging") == [("value", "2027.yaml", 14, 23)]
