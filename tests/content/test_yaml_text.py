from pathlib import Path

import pytest

from inkoopkalender.content.yaml_text import read_yaml


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "some.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_every_scalar_is_text(tmp_path: Path) -> None:
    text = read_yaml(written(tmp_path, "uzovi: 0101\nat: 17:00\nyes: no\nlist: [1, ~]\n"))

    assert text.tree == {"uzovi": "0101", "at": "17:00", "yes": "no", "list": ["1", "~"]}
    assert text.findings == []


def test_places_count_lines_and_columns_from_one(tmp_path: Path) -> None:
    text = read_yaml(written(tmp_path, "events:\n  signing:\n    when: onbekend\n"))

    assert text.values["events", "signing", "when"] == (3, 11)
    assert text.keys["events", "signing", "when"] == (3, 5)
    assert text.place(("events", "signing", "quote")) == (3, 5)


def test_duplicate_key_is_refused_with_both_lines(tmp_path: Path) -> None:
    text = read_yaml(written(tmp_path, "a: 1\nb: 2\na: 3\n"))

    assert [(f.code, f.line, f.column) for f in text.findings] == [("duplicate-key", 3, 1)]
    assert "op regel 1 en op regel 3" in text.findings[0].message


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("", "empty", 1),
        ("a: [1\nb: 2\n", "not-yaml", 2),
        ("a: 1\n---\nb: 2\n", "not-yaml", 2),
        (b"\xff\xfe\x00a", "not-text", 1),
        (b"PK\x03\x04\x00\x00", "not-yaml", 1),
        ("a: &x {b: 1}\nc: *x\n", "alias", 1),
        ("a: &x [*x]\n", "alias", 1),
        ("[a, b]: c\n", "key", 1),
    ],
)
def test_what_is_not_plain_yaml_is_a_finding(
    tmp_path: Path, content: str | bytes, code: str, line: int
) -> None:
    text = read_yaml(written(tmp_path, content))

    assert [(finding.code, finding.line) for finding in text.findings] == [(code, line)]
