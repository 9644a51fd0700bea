from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from submission_forms import PDF
from workbooks import BSN, csv_file, saved

from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError
from inkoopkalender.intake.documents import Document
from inkoopkalender.intake.findings import BLANKED
from inkoopkalender.intake.forms import write_template
from inkoopkalender.intake.mds import ReadMds, read_mds
from inkoopkalender.intake.submissions import check_submission

GIVEN = [Document("board-declaration", "verklaring.pdf", PDF)]
KIND = load_submission_kinds(RoundKey("cz", "stoppen-met-roken", 2027))["mds"]
HEADING = [field.column for field in KIND.fields.values()]
GOOD = {
    "agb": "75000001",
    "clientnummer": "V-01",
    "vorm_begeleiding": "individueel op locatie",
    "start_begeleiding": "16-02-2026",
    "stopdatum": "02-03-2026",
    "sessies_tm_stopdatum": "2",
    "al_gestopt_bij_aanmelding": "nee",
    "minuten_begeleiding": "80",
    "farmacologische_ondersteuning": "nee",
}


def row(**changes: str) -> list[str]:
    return [(GOOD | changes).get(name, "") for name in HEADING]


def read(*rows: list[str]) -> ReadMds:
    return read_mds(csv_file(*rows), "mds.csv", KIND)


def faults(read: ReadMds) -> list[tuple[str, int | None, str]]:
    return [(each.code, each.row, each.column) for each in read.findings if each.severity == "error"]


def test_no_column_asks_for_a_bsn_a_name_or_a_birthday() -> None:
    words = " ".join(HEADING)

    assert [word for word in ("bsn", "burgerservice", "naam", "geboorte", "adres") if word in words] == []


def test_what_the_policy_does_not_ask_is_a_proposal() -> None:
    assert {name for name, field in KIND.fields.items() if field.proposed} == {"agb", "client", "age", "form"}


@pytest.mark.parametrize("left_out", HEADING)
def test_every_column_must_be_there_those_that_may_stay_empty_too(left_out: str) -> None:
    index = HEADING.index(left_out)
    rows = [[*cells[:index], *cells[index + 1 :]] for cells in (HEADING, row())]

    found = read(*rows)

    assert (found.rows, faults(found)) == ((), [("column-missing", 1, left_out)])


def test_a_person_stands_in_it_once_per_attempt() -> None:
    again = row(start_begeleiding="01-06-2026", stopdatum="15-06-2026")

    found = read(HEADING, row(), again, row())

    assert [each.row for each in found.rows] == [2, 3]
    assert (found.rows_read, faults(found)) == (3, [("client-twice", 4, "clientnummer")])


def test_a_bsn_is_refused_in_a_column_that_nobody_asked_for() -> None:
    found = read([*HEADING, "opmerking"], [*row(), f"zie {BSN}"])

    assert faults(found) == [("cell-bsn", 2, "opmerking")]
    assert [each.value for each in found.findings if each.severity == "error"] == [BLANKED]


def test_a_bsn_is_refused_as_a_number_on_another_sheet_and_beside_the_columns() -> None:
    workbook = Workbook()
    sheet = workbook.create_sheet("MDS")
    sheet.append(HEADING)
    sheet.append([*row(), None, int(BSN)])
    workbook.create_sheet("Kladblad").append([None, int(BSN)])
    del workbook["Sheet"]

    found = read_mds(saved(workbook), "mds.xlsx", KIND)

    assert faults(found) == [("cell-bsn", 2, "kolom 27"), ("cell-bsn", 1, "kolom 2")]
    assert BSN not in str(found.findings)


def test_a_bsn_is_refused_when_the_headings_are_wrong() -> None:
    found = read(["een", "twee"], ["x", BSN])

    assert ("cell-bsn", 2, "twee") in faults(found)
    assert BSN not in str(found.findings)


def test_headings_without_rows_are_a_finding() -> None:
    assert faults(read(HEADING)) == [("rows-none", None, "")]


def test_the_provider_may_only_tell_of_his_own() -> None:
    content = csv_file(HEADING, row(), row(agb="75000002"))

    own = check_submission(content, "m.csv", KIND, contract_year=2027, agb="75000001", documents=GIVEN)
    unknown = check_submission(content, "m.csv", KIND, contract_year=2027, documents=GIVEN)

    assert [(each.code, each.row, each.column) for each in own.findings] == [("agb-other", 3, "agb")]
    assert (own.accepted, own.rows) == (False, 2)
    assert (unknown.accepted, unknown.rows, unknown.findings) == (True, 2, ())


def test_a_check_of_the_file_tells_contradictions_and_gives_nothing_out() -> None:
    late = row(bereikt_4_weken="ja", datum_4_weken="01-03-2026", wijze_4_weken="telefonisch")
    content = csv_file(HEADING, row(), row(), [*late[:1], "V-02", *late[2:]])

    checked = check_submission(
        content, "m.csv", KIND, contract_year=2027, received_on=date(2026, 2, 28), documents=GIVEN
    )

    assert (checked.accepted, checked.rows, checked.values) == (False, 3, {"rows": 3})
    assert [(each.code, each.row, each.column) for each in checked.findings] == [
        ("client-twice", 3, "clientnummer"),
        ("follow-up-before-quit", 4, "datum_4_weken"),
        ("answer-incomplete", 4, "rookvrij_2_weken"),
        ("date-in-future", 4, "datum_4_weken"),
    ]


@pytest.mark.parametrize(
    ("day", "told"),
    [("31-12-2025", True), ("01-01-2026", False), ("31-08-2026", False), ("01-09-2026", True)],
)
def test_who_began_outside_the_first_eight_months_is_named(day: str, told: bool) -> None:
    content = csv_file(HEADING, row(start_begeleiding=day, stopdatum="", sessies_tm_stopdatum="0"))
    again = load_submission_kinds(RoundKey("cz", "stoppen-met-roken", 2027))["mds-again"]

    september, another = (
        check_submission(content, "m.csv", kind, contract_year=2027, documents=GIVEN)
        for kind in (KIND, again)
    )

    expected = [("mds-period", "warning", 2, "start_begeleiding")] if told else []
    assert [(one.code, one.severity, one.row, one.column) for one in september.findings] == expected
    assert (september.accepted, another.findings) == (True, ())


def test_the_template_filled_in_is_accepted(tmp_path: Path) -> None:
    file = tmp_path / "mds.xlsx"
    write_template(KIND, file, contract_year=2027)
    workbook = load_workbook(file)
    sheet = workbook["MDS"]
    for column, cell in enumerate(row(), start=1):
        sheet.cell(2, column, cell or None)

    found = read_mds(saved(workbook), "mds.xlsx", KIND)

    assert workbook.sheetnames == ["MDS", "Toelichting"]
    assert ([each.client for each in found.rows], found.findings) == (["V-01"], ())


def test_the_empty_template_says_that_it_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "mds.xlsx"
    write_template(KIND, file, contract_year=2027)

    assert faults(read_mds(file.read_bytes(), "mds.xlsx", KIND)) == [("rows-none", None, "")]


def changed(name: str, **changes: object) -> SubmissionKind:
    fields = dict(KIND.fields)
    fields[name] = fields[name].model_copy(update=changes)
    return KIND.model_copy(update={"fields": fields})


def test_a_team_may_rename_a_column() -> None:
    heading = ["dag_van_stoppen" if name == "stopdatum" else name for name in HEADING]

    found = read_mds(csv_file(heading, row()), "m.csv", changed("quit_date", column="dag_van_stoppen"))

    assert (len(found.rows), found.findings) == (1, ())


def test_a_kind_without_a_field_that_counts_is_broken_content() -> None:
    fields = {name: field for name, field in KIND.fields.items() if name != "sessions"}

    with pytest.raises(ContentError, match="mist het veld 'sessions'"):
        read_mds(b"", "m.csv", KIND.model_copy(update={"fields": fields}))


def test_a_choice_without_a_meaning_is_broken_content() -> None:
    with pytest.raises(ContentError, match="'per duif'"):
        read_mds(b"", "m.csv", changed("mode_52w", choices=("op locatie", "per duif")))


cells = st.sampled_from(
    ["", "ja", "nee", "02-03-2026", "31-02-2026", "9,9", "-1", BSN, "=1+1", "telefonisch"]
)


@given(st.lists(st.lists(cells | st.text(max_size=12), min_size=25, max_size=26), max_size=4))
def test_nothing_in_the_rows_makes_it_fall_over_or_repeat_a_bsn(rows: list[list[str]]) -> None:
    plain = [[cell.translate({59: None, 34: None, 13: None, 10: None}) for cell in each] for each in rows]

    found = read(HEADING, *plain)

    assert len(found.rows) <= found.rows_read
    assert BSN not in str(found.findings)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fall_over(content: bytes) -> None:
    assert read_mds(content, "mds.csv", KIND).rows == ()
