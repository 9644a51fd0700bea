"""What a reader is promised holds: commands exist, links lead somewhere, every module says what it is."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from inkoopkalender.cli import app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / ".github").glob("*.md")])
MODULES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "flows").glob("*.py")])
BLOCK = re.compile(r"^```(?:console|sh|text)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(inkoopkalender [a-z][^`]*)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def test_there_are_pages_and_modules() -> None:
    assert len(PAGES) >= 10
    assert len(MODULES) >= 50


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_on_a_page_exists_with_its_options(page: Path) -> None:
    unknown = [fault for line in commands_on(page) for fault in faults_of(line)]

    assert unknown == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_on_a_page_leads_somewhere(page: Path) -> None:
    broken = [link for link in LINK.findall(without_code(page)) if not leads_somewhere(page, link)]

    assert broken == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(module.relative_to(ROOT))
        for module in MODULES
        if "migrations" not in module.parts
        and not ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    ]

    assert silent == []


def commands_on(page: Path) -> Iterator[str]:
    """Give each command of the program in a code block or between backticks."""
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            words = line.removeprefix("$ ")
            if words.startswith("inkoopkalender "):
                yield words
    yield from (words for words in INLINE.findall(BLOCK.sub("", text)) if "…" not in words)


def faults_of(line: str) -> Iterator[str]:
    """Say which word of a command the program does not know."""
    words = shlex.split(re.split(r" [|>] ", line, maxsplit=1)[0])
    command: Any = typer.main.get_command(app)
    path = [words.pop(0)]
    while words and hasattr(command, "get_command"):
        found = command.get_command(None, words[0])
        if found is None:
            yield f"{line}: {' '.join(path)} has no {words[0]}"
            return
        command = found
        path.append(words.pop(0))
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    for word in words:
        if re.match(r"--?[a-z]", word) and word.partition("=")[0] not in options:
            yield f"{line}: {' '.join(path)} has no {word}"


def without_code(page: Path) -> str:
    """Return the page without its code blocks, in which brackets are no links."""
    return BLOCK.sub("", page.read_text(encoding="utf-8"))


def leads_somewhere(page: Path, link: str) -> bool:
    """Say whether a link's file, and the heading it names, are there; other addresses are not looked up."""
    if link.startswith(("https://", "http://", "mailto:")):
        return True
    path, _, heading = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not heading or heading in {
        slug(one) for one in HEADING.findall(target.read_text(encoding="utf-8"))
    }


def slug(heading: str) -> str:
    """Return the anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
