"""Writes `grammar_tables`, beside this file: python -m inkoopkalender.domain.make_grammar_tables.

A test says when they have to be written again; until then the parser is made from the grammar itself, which
is slower and gives the same. The same grammar gives the same file, to the byte: the library numbers tokens
and states in an order that differs by process, so they are numbered again here.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lark.grammar import Rule
from lark.lexer import TerminalDef

from inkoopkalender.domain.grammar import build_parser, grammar_digest

FILE = Path(__file__).with_name("grammar_tables.py")
_HEAD = '"""The parser of the calendar language as tables. Made by `make_grammar_tables`; not edited."""\n\n'
_OPTIONS = ("parser", "lexer", "start", "priority", "maybe_placeholders")
"""The options that the tables depend on; the others are given when they are loaded."""
_SHIFT = 0
_UNBOUNDED = 4_294_967_295
"""The width of a terminal without a longest text; what Python says of it differs by its version."""


def tables_text() -> str:
    """Return the module's text."""
    data, memo = build_parser().memo_serialize([TerminalDef, Rule])
    data["options"] = {name: data["options"][name] for name in _OPTIONS}
    data["parser"]["parser"] = _renumbered(data["parser"]["parser"])
    for one in memo.values():
        if "pattern" in one:
            one["pattern"]["_width"] = [min(width, _UNBOUNDED) for width in one["pattern"]["_width"]]
    return f'{_HEAD}MADE_FROM = "{grammar_digest()}"\nDATA = {data!r}\nMEMO = {memo!r}\n'


def _renumbered(table: Mapping[str, Any]) -> dict[str, Any]:
    """Give tokens numbers by their names, and states as they are reached from the start by those tokens."""
    names = sorted(table["tokens"].values())
    numbers = {name: number for number, name in enumerate(names)}
    actions = {
        state: sorted((numbers[table["tokens"][token]], action) for token, action in found.items())
        for state, found in table["states"].items()
    }
    places = _reached(table["start_states"], actions)
    states = {
        place: {
            token: (kind, places[target] if kind == _SHIFT else target)
            for token, (kind, target) in actions[state]
        }
        for state, place in places.items()
    }
    bounds = {
        name: {start: places[state] for start, state in sorted(table[name].items())}
        for name in ("start_states", "end_states")
    }
    return {"tokens": dict(enumerate(names)), "states": states, **bounds}


def _reached(starts: Mapping[str, int], actions: Mapping[int, list[Any]]) -> dict[int, int]:
    """Return each state with its new number, in the order of those."""
    order = {state: None for _, state in sorted(starts.items())}
    waiting = list(order)
    for state in waiting:
        for _, (kind, target) in actions[state]:
            if kind == _SHIFT and target not in order:
                order[target] = None
                waiting.append(target)
    return {state: place for place, state in enumerate(order)}


def write_tables() -> Path:
    """Write the tables beside this file and return where. Raises SystemExit in another checkout."""
    here = Path("src/inkoopkalender/domain")
    if here.is_dir() and not here.samefile(FILE.parent):
        sys.exit(
            f"Python imports the package of {FILE.parent}, not that of {here.resolve()}: set PYTHONPATH."
        )
    FILE.write_text(tables_text(), encoding="utf-8")
    return FILE


if __name__ == "__main__":
    sys.stdout.write(f"{write_tables()}\n")
