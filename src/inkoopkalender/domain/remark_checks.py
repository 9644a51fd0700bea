"""What a reader of a calendar should know: nothing here is wrong by itself.

Who answers for what, what has no date yet, which tracks are empty, which ends are moved, and whether anything
will happen at all.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.timeline import ResolvedEvent


def check_remarks(calendar: Calendar, events: Sequence[ResolvedEvent]) -> Iterator[Finding]:
    """Give the remarks; those about the calendar as a whole come first."""
    yield from _check_status(calendar)
    yield from _check_owners(calendar)
    yield from _check_roll(calendar)
    yield from _check_tracks(calendar)
    yield from _check_unresolved(calendar, events)


def _check_status(calendar: Calendar) -> Iterator[Finding]:
    if calendar.status == "expected":
        message = "Deze kalender is verwacht (status: expected): er gebeurt niets uit zichzelf."
        next_step = "Klopt zij met het nieuwe beleid, zet dan status: confirmed."
        yield Finding("expected", "note", message, next_step, ("status",))


def _check_owners(calendar: Calendar) -> Iterator[Finding]:
    """Ask once for an owner where there is none at all, else per event that the insurer acts on."""
    if not any(event.owner for event in calendar.events):
        message = "Niemand staat als eigenaar bij deze kalender of een van haar gebeurtenissen."
        next_step = "Zet owner: met een functie of team bovenin, of bij elke gebeurtenis."
        yield Finding("no-owner", "warning", message, next_step, ())
        return
    for event in calendar.events:
        if event.phase and not event.owner:
            message = f"{event.key}: niemand staat erbij als eigenaar."
            next_step = "Zet owner: bij de gebeurtenis, of bovenin voor de hele kalender."
            yield Finding("no-owner", "warning", message, next_step, ("events", event.key))


def _check_roll(calendar: Calendar) -> Iterator[Finding]:
    rolled = [event.key for event in calendar.events if event.roll]
    if rolled:
        whole = len(rolled) == len(calendar.events)
        which = "alle gebeurtenissen" if whole else ", ".join(rolled)
        message = f"Een einde op een vrije dag schuift naar de volgende werkdag: {which}."
        next_step = "Doe dit alleen waar het beleid het zegt; anders blijft een termijn staan."
        path = ("roll",) if whole else ("events", rolled[0], "roll")
        yield Finding("rolled", "note", message, next_step, path)


def _check_tracks(calendar: Calendar) -> Iterator[Finding]:
    used = Counter(event.track for event in calendar.events)
    for track in calendar.tracks:
        if not used[track.key]:
            message = f"Het spoor {track.key} ({track.title}) heeft geen eigen gebeurtenissen."
            next_step = "Geef er een track: die naam, of laat het spoor staan om het te benoemen."
            yield Finding("empty-track", "note", message, next_step, ("tracks", track.key))


def _check_unresolved(calendar: Calendar, events: Sequence[ResolvedEvent]) -> Iterator[Finding]:
    """Name what has no moment and is not counted per case, however many steps back."""
    counted = {event.key: event.relative_to for event in events}
    returning = {event.key for event in events if event.kind == "recurring"}
    facts = {fact.key for fact in calendar.facts}
    for event in events:
        names = tuple(_counted_from(event.key, counted))
        per_case = bool(facts.intersection(names)) or event.kind in ("recurring", "start-rule")
        if returning.intersection(names) and event.start is None and event.end is None:
            message = (
                f"{event.key}: '{event.words}' telt vanaf {names[-1]}, dat terugkomt; per keer wordt er geen "
                "moment gerekend."
            )
            next_step = "Geef elke keer een eigen gebeurtenis, als deze termijn in de agenda moet staan."
            yield Finding(
                "counts-from-recurring", "warning", message, next_step, ("events", event.key, "when")
            )
        elif event.start is None and event.end is None and not per_case:
            waits = f"'{event.relative_to}'" if event.relative_to else "een datum, die het beleid niet noemt"
            message = f"{event.key}: '{event.words}' heeft nog geen moment; wacht op {waits}."
            next_step = "Het blijft in de lijst staan; vul when aan zodra de datum bekend is."
            yield Finding("unresolved", "note", message, next_step, ("events", event.key, "when"))


def _counted_from(key: str, counted: Mapping[str, str | None]) -> Iterator[str]:
    """Give what an event counts from, what that counts from, and so on; a circle was refused before."""
    name = counted.get(key)
    while name is not None:
        yield name
        name = counted.get(name)
