"""`inkoopkalender calendar ics`: a round's dates as a file for Outlook, a phone or another agenda."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkoopkalender import clock
from inkoopkalender.cli.calendar_tracks import check_track
from inkoopkalender.cli.held_calendar import load_held_calendar
from inkoopkalender.cli.output import print_json
from inkoopkalender.cli.own_content import own_content
from inkoopkalender.domain import dutch
from inkoopkalender.domain.moves import HeldCalendar, Move, move_words
from inkoopkalender.domain.rounds import RoundKey

if TYPE_CHECKING:
    from inkoopkalender.mail.ics_entries import Agenda, Entry


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
    from inkoopkalender.mail.ics_moved import make_held_agenda  # noqa: PLC0415 -- slow import
    from inkoopkalender.mail.ics_publisher import find_publisher  # noqa: PLC0415 -- slow import

    root = own_content()
    held = load_held_calendar(RoundKey.parse(key), root, sequences=True)
    check_track(held.calendar, track)
    agenda, gone = make_held_agenda(held, find_publisher(held.file.key, root), track)
    written = write_agenda(agenda, clock.now(), held.sequences, gone)
    if out is not None:
        out.write_bytes(written)
    if json:
        print_json(_document(held, track, agenda, gone))
    elif out is None:
        typer.echo(written, nl=False)
    for move in _moves_shown(held, agenda, gone):
        typer.echo(f"{move.event}: {move_words(move)}", err=True)
    typer.echo(_told(agenda), err=True)


def _document(
    held: HeldCalendar, track: str | None, agenda: "Agenda", gone: "Sequence[Entry]"
) -> dict[str, object]:
    return {
        "key": str(held.file.key),
        "track": track,
        "events": len({entry.event for entry in agenda.entries}),
        "entries": len(agenda.entries),
        "alarms": sum(len(entry.alarms) for entry in agenda.entries),
        "left_out": agenda.left_out,
        "cancelled": len(gone),
        "moved": [move.event for move in _moves_shown(held, agenda, gone)],
    }


def _moves_shown(held: HeldCalendar, agenda: "Agenda", gone: "Sequence[Entry]") -> list[Move]:
    """Return the moves of the events in the file."""
    shown = {entry.event for entry in (*agenda.entries, *gone)}
    return [move for event, move in held.moves.items() if event in shown]


def _told(agenda: "Agenda") -> str:
    """Count on stderr what is in the file, and what has no date of its own to put in it."""
    entries = dutch.counted(len(agenda.entries), "agendapunt", "agendapunten")
    if not agenda.left_out:
        return f"{entries}."
    out = dutch.counted(len(agenda.left_out), "gebeurtenis", "gebeurtenissen")
    return f"{entries}; {out} zonder eigen datum niet opgenomen."
