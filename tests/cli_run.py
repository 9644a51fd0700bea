"""Runs the command line in this process, as an operator types it."""

import json
from typing import Any

import pytest

from inkoopkalender.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return the exit code and what was said on stdout and stderr."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """Return the document that a command writes with --json."""
    _, said, _ = run(capsys, *arguments, "--json")
    return json.loads(said)
