"""Next year's calendar as a text: the same words one year on, in the author's own lines and spelling.

The file is changed where years stand, and nowhere else: comments and layout stay. A quote is what last
year's policy said; it becomes a comment, so that nothing is claimed of a policy that nobody has read. Which
days follow is not known here; what a person must look up stands in `domain.new_year`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import TypeAlias

from inkoopkalender.content.yaml_text import KeyPath, Tree, YamlText, read_yaml
from inkoopkalender.domain.calendar import UNKNOWN_DOCUMENT
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.year_shift import shift_text, shift_words

_WORDS = ("when", "act")
_TEXTS = frozenset({"title", "does", "question", "reading", "alternatives"})
_PLAIN = re.compile(r"[\w][^,:#\[\]{}\n]*")
_WIDTH = 100
_LONE_END = re.compile(r"(?<!\r)\n")
_FLOW = re.compile(r"\s*,\s*|\s*")

Edit: TypeAlias = tuple[int, int, str]
"""From where, up to where, and what comes instead; indexes into the text."""


@dataclass(frozen=True, slots=True)
class _File:
    """A calendar's text with the places of its values."""

    text: str
    yaml: YamlText
    lines: tuple[int, ...]

    def index(self, place: tuple[int, int]) -> int:
        """Give where in the text a line and column (counted from 1) are."""
        line, column = place
        return len(self.text) if line > len(self.lines) else self.lines[line - 1] + column - 1

    def value(self, path: KeyPath) -> tuple[int, int]:
        """Give where a scalar's text begins and ends, its quote marks not counted."""
        begin, end = self.index(self.yaml.values[path]), self.index(self.yaml.ends[path])
        quoted = begin > 0 and self.text[begin - 1] in "'\"" and self.text[end - 1] == self.text[begin - 1]
        return begin, end - quoted


def next_year_text(file: Path, key: RoundKey, revision: str) -> str:
    """Return the calendar of `file` (that of `key`, in this revision) for the next contract year."""
    source = _read(file)
    edits = [*_edits(source, source.yaml.tree, ()), *_status(source)]
    text = source.text
    for begin, end, instead in sorted(edits, reverse=True):
        text = text[:begin] + instead + text[end:]
    whole = _with_heading(text, key, revision)
    return _LONE_END.sub("\r\n", whole) if "\r\n" in source.text else whole


def _read(file: Path) -> _File:
    text = file.read_bytes().decode("utf-8-sig")
    starts, at = [], 0
    for line in text.splitlines(keepends=True):
        starts.append(at)
        at += len(line)
    return _File(text, read_yaml(file), tuple(starts))


def _edits(source: _File, tree: Tree, path: KeyPath) -> Iterator[Edit]:
    """Give the edits of everything below a path; the ambiguities' sections and all keys stay."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from _edits_of(source, name, value, (*path, name))
    elif isinstance(tree, list):
        for place, value in enumerate(tree):
            yield from _edits(source, value, (*path, str(place)))
    elif _TEXTS & set(path[-2:]):
        yield _shifted(source, path)


def _edits_of(source: _File, name: str, value: Tree, path: KeyPath) -> Iterator[Edit]:
    in_event = path[0] == "events" and len(path) == 3  # noqa: PLR2004 -- events, its key, its field
    if path == ("source", "document"):
        yield (*source.value(path), UNKNOWN_DOCUMENT)
    elif in_event and name == "quote" and isinstance(value, str):
        yield _unquoted(source, path, value)
    elif in_event and name in _WORDS and isinstance(value, str):
        yield _words(source, path, value)
    elif in_event and name == "year":
        yield _shifted(source, path)
    else:
        yield from _edits(source, value, path)


def _shifted(source: _File, path: KeyPath) -> Edit:
    begin, end = source.value(path)
    return begin, end, shift_text(source.text[begin:end], 1)


def _words(source: _File, path: KeyPath, words: str) -> Edit:
    """Move the years in an event's words, in place where that says the same, else in the shortest form."""
    year = source.yaml.tree
    for name in (*path[:-1], "year"):
        year = year.get(name, "") if isinstance(year, dict) else ""
    moved = shift_words(words, 1, int(year) if isinstance(year, str) and year.isdecimal() else None)
    if moved == shift_text(words, 1):
        return _shifted(source, path)
    begin, end = source.value(path)
    if source.text[begin] in "|>":
        return begin, end, f"{_scalar(moved)}\n"
    bare = begin == source.index(source.yaml.values[path]) and source.text[begin - 1] not in "'\""
    return begin, end, _scalar(moved) if bare else moved


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else f'"{text}"'


def _unquoted(source: _File, path: KeyPath, quote: str) -> Edit:
    """Make a comment of a quote that has lines of its own; take it out of a mapping on one line."""
    begin, end = source.index(source.yaml.keys[path]), source.index(source.yaml.ends[path])
    line = source.text.rfind("\n", 0, begin) + 1
    indent = source.text[line:begin]
    if indent.strip():
        return _out_of_flow(source.text, begin, end)
    block = source.text[end - 1] == "\n"
    said = f"last year's words: {' '.join(quote.split())}"
    comment = f"\n{indent}".join(f"# {part}" for part in wrap(said, _WIDTH - len(indent)))
    return begin, end, comment + ("\n" if block else "")


def _out_of_flow(text: str, begin: int, end: int) -> Edit:
    after = _FLOW.match(text, end)
    if after and "," in after[0]:
        return begin, after.end(), ""
    return len(text[:begin].rstrip().removesuffix(",")), end, ""


def _status(source: _File) -> Iterator[Edit]:
    """Say that the calendar is expected, where it says its status, or else above its source."""
    if ("status",) in source.yaml.values:
        yield (*source.value(("status",)), "expected")
    else:
        begin = source.index(source.yaml.keys["source",])
        yield begin, begin, "status: expected\n"


def _with_heading(text: str, key: RoundKey, revision: str) -> str:
    heading = (
        f"# Expected: the words of {key} (version {revision}) one year on; no policy has said so yet.\n"
        "# Other comments are last year's. `status: confirmed` is for when all is held against the policy.\n"
    )
    first, newline, rest = text.partition("\n")
    editor = first.startswith("# yaml-language-server")
    return f"{first}{newline}{heading}{rest}" if editor else heading + text
