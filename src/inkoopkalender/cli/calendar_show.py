"""`inkoopkalender calendar show`: a round's events with their moments, and why they fall there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.calendar_tracks import check_track
from inkoopkalender.cli.held_calendar import load_held_calendar
from inkoopkalender.cli.moment_text import moment_line
from inkoopkalender.cli.output import Json, print_json, print_line, print_table, to_json
from inkoopkalender.cli.own_content import own_content
from inkoopkalender.content.national import load_national
from inkoopkalender.domain.calendar import EVERY_TRACK, Ambiguity, Calendar
from inkoopkalender.domain.dutch import capitalised
from inkoopkalender.domain.moves import Move, move_words
from inkoopkalender.domain.national import StatutoryDate, Verified
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import ResolvedEvent, resolve_calendar
from inkoopkalender.web.event_words import event_words

_VERIFIED: dict[Verified, str] = {
    "current": "",
    "derived": "; de dag is daaruit afgeleid",
    "earlier": "; gelezen in een oudere tekst",
    "unread": "; de tekst zelf is niet gelezen",
}


def show_calendar(
    key: Annotated[str, typer.Argument(help="The round, such as cz/wijkverpleging/2027.")],
    track: Annotated[str | None, typer.Option(help="Only what concerns this track.")] = None,
    json: Json = False,
) -> None:
    """Show a round's events with their moments, and why they fall there.

    Example: inkoopkalender calendar show cz/wijkverpleging/2027 --track existing
    """
    root = own_content()
    held = load_held_calendar(RoundKey.parse(key), root)
    calendar, moves = held.calendar, held.moves
    events = _of_track(calendar, track)
    if json:
        print_json(_document(calendar, events, moves, root))
        return
    print_line(f"{calendar.key} · {calendar.source.title} ({calendar.source.document})")
    print_line(f"{calendar.timezone} · werkdagen: {calendar.working_days} · versie {calendar.revision}")
    if calendar.status == "expected":
        print_line("Verwacht: de woorden van vorig jaar; er gebeurt niets voordat iemand het bevestigt.")
    print_line("")
    rows = [[event.key, event.track, _why(event, moves.get(event.key))] for event in events]
    print_table(["gebeurtenis", "spoor", "wie doet wat; moment, woorden en reden"], rows)
    if law := _law(calendar, root):
        print_line("\nWat voor elke verzekeraar geldt:\n")
        print_table(
            ["termijn", "wat en bron"], [[each.when, f"{each.does}\n{_source(each)}"] for each in law]
        )
    if calendar.ambiguities:
        print_line("\nWat het beleid niet eenduidig zegt, en hoe het hier is gelezen:\n")
        print_table(["nummer", "vraag en gekozen lezing"], [_reading(each) for each in calendar.ambiguities])


def _of_track(calendar: Calendar, track: str | None) -> tuple[ResolvedEvent, ...]:
    check_track(calendar, track)
    events = resolve_calendar(calendar).events
    if track is None:
        return events
    return tuple(event for event in events if event.track in (track, EVERY_TRACK))


def _document(
    calendar: Calendar, events: tuple[ResolvedEvent, ...], moves: Mapping[str, Move], root: Path | None
) -> dict[str, object]:
    return {
        "key": str(calendar.key),
        **key_parts(calendar.key),
        "status": calendar.status,
        "timezone": calendar.timezone,
        "working_days": calendar.working_days,
        "revision": calendar.revision,
        "tracks": calendar.tracks,
        "facts": calendar.facts,
        "events": [_event(event, moves.get(event.key)) for event in events],
        "ambiguities": calendar.ambiguities,
        "law": [_statute(each) for each in _law(calendar, root)],
    }


def key_parts(key: RoundKey) -> dict[str, object]:
    """Give the parts of a round's key, as JSON documents name them."""
    return {"insurer": key.insurer, "sector": key.sector, "contract_year": key.contract_year}


def _event(event: ResolvedEvent, move: Move | None) -> dict[str, object]:
    document = to_json(event)
    if not isinstance(document, dict):
        raise TypeError(document)
    return {**{str(key): value for key, value in document.items()}, "moved": move}


def _why(event: ResolvedEvent, move: Move | None) -> str:
    doubts = f" [{', '.join(event.ambiguities)}]" if event.ambiguities else ""
    written = "" if event.quote == event.words else f"; in de kalender: {event.words}"
    who = capitalised(event_words(event))
    said = f"{event.quote} ({event.source.section}){doubts}{written}"
    moved = "" if move is None else f"\n{capitalised(move_words(move))}"
    return f"{who}\n{moment_line(event)}{moved}\n{said}\n{event.reason}\n "


def _reading(ambiguity: Ambiguity) -> list[str]:
    where = ", ".join(ambiguity.sections)
    other = "; ".join(ambiguity.alternatives)
    told = f"{ambiguity.question} ({where})\nGelezen: {ambiguity.reading}\nOok mogelijk: {other}\n "
    return [ambiguity.id, told]


def _law(calendar: Calendar, root: Path | None) -> tuple[StatutoryDate, ...]:
    """Give the statutory dates of the contract year; none when no national calendar is there."""
    national = load_national(calendar.key, root)
    return () if national is None else national.dates


def _statute(each: StatutoryDate) -> dict[str, object]:
    source = {"title": str(each.source), "url": each.source.url, "verified": each.source.verified}
    return {"key": each.key, "phase": each.phase, "when": each.when, "does": each.does, "source": source}


def _source(each: StatutoryDate) -> str:
    return f"{each.source}{_VERIFIED[each.source.verified]}"
