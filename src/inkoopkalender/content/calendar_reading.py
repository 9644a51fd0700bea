"""Makes a calendar of the text of `calendar.yaml`, and says what is wrong with it.

Where the file lies, and whether a calendar with errors is given out, is for `calendars`.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from inkoopkalender.content.calendar_shapes import (
    AmbiguityShape,
    CalendarShape,
    EventShape,
    FactShape,
    RemindShape,
    SourceShape,
    TrackShape,
)
from inkoopkalender.content.national import read_insurer_terms
from inkoopkalender.content.places import placed
from inkoopkalender.content.root import laid_over
from inkoopkalender.content.round_content import SUBMISSIONS_FILE
from inkoopkalender.content.shape_findings import findings_of, keys_of
from inkoopkalender.content.word_findings import findings_of_words
from inkoopkalender.content.yaml_text import Tree, YamlText, read_yaml
from inkoopkalender.domain.calendar import (
    Ambiguity,
    Calendar,
    Event,
    Fact,
    Lead,
    LeadUnit,
    Remind,
    Source,
    Track,
)
from inkoopkalender.domain.calendar_checks import check_calendar
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.rounds import RoundKey

INSURER_FILE = "insurer.yaml"
_SHAPES = (AmbiguityShape, CalendarShape, EventShape, FactShape, RemindShape, SourceShape, TrackShape)
_UNITS: dict[str, LeadUnit] = {"day": "days", "week": "weeks", "working day": "working days"}


def read_calendar(
    file: Path, key: RoundKey, folders: Sequence[Path]
) -> tuple[Calendar | None, tuple[Finding, ...]]:
    """Read and check; the calendar is None when its form is not right."""
    text = read_yaml(file)
    findings = list(text.findings)
    calendar = None
    if not any(finding.code in ("not-text", "not-yaml", "empty") for finding in findings):
        try:
            shape = CalendarShape.model_validate(text.tree)
        except ValidationError as fault:
            findings += [*findings_of(fault, text, keys_of(*_SHAPES)), *findings_of_words(text.tree)]
        else:
            terms, faults = read_insurer_terms(laid_over(f"{key.insurer}/{INSURER_FILE}", folders))
            closed = frozenset() if terms is None else frozenset(terms.closing_days)
            calendar = replace(_calendar(shape, key, text, file), closed=closed)
            findings += faults
            findings += check_calendar(calendar, _asked(file.with_name(SUBMISSIONS_FILE)))
    return calendar, tuple(placed(finding, text, file) for finding in findings)


def _asked(file: Path) -> frozenset[str]:
    """Give the numbers of ambiguities that the submissions beside a calendar name."""
    return frozenset(_named(read_yaml(file).tree)) if file.is_file() else frozenset()


def _named(tree: Tree) -> Iterator[str]:
    branches = tree.items() if isinstance(tree, dict) else ()
    for key, branch in branches:
        if key == "ambiguities" and isinstance(branch, list):
            yield from (name for name in branch if isinstance(name, str))
        else:
            yield from _named(branch)


def _calendar(shape: CalendarShape, key: RoundKey, text: YamlText, file: Path) -> Calendar:
    return Calendar(
        key=key,
        source=Source(shape.source.document, shape.source.title),
        timezone=shape.timezone,
        working_days=shape.working_days,
        letters_at=shape.letters_at,
        tracks=tuple(
            Track(name, each.title, each.applies, each.catalogue) for name, each in shape.tracks.items()
        ),
        facts=tuple(Fact(name, fact.subject, fact.title) for name, fact in shape.facts.items()),
        events=tuple(
            _event(name, event, shape, text.keys["events", name][0]) for name, event in shape.events.items()
        ),
        revision=hashlib.sha256(file.read_bytes()).hexdigest()[:12],
        ambiguities=tuple(
            Ambiguity(name, each.question, each.reading, each.alternatives, each.sections)
            for name, each in shape.ambiguities.items()
        ),
        status=shape.status,
    )


def _event(key: str, shape: EventShape, calendar: CalendarShape, line: int) -> Event:
    return Event(
        key=key,
        track=shape.track,
        when=shape.when,
        quote=shape.quote or shape.when,
        section=shape.section,
        actor=shape.actor,
        does=shape.does,
        channel=shape.channel,
        submission=shape.submission,
        phase=shape.phase,
        remind=None if shape.remind is None else _remind(shape.remind),
        release=shape.release,
        act=shape.act,
        year=shape.year,
        reading=shape.end,
        roll=shape.roll or calendar.roll,
        owner=shape.owner or calendar.owner,
        ambiguities=shape.ambiguities,
        line=line,
    )


def _remind(shape: RemindShape) -> Remind:
    return Remind(shape.open, tuple(_lead(text) for text in shape.before_end))


def _lead(text: str) -> Lead:
    amount, unit = text.split(" ", maxsplit=1)
    return Lead(int(amount), _UNITS[unit.removesuffix("s")])
