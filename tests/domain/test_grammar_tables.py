"""The parser's tables: the file that is there is the one that the grammar gives, to the byte."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inkoopkalender.domain import grammar_tables
from inkoopkalender.domain.grammar import grammar_digest
from inkoopkalender.domain.make_grammar_tables import FILE, write_tables

_PRINT = """
import sys
from inkoopkalender.domain.make_grammar_tables import tables_text
sys.stdout.buffer.write(tables_text().encode())
"""


def _made(seed: int) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    made = subprocess.run([sys.executable, "-c", _PRINT], env=environment, capture_output=True, check=True)
    return made.stdout


def test_tables_of_the_parser_are_made_from_the_grammar_as_it_is() -> None:
    assert grammar_digest() == grammar_tables.MADE_FROM, (
        "run: python -m inkoopkalender.domain.make_grammar_tables"
    )


def test_two_processes_make_the_file_that_is_there() -> None:
    first, second = _made(1), _made(2)

    assert first == second
    assert first == FILE.read_bytes(), "run: python -m inkoopkalender.domain.make_grammar_tables"


def test_tables_are_not_written_into_another_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "src/inkoopkalender/domain").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    before = FILE.stat().st_mtime_ns

    with pytest.raises(SystemExit) as refused:
        write_tables()

    assert str(FILE.parent) in str(refused.value)
    assert FILE.stat().st_mtime_ns == before
