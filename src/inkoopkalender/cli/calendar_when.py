"""`inkoopkalender calendar when`: which moments words mean, and why."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from inkoopkalender.cli.known_years import check_year
from inkoopkalender.cli.moment_text import KIND_WORDS, moment_line, occurrence_line
from inkoopkalender.cli.output import Json, print_json, print_line
from inkoopkalender.domain import dutch
from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.known_years import FIRST_YEAR, LAST_YEAR
from inkoopkalender.domain.meaning import READINGS, meaning_of
from inkoopkalender.domain.moments import start_at
from inkoopkalender.domain.resolution import Anchored, Context, Meaning, Reading
from inkoopkalender.domain.timeline import anchored_at
from inkoopkalender.domain.working_days import PROFILES
from inkoopkalender.errors import MisuseError

ZONE = ZoneInfo("Europe/Amsterdam")
SHOWN = 12
"""How many occurrences are shown before the rest is only counted; JSON holds all."""


def explain_words(
    words: Annotated[str, typer.Argument(help="Words about time, such as 'uiterlijk 1 november 2026'.")],
    event: Annotated[
        list[str] | None, typer.Option(help="When what the words count from happened (ISO).")
    ] = None,
    year: Annotated[
        int | None, typer.Option(min=FIRST_YEAR, max=LAST_YEAR, help="Stands in for a missing year.")
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
    print_line(f"{KIND_WORDS[meaning.kind]}: {meaning.reason}")
    _print_occurrences(meaning)
    for other in meaning.readings:
        mark = "gekozen" if other.chosen else "ook mogelijk: --reading " + other.name
        print_line(f"  {other.name} ({READINGS[other.name]}): {_bound(other)} [{mark}]")


def _mean(words: str, happened: list[Anchored], context: Context) -> tuple[Meaning, int]:
    """Give the meaning, and how many events the words asked for; they take `happened` in their order."""
    asked: list[str] = []

    def find(name: str) -> Anchored | None:
        if name not in asked:
            asked.append(name)
        place = asked.index(name)
        return happened[place] if place < len(happened) else None

    return meaning_of(parse_phrase(words), replace(context, find=find)), len(asked)


def _print_occurrences(meaning: Meaning) -> None:
    for one in meaning.occurrences[:SHOWN]:
        print_line(f"  {occurrence_line(one)}")
    if len(meaning.occurrences) > SHOWN:
        print_line(f"  … en nog {len(meaning.occurrences) - SHOWN}")


def _bound(reading: Reading) -> str:
    if reading.last_day is not None:
        return f"laatste dag {short_date(reading.last_day)}"
    return f"begint {short_date(reading.start.date())}" if reading.start else "open"


def _answer(words: str, profile: str, meaning: Meaning) -> dict[str, object]:
    return {
        "words": words,
        "kind": meaning.kind,
        "start": meaning.start,
        "end": meaning.end,
        "last_day": meaning.last_day,
        "end_elsewhere": meaning.end_elsewhere,
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


def _moment(text: str) -> Anchored:
    """Read a date or an instant; one without a zone is Amsterdam's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = (
            f"'{text}' is geen datum en geen tijdstip.\nSchrijf 2027-03-15 of 2027-03-15T10:30:00+01:00."
        )
        raise MisuseError(message) from None
    check_year(moment)
    if moment.tzinfo is None:
        moment = start_at(moment.date(), moment.time(), ZONE)
    return anchored_at(moment, ZONE)
