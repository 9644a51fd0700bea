"""Whatever the bytes are, reading them gives answers or findings: random bytes, and good files spoilt."""

import io
import re
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from intake.bad_files import RELATIONS, STRINGS, WORKBOOK, csv_form, form, member_of
from workbooks import RECEIVED, survey_kind

from inkoopkalender.intake.records import read_scores
from inkoopkalender.intake.submissions import CheckedSubmission, check_submission

KIND = survey_kind()
GOOD = form()
TEXT = csv_form()
NAMES = st.sampled_from(["a.xlsx", "a.csv", "a.json", "a", "a.XLS"])
HEADS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"{",
        b"sep=;\n",
        b'sep="\na',
        b"sep=\r\n",
        b'"',
    ]
)
PLACES = st.floats(0, 1)
GONE = st.integers(0, 40)
MEMBERS = st.sampled_from([member_of("Kwaliteit"), STRINGS, WORKBOOK, RELATIONS, "xl/styles.xml"])
SNIPPETS = st.sampled_from(
    [
        b"", b"<", b">", b'"', b"&amp;", b"&#0;", b"&x;", b"\xff", b"<row r='1'/>", b"<c r='XFD1048576'/>",
        b"<c r='A1'><v>1</v></c>", b"<c><f>1</f></c>", b"<c t='e'><v>#N/A</v></c>", b"<v>1e999</v>",
        b"<is><t>x</t></is>", b"<!DOCTYPE x>", b"<?x?>", b"<!-- -->", b"-1", b"4294967296",
        b"18446744073709551616",
        b"1e308", b"NaN", b"_x0000_", b"xml:space='preserve'",
    ]
)  # fmt: skip


def check(content: bytes, filename: str) -> CheckedSubmission:
    return check_submission(content, filename, KIND, contract_year=2027, agb="75000001", received_on=RECEIVED)


def findings_are_whole(checked: CheckedSubmission) -> bool:
    """A file is accepted, or an error says why not; every finding says what to do, and can be stored."""
    errors = [one for one in checked.findings if one.severity == "error"]
    texts = [text for one in checked.findings for text in (one.sheet, one.column, one.value, one.message)]
    return (
        checked.accepted is not bool(errors)
        and all(one.message for one in checked.findings)
        and all("\0" not in text and text.encode() for text in texts if text)
    )


@given(head=HEADS, content=st.binary(max_size=2_000), filename=NAMES)
def test_random_bytes(head: bytes, content: bytes, filename: str) -> None:
    checked = check(head + content, filename)

    assert not checked.accepted
    assert findings_are_whole(checked)
    read_scores(head + content, filename)


@settings(max_examples=200)
@given(data=st.data(), member=MEMBERS, count=st.integers(1, 4))
def test_a_workbook_with_spoilt_xml(data: st.DataObject, member: str, count: int) -> None:
    spoilt = _spoilt(GOOD, member, [data.draw(st.tuples(PLACES, SNIPPETS)) for _ in range(count)])

    assert findings_are_whole(check(spoilt, "a.xlsx"))


@settings(max_examples=200)
@given(data=st.data(), member=MEMBERS)
def test_a_workbook_with_another_number_or_word_in_its_xml(data: st.DataObject, member: str) -> None:
    xml = zipfile.ZipFile(io.BytesIO(GOOD)).read(member)
    words = list(re.finditer(rb"[A-Za-z0-9.]+", xml))
    word = data.draw(st.sampled_from(words))
    other = data.draw(SNIPPETS | st.sampled_from([one[0] for one in words]))

    spoilt = _with(GOOD, member, xml[: word.start()] + other + xml[word.end() :])

    assert findings_are_whole(check(spoilt, "a.xlsx"))


@settings(max_examples=200)
@given(cuts=st.lists(st.tuples(PLACES, st.binary(max_size=4), GONE), min_size=1, max_size=5))
def test_an_archive_with_bytes_changed_put_in_and_taken_out(cuts: list[tuple[float, bytes, int]]) -> None:
    content = GOOD
    for place, new, gone in cuts:
        at = int(place * len(content))
        content = content[:at] + new + content[at + gone :]

    assert findings_are_whole(check(content, "a.xlsx"))


@settings(max_examples=200)
@given(
    cuts=st.lists(st.tuples(PLACES, st.text(max_size=4), GONE), min_size=1, max_size=5),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_csv_with_text_changed_put_in_and_taken_out(
    cuts: list[tuple[float, str, int]], encoding: str
) -> None:
    text = TEXT
    for place, new, gone in cuts:
        at = int(place * len(text))
        text = text[:at] + new + text[at + gone :]

    assert findings_are_whole(check(text.encode(encoding, "replace"), "a.csv"))


def _spoilt(content: bytes, member: str, cuts: list[tuple[float, bytes]]) -> bytes:
    xml = zipfile.ZipFile(io.BytesIO(content)).read(member)
    for place, snippet in cuts:
        at = int(place * len(xml))
        xml = xml[:at] + snippet + xml[at:]
    return _with(content, member, xml)


def _with(content: bytes, member: str, xml: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, xml if name == member else source.read(name))
    return target.getvalue()
