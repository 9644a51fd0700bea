from datetime import UTC, datetime
from pathlib import Path

import pytest
from workbooks import csv_file, good_answers, survey_kind, xlsx

from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.intake.export import read_submission_export
from inkoopkalender.intake.records import (
    PublicationRow,
    ScoreRow,
    SigningRow,
    read_publication_list,
    read_scores,
    read_signing_export,
)
from inkoopkalender.usecases.generate_files import (
    Delivery,
    write_publication_list,
    write_scores,
    write_signing_export,
    write_vecozo_export,
)

KIND = survey_kind()
ONE, TWO = AgbCode("75000001"), AgbCode("75000002")
LAST_SECOND = datetime(2026, 5, 31, 21, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("form", ["export.xlsx", "export.csv"])
def test_an_export_gives_each_delivery_with_its_own_moment(tmp_path: Path, form: str) -> None:
    deliveries = [
        Delivery("75000001", LAST_SECOND, good_answers(agb="75000001")),
        Delivery("75000002", datetime(2026, 5, 31, 22, tzinfo=UTC), good_answers(agb="75000002", nps=300)),
    ]
    write_vecozo_export(KIND, deliveries, tmp_path / form)

    read = read_submission_export((tmp_path / form).read_bytes(), form, KIND, contract_year=2027)

    assert read.findings == ()
    assert [(row.agb, row.received_at, row.accepted, row.row) for row in read.rows] == [
        ("75000001", LAST_SECOND, True, 2),
        ("75000002", datetime(2026, 5, 31, 22, tzinfo=UTC), False, 3),
    ]
    assert [(one.code, one.row, one.column) for one in read.rows[1].findings] == [("cell-range", 3, "nps")]
    assert read.rows[0].values["agb"] == "75000001"


def test_a_delivery_of_another_round_or_measured_after_it_came_in_has_findings(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    answers = good_answers(contract_year=2026, nps_measured_on="01-06-2026")
    write_vecozo_export(KIND, [Delivery("75000001", LAST_SECOND, answers)], path)

    (row,) = read_submission_export(path.read_bytes(), path.name, KIND, contract_year=2027).rows

    assert [finding.code for finding in row.findings] == ["round-other", "measured-before-receipt"]


def test_a_row_without_code_or_moment_is_a_finding_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    write_vecozo_export(KIND, [Delivery("", LAST_SECOND, good_answers())], path)

    read = read_submission_export(path.read_bytes(), path.name, KIND, contract_year=2027)

    assert read.rows == ()
    assert [(one.code, one.row, one.column) for one in read.findings] == [("cell-empty", 2, "agb")]


def test_an_export_without_time_stamps_is_refused() -> None:
    read = read_submission_export(csv_file(("agb",), ("75000001",)), "export.csv", KIND, contract_year=2027)

    assert read.rows == ()
    assert read.findings[0].message == (
        "De kolom 'ontvangen_op' ontbreekt. Voeg haar toe aan de eerste regel."
    )


def test_scores_are_read_and_a_second_row_of_a_code_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scores.xlsx"
    write_scores({ONE: (7, 5), TWO: (3, 0)}, path)
    twice = xlsx(("agb", "kwaliteitspunten", "kostenpunten"), ("75000001", 1, 2), ("75000001", 3, 4))

    read = read_scores(path.read_bytes(), path.name)
    doubled = read_scores(twice, "scores.xlsx")

    assert read.rows == (ScoreRow(ONE, 7, 5, 2), ScoreRow(TWO, 3, 0, 3))
    assert (read.findings, len(doubled.rows)) == ((), 1)
    assert [(one.code, one.row) for one in doubled.findings] == [("agb-twice", 3)]


def test_bad_scores_are_named_and_left_out() -> None:
    content = csv_file(
        ("agb", "kwaliteitspunten", "kostenpunten"), ("75000001", "zeven", "2,5"), ("x", "1", "1")
    )

    read = read_scores(content, "scores.csv")

    assert read.rows == ()
    assert [(one.code, one.row, one.column) for one in read.findings] == [
        ("cell-type", 2, "kwaliteitspunten"),
        ("cell-type", 2, "kostenpunten"),
        ("cell-type", 3, "agb"),
    ]


def test_signatures_and_a_published_list_are_read(tmp_path: Path) -> None:
    signed, published = tmp_path / "signed.xlsx", tmp_path / "published.csv"
    write_signing_export({ONE: (LAST_SECOND, "bestuurder")}, signed)
    write_publication_list({ONE: "Voorbeeldzorg"}, published)

    signatures = read_signing_export(signed.read_bytes(), signed.name)
    names = read_publication_list(published.read_bytes(), published.name)

    assert signatures.rows == (SigningRow(ONE, LAST_SECOND, "bestuurder", 2),)
    assert names.rows == (PublicationRow(ONE, "Voorbeeldzorg", 2),)
    assert (signatures.findings, names.findings) == ((), ())
