"""`inkoopkalender calendar new-year`: next year's calendar, and what must be looked up for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.output import print_json, print_line, print_table
from inkoopkalender.content.new_year_file import ANSWERS_FILE, NewYear, prepare_new_year, write_new_year
from inkoopkalender.domain.new_year import LookupKind, list_lookups
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

_KINDS: dict[LookupKind, str] = {
    "source": "Bron",
    "statutory": "Wettelijke datums",
    "inferred-year": "Aangevulde jaren",
    "day-off": "Geen werkdag",
    "approximate": "Bij benadering",
    "calculated": "Opnieuw berekend",
    "leap-day": "Einde van februari",
    "weekday-name": "Dagnamen",
    "multi-year": "Langer dan een jaar",
    "undated": "Zonder datum",
    "year-in-text": "Jaren in andere tekst",
    "ambiguity": "Onduidelijkheden: lees het beleid opnieuw",
}


def make_new_year(
    key: Annotated[str, typer.Argument(help="This year's round, such as cz/wijkverpleging/2027.")],
    to: Annotated[Path | None, typer.Option(help="Another folder of calendars to write it in.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what must be looked up.")] = False,
    json: Json = False,
) -> None:
    """Write next year's calendar with the same words, as expected, and list what must be looked up.

    Example: inkoopkalender calendar new-year cz/wijkverpleging/2027 --dry-run
    """
    made = prepare_new_year(RoundKey.parse(key), to)
    lookups = list_lookups(resolve_calendar(made.old), resolve_calendar(made.new))
    if not dry_run:
        write_new_year(made)
    files = [{"name": name, "next_step": _file_step(name)} for name in made.beside]
    if json:
        print_json(
            {
                "from": str(made.old.key),
                "key": str(made.new.key),
                "file": str(made.file),
                "written": not dry_run,
                "status": made.new.status,
                "events": len(made.new.events),
                "lookups": lookups,
                "files": files,
                "text": made.text,
            }
        )
        return
    for line in _opening(made, dry_run=dry_run):
        print_line(line)
    for kind, title in _KINDS.items():
        rows = [[one.event or "", one.message] for one in lookups if one.kind == kind]
        if rows:
            print_line(f"\n{title}\n")
            print_table(["waar", "wat u nakijkt"], rows)
    print_line("\nBestanden van dit jaar\n")
    print_table(["bestand", "wat u ermee doet"], [[one["name"], one["next_step"]] for one in files])
    print_line(
        f"\nKlopt alles: zet status op confirmed. Controleren: inkoopkalender calendar check {made.file}"
    )


def _opening(made: NewYear, *, dry_run: bool) -> Iterator[str]:
    place = f"Zou komen te staan in {made.file}" if dry_run else f"Staat in {made.file}"
    yield f"{made.new.key}: dezelfde woorden als {made.old.key}, één jaar later. {place}."
    yield "Status: verwacht. Er gebeurt niets vanzelf tot iemand de kalender bevestigt."


def _file_step(name: str) -> str:
    if name == ANSWERS_FILE:
        return "Schrijf opnieuw, uit het nieuwe beleid alleen."
    return "Kopieer hem naast de nieuwe kalender en lees hem na."
