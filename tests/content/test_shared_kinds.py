"""Kinds that an insurer asks in each of its rounds, and kinds that are like another."""

from pathlib import Path

import pytest

from inkoopkalender.content.round_content import find_round_content
from inkoopkalender.content.submissions import SubmissionFaultsError, load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey

WV = RoundKey("cz", "wijkverpleging", 2027)
HEAD = "  {{id: SUB-TRY-01, title: {title}, section: '1', proposed: Alles., asks: [iets], {rest}}}\n"
FIELDS = "fields: {a: {sheet: S, column: a, label: A, type: text}}"
ROUND_FILE = "cz/wijkverpleging/2027/submissions.yaml"
INSURER_FILE = "cz/submissions.yaml"


def kind(name: str, title: str, rest: str = FIELDS) -> str:
    return f"{name}:\n" + HEAD.format(title=title, rest=rest)


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        file = folder / "calendars" / (INSURER_FILE if name == "insurer" else ROUND_FILE)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def titles(root: Path | None) -> dict[str, str]:
    return {name: each.title for name, each in load_submission_kinds(WV, root).items()}


def test_the_kinds_of_an_insurer_lie_under_those_of_each_of_its_rounds(tmp_path: Path) -> None:
    general = kind("objection", "Bezwaar") + kind("report", "Verslag")
    root = write(
        tmp_path, insurer=general, round=kind("report", "Eigen verslag") + kind("survey", "Uitvraag")
    )

    assert titles(root) == {"objection": "Bezwaar", "report": "Eigen verslag", "survey": "Uitvraag"}
    assert find_round_content(WV, root).submissions == frozenset({"objection", "report", "survey"})


def test_a_file_of_ones_own_for_a_round_replaces_ours_with_what_lies_under_it(tmp_path: Path) -> None:
    root = write(tmp_path, round=kind("survey", "Uitvraag"))

    assert titles(root) == {"survey": "Uitvraag"}
    assert find_round_content(WV, root).submissions == frozenset({"survey"})


def test_a_file_of_ones_own_for_an_insurer_lies_under_our_rounds(tmp_path: Path) -> None:
    root = write(tmp_path, insurer=kind("report", "Verslag"))

    ours = titles(None)
    assert {"objection", "csrd-data"} <= set(ours)
    assert titles(root) == {
        name: title for name, title in ours.items() if name not in ("objection", "csrd-data")
    } | {"report": "Verslag"}


def test_the_windows_of_an_insurer_are_looked_up_in_each_calendar(tmp_path: Path) -> None:
    general = kind("report", "Verslag", "hand_in: {window: a, also: [b, c]}, " + FIELDS)
    root = write(
        tmp_path, insurer=general, round=kind("survey", "Uitvraag", "hand_in: {window: d}, " + FIELDS)
    )

    assert find_round_content(WV, root).windows == {"report": ("a", "b", "c"), "survey": ("d",)}


def test_a_fault_in_the_file_of_an_insurer_has_its_place(tmp_path: Path) -> None:
    root = write(tmp_path, insurer=kind("report", "Verslag", "fields: 3"), round=kind("survey", "Uitvraag"))

    with pytest.raises(SubmissionFaultsError) as refusal:
        load_submission_kinds(WV, root)

    assert [(one.file, one.line) for one in refusal.value.findings] == [("calendars/cz/submissions.yaml", 2)]


def test_a_kind_that_is_like_another_takes_what_it_leaves_out(tmp_path: Path) -> None:
    first = kind("a", "Een", "layout: rows, documents: {d: {title: D, types: [pdf]}}, " + FIELDS)
    second = kind("b", "Twee", "like: a, documents: {}, hand_in: {window: w}")

    kinds = load_submission_kinds(WV, write(tmp_path, round=first + second))

    assert (kinds["b"].title, kinds["b"].layout, list(kinds["b"].fields)) == ("Twee", "rows", ["a"])
    assert (list(kinds["a"].documents), list(kinds["b"].documents)) == (["d"], [])
    assert kinds["a"].hand_in is None


def test_a_kind_that_is_like_another_takes_its_tables(tmp_path: Path) -> None:
    lines = "tables: {t: {sheet: L, title: T, fields: {b: {column: b, label: B, type: whole}}}}, "
    first, second = kind("a", "Een", lines + FIELDS), kind("b", "Twee", "like: a")

    kinds = load_submission_kinds(WV, write(tmp_path, round=first + second))

    assert kinds["b"].tables == kinds["a"].tables
    assert list(kinds["b"].tables) == ["t"]


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("layout: form", "fields ontbreekt; er is dus geen vraag"),
        ("like: elders", "like: 'elders' staat niet in dit bestand; er is dus geen vraag"),
    ],
)
def test_a_kind_without_a_question_is_an_error(tmp_path: Path, rest: str, said: str) -> None:
    root = write(tmp_path, round=kind("a", "Een", rest))

    with pytest.raises(SubmissionFaultsError) as refusal:
        load_submission_kinds(WV, root)

    (finding,) = refusal.value.findings
    assert said in finding.message
    assert (finding.file, finding.line) == (f"calendars/{ROUND_FILE}", 2)
