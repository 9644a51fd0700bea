"""Reads `calendars/<insurer>/<sector>/<year>/calendar.yaml` into the domain, and checks it.

A calendar with errors is never given out; warnings and notes do not stand in the way.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
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
from inkoopkalender.content.national import read_insurer_terms, read_national
from inkoopkalender.content.places import placed, shown
from inkoopkalender.content.policy_text import check_quotes
from inkoopkalender.content.root import content_root
from inkoopkalender.content.round_content import SUBMISSIONS_FILE, read_round_content
from inkoopkalender.content.shape_findings import findings_of, keys_of
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
from inkoopkalender.domain.phrase_help import nearest
from inkoopkalender.domain.round_checks import check_round
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError, MisuseError

CALENDAR_FILE = "calendar.yaml"
INSURER_FILE = "insurer.yaml"
_SHAPES = (AmbiguityShape, CalendarShape, EventShape, FactShape, RemindShape, SourceShape, TrackShape)
_UNITS: dict[str, LeadUnit] = {"day": "days", "week": "weeks", "working day": "working days"}


class CalendarFaultsError(ContentError):
    """A calendar holds errors; `findings` are all of them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


def list_calendar_keys(root: Path | None = None) -> tuple[RoundKey, ...]:
    """Give the rounds that have a calendar, ordered by key."""
    folder = (root or content_root()) / "calendars"
    found = (_key_of(file) for file in folder.glob(f"*/*/*/{CALENDAR_FILE}") if file.is_file())
    return tuple(sorted(key for key in found if key is not None))


def load_calendar(key: RoundKey, root: Path | None = None) -> Calendar:
    """Read a round's calendar. Raises MisuseError when there is none, CalendarFaultsError for its errors."""
    file = _file_of(key, root or content_root())
    if not file.is_file():
        known = [str(other) for other in list_calendar_keys(root)]
        close = nearest(str(key), known)
        hint = f"Bedoelt u {close}?" if close else "Welke er zijn: inkoopkalender calendar list"
        raise MisuseError(f"Er is geen kalender voor de ronde {key}; gezocht: {shown(file)}.\n{hint}")
    return _without_errors(file, key)


def load_calendar_at(place: str, beside: RoundKey | None = None, root: Path | None = None) -> Calendar:
    """Read a calendar by the key of its round, or by its file or folder, wherever that lies.

    `beside` is the round of a file whose folders name none: another version of it. Raises MisuseError,
    CalendarFaultsError.
    """
    file = _file_at(place)
    if file is None:
        return load_calendar(RoundKey.parse(place), root)
    key = _key_of(file) or beside
    if key is None:
        raise MisuseError(
            f"De mappen om {shown(file)} noemen geen ronde.\n"
            "Zet het bestand in <verzekeraar>/<sector>/<contractjaar>/, of noem de ronde ernaast."
        )
    return _without_errors(file, key)


def round_at(place: str) -> RoundKey | None:
    """Give the round that a key, or the folders around a file, name; None for a file elsewhere."""
    file = _file_at(place)
    return RoundKey.parse(place) if file is None else _key_of(file)


def _file_at(place: str) -> Path | None:
    path = Path(place)
    file = path / CALENDAR_FILE if path.is_dir() else path
    return file if file.is_file() else None


def _without_errors(file: Path, key: RoundKey) -> Calendar:
    calendar, findings = _read(file, key)
    errors = tuple(finding for finding in findings if finding.severity == "error")
    if calendar is None or errors:
        raise CalendarFaultsError(errors)
    return calendar


def check_calendars(
    paths: Iterable[Path] = (), against: Path | None = None, root: Path | None = None
) -> tuple[Finding, ...]:
    """Check calendars (files, folders, or keys of rounds; all of them without paths).

    `against` is a folder with the policies' texts, in which every quote is looked up. Raises MisuseError
    for a path or folder that does not exist.
    """
    if against is not None and not against.is_dir():
        raise MisuseError(
            f"De map {against} bestaat niet.\nNoem de map met de teksten van het beleid: --against MAP"
        )
    found = (finding for file in calendar_files(paths, root) for finding in _check(file, against))
    return tuple(dict.fromkeys(found))  # what is wrong with a national calendar is told once


def calendar_files(paths: Iterable[Path] = (), root: Path | None = None) -> tuple[Path, ...]:
    """Give the calendar files that the paths mean. Raises MisuseError for one that means none."""
    chosen, whole = tuple(paths), root or content_root()
    if not chosen:
        return tuple(_file_of(key, whole) for key in list_calendar_keys(whole))
    return tuple(file for path in chosen for file in _files_below(path, whole))


def _files_below(path: Path, root: Path) -> Sequence[Path]:
    if path.is_file():
        return (path,)
    if not path.exists() and (root / "calendars" / path / CALENDAR_FILE).is_file():
        return (root / "calendars" / path / CALENDAR_FILE,)
    if not path.exists():
        raise MisuseError(
            f"Er is geen bestand of map {path}.\n"
            f"Noem een {CALENDAR_FILE}, een map, of de sleutel van een ronde."
        )
    files = sorted(file for file in path.rglob(CALENDAR_FILE) if file.is_file())
    if not files:
        raise MisuseError(f"In {path} en de mappen eronder staat geen {CALENDAR_FILE}.\nNoem een andere map.")
    return files


def _check(file: Path, against: Path | None) -> tuple[Finding, ...]:
    key = _key_of(file)
    if key is None:
        message = "De mappen om een kalender noemen de ronde: verzekeraar/sector/contractjaar."
        next_step = f"Zet hem in calendars/<verzekeraar>/<sector>/<contractjaar>/{CALENDAR_FILE}."
        return (Finding("place", "error", message, next_step, file=shown(file), line=1, column=1),)
    calendar, findings = _read(file, key)
    if calendar is None:
        return findings
    folder, text = file.resolve().parent, read_yaml(file)
    national, faults = read_national(key, folder.parents[2])
    asked = (
        () if against is None else check_quotes(calendar, against),
        check_round(calendar, read_round_content(folder), national, unread=bool(faults)),
    )
    return (*findings, *(placed(each, text, file) for some in asked for each in some), *faults)


def _read(file: Path, key: RoundKey) -> tuple[Calendar | None, tuple[Finding, ...]]:
    """Read and check; the calendar is None when its form is not right."""
    text = read_yaml(file)
    findings = list(text.findings)
    calendar = None
    if not any(finding.code in ("not-text", "not-yaml", "empty") for finding in findings):
        try:
            shape = CalendarShape.model_validate(text.tree)
        except ValidationError as fault:
            findings += findings_of(fault, text, keys_of(*_SHAPES))
        else:
            terms, faults = read_insurer_terms(file.resolve().parents[2] / INSURER_FILE)
            closed = frozenset() if terms is None else frozenset(terms.closing_days)
            calendar = replace(_calendar(shape, key, text, file), closed=closed)
            findings += faults
            findings += check_calendar(calendar, _asked(file.parent))
    return calendar, tuple(placed(finding, text, file) for finding in findings)


def _asked(folder: Path) -> frozenset[str]:
    """Give the numbers of ambiguities that the submissions beside a calendar name."""
    file = folder / SUBMISSIONS_FILE
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


def _file_of(key: RoundKey, root: Path) -> Path:
    return root / "calendars" / key.insurer / key.sector / str(key.contract_year) / CALENDAR_FILE


def _key_of(file: Path) -> RoundKey | None:
    try:
        return RoundKey.parse("/".join(file.resolve().parts[-4:-1]))
    except MisuseError:
        return None
