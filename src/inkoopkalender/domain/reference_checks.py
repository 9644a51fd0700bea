"""What an event names must be there: its track, its section, what its words count from; and no name twice."""

from collections.abc import Iterator

from inkoopkalender.domain.calendar import EVERY_TRACK, UNKNOWN_DOCUMENT, Calendar, Event
from inkoopkalender.domain.duties import DUTY, PHASE_DUTIES
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.phrase_help import nearest
from inkoopkalender.domain.phrases import PhraseError, references_of


def check_source(calendar: Calendar) -> Iterator[Finding]:
    """Ask which document the dates were taken from."""
    for field, words in (("document", calendar.source.document), ("title", calendar.source.title)):
        if not words.strip():
            message = f"De bron van deze kalender heeft geen {field}."
            next_step = "Noem het bestand en de titel van het beleid waar de datums uit komen."
            yield Finding("missing-source", "error", message, next_step, ("source", field))
    if calendar.status == "confirmed" and calendar.source.document == UNKNOWN_DOCUMENT:
        message = "De kalender is bevestigd, maar haar bron is onbekend."
        next_step = "Houd haar naast het beleid en noem het bestand, of zet status terug op expected."
        yield Finding("missing-source", "error", message, next_step, ("source", "document"))


def check_keys(event: Event, calendar: Calendar) -> Iterator[Finding]:
    """Look at an event's names: its track, its own key, its section, and who releases what."""
    tracks = [track.key for track in calendar.tracks]
    if event.track != EVERY_TRACK and event.track not in tracks:
        message = f"{event.key}: er is geen spoor '{event.track}'."
        yield Finding(
            "unknown-reference", "error", message, _known(event.track, tracks), ("events", event.key, "track")
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
        path = ("events", event.key, "release")
        yield Finding("release-without-effect", "warning", message, next_step, path)


def check_references(event: Event, calendar: Calendar) -> Iterator[Finding]:
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
                next_step = _event_or_fact(reference.name, known)
                path, offset = ("events", event.key, field), reference.column - 1
                yield Finding("unknown-reference", "error", message, next_step, path, offset)


def _event_or_fact(name: str, known: list[str]) -> str:
    close = nearest(name, known)
    if close:
        return f"Bedoelt u '{close}'?"
    return (
        "Noem een gebeurtenis van deze kalender. Of zet onder facts wat per geval gebeurt, bijvoorbeeld "
        "question-received: {subject: question, title: vraag ontvangen}, en tel daarvan; quote houdt de "
        "woorden van het beleid."
    )


def _known(name: str, known: list[str]) -> str:
    """Name the nearest known key, or all of them."""
    close = nearest(name, known)
    return f"Bedoelt u '{close}'?" if close else f"Er is: {', '.join(known) or 'nog niets'}."
