"""`inkoopkalender calendar ics`: a round's dates as a file for Outlook, a phone or another agenda."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkoopkalender import clock
from inkoopkalender.cli.calendar_tracks import check_track
from inkoopkalender.cli.output import print_json
from inkoopkalender.cli.own_content import own_content
from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.domain import dutch
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar

if TYPE_CHECKING:
    from inkoopkalender.mail.ics_entries import Agenda


def write_ics(
    key: Annotated[str, typer.Argument(help="The round, such as cz/wijkverpleging/2027.")],
    track: Annotated[str | None, typer.Option(help="Only what concerns this track.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The file to write; without it, stdout.")
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="One JSON document on stdout: what is in it, and what is not.")
    ] = False,
) -> None:
    """Write a round's dates as an iCalendar file, deadlines with their clock and alarms.

    Example: inkoopkalender calendar ics cz/wijkverpleging/2027 --track existing -o cz.ics
    """
    from inkoopkalender.mail.ics import write_agenda  # noqa: PLC0415 -- slow import
    from inkoopkalender.mail.ics_entries import make_agenda  # noqa: PLC0415 -- slow import
    from inkoopkalender.mail.ics_publisher import find_publisher  # noqa: PLC0415 -- slow import

    calendar = load_calendar(RoundKey.parse(key), own_content())
    check_track(calendar, track)
    agenda = make_agenda(resolve_calendar(calendar), find_publisher(calendar.key, own_content()), track)
    written = write_agenda(agenda, clock.now())
    if out is not None:
        out.write_bytes(written)
    if json:
        print_json(_document(str(calendar.key), track, agenda))
    elif out is None:
        typer.echo(written, nl=False)
    typer.echo(_told(agenda), err=True)


def _document(key: str, track: str | None, agenda: "Agenda") -> dict[str, object]:
    return {
        "key": key,
        "track": track,
        "events": len({entry.event for entry in agenda.entries}),
        "entries": len(agenda.entries),
        "alarms": sum(len(entry.alarms) for entry in agenda.entries),
        "left_out": agenda.left_out,
    }


def _told(agenda: "Agenda") -> str:
    """Count on stderr what is in the file, and what has no date of its own to put in it."""
    entries = dutch.counted(len(agenda.entries), "agendapunt", "agendapunten")
    if not agenda.left_out:
        return f"{entries}."
    out = dutch.counted(len(agenda.left_out), "gebeurtenis", "gebeurtenissen")
    return f"{entries}; {out} zonder eigen datum niet opgenomen."
