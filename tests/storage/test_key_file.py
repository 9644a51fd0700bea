"""The key file: closed to others, whole or not at all, and never begun twice."""

import subprocess
import sys
from pathlib import Path

import pytest

from inkoopkalender.storage.key_file import KeyFileError, add_key, first_key, read_keys

START = """
import sys
from pathlib import Path
from inkoopkalender.storage.key_file import first_key
print(first_key(Path(sys.argv[1]))[0].key_id)
"""


def mode_of(path: Path) -> str:
    return f"{path.stat().st_mode & 0o777:o}"


def test_first_key_makes_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "new" / "keeping.keys"

    made = first_key(path)

    assert (mode_of(path), read_keys(path)) == ("600", made)
    assert [one.name for one in path.parent.iterdir()] == ["keeping.keys"]


def test_new_key_comes_last_and_the_older_ones_stay(tmp_path: Path) -> None:
    path = tmp_path / "k"

    made = [add_key(path) for _ in range(3)]

    assert (list(read_keys(path)), mode_of(path)) == (made, "600")


def test_eight_processes_that_begin_at_once_make_one_key(tmp_path: Path) -> None:
    path = tmp_path / "k"
    started = [
        subprocess.Popen([sys.executable, "-c", START, str(path)], stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]

    made = {process.communicate(timeout=60)[0].strip() for process in started}

    assert made == {one.key_id for one in read_keys(path)}
    assert len(made) == 1


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o620])
def test_a_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "k"
    add_key(path)
    path.chmod(mode)

    with pytest.raises(KeyFileError, match=f"{mode:04o}.*\n.*chmod 600"):
        read_keys(path)


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        ("# x\nonly-one-word\n", 2),
        ("# x\n0123456789abcdef AAAA\n", 2),
        ("0123456789abcdef " + "A" * 43 + "=\n", 1),  # 32 zero bytes, under another key's name
        ("a b c\n", 1),
        ("0123456789abcdef !!!!\n", 1),
    ],
)
def test_a_line_that_is_no_key_is_named(tmp_path: Path, lines: str, number: int) -> None:
    path = tmp_path / "k"
    path.write_text(lines, encoding="utf-8")
    path.chmod(0o600)

    with pytest.raises(KeyFileError, match=f"Regel {number} "):
        read_keys(path)


def test_an_empty_file_is_no_reason_to_begin_anew(tmp_path: Path) -> None:
    path = tmp_path / "k"
    path.touch(mode=0o600)

    with pytest.raises(KeyFileError, match="leeg"):
        first_key(path)
    assert path.read_bytes() == b""


def test_no_file_is_no_keys(tmp_path: Path) -> None:
    assert read_keys(tmp_path / "k") == ()
