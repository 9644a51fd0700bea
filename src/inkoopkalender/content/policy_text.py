"""Looks up a calendar's quotes in the text of the policy, inside the section that each event names.

Case, white space, kinds of hyphens and words broken over lines make no difference. A section is a number
(`4.1`), the words of a heading (`Voorwoord`), or a heading and a number below it (`Bijlage 1 1.1`).
"""

import re
from collections.abc import Iterator
from pathlib import Path

from inkoopkalender.domain.calendar import Calendar, Event
from inkoopkalender.domain.findings import Finding

_NUMBERED = re.compile(r"^\s*(?:(\d+(?:\.\d+)+)|(\d+)\.)\s+[^\W\d_]")
_BELOW = re.compile(r"(?P<heading>.*[^\d.\s].*?)[\s>]+(?P<number>\d+(?:\.\d+)+)")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"\N{SOFT HYPHEN}": "", "’": "'", "‘": "'"})


def check_quotes(calendar: Calendar, folder: Path) -> Iterator[Finding]:
    """Give a finding for each quote that its section does not hold."""
    file = folder / calendar.source.document
    if not file.is_file():
        message = f"De bron {calendar.source.document} staat niet in {folder}."
        path = ("source", "document")
        yield Finding("missing-source", "error", message, "Noem de map waar hij wel staat.", path)
        return
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    for event in calendar.events:
        yield from _check_quote(event, lines)
    for ambiguity in calendar.ambiguities:
        for index, section in enumerate(ambiguity.sections):
            if not find_sections(lines, section):
                place = ("ambiguities", ambiguity.id, "sections", str(index))
                yield _no_section(ambiguity.id, section, place)


def _check_quote(event: Event, lines: list[str]) -> Iterator[Finding]:
    path = ("events", event.key)
    sections = find_sections(lines, event.section)
    if not sections:
        yield _no_section(event.key, event.section, (*path, "section"))
    elif not any(holds(lines[begin:end], event.quote) for begin, end in sections):
        message = f"{event.key}: in {event.section} staat niet '{event.quote}'."
        elsewhere = [str(index + 1) for index in range(len(lines)) if _begins(lines, index, event.quote)]
        hint = f"Wel bij regel {', '.join(elsewhere[:3])}: een andere paragraaf? " if elsewhere else ""
        next_step = f"{hint}Schrijf in quote wat het beleid zegt."
        field = "when" if event.quote == event.when else "quote"
        yield Finding("quote-not-found", "error", message, next_step, (*path, field))


def _no_section(where: str, section: str, path: tuple[str, ...]) -> Finding:
    message = f"{where}: het beleid heeft geen paragraaf '{section}'."
    next_step = "Schrijf het nummer of de kop zoals het beleid dat doet."
    return Finding("section-not-found", "error", message, next_step, path)


def find_sections(lines: list[str], section: str) -> list[tuple[int, int]]:
    """Give the line ranges (from 0, end exclusive) that the section may be; numbers may occur again."""
    if re.fullmatch(r"\d+(\.\d+)*", section):
        return list(_numbered_sections(lines, section, 0))
    below = _BELOW.fullmatch(section)
    if below is not None:
        starts = _headings(lines, below["heading"])
        return [
            found for start in starts for found in list(_numbered_sections(lines, below["number"], start))[:1]
        ]
    return [(start, _next_heading(lines, start)) for start in _headings(lines, section)]


def holds(lines: list[str], quote: str) -> bool:
    """Say whether the lines hold the quote as whole words, whatever their breaks."""
    text = "\n".join(lines).translate(_DASHES)
    joined, kept = re.sub(r"-\s*\n\s*", "", text), re.sub(r"-\s*\n\s*", "-", text)
    wanted = re.compile(rf"(?<!\w){re.escape(_plain(quote.translate(_DASHES)))}(?!\w)")
    return any(wanted.search(_plain(variant)) for variant in (joined, kept))


def _begins(lines: list[str], index: int, quote: str) -> bool:
    """Say whether the quote begins on this line; it may run on to the next."""
    return holds(lines[index : index + 2], quote) and not holds(lines[index + 1 : index + 2], quote)


def _plain(text: str) -> str:
    return re.sub(r"\s*-\s*", "-", " ".join(text.casefold().split()))


def _numbered_sections(lines: list[str], number: str, start: int) -> Iterator[tuple[int, int]]:
    """Find the sections of that number; one runs on through the numbers below its own."""
    numbers = [(index, _number(line)) for index, line in enumerate(lines) if index >= start and _number(line)]
    for position, (index, found) in enumerate(numbers):
        if found == number:
            later = (other for other, name in numbers[position + 1 :] if not name.startswith(f"{number}."))
            yield index, next(later, len(lines))


def _headings(lines: list[str], words: str) -> list[int]:
    """Find the lines that are this heading: with or without its number, whole or up to its colon."""
    wanted = _plain(words.strip(" >").rsplit(">", maxsplit=1)[-1])
    titles = [re.sub(r"^\s*[\d.]+\s+", "", line) for line in lines]
    return [
        index
        for index, title in enumerate(titles)
        if wanted in (_plain(title), _plain(title.partition(":")[0]))
    ]


def _next_heading(lines: list[str], start: int) -> int:
    later = (index for index in range(start + 1, len(lines)) if _number(lines[index]))
    return next(later, len(lines))


def _number(line: str) -> str:
    found = _NUMBERED.match(line)
    return "" if found is None else found[1] or found[2]
