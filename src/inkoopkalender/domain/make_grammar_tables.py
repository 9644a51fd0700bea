"""Writes `grammar_tables`: python -m inkoopkalender.domain.make_grammar_tables.

A test says when they have to be written again; until then the parser is made from the grammar itself, which
is slower and gives the same.
"""

from pathlib import Path

from lark.grammar import Rule
from lark.lexer import TerminalDef

from inkoopkalender.domain.grammar import build_parser, grammar_digest

FILE = Path(__file__).with_name("grammar_tables.py")
_HEAD = '"""The parser of the calendar language as tables. Made by `make_grammar_tables`; not edited."""\n\n'
_OPTIONS = ("parser", "lexer", "start", "priority", "maybe_placeholders")
"""The options that the tables depend on; the others are given when they are loaded."""


def tables_text() -> str:
    """Return the module's text."""
    data, memo = build_parser().memo_serialize([TerminalDef, Rule])
    data["options"] = {name: data["options"][name] for name in _OPTIONS}
    return f'{_HEAD}MADE_FROM = "{grammar_digest()}"\nDATA = {data!r}\nMEMO = {memo!r}\n'


if __name__ == "__main__":
    FILE.write_text(tables_text(), encoding="utf-8")
