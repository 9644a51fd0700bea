"""What a policy leaves unclear is described once, and whatever counts on a reading names it by its number.

Checks that the two fit: nothing is named that is not described, nothing is described that nobody names. Each
question is a note, with the events that it concerns and the reading that holds, so that none stays hidden.
"""

from collections.abc import Collection, Iterator, Sequence

from inkoopkalender.domain.calendar import Ambiguity, Calendar
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.phrase_help import nearest

IN_DUTIES = frozenset(
    {"A-SMR-06", "A-WV-03", "A-WV-04", "A-WV-06", "A-WV-07", "A-WV-08", "A-WV-11", "A-WV-22"}
)
"""The numbers that the duties themselves name: in a question to a person, an outcome or a parameter."""


def check_ambiguities(calendar: Calendar, asked: Collection[str] = ()) -> Iterator[Finding]:
    """Give the findings; `asked` are the numbers that the round's submissions name."""
    described = [each.id for each in calendar.ambiguities]
    for event in calendar.events:
        for index, name in enumerate(event.ambiguities):
            if name not in described:
                path = ("events", event.key, "ambiguities", str(index))
                yield _undescribed(event.key, name, described, path)
    for name in sorted(set(asked) - set(described)):
        yield _undescribed("submissions.yaml", name, described, ("ambiguities",))
    used = {*IN_DUTIES, *asked, *(name for event in calendar.events for name in event.ambiguities)}
    for name in described:
        if name not in used:
            message = f"{name} wordt nergens genoemd."
            next_step = "Noem dit nummer bij de gebeurtenis waar het over gaat, of haal het hier weg."
            yield Finding("unused-ambiguity", "warning", message, next_step, ("ambiguities", name))
    yield from _told(calendar)


def find_ambiguities(calendar: Calendar, names: Sequence[str]) -> tuple[Ambiguity, ...]:
    """Return what is described under these numbers, in their order; an undescribed one is left out."""
    described = {each.id: each for each in calendar.ambiguities}
    return tuple(described[name] for name in names if name in described)


def _told(calendar: Calendar) -> Iterator[Finding]:
    """Tell each question once, with the events that it concerns."""
    for each in calendar.ambiguities:
        concerned = [event.key for event in calendar.events if each.id in event.ambiguities]
        if concerned:
            message = f"{each.id} ({', '.join(concerned)}): {each.question}"
            yield Finding("ambiguity", "note", message, f"Gelezen: {each.reading}", ("ambiguities", each.id))


def _undescribed(where: str, name: str, described: list[str], path: tuple[str, ...]) -> Finding:
    close = nearest(name, described, 0.9)
    hint = f"Bedoelt u '{close}'? " if close else ""
    message = f"{where}: {name} staat niet onder ambiguities."
    next_step = f"{hint}Beschrijf daar de vraag, de gekozen lezing, de alternatieven en de paragrafen."
    return Finding("unknown-reference", "error", message, next_step, path)
