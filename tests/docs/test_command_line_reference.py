"""The reference of the command line says what the program says of itself.

Write it again: .venv/bin/python tests/docs/test_command_line_reference.py
"""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import typer

from inkoopkalender.cli import app

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"
EVERYWHERE = {"--help", "--install-completion", "--show-completion"}
HEAD = """# Command line

Made from the program's own help by `tests/docs/test_command_line_reference.py`; a test keeps it up to date.

`--json` writes one JSON document on stdout ([shapes](json.md)); messages and progress go to stderr.
`--by USER` names who changes something; the audit keeps it. Without it, that is the system user, `systeem`.
A moment without an offset is Dutch local time.

| exit code | meaning |
|---|---|
| 0 | fine |
| 1 | findings: what was handed in, or held against something else, is not in order |
| 2 | misuse, or a content folder that is broken |
| 3 | could not run: port, lock, disk, server |

"""


def test_reference_of_the_command_line_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), f"run: python {__file__}"


def test_every_command_has_help_with_an_example_of_itself() -> None:
    without = [path for path, command in commands() if f"Example: {path}" not in (command.help or "")]

    assert without == []


def test_every_option_has_help() -> None:
    without = [
        f"{path} {parameter.name}"
        for path, command in commands()
        for parameter in shown(command)
        if not parameter.help
    ]

    assert without == []


def reference() -> str:
    """Return the page: one section per command, in the order of the program."""
    return HEAD + "\n".join(section(path, command) for path, command in commands())


def commands() -> Iterator[tuple[str, Any]]:
    """Give each command with the words that call it."""
    yield from _below(typer.main.get_command(app), "inkoopkalender")


def _below(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    names = command.list_commands(None) if hasattr(command, "list_commands") else []
    for name in names:
        yield from _below(command.get_command(None, name), f"{path} {name}")
    if not names:
        yield path, command


def section(path: str, command: Any) -> str:
    """Return one command as Markdown: what it does, an example, its arguments and options."""
    words, _, example = command.help.partition("Example:")
    lines = [
        f"## {path}",
        "",
        " ".join(words.split()),
        "",
        "```console",
        f"{' '.join(example.split())}",
        "```",
        "",
    ]
    rows = [row(parameter) for parameter in shown(command)]
    if rows:
        lines += ["| argument or option | what | otherwise |", "|---|---|---|", *rows, ""]
    return "\n".join(lines)


def shown(command: Any) -> list[Any]:
    """Return the arguments and options of the command itself."""
    return [one for one in command.params if not EVERYWHERE & set(one.opts)]


def row(parameter: Any) -> str:
    """Return one argument or option as a row."""
    is_argument = parameter.param_type_name == "argument"
    name = (parameter.metavar or parameter.name).upper() if is_argument else ", ".join(parameter.opts)
    return f"| `{name}` | {parameter.help}{_choices(parameter)} | {_otherwise(parameter)} |"


def _choices(parameter: Any) -> str:
    kind = parameter.type_descriptor.annotation
    enumerated = isinstance(kind, type) and issubclass(kind, Enum)
    choices = (
        [one.value for one in kind] if enumerated else get_args(kind) if get_origin(kind) is Literal else ()
    )
    return f" (`{'`, `'.join(choices)}`)" if choices else ""


def _otherwise(parameter: Any) -> str:
    if parameter.required:
        return "required"
    default = parameter.default
    return "" if default in (None, "", False) else f"`{default}`"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
