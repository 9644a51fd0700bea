"""What can be said about a calendar without its policy: references, circles, words, order, doubts.

Pure: findings carry the path of the value they concern; places in a file are added by whoever read it.
"""

from collections.abc import Iterator
from itertools import combinations

from inkoopkalender.domain.calendar import EVERY_TRACK, Calendar, Event
from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.phrase_help import nearest
from inkoopkalender.domain.phrases import PhraseError, reference_of
from inkoopkalender.domain.timeline import CircleError, ResolvedEvent, resolve_event
from inkoopkalender.domain.working_days import holidays, is_working_day

_ORDER = (
    "publish-policy", "intake", "propose-production", "offer-contracts", "sign-contracts",
    "publish-contracted-care",
)  # fmt: skip
_DATED = ("deadline", "window", "milestone")


def check_calendar(calendar: Calendar) -> tuple[Finding, ...]:
    """Give all findings, in the order of the events; those about the order between events come last."""
    findings: list[Finding] = []
    resolved: list[ResolvedEvent] = []
    circles: set[frozenset[str]] = set()
    for event in calendar.events:
        references = [*_check_keys(event, calendar), *_check_references(event, calendar)]
        findings += references
        outcome = _resolve(event, calendar, circles)
        if isinstance(outcome, ResolvedEvent):
            resolved.append(outcome)
            findings += _check_resolved(event, outcome, calendar.working_days)
        else:
            findings += outcome
    return (*findings, *_check_order(resolved))


def _check_keys(event: Event, calendar: Calendar) -> Iterator[Finding]:
    tracks = [track.key for track in calendar.tracks]
    if event.track != EVERY_TRACK and event.track not in tracks:
        message = f"{event.key}: there is no track '{event.track}'."
        yield Finding(
            "unknown-reference", "error", message, _known(event.track, tracks), _path(event, "track")
        )
    if event.key in [fact.key for fact in calendar.facts]:
        message = f"'{event.key}' is both an event and a fact."
        yield Finding("double-name", "error", message, "Rename one of the two.", ("events", event.key))
    if not event.section:
        message = f"{event.key}: no section says where the policy states this."
        next_step = 'Add the section of the policy, for example section: "4.1".'
        yield Finding("missing-source", "error", message, next_step, ("events", event.key))


def _check_references(event: Event, calendar: Calendar) -> Iterator[Finding]:
    """Look up what the words of `when` and `act` count from; words that cannot be read are skipped."""
    known = [*(other.key for other in calendar.events), *(fact.key for fact in calendar.facts)]
    for field, words in (("when", event.when), ("act", event.act)):
        try:
            reference = reference_of(parse_phrase(words)) if words else None
        except PhraseError:
            continue
        if reference is not None and reference.name not in known:
            message = f"{event.key}: '{reference.name}' is neither an event nor a declared fact."
            next_step = _known(reference.name, known)
            yield Finding(
                "unknown-reference", "error", message, next_step, _path(event, field), reference.column - 1
            )


def _resolve(
    event: Event, calendar: Calendar, circles: set[frozenset[str]]
) -> ResolvedEvent | tuple[Finding, ...]:
    """Resolve, or say why not: a fault in the event's own words, or a circle that was not yet told."""
    try:
        return resolve_event(event, calendar, {})
    except CircleError as fault:
        circle = frozenset(fault.circle)
        if circle in circles:
            return ()
        circles.add(circle)
        message = f"Events count from one another in a circle: {' -> '.join(fault.circle)}."
        next_step = "Give one of them a date of its own, or declare a fact and count from that."
        return (Finding("circle", "error", message, next_step, _path(event, "when")),)
    except PhraseError as fault:
        field = "when" if fault.words.split() == event.when.split() else "act"
        if field == "act" and fault.words.split() != (event.act or "").split():
            return ()
        message = f"{event.key}: {fault.problem}"
        return (Finding("words", "error", message, fault.next_step, _path(event, field), fault.column - 1),)


def _check_resolved(event: Event, resolved: ResolvedEvent, profile: str) -> Iterator[Finding]:
    yield from _check_last_day(event, resolved, profile)
    yield from _check_year(event, resolved)
    if (
        resolved.end is None
        and event.remind is not None
        and event.remind.before_end
        and resolved.kind != "sla"
    ):
        message = f"{event.key}: reminders before the end, but the words give no end."
        yield Finding(
            "no-end", "error", message, "Leave before_end out, or give an end.", _path(event, "remind")
        )
    if event.ambiguities:
        plural = "s" if len(event.ambiguities) > 1 else ""
        message = f"{event.key}: open question{plural}: {', '.join(event.ambiguities)}."
        next_step = "The catalogue of rules says how it is read."
        yield Finding("ambiguity", "note", message, next_step, _path(event, "ambiguities"))


def _check_last_day(event: Event, resolved: ResolvedEvent, profile: str) -> Iterator[Finding]:
    day = resolved.last_day
    if day is None or resolved.kind not in _DATED or is_working_day(day, profile):
        return
    why = holidays(day.year, profile).get(day, "weekend")
    message = f"{event.key}: the last day, {short_date(day)}, is no working day: {why}{_doubts(event)}."
    next_step = "The deadline stays; reminders leave on working days before it."
    yield Finding("no-working-day", "warning", message, next_step, _path(event, "when"))


def _check_year(event: Event, resolved: ResolvedEvent) -> Iterator[Finding]:
    if resolved.inferred_year:
        message = f"{event.key}: the words '{event.when}' leave a year out; it was inferred{_doubts(event)}."
        yield Finding("inferred-year", "warning", message, "Confirm the year.", _path(event, "when"))
    elif event.year is not None and event.act is None:
        message = f"{event.key}: year: {event.year} is not used, the words name their year."
        yield Finding("unused-year", "warning", message, "Leave year out.", _path(event, "year"))


def _doubts(event: Event) -> str:
    return f" ({', '.join(event.ambiguities)})" if event.ambiguities else ""


def _check_order(events: list[ResolvedEvent]) -> Iterator[Finding]:
    """Phases follow one another: what comes later in the year may not end earlier."""
    phased = [event for event in events if event.phase in _ORDER and event.end is not None]
    phased.sort(key=lambda event: _ORDER.index(event.phase or ""))
    for earlier, later in combinations(phased, 2):
        apart = EVERY_TRACK not in (earlier.track, later.track) and earlier.track != later.track
        if (
            apart
            or earlier.phase == later.phase
            or not earlier.end
            or not later.end
            or earlier.end <= later.end
        ):
            continue
        ends = f"{later.key} ({later.phase}) ends {later.end:%Y-%m-%d %H:%M}"
        message = f"{ends}, before {earlier.key} ({earlier.phase}), which ends {earlier.end:%Y-%m-%d %H:%M}."
        next_step = "Compare both dates with the policy; one of the two is wrong, or has the wrong phase."
        yield Finding("order", "error", message, next_step, ("events", later.key, "when"))


def _known(name: str, known: list[str]) -> str:
    """Name the nearest known key, or all of them."""
    close = nearest(name, known)
    return f"Did you mean '{close}'?" if close else f"Known are: {', '.join(known) or 'none yet'}."


def _path(event: Event, field: str) -> tuple[str, ...]:
    return ("events", event.key, field)
