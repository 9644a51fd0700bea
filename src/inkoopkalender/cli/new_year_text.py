"""Next year's calendar written, and what must be looked up for it, as a list in Dutch and as JSON."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from inkoopkalender.cli.output import print_json, print_line, print_table
from inkoopkalender.cli.own_content import own_content
from inkoopkalender.content.new_year_file import ANSWERS_FILE, NewYear, prepare_new_year, write_new_year
from inkoopkalender.domain.new_year import Lookup, LookupKind, list_lookups
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar

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


def print_new_year(key: RoundKey, to: Path | None, *, dry_run: bool, json: bool) -> None:
    """Write next year's calendar unless this is a dry run, and print what must be looked up."""
    made = prepare_new_year(key, to, own_content())
    lookups = list_lookups(resolve_calendar(made.old), resolve_calendar(made.new))
    if not dry_run:
        write_new_year(made)
    if json:
        print_json(_document(made, lookups, written=not dry_run))
        return
    for line in _opening(made, dry_run=dry_run):
        print_line(line)
    for kind, title in _KINDS.items():
        rows = [[one.event or "", one.message] for one in lookups if one.kind == kind]
        if rows:
            print_line(f"\n{title}\n")
            print_table(["waar", "wat u nakijkt"], rows)
    print_line("\nBestanden van dit jaar\n")
    print_table(["bestand", "wat u ermee doet"], [[name, _file_step(name)] for name in made.beside])
    check = f"inkoopkalender calendar check {made.file}"
    print_line(f"\nKlopt alles: zet status op confirmed. Controleren: {check}")


def _document(made: NewYear, lookups: Sequence[Lookup], *, written: bool) -> dict[str, object]:
    return {
        "from": str(made.old.key),
        "key": str(made.new.key),
        "file": str(made.file),
        "written": written,
        "status": made.new.status,
        "events": len(made.new.events),
        "lookups": lookups,
        "files": [{"name": name, "next_step": _file_step(name)} for name in made.beside],
        "text": made.text,
    }


def _opening(made: NewYear, *, dry_run: bool) -> Iterator[str]:
    place = f"Zou komen te staan in {made.file}" if dry_run else f"Staat in {made.file}"
    yield f"{made.new.key}: dezelfde woorden als {made.old.key}, één jaar later. {place}."
    yield "Status: verwacht. Er gebeurt niets vanzelf tot iemand de kalender bevestigt."


def _file_step(name: str) -> str:
    if name == ANSWERS_FILE:
        return "Schrijf opnieuw, uit het nieuwe beleid alleen."
    return "Kopieer hem naast de nieuwe kalender en lees hem na."
