"""The tutorial does what it says: its commands are run in an empty folder, and give what it shows.

The rehearsal and what looks into its folder are left out: other tests rehearse.
"""

import contextlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from inkoopkalender.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "first-round.md"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`(contracten-2026\.csv)`.*?^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_tutorial_shows_what_its_commands_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("INKOOPKALENDER_FOLDER", "INKOOPKALENDER_DATABASE", "INKOOPKALENDER_MODE"):
        monkeypatch.delenv(variable, raising=False)
    text = PAGE.read_text(encoding="utf-8")
    [(name, content)] = FILE.findall(text)
    Path(name).write_text(content, encoding="utf-8")
    shown = list(steps(text))

    given = [(line, run(line, capsys)) for line, _ in shown]

    assert len(shown) >= 9
    assert given == shown


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Give each command before the rehearsal with the output that the page shows."""
    for block in BLOCK.findall(text):
        if " rehearse " in block:
            return
        for part in block.split("$ ")[1:]:
            line, _, output = part.partition("\n")
            yield line, output


def run(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command here and return all it wrote."""
    with contextlib.suppress(SystemExit):
        main(shlex.split(line)[1:])
    written = capsys.readouterr()
    return written.out + written.err
