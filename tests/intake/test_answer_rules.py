"""Each rule of `submissions.yaml` on forms of a kind made for it."""

from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from submission_forms import hand_in, kind_from, told
from workbooks import csv_file

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.export import read_submission_export
from inkoopkalender.intake.submissions import check_submission

HEAD = """\
try:
  id: SUB-TRY-01
  title: Proef
  section: "1"
  proposed: Alles.
  asks: [iets]
"""


def numbers(check: str, folder: Path, kind: str = "whole") -> SubmissionKind:
    """A kind with the numbers a, b and c, the days d and e, and one check."""
    fields = "".join(
        f"    {name}: {{sheet: S, column: {name}, label: {name.upper()}, type: {kind}, required: false}}\n"
        for name in "abc"
    ) + "".join(
        f"    {name}: {{sheet: S, column: {name}, label: {name.upper()}, type: date, required: false}}\n"
        for name in "de"
    )
    return kind_from(f"{HEAD}  fields:\n{fields}  checks:\n    c1: {{{check}, message: Mis.}}\n", folder)


@pytest.mark.parametrize(
    ("check", "answers", "fails"),
    [
        ("rule: at-least, field: a, other: b", {"a": 3, "b": 3}, False),
        ("rule: at-least, field: a, other: b", {"a": 2, "b": 3}, True),
        ("rule: at-least, field: a, limit: 5", {"a": 5}, False),
        ("rule: at-least, field: a, limit: 5", {"a": 4}, True),
        ("rule: at-most, field: a, limit: 5", {"a": 6}, True),
        ("rule: at-most, field: a, times: 10, other: b", {"a": 3, "b": 30}, False),
        ("rule: at-most, field: a, times: 10, other: b", {"a": 3, "b": 29}, True),
        ("rule: sum-of, field: a, parts: [b, c]", {"a": 7, "b": 3, "c": 4}, False),
        ("rule: sum-of, field: a, parts: [b, c]", {"a": 8, "b": 3, "c": 4}, True),
        ("rule: sum-of, field: a, parts: [b, c], margin: 1", {"a": 8, "b": 3, "c": 4}, False),
        ("rule: sum-of, field: a, parts: [b, c]", {"a": 8, "b": 3}, False),  # a part is missing
        ("rule: not-before, field: e, other: d", {"d": date(2026, 5, 2), "e": date(2026, 5, 2)}, False),
        ("rule: not-before, field: e, other: d", {"d": date(2026, 5, 2), "e": date(2026, 5, 1)}, True),
    ],
)
def test_a_rule_holds_or_not(tmp_path: Path, check: str, answers: dict[str, CellValue], fails: bool) -> None:
    checked = hand_in(numbers(check, tmp_path), answers, tmp_path)

    assert [one.code for one in checked.findings] == (["c1"] if fails else [])
    assert checked.accepted is not fails


@pytest.mark.parametrize(("amount", "codes"), [(100.01, []), (100.00, []), (99.99, ["c1"])])
def test_a_limit_on_euros_is_in_euros(tmp_path: Path, amount: float, codes: list[str]) -> None:
    kind = numbers("rule: at-least, field: a, limit: 100", tmp_path, "euro")

    assert [one.code for one in hand_in(kind, {"a": amount}, tmp_path).findings] == codes


def test_a_margin_on_euros_is_in_euros(tmp_path: Path) -> None:
    kind = numbers('rule: sum-of, field: a, parts: [b, c], margin: "0.05"', tmp_path, "euro")

    assert hand_in(kind, {"a": 10.05, "b": 4, "c": 6}, tmp_path).accepted
    assert not hand_in(kind, {"a": 10.06, "b": 4, "c": 6}, tmp_path).accepted


def test_a_warning_stands_in_nobodys_way(tmp_path: Path) -> None:
    kind = numbers("rule: at-least, field: a, limit: 5, severity: warning", tmp_path)

    checked = hand_in(kind, {"a": 4}, tmp_path)

    assert (checked.accepted, told(checked)) == (True, [("c1", "warning", "S", 2)])


Otherwise = Literal["ignored", "forbidden", "optional"]


def depending(otherwise: Otherwise, folder: Path) -> SubmissionKind:
    """A kind of which `more` depends on `first`, and `last` on `more`; in the order of the form."""
    return kind_from(
        f"""{HEAD}  fields:
    first: {{sheet: S, column: eerst, label: Eerst, type: yes_no}}
    more:
      {{sheet: S, column: meer, label: Meer, type: yes_no, required_when: {{field: first, is: [ja]}},
       otherwise: {otherwise}}}
    last:
      {{sheet: T, column: laatst, label: Laatst, type: text, required_when: {{field: more, is: [ja, nee]}},
       otherwise: {otherwise}}}
""",
        folder,
    )


NEEDED, REFUSED, IGNORED = (
    ("answer-needed", "error"),
    ("answer-not-asked", "error"),
    ("answer-ignored", "warning"),
)


@pytest.mark.parametrize(
    ("otherwise", "answers", "expected"),
    [
        ("forbidden", {"first": "ja", "more": "nee", "last": "x"}, []),
        ("forbidden", {"first": "nee"}, []),
        ("forbidden", {"first": "ja"}, [(*NEEDED, "S", 3)]),
        ("forbidden", {"first": "ja", "more": "ja"}, [(*NEEDED, "T", 2)]),
        ("forbidden", {"first": "nee", "more": "ja"}, [(*REFUSED, "S", 3)]),
        ("forbidden", {"first": "nee", "more": "ja", "last": "x"}, [(*REFUSED, "S", 3), (*REFUSED, "T", 2)]),
        ("ignored", {"first": "nee", "more": "ja", "last": "x"}, [(*IGNORED, "S", 3), (*IGNORED, "T", 2)]),
        ("optional", {"first": "nee", "more": "ja", "last": "x"}, []),
        # the answer before it is missing or unreadable: that is told, and no more
        ("forbidden", {"more": "ja", "last": "x"}, [("cell-empty", "error", "S", 2)]),
        ("forbidden", {"first": "soms"}, [("cell-choice", "error", "S", 2)]),
        ("forbidden", {"first": "ja", "more": "soms", "last": "x"}, [("cell-choice", "error", "S", 3)]),
    ],
)
def test_a_question_that_depends_on_another(
    tmp_path: Path,
    otherwise: Otherwise,
    answers: dict[str, CellValue],
    expected: list[tuple[str, str, str, int]],
) -> None:
    assert told(hand_in(depending(otherwise, tmp_path), answers, tmp_path)) == expected


def test_what_is_ignored_is_not_kept(tmp_path: Path) -> None:
    checked = hand_in(depending("ignored", tmp_path), {"first": "nee", "more": "ja", "last": "x"}, tmp_path)

    assert (checked.accepted, checked.values) == (True, {"first": False, "more": None, "last": None})


def test_an_export_knows_the_same_rules(tmp_path: Path) -> None:
    content = csv_file(
        ["agb", "ontvangen_op", "eerst", "meer", "laatst"],
        ["75000001", "2026-05-10T12:00:00+02:00", "ja", "", ""],
        ["75000002", "2026-05-10T12:00:00+02:00", "nee", "ja", ""],
        ["75000003", "2026-05-10T12:00:00+02:00", "nee", "", ""],
    )

    read = read_submission_export(content, "e.csv", depending("forbidden", tmp_path), contract_year=2027)

    assert [[(one.code, one.row, one.column) for one in row.findings] for row in read.rows] == [
        [("answer-needed", 2, "meer")],
        [("answer-not-asked", 3, "meer")],
        [],
    ]


DECLARED = f"""{HEAD}  declaration: {{text: De gegevens kloppen., agreed: yes, name: who, signed_on: day}}
  fields:
    yes: {{sheet: S, column: verklaart, label: Verklaart, type: yes_no}}
    who: {{sheet: S, column: naam, label: Naam, type: text}}
    day: {{sheet: S, column: datum, label: Datum, type: date}}
"""


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"yes": "ja", "who": "Anne Voorbeeld", "day": date(2027, 1, 10)}, []),
        ({"yes": "nee", "who": "Anne Voorbeeld", "day": date(2027, 1, 10)}, [("declaration-not-given", 2)]),
        ({"yes": "ja", "who": "Anne Voorbeeld", "day": date(2027, 1, 11)}, [("declaration-date", 4)]),
        ({"yes": "ja"}, [("cell-empty", 3), ("cell-empty", 4)]),
    ],
)
def test_the_board_declares_with_name_and_date(
    tmp_path: Path, answers: dict[str, CellValue], expected: list[tuple[str, int]]
) -> None:
    checked = hand_in(kind_from(DECLARED, tmp_path), answers, tmp_path)

    assert [(one.code, one.row) for one in checked.findings] == expected


@pytest.mark.parametrize(
    ("text", "codes"), [("AB-12", []), ("AB-123", ["cell-pattern"]), ("xAB-12", ["cell-pattern"])]
)
def test_a_pattern_is_for_the_whole_of_a_text(tmp_path: Path, text: str, codes: list[str]) -> None:
    kind = kind_from(
        f"{HEAD}  fields:\n    a: {{sheet: S, column: a, label: Kenmerk, type: text, "
        'pattern: "[A-Z]{2}-[0-9]{2}", form: AB-12}\n',
        tmp_path,
    )

    checked = hand_in(kind, {"a": text}, tmp_path)

    assert [one.code for one in checked.findings] == codes
    assert [one.message for one in checked.findings] == [
        f"'{text}' kan niet in 'Kenmerk'. Schrijf het als AB-12." for _ in codes
    ]


@pytest.mark.parametrize(("length", "codes"), [(5, []), (6, ["cell-too-long"])])
def test_a_text_has_its_own_longest(tmp_path: Path, length: int, codes: list[str]) -> None:
    kind = kind_from(
        f"{HEAD}  fields:\n    a: {{sheet: S, column: a, label: A, type: text, longest: 5}}\n", tmp_path
    )

    assert [one.code for one in hand_in(kind, {"a": "é" * length}, tmp_path).findings] == codes


TABLE = f"""{HEAD}  layout: rows
  documents: {{proof: {{title: bewijs, types: [pdf]}}}}
  fields:
    a: {{sheet: S, column: a, label: A, type: yes_no}}
    b:
      {{sheet: S, column: b, label: B, type: whole, required_when: {{field: a, is: [ja]}},
       otherwise: forbidden}}
"""


def test_in_a_table_the_rules_hold_within_each_row(tmp_path: Path) -> None:
    content = csv_file(["a", "b"], ["ja", ""], ["nee", ""], ["nee", "3"], ["ja", "3"])

    checked = check_submission(content, "t.csv", kind_from(TABLE, tmp_path), contract_year=2027)

    assert [(one.code, one.row, one.column) for one in checked.findings] == [
        ("document-missing", None, "proof"),
        ("answer-needed", 2, "b"),
        ("answer-not-asked", 4, "b"),
    ]
