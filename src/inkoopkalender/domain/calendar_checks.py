"""What can be said about a calendar without its policy: references, circles, words, order, doubts.

Pure: findings carry the path of the value they concern; places in a file are added by whoever read it.
"""

from collections.abc import Collection, Iterator

from inkoopkalender.domain.ambiguity_checks import check_ambiguities
from inkoopkalender.domain.calendar import EVERY_TRACK, Calendar, Event
from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.duties import DUTY, PHASE_DUTIES
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.order_checks import check_order
from inkoopkalender.domain.phrase_help import nearest
from inkoopkalender.domain.phrases import PhraseError, references_of
from inkoopkalender.domain.timeline import CircleError, ResolvedEvent, resolve_event
from inkoopkalender.domain.working_days import holidays, is_working_day

_DATED = ("deadline", "window", "milestone")


def check_calendar(calendar: Calendar, asked: Collection[str] = ()) -> tuple[Finding, ...]:
    """Give all findings, in the order of the events; doubts about the calendar as a whole come last.

    `asked` are the numbers of ambiguities that the round's submissions name.
    """
    findings = list(_check_source(calendar))
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
    return (*findings, *check_order(resolved), *check_ambiguities(calendar, asked))


def _check_source(calendar: Calendar) -> Iterator[Finding]:
    for field, words in (("document", calendar.source.document), ("title", calendar.source.title)):
        if not words.strip():
            message = f"De bron van deze kalender heeft geen {field}."
            next_step = "Noem het bestand en de titel van het beleid waar de datums uit komen."
            yield Finding("missing-source", "error", message, next_step, ("source", field))


def _check_keys(event: Event, calendar: Calendar) -> Iterator[Finding]:
    tracks = [track.key for track in calendar.tracks]
    if event.track != EVERY_TRACK and event.track not in tracks:
        message = f"{event.key}: er is geen spoor '{event.track}'."
        yield Finding(
            "unknown-reference", "error", message, _known(event.track, tracks), _path(event, "track")
        )
    if event.key in [fact.key for fact in calendar.facts]:
        message = f"'{event.key}' is zowel een gebeurtenis als een feit."
        next_step = "Geef een van de twee een andere naam."
        yield Finding("double-name", "error", message, next_step, ("events", event.key))
    if not event.section.strip():
        message = f"{event.key}: er staat niet bij waar het beleid dit zegt."
        next_step = 'Noem de paragraaf, bijvoorbeeld section: "4.1".'
        yield Finding("missing-source", "error", message, next_step, ("events", event.key))
    duties = PHASE_DUTIES[event.phase] if event.phase else ()
    if event.release and not any(DUTY[kind].releasable for kind in duties):
        message = f"{event.key}: hier valt niets vrij te geven; 'release: {event.release}' doet niets."
        next_step = "Laat release weg. Wat vrijgave kent, staat in docs/reference/actions.md."
        yield Finding("release-without-effect", "warning", message, next_step, _path(event, "release"))


def _check_references(event: Event, calendar: Calendar) -> Iterator[Finding]:
    """Look up what the words of `when` and `act` count from; words that cannot be read are skipped."""
    known = [*(other.key for other in calendar.events), *(fact.key for fact in calendar.facts)]
    for field, words in (("when", event.when), ("act", event.act)):
        try:
            references = references_of(parse_phrase(words)) if words else ()
        except PhraseError:
            continue
        for reference in references:
            if reference.name not in known:
                message = (
                    f"{event.key}: '{reference.name}' is geen gebeurtenis en geen feit van deze kalender."
                )
                next_step = _known(reference.name, known)
                path, offset = _path(event, field), reference.column - 1
                yield Finding("unknown-reference", "error", message, next_step, path, offset)


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
        message = f"Gebeurtenissen tellen in een kring van elkaar: {' -> '.join(fault.circle)}."
        next_step = "Geef er één een eigen datum, of noem een feit onder facts en tel daarvan."
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
        message = f"{event.key}: er zijn herinneringen vóór het einde, maar de woorden geven geen einde."
        next_step = "Laat before_end weg, of geef een einde."
        yield Finding("no-end", "error", message, next_step, _path(event, "remind"))
    if event.ambiguities:
        message = f"{event.key}: het beleid is hier niet eenduidig: {', '.join(event.ambiguities)}."
        next_step = "Vraag en gekozen lezing staan onder ambiguities; inkoopkalender calendar show toont ze."
        yield Finding("ambiguity", "note", message, next_step, _path(event, "ambiguities"))


def _check_last_day(event: Event, resolved: ResolvedEvent, profile: str) -> Iterator[Finding]:
    day = resolved.last_day
    if day is None or resolved.kind not in _DATED or is_working_day(day, profile):
        return
    why = holidays(day.year, profile).get(day, "weekend")
    message = f"{event.key}: de laatste dag, {short_date(day)}, is geen werkdag: {why}{_doubts(event)}."
    next_step = "De termijn blijft zo; herinneringen gaan weg op werkdagen ervoor."
    yield Finding("no-working-day", "warning", message, next_step, _path(event, "when"))


def _check_year(event: Event, resolved: ResolvedEvent) -> Iterator[Finding]:
    if resolved.inferred_year:
        message = f"{event.key}: in '{event.when}' ontbreekt een jaar; het is aangevuld{_doubts(event)}."
        next_step = "Controleer of het jaar klopt."
        yield Finding("inferred-year", "warning", message, next_step, _path(event, "when"))
    elif event.year is not None and event.act is None:
        message = f"{event.key}: year: {event.year} doet niets, want de woorden noemen hun jaar."
        yield Finding("unused-year", "warning", message, "Laat year weg.", _path(event, "year"))


def _doubts(event: Event) -> str:
    return f" ({', '.join(event.ambiguities)})" if event.ambiguities else ""


def _known(name: str, known: list[str]) -> str:
    """Name the nearest known key, or all of them."""
    close = nearest(name, known)
    return f"Bedoelt u '{close}'?" if close else f"Er is: {', '.join(known) or 'nog niets'}."


def _path(event: Event, field: str) -> tuple[str, ...]:
    return ("events", event.key, field)
