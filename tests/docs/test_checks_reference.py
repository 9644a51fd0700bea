"""The table of checks names the codes that a check of a calendar can give, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import inkoopkalender

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "calendar-language.md"
PACKAGE = Path(inkoopkalender.__path__[0])
CONTENT = ("calendars", "policy_text", "shape_findings", "yaml_text", "word_findings", "calendar_reading", "answers")
MODULES = [
    *(PACKAGE / "domain").glob("*_checks.py"),
    *(PACKAGE / "content" / f"{name}.py" for name in CONTENT),
]
TREES = [ast.parse(module.read_text(encoding="utf-8")) for module in MODULES]
CODE_AT = {"Finding": 0, "_refuse": 1}
"""Which argument of these is the code."""


def test_every_code_of_a_finding_is_described() -> None:
    given = {code for tree in TREES for code in codes_given(tree)}

    assert given - described() == set()


def test_every_described_code_is_one_of_the_checks() -> None:
    words = {node.value for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Constant)}

    assert described() - words == set()


def described() -> set[str]:
    """Give the codes in the first column of the table."""
    section = PAGE.read_text(encoding="utf-8").partition("## Checks")[2]
    rows = re.findall(r"^\| (`[^|]*) \| (?:error|warning|note)", section, re.MULTILINE)
    return {code for row in rows for code in re.findall(r"`([a-z-]+)`", row)}


def codes_given(tree: ast.Module) -> Iterator[str]:
    """Give the codes that stand as such in a call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CODE_AT:
            code = node.args[CODE_AT[node.func.id]]
            if isinstance(code, ast.Constant):
                yield str(code.value)
