"""What can be said about a calendar without its policy: references, circles, words, order, doubts.

Pure: findings carry the path of the value they concern; places in a file are added by whoever read it.
"""

from collections.abc import Collection

from inkoopkalender.domain.ambiguity_checks import check_ambiguities
from inkoopkalender.domain.calendar import Calendar, Event
from inkoopkalender.domain.day_checks import check_days
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.order_checks import check_order
from inkoopkalender.domain.phrases import PhraseError
from inkoopkalender.domain.reference_checks import check_keys, check_references, check_source
from inkoopkalender.domain.timeline import CircleError, ResolvedEvent, Resolver


def check_calendar(calendar: Calendar, asked: Collection[str] = ()) -> tuple[Finding, ...]:
    """Give all findings, in the order of the events; doubts about the calendar as a whole come last.

    `asked` are the numbers of ambiguities that the round's submissions name.
    """
    findings = list(check_source(calendar))
    resolved: list[ResolvedEvent] = []
    circles: set[frozenset[str]] = set()
    resolver = Resolver(calendar, {})
    for event in calendar.events:
        findings += [*check_keys(event, calendar), *check_references(event, calendar)]
        outcome = _resolve(event, resolver, circles)
        if isinstance(outcome, ResolvedEvent):
            resolved.append(outcome)
            findings += check_days(event, outcome, calendar)
        else:
            findings += outcome
    return (*findings, *check_order(resolved), *check_ambiguities(calendar, asked))


def _resolve(
    event: Event, resolver: Resolver, circles: set[frozenset[str]]
) -> ResolvedEvent | tuple[Finding, ...]:
    """Resolve, or say why not: a fault in the event's own words, or a circle that was not yet told."""
    try:
        return resolver.resolve(event.key)
    except CircleError as fault:
        circle = frozenset(fault.circle)
        if circle in circles:
            return ()
        circles.add(circle)
        message = f"Gebeurtenissen tellen in een kring van elkaar: {' -> '.join(fault.circle)}."
        next_step = "Geef er één een eigen datum, of noem een feit onder facts en tel daarvan."
        return (Finding("circle", "error", message, next_step, ("events", event.key, "when")),)
    except PhraseError as fault:
        field = "when" if fault.words.split() == event.when.split() else "act"
        if field == "act" and fault.words.split() != (event.act or "").split():
            return ()
        message = f"{event.key}: {fault.problem}"
        path = ("events", event.key, field)
        return (Finding("words", "error", message, fault.next_step, path, fault.column - 1),)
