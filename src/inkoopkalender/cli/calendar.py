"""`inkoopkalender calendar`: list, show, when, check; the larger commands have modules of their own.

Reads content only; needs no database.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from inkoopkalender.cli.calendar_diff import compare
from inkoopkalender.cli.calendar_ics import write_ics
from inkoopkalender.cli.calendar_new_year import make_new_year
from inkoopkalender.cli.calendar_svg import draw_calendars
from inkoopkalender.cli.calendar_tracks import check_track
from inkoopkalender.cli.moment_text import moment_line, occurrence_line
from inkoopkalender.cli.output import print_json, print_line, print_table, to_json
from inkoopkalender.content.calendars import (
    CalendarFaultsError,
    calendar_files,
    check_calendars,
    list_calendar_keys,
    load_calendar,
)
from inkoopkalender.domain import dutch
from inkoopkalender.domain.calendar import EVERY_TRACK, Ambiguity, Calendar
from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.meaning import READINGS, meaning_of
from inkoopkalender.domain.moments import start_at
from inkoopkalender.domain.resolution import Anchored, Context, Meaning, Reading
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import ResolvedEvent, anchored_at, resolve_calendar
from inkoopkalender.domain.working_days import PROFILES
from inkoopkalender.errors import MisuseError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Calendars in the policy's words."
)

ZONE = ZoneInfo("Europe/Amsterdam")
SHOWN = 12
"""How many occurrences are shown before the rest is only counted; JSON holds all."""
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@app.command("list")
def list_calendars(json: Json = False) -> None:
    """Show the rounds that have a calendar.

    Example: inkoopkalender calendar list
    """
    entries = [_entry(key) for key in list_calendar_keys()]
    if json:
        print_json({"calendars": entries})
        return
    rows = [
        [str(entry["key"]), str(entry["events"] or "fouten"), str(entry["title"] or "")] for entry in entries
    ]
    print_table(["ronde", "gebeurtenissen", "beleid"], rows)


@app.command("show")
def show_calendar(
    key: Annotated[str, typer.Argument(help="The round, such as cz/wijkverpleging/2027.")],
    track: Annotated[str | None, typer.Option(help="Only what concerns this track.")] = None,
    json: Json = False,
) -> None:
    """Show a round's events with their moments, and why they fall there.

    Example: inkoopkalender calendar show cz/wijkverpleging/2027 --track existing
    """
    calendar = load_calendar(RoundKey.parse(key))
    events = _of_track(calendar, track)
    if json:
        print_json(_document(calendar, events))
        return
    print_line(f"{calendar.key} · {calendar.source.title} ({calendar.source.document})")
    print_line(f"{calendar.timezone} · werkdagen: {calendar.working_days} · versie {calendar.revision}\n")
    rows = [[event.key, event.track, _why(event)] for event in events]
    print_table(["gebeurtenis", "spoor", "moment, woorden en reden"], rows)
    if calendar.ambiguities:
        print_line("\nWat het beleid niet eenduidig zegt, en hoe het hier is gelezen:\n")
        print_table(["nummer", "vraag en gekozen lezing"], [_reading(each) for each in calendar.ambiguities])


@app.command("when")
def explain_words(
    words: Annotated[str, typer.Argument(help="Words about time, such as 'uiterlijk 1 november 2026'.")],
    event: Annotated[
        list[str] | None, typer.Option(help="When what the words count from happened (ISO).")
    ] = None,
    year: Annotated[
        int | None, typer.Option(min=1900, max=2199, help="Stands in for a missing year.")
    ] = None,
    profile: Annotated[str, typer.Option(help="The working-day profile.")] = "kantoor",
    reading: Annotated[
        str | None, typer.Option(help="inclusive or exclusive, for 'tussen A en B', 'A tot B' and the like.")
    ] = None,
    json: Json = False,
) -> None:
    """Say which moments words mean.

    Example: inkoopkalender calendar when "binnen 2 weken na E" --event 2027-01-01
    """
    if profile not in PROFILES:
        raise MisuseError(f"Er is geen werkdagenprofiel '{profile}'.\nKies uit: {', '.join(PROFILES)}.")
    happened = [_moment(text) for text in event or ()]

    context = Context(ZONE, profile, words, year, reading, contract_year=year)
    meaning, asked = _mean(words, happened, context)
    if len(happened) > asked:
        typer.echo(
            f"Let op: de woorden tellen vanaf {dutch.counted(asked, 'gebeurtenis', 'gebeurtenissen')}; "
            "wat --event verder noemt, telt niet mee.",
            err=True,
        )
    if json:
        print_json(_answer(words, profile, meaning))
        return
    print_line(moment_line(meaning))
    print_line(f"{meaning.kind}: {meaning.reason}")
    _print_occurrences(meaning)
    for other in meaning.readings:
        mark = "gekozen" if other.chosen else "ook mogelijk: --reading " + other.name
        print_line(f"  {other.name} ({READINGS[other.name]}): {_bound(other)} [{mark}]")


@app.command("check")
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files, folders or keys; without: all.")] = None,
    against: Annotated[Path | None, typer.Option(help="Folder with the policies' texts.")] = None,
    json: Json = False,
) -> None:
    """Check calendars; with --against, look every quote up in the policy's text.

    Example: inkoopkalender calendar check calendars/cz --against policies
    """
    files = calendar_files(paths or ())
    findings = check_calendars(files, against)
    counts = {f"{name}s": sum(f.severity == name for f in findings) for name in ("error", "warning", "note")}
    if json:
        print_json({"calendars": len(files), **counts, "findings": findings})
    else:
        for finding in findings:
            print_line(str(finding))
        print_line(_counted(len(files), counts) + ("; citaten opgezocht" if against else "") + ".")
    raise typer.Exit(1 if counts["errors"] else 0)


app.command("ics")(write_ics)
app.command("svg")(draw_calendars)
app.command("diff")(compare)
app.command("new-year")(make_new_year)


def _print_occurrences(meaning: Meaning) -> None:
    for one in meaning.occurrences[:SHOWN]:
        print_line(f"  {occurrence_line(one)}")
    if len(meaning.occurrences) > SHOWN:
        print_line(f"  … en nog {len(meaning.occurrences) - SHOWN}")


def _bound(reading: Reading) -> str:
    if reading.last_day is not None:
        return f"laatste dag {short_date(reading.last_day)}"
    return f"begint {short_date(reading.start.date())}" if reading.start else "open"


def _counted(calendars: int, counts: Mapping[str, int]) -> str:
    found = [
        dutch.counted(counts["errors"], "fout", "fouten"),
        dutch.counted(counts["warnings"], "waarschuwing", "waarschuwingen"),
        dutch.counted(counts["notes"], "opmerking", "opmerkingen"),
    ]
    return f"{dutch.counted(calendars, 'kalender', 'kalenders')}: {dutch.listed(found)}"


def _mean(words: str, happened: list[Anchored], context: Context) -> tuple[Meaning, int]:
    """Give the meaning, and how many events the words asked for; they take `happened` in their order."""
    asked: list[str] = []

    def find(name: str) -> Anchored | None:
        if name not in asked:
            asked.append(name)
        place = asked.index(name)
        return happened[place] if place < len(happened) else None

    return meaning_of(parse_phrase(words), replace(context, find=find)), len(asked)


def _entry(key: RoundKey) -> dict[str, object]:
    """Give one line of the list; a calendar with errors is listed without title and count."""
    entry: dict[str, object] = {"key": str(key), **_parts(key), "title": None, "events": None, "errors": 0}
    try:
        calendar = load_calendar(key)
    except CalendarFaultsError as fault:
        return {**entry, "errors": len(fault.findings)}
    return {**entry, "title": calendar.source.title, "events": len(calendar.events)}


def _parts(key: RoundKey) -> dict[str, object]:
    return {"insurer": key.insurer, "sector": key.sector, "contract_year": key.contract_year}


def _of_track(calendar: Calendar, track: str | None) -> tuple[ResolvedEvent, ...]:
    check_track(calendar, track)
    events = resolve_calendar(calendar).events
    if track is None:
        return events
    return tuple(event for event in events if event.track in (track, EVERY_TRACK))


def _document(calendar: Calendar, events: tuple[ResolvedEvent, ...]) -> dict[str, object]:
    return {
        "key": str(calendar.key),
        **_parts(calendar.key),
        "timezone": calendar.timezone,
        "working_days": calendar.working_days,
        "revision": calendar.revision,
        "events": [_event(event) for event in events],
        "ambiguities": calendar.ambiguities,
    }


def _event(event: ResolvedEvent) -> dict[str, object]:
    document = to_json(event)
    if not isinstance(document, dict):
        raise TypeError(document)
    return {str(key): value for key, value in document.items()}


def _answer(words: str, profile: str, meaning: Meaning) -> dict[str, object]:
    return {
        "words": words,
        "kind": meaning.kind,
        "start": meaning.start,
        "end": meaning.end,
        "last_day": meaning.last_day,
        "approximate": meaning.span is not None,
        "span": meaning.span,
        "unresolved": meaning.start is None and meaning.end is None,
        "relative_to": meaning.relative_to,
        "offset": meaning.offset,
        "recurrence": meaning.recurrence,
        "occurrences": meaning.occurrences,
        "retroactive": meaning.retroactive,
        "readings": meaning.readings,
        "inferred_year": meaning.inferred_year,
        "profile": profile,
        "reason": meaning.reason,
    }


def _why(event: ResolvedEvent) -> str:
    doubts = f" [{', '.join(event.ambiguities)}]" if event.ambiguities else ""
    return f"{moment_line(event)}\n{event.quote} ({event.source.section}){doubts}\n{event.reason}\n "


def _reading(ambiguity: Ambiguity) -> list[str]:
    where = ", ".join(ambiguity.sections)
    other = "; ".join(ambiguity.alternatives)
    told = f"{ambiguity.question} ({where})\nGelezen: {ambiguity.reading}\nOok mogelijk: {other}\n "
    return [ambiguity.id, told]


def _moment(text: str) -> Anchored:
    """Read a date or an instant; one without a zone is Amsterdam's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = (
            f"'{text}' is geen datum en geen tijdstip.\nSchrijf 2027-03-15 of 2027-03-15T10:30:00+01:00."
        )
        raise MisuseError(message) from None
    if moment.tzinfo is None:
        moment = start_at(moment.date(), moment.time(), ZONE)
    return anchored_at(moment, ZONE)
