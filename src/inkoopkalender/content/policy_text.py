"""Looks up a calendar's quotes in the text of the policy, inside the section that each event names.

Case, white space, kinds of hyphens and words broken over lines make no difference. What a section may be
called stands in `policy_sections`.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from inkoopkalender.content.policy_sections import Lines, find_sections, plain_text, unbroken
from inkoopkalender.domain.calendar import UNKNOWN_DOCUMENT, Calendar, Event
from inkoopkalender.domain.findings import Finding

__all__ = ["check_quotes", "find_sections", "holds"]


def check_quotes(calendar: Calendar, folder: Path) -> Iterator[Finding]:
    """Give a finding for each quote that its section does not hold."""
    if calendar.source.document == UNKNOWN_DOCUMENT:
        message = "De bron is nog onbekend: de citaten zijn niet opgezocht."
        next_step = "Noem onder source het bestand met de tekst van het beleid zodra het er is."
        yield Finding("missing-source", "error", message, next_step, ("source", "document"))
        return
    file = folder / calendar.source.document
    if not file.is_file():
        message = f"De bron {calendar.source.document} staat niet in {folder}."
        path = ("source", "document")
        next_step = "Noem met --against de map waar hij wel staat."
        yield Finding("missing-source", "error", message, next_step, path)
        return
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    named = _named_sections(calendar)
    for event in calendar.events:
        yield from _check_quote(event, lines, named)
    for ambiguity in calendar.ambiguities:
        for index, section in enumerate(ambiguity.sections):
            if not find_sections(lines, section):
                place = ("ambiguities", ambiguity.id, "sections", str(index))
                yield _no_section(ambiguity.id, section, place)


def _named_sections(calendar: Calendar) -> tuple[str, ...]:
    """Give every section that the calendar names: they are the headings that are known."""
    events = (event.section for event in calendar.events)
    doubts = (section for ambiguity in calendar.ambiguities for section in ambiguity.sections)
    return tuple(dict.fromkeys((*events, *doubts)))


def _check_quote(event: Event, lines: Lines, named: Sequence[str]) -> Iterator[Finding]:
    path = ("events", event.key)
    sections = find_sections(lines, event.section, named)
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
    next_step = (
        "Schrijf de woorden van de kop zoals het beleid dat doet, of zijn nummer als dat vóór de kop staat "
        "met een punt (4.1 of 4.), of als kale reeks 1, 2, 3 na een witregel."
    )
    return Finding("section-not-found", "error", message, next_step, path)


def holds(lines: Lines, quote: str) -> bool:
    """Say whether the lines hold the quote as whole words, whatever their breaks."""
    wanted = re.compile(rf"(?<!\w){re.escape(plain_text(quote))}(?!\w)")
    return any(wanted.search(text) for text in unbroken(lines))


def _begins(lines: Lines, index: int, quote: str) -> bool:
    """Say whether the quote begins on this line; it may run on to the next."""
    return holds(lines[index : index + 2], quote) and not holds(lines[index + 1 : index + 2], quote)
