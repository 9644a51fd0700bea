"""Documents that come with a form, known by their own bytes."""

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from submission_forms import PDF, kind_from
from workbooks import BSN, xlsx

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.documents import Document, check_documents
from inkoopkalender.intake.findings import BLANKED

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + b"\0\0\0\0IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 8 + b"\xff\xd9"


def archive(*members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for member in members:
            made.writestr(member, b"x")
    return target.getvalue()


def word(text: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("word/document.xml", f"<w:document>{text}</w:document>")
    return target.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
KIND_TEXT = """\
try:
  id: SUB-TRY-01
  title: Proef
  section: "1"
  proposed: Alles.
  asks: [iets]
  documents:
    plan: {title: het plan, types: [pdf, docx], largest_mb: 1, at_most: 2}
    proof: {title: het bewijs, types: [xlsx, jpg, png], required_when: {field: new, is: [ja]}}
  fields:
    new: {sheet: S, column: nieuw, label: Nieuw, type: yes_no}
"""


@pytest.fixture(scope="module")
def kind(tmp_path_factory: pytest.TempPathFactory) -> SubmissionKind:
    return kind_from(KIND_TEXT, tmp_path_factory.mktemp("kind"))


def codes(
    kind: SubmissionKind, *given: tuple[str, str, bytes], new: bool | None = False
) -> list[tuple[str, str]]:
    found = check_documents(kind, [Document(*one) for one in given], {"new": new})
    return [(one.code, one.column) for one in found]


PLAN = ("plan", "plan.pdf", PDF)


@pytest.mark.parametrize(
    ("filename", "content", "found"),
    [
        ("plan.pdf", PDF, []),
        ("PLAN.PDF", PDF, []),
        ("plan.docx", DOCX, []),
        ("plan.pdf", b"", ["document-empty"]),
        ("plan.pdf", b"%PDF-1.7\n" + b"0" * 1_000_000 + b"\n%%EOF", ["document-too-large"]),
        ("plan.pdf", PDF[:-7], ["document-not-whole"]),  # cut off before its end
        ("plan.pdf", DOCX, ["document-not-whole"]),
        ("plan.pdf", b"MZ" + PDF, ["document-not-whole"]),
        ("plan.docx", PDF, ["document-not-whole"]),
        ("plan.docx", xlsx(("a",)), ["document-not-whole"]),
        ("plan.docx", DOCX[:40], ["document-not-whole"]),
        (
            "plan.docx",
            archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            ["document-not-whole"],
        ),
        ("plan.docm", DOCX, ["document-type"]),
        ("plan.exe", PDF, ["document-type"]),
        ("plan", PDF, ["document-type"]),
        ("plan.png", PNG, ["document-type"]),
    ],
)
def test_a_file_is_what_its_bytes_say(
    kind: SubmissionKind, filename: str, content: bytes, found: list[str]
) -> None:
    assert codes(kind, ("plan", filename, content)) == [(code, "plan") for code in found]


@pytest.mark.parametrize(
    ("filename", "content"), [("a.xlsx", xlsx(("a",))), ("a.jpg", JPG), ("a.jpeg", JPG), ("a.png", PNG)]
)
def test_the_other_types_are_known_too(kind: SubmissionKind, filename: str, content: bytes) -> None:
    assert codes(kind, PLAN, ("proof", filename, content), new=True) == []
    assert codes(kind, PLAN, ("proof", filename, content[:-9]), new=True) == [("document-not-whole", "proof")]


def test_what_is_required_depends_on_the_answers(kind: SubmissionKind) -> None:
    assert codes(kind) == [("document-missing", "plan")]
    assert codes(kind, PLAN, new=True) == [("document-missing", "proof")]
    assert codes(kind, PLAN, new=None) == []


def test_too_many_and_unknown_documents(kind: SubmissionKind) -> None:
    assert codes(kind, PLAN, PLAN) == []
    assert codes(kind, PLAN, PLAN, PLAN, ("other", "a.pdf", PDF)) == [
        ("document-too-many", "plan"),
        ("document-unknown", "other"),
    ]


def test_it_is_told_what_is_wrong_and_what_to_do(kind: SubmissionKind) -> None:
    (missing,) = check_documents(kind, [], {})
    (wrong,) = check_documents(kind, [Document("plan", "plan.txt", b"x")], {})

    assert missing.message == "'het plan' ontbreekt. Voeg het toe als PDF of DOCX."
    assert (wrong.value, wrong.message) == (
        "plan.txt",
        "'het plan': Zo'n bestand kan hier niet. Lever in als PDF of DOCX.",
    )


@pytest.mark.parametrize(
    ("filename", "content", "place"),
    [
        (f"{BSN}.png", PNG, "de naam"),
        ("a.xlsx", xlsx(("naam", f"mevrouw {BSN}")), "register, rij 1, kolom 2"),
        ("a.xlsx", xlsx(("bedrag", int(BSN))), ""),
        ("a.docx", word(f"<w:r><w:t>{BSN[:4]}</w:t></w:r><w:r><w:t>{BSN[4:]}</w:t></w:r>"), "de tekst"),
        ("a.docx", word(f"<w:p>{BSN[:4]}</w:p><w:p>{BSN[4:]}</w:p>"), ""),
    ],
)
def test_a_bsn_in_a_document_is_refused_where_it_can_be_told_from_an_amount(
    kind: SubmissionKind, filename: str, content: bytes, place: str
) -> None:
    answers = {"new": True}
    found = [
        one
        for one in check_documents(kind, [Document("proof", filename, content)], answers)
        if one.code == "cell-bsn"
    ]

    assert [(one.column, one.value) for one in found] == ([("proof", BLANKED)] if place else [])
    assert [one.message.partition("Plaats: ")[2] for one in found] == ([f"{place}."] if place else [])
    assert BSN not in str(found)


@given(
    content=st.binary(max_size=300) | st.binary(max_size=60).map(lambda tail: DOCX[:-20] + tail),
    suffix=st.sampled_from(["pdf", "docx", "xlsx", "jpg", "png"]),
)
def test_no_bytes_raise(content: bytes, suffix: str) -> None:
    found = check_documents(_KIND, [Document("any", f"a.{suffix}", content)], {})

    assert {one.code for one in found} <= {"document-empty", "document-not-whole"}


@given(cuts=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_damage_to_an_archive_raises(cuts: list[tuple[int, int]]) -> None:
    content = bytearray(DOCX)
    for place, byte in cuts:
        content[place % len(content)] = byte

    found = check_documents(_KIND, [Document("any", "a.docx", bytes(content))], {})

    assert {one.code for one in found} <= {"document-not-whole"}


def _any_kind() -> SubmissionKind:
    text = KIND_TEXT.split("  documents:", maxsplit=1)[0]
    fields = "  fields:\n    new: {sheet: S, column: nieuw, label: Nieuw, type: yes_no}\n"
    documents = "  documents:\n    any: {title: iets, types: [pdf, docx, xlsx, jpg, png]}\n"
    with tempfile.TemporaryDirectory() as folder:
        return kind_from(text + documents + fields, Path(folder))


_KIND = _any_kind()
