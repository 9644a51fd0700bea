"""Finds the sections of a policy in its bare text, where headings are lines like any other.

A section is a number (`4.1`), the words of a heading (`Voorwoord`), or a way down through several of
them (`Planning > Nieuwe aanbieders`, `Bijlage 1 1.1`, `Minimumeisen > 13`). What a quote in it says is
not looked at.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

Lines: TypeAlias = Sequence[str]
Way: TypeAlias = tuple[str, ...]

_LETTER = r"\ufffd?[^\W\d_]"
_FEW = r"\d{1,2}"
_NUMBERED = re.compile(rf"\s*(?:({_FEW}(?:\.{_FEW})+)|({_FEW})\.)\s+{_LETTER}")
_BARE = re.compile(rf"\s*({_FEW})\s+(\ufffd?[^\W\d_])")
_ONLY_NUMBER = re.compile(r"\d+(\.\d+)*")
_HEADING_AND_NUMBER = re.compile(r"(.*[^\d.\s].*?)\s+(\d+(?:\.\d+)+)")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"\N{SOFT HYPHEN}": "", "’": "'", "‘": "'"})
_LONGEST_HEADING = 3


def find_sections(lines: Lines, section: str, named: Iterable[str] = ()) -> list[tuple[int, int]]:
    """Give the line ranges (from 0, end exclusive) that the section may be; its words may occur again.

    A section without a number ends at the next number, or at the next heading that `named` tells and that
    is not below it: in bare text nothing else shows a heading. So does an item of a list below it.
    """
    way = _way(section)
    item = way[:-1] if way[-1].isdecimal() else way
    limits = () if not item or _ONLY_NUMBER.fullmatch(item[-1]) else _headings_beside(lines, item, named)
    return [(start, _end(lines, way[-1], start, limits)) for start in _places(lines, way)]


def plain_text(text: str) -> str:
    """Write it in small letters with single spaces and one kind of hyphen and quotation mark."""
    return re.sub(r"\s*-\s*", "-", " ".join(text.translate(_DASHES).casefold().split()))


def unbroken(lines: Lines) -> tuple[str, str]:
    """Join lines: once with a hyphen at a line's end taken away, once with it kept."""
    text = "\n".join(lines).translate(_DASHES)
    return plain_text(re.sub(r"-\s*\n\s*", "", text)), plain_text(re.sub(r"-\s*\n\s*", "-", text))


def _way(section: str) -> Way:
    parts: list[str] = []
    for part in filter(None, (each.strip() for each in section.split(">"))):
        both = _HEADING_AND_NUMBER.fullmatch(part)
        parts += both.groups() if both else (part,)
    return tuple(parts) or (section,)


def _places(lines: Lines, way: Way) -> tuple[int, ...]:
    """Give the lines on which the last part begins: the first one below each place of the part before."""
    places = _lines_of(tuple(lines), way[0])
    for part in way[1:]:
        found = _lines_of(tuple(lines), part)
        below = (next((line for line in found if line > place), None) for place in places)
        places = tuple(sorted({line for line in below if line is not None}))
    return places


def _headings_beside(lines: Lines, way: Way, named: Iterable[str]) -> list[int]:
    """Give the lines on which named headings begin that are neither this one nor below it."""
    ways = {other[:depth] for other in map(_way, named) for depth in range(1, len(other) + 1)}
    beside = (other for other in ways if other[: len(way)] != way and not _ONLY_NUMBER.fullmatch(other[-1]))
    return sorted({place for other in beside for place in _places(lines, other)})


@lru_cache(maxsize=256)
def _lines_of(lines: tuple[str, ...], part: str) -> tuple[int, ...]:
    if _ONLY_NUMBER.fullmatch(part):
        return tuple(index for index, number in _numbers(lines) if number == part)
    wanted = plain_text(part)
    return tuple(
        index
        for index, title in enumerate(_titles(lines))
        if any(wanted in _names(name) for name in (title, *_continued(lines, index, title, wanted)))
    )


@lru_cache(maxsize=8)
def _titles(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain_text(line).lstrip("\ufffd ") for line in lines)


def _names(title: str) -> tuple[str, ...]:
    """Give what a heading is called: with or without its number, whole or up to its colon or full stop."""
    bare = _without_number(title)
    upto_colon = (title.partition(":")[0], bare.partition(":")[0])
    return title, bare, *upto_colon, f"{bare} ".partition(". ")[0]


def _continued(lines: Lines, index: int, title: str, wanted: str) -> Iterator[str]:
    """Give the heading with the lines behind it, when the words that are sought begin as it does."""
    begins = (title.rstrip("-"), _without_number(title).rstrip("-"))
    if all(begins) and wanted.startswith(begins):
        for count in range(2, _LONGEST_HEADING + 1):
            yield from (text.lstrip("\ufffd ") for text in unbroken(lines[index : index + count]))


def _without_number(title: str) -> str:
    return re.sub(r"^[\d.]+ ", "", title)


def _end(lines: Lines, part: str, start: int, limits: Iterable[int]) -> int:
    """Give the first line behind the section; one with a number runs on through the numbers below its own."""
    below = f"{part}." if _ONLY_NUMBER.fullmatch(part) else None
    later = (
        index
        for index, number in _numbers(tuple(lines))
        if index > start and (below is None or not number.startswith(below))
    )
    limit = next((place for place in limits if place > start), len(lines))
    return min(next(later, len(lines)), limit)


@lru_cache(maxsize=8)
def _numbers(lines: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    found = ((index, _NUMBERED.match(line)) for index, line in enumerate(lines))
    pointed = tuple((index, match[1] or match[2]) for index, match in found if match)
    return pointed or tuple(_bare_numbers(lines))


def _bare_numbers(lines: Lines) -> Iterator[tuple[int, str]]:
    """Give the headings `1 Inleiding`, `2 Tijdpad`, … of a policy that writes no full stops in them.

    They follow one another from 1, a capital behind them and an empty line before them; a number in
    running text does not.
    """
    awaited = 1
    for index, line in enumerate(lines):
        match = _BARE.match(line)
        alone = index == 0 or not lines[index - 1].strip()
        if match and alone and int(match[1]) == awaited and match[2][-1].isupper():
            yield index, match[1]
            awaited += 1
