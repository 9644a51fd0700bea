"""What an entry of an agenda says, in Dutch: its title, its description, its place.

The date stands in words in the title as well: an agenda shows a deadline at 24.00 uur as half past eleven,
and an approximate day as a certain one.
"""

from collections.abc import Iterator
from datetime import date, time

from inkoopkalender.clock import HOME
from inkoopkalender.domain import dutch
from inkoopkalender.domain.calendar import EVERY_TRACK, Calendar
from inkoopkalender.domain.dutch import capitalised
from inkoopkalender.domain.dutch_dates import end_text, short_date, start_text
from inkoopkalender.domain.resolution import Span
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.mail.ics_parts import LONGEST_BAND, Moments, Part

_CHANNELS = {"vecozo": "VECOZO", "website": "Website", "e-mail": "E-mail"}


_IN_POLICY = "In het beleid: "


def title_words(event: ResolvedEvent, part: Part, calendar: Calendar, insurer: str) -> str:
    """Write `Deadline: zorgaanbieder tekent, uiterlijk zo 1 november 2026, 24.00 uur [CZ ggz 2027]`."""
    does = f"{_who(event, insurer)} {event.does}"
    last = "Laatste dag" if _is_term(event, part) else "Deadline"
    what = f"{last}: {does}" if part.kind == "deadline" else capitalised(does)
    track = "" if event.track == EVERY_TRACK else f" · {track_words(event, calendar)}"
    return f"{what}, {_short_when(event, part)} [{round_words(calendar, insurer)}{track}]"


def description_words(
    event: ResolvedEvent, part: Part, calendar: Calendar, insurer: str, doubts: tuple[str, ...]
) -> str:
    """Write a line for each fact: who does what, when, how sure, for whom, how, and where it stands."""
    return "\n".join(
        [
            f"{capitalised(_who(event, insurer))} {event.does}.",
            f"Wanneer: {_long_when(part.moments)}.",
            *_abroad(part.moments),
            *_approximation(event),
            *doubts,
            f"Voor: {track_words(event, calendar)}.",
            *([f"Via: {place_words(event)}."] if event.channel else []),
            f"{_IN_POLICY}{_source(event, calendar)}.",
            f"Hoe gelezen: {event.reason}",
            *_other_readings(event),
        ]
    )


def changed_words(description: str, event: ResolvedEvent, calendar: Calendar, changed_on: date) -> str:
    """Write the description of an event whose date was moved: it quotes no policy for that date."""
    where = f"{event.source.section}, {calendar.source.title}"
    told = f"Gewijzigd op {dutch.long_date(changed_on)}. Het beleid noemde een andere datum ({where})."
    lines = (told if line.startswith(_IN_POLICY) else line for line in description.split("\n"))
    return "\n".join(lines)


def round_words(calendar: Calendar, insurer: str) -> str:
    """Write `CZ groep wijkverpleging 2027`."""
    return f"{insurer} {sector_words(calendar)} {calendar.key.contract_year}"


def sector_words(calendar: Calendar) -> str:
    """Write the sector as a Dutch reader says it."""
    return calendar.key.sector.replace("-", " ")


def track_words(event: ResolvedEvent, calendar: Calendar) -> str:
    """Name the group of providers that it concerns."""
    titles = {track.key: track.title for track in calendar.tracks}
    return "Alle zorgaanbieders" if event.track == EVERY_TRACK else titles[event.track]


def place_words(event: ResolvedEvent) -> str | None:
    """Name the channel along which it goes; None when the calendar does not say."""
    if event.channel is None:
        return None
    return _CHANNELS.get(event.channel, capitalised(event.channel.replace("-", " ")))


def _who(event: ResolvedEvent, insurer: str) -> str:
    names = {
        "provider": "zorgaanbieder",
        "insurer": insurer,
        "both": f"zorgaanbieder en {insurer}",
        "other": "een derde",
    }
    return names[event.actor]


def _is_term(event: ResolvedEvent, part: Part) -> bool:
    """Say whether it is time that runs out, such as a contract's, and nothing must be done by then."""
    start, end = part.moments.start, part.moments.end
    if event.actor == "provider" or event.phase or start is None or end is None:
        return False
    return end - start > LONGEST_BAND


def _short_when(event: ResolvedEvent, part: Part) -> str:
    start, end, last_day = part.moments.start, part.moments.end, part.moments.last_day
    if part.approximate and part.kind != "period":
        return dutch.around(part.start, event.quote)
    if part.kind == "deadline" and end is not None:
        return end_text(end) if _is_term(event, part) else f"uiterlijk {end_text(end)}"
    if start is None or last_day is None:
        return f"vanaf {start_text(start)}" if start else ""
    if start.date() == last_day:
        return short_date(last_day)
    words = f' ("{event.quote}")' if part.approximate else ""
    bound = event.span.bound if event.span else None
    first = _day(start.date(), rough=bound in ("start", "both"))
    return f"{first} t/m {_day(last_day, rough=bound in ('end', 'both'))}{words}"


def _day(day: date, *, rough: bool) -> str:
    return f"rond {dutch.plain_date(day)}" if rough else short_date(day)


def _long_when(moments: Moments) -> str:
    start, end = moments.start, moments.end
    last = "" if end is None else dutch.long_end(end)
    if start is None:
        return f"uiterlijk {last}"
    clock = "" if start.time() == time() else f", {start:%H.%M} uur"
    first = f"{dutch.long_date(start)}{clock}"
    if end is None:
        return f"vanaf {first}"
    if clock == "" and start.date() == moments.last_day:
        return last.removesuffix(", tot 24.00 uur")
    return f"{first} t/m {last}"


def _abroad(moments: Moments) -> Iterator[str]:
    """Say an end by another clock in Dutch time too."""
    end = moments.end
    if end is not None and end.utcoffset() != end.astimezone(HOME).utcoffset():
        yield f"In Nederlandse tijd: {dutch.long_end(end.astimezone(HOME))}."


def _approximation(event: ResolvedEvent) -> Iterator[str]:
    if event.span is not None:
        yield f"Bij benadering: het beleid noemt geen dag. {_BOUNDS[event.span.bound]} {_span(event.span)}."


_BOUNDS = {
    "start": "Het begin kan elke dag zijn van",
    "end": "Het einde kan elke dag zijn van",
    "both": "Het kan elke dag zijn van",
}


def _span(span: Span) -> str:
    return f"{dutch.long_date(span.start)} t/m {dutch.long_date(span.end)}"


def _source(event: ResolvedEvent, calendar: Calendar) -> str:
    section = event.source.section
    where = f"paragraaf {section}" if section[:1].isdigit() else section
    return f'"{event.quote}", {where}, {calendar.source.title}'


def _other_readings(event: ResolvedEvent) -> Iterator[str]:
    for reading in event.readings:
        if not reading.chosen and reading.last_day is not None:
            yield f"Ook verdedigbaar: de laatste dag is {dutch.long_date(reading.last_day)}."
