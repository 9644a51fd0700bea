"""Which calendars a picture shows, by key, by sector, or of one organisation; and its drawing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inkoopkalender import clock
from inkoopkalender.cli.held_calendar import load_held_calendar
from inkoopkalender.cli.known_years import check_year
from inkoopkalender.cli.output import print_json, print_line
from inkoopkalender.cli.own_content import own_content
from inkoopkalender.content.calendars import list_calendar_keys
from inkoopkalender.domain.calendar import EVERY_TRACK, Calendar
from inkoopkalender.domain.dutch import counted
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar
from inkoopkalender.errors import MisuseError
from inkoopkalender.web.sheet import Sheet, make_chapter
from inkoopkalender.web.sheet_layout import WIDTH, lay_out_sheet
from inkoopkalender.web.sheet_svg import chapter_title, draw_sheet

Chosen = Mapping[RoundKey, str | None]
"""The rounds of the picture, each with the one track that is shown besides everybody's, or None for all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which calendars are drawn, and how: the words of the command line."""

    keys: Sequence[str]
    track: str | None
    sector: str
    agb: str
    today: str
    first: str
    last: str


def draw_picture(asked: Asked, out: Path | None, *, json: bool) -> None:
    """Draw what is asked on stdout or into a file."""
    title, chosen = _choose(asked.keys, asked.track, asked.sector, asked.agb)
    today = _day(asked.today) or clock.now().astimezone(clock.HOME).date()
    sheet = _sheet(title, chosen, today, (_day(asked.first), _day(asked.last)))
    drawn = draw_sheet(sheet)
    if out is not None:
        out.write_text(drawn, encoding="utf-8")
    if json:
        print_json(_document(sheet, out, drawn))
    elif out is None:
        print_line(drawn.rstrip())
    else:
        rounds = counted(len(sheet.chapters), "kalender", "kalenders")
        print_line(f"De tijdlijn van {rounds} staat in {out}.")


def _choose(keys: Sequence[str], track: str | None, sector: str, agb: str) -> tuple[str, Chosen]:
    if sum(map(bool, (keys, sector, agb))) != 1:
        raise MisuseError(
            "Noem ronden, of een sector, of een organisatie: precies één van de drie.\n"
            "Bijvoorbeeld: inkoopkalender calendar svg cz/wijkverpleging/2027 -o kalender.svg\n"
            "of --sector stoppen-met-roken, of --agb 75000001."
        )
    if agb:
        return _of_organisation(agb, track)
    rounds = _of_sector(sector) if sector else [RoundKey.parse(key) for key in keys]
    title = f"Alle ronden in {sector.replace('-', ' ')}" if sector else "Ronden naast elkaar"
    return title, dict.fromkeys(rounds, track)


def _of_sector(sector: str) -> list[RoundKey]:
    known = list_calendar_keys(own_content())
    found = sorted(
        (key for key in known if key.sector == sector), key=lambda key: (key.contract_year, key.insurer)
    )
    if not found:
        raise MisuseError(
            f"Geen kalender heeft de sector '{sector}'.\n"
            f"Kies uit: {', '.join(sorted({key.sector for key in known}))}."
        )
    return found


def _of_organisation(agb: str, track: str | None) -> tuple[str, Chosen]:
    from inkoopkalender.cli.organisation_rounds import rounds_of_organisation  # noqa: PLC0415 -- slow import

    name, rounds = rounds_of_organisation(agb)
    return f"De ronden van {name} (AGB {agb})", {key: track or own for key, own in rounds.items()}


def _sheet(title: str, chosen: Chosen, today: date, bounds: tuple[date | None, date | None]) -> Sheet:
    first, last = bounds
    if first is not None and last is not None and first > last:
        raise MisuseError("De eerste dag (--from) ligt na de laatste (--until).\nDraai ze om.")
    root = own_content()
    held = {key: load_held_calendar(key, root) for key in chosen}
    _check_track([one.calendar for one in held.values()], chosen)
    chapters = tuple(
        make_chapter(
            resolve_calendar(held[key].calendar), today, None if own is None else (own,), held[key].moves
        )
        for key, own in chosen.items()
    )
    return Sheet(chapter_title(chapters[0]) if len(chapters) == 1 else title, chapters, today, *bounds)


def _check_track(calendars: Iterable[Calendar], chosen: Chosen) -> None:
    """Refuse a track that none of the calendars knows."""
    known = {one.key for calendar in calendars for one in calendar.tracks} | {EVERY_TRACK}
    unknown = {own for own in chosen.values() if own is not None} - known
    if unknown:
        raise MisuseError(f"Er is geen spoor '{min(unknown)}'.\nKies uit: {', '.join(sorted(known))}.")


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise MisuseError(f"'{text}' is geen datum.\nSchrijf die als 2026-05-31.") from None
    if day is not None:
        check_year(day)
    return day


def _document(sheet: Sheet, out: Path | None, drawn: str) -> dict[str, object]:
    layout = lay_out_sheet(sheet)
    lanes = [lane for chapter in sheet.chapters for lane in chapter.lanes]
    return {
        "rounds": [str(chapter.timeline.calendar.key) for chapter in sheet.chapters],
        "title": sheet.title,
        "today": sheet.today,
        "events": sum(len(lane.entries) for lane in lanes),
        "moved": [
            {"round": str(chapter.timeline.calendar.key), "event": entry.event.key}
            for chapter in sheet.chapters
            for entry in chapter.moved
        ],
        "undated": sum(len(chapter.undated) for chapter in sheet.chapters),
        "width": WIDTH,
        "height": round(layout.height),
        "file": None if out is None else str(out),
        "svg": drawn if out is None else None,
    }
