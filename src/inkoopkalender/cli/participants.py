"""`inkoopkalender round participants`: who takes part, and their tracks by rule."""

from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import Key, sit_down
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By, DryRun
from inkoopkalender.cli.provider_tracks import rules_of
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.placing import PlacedParticipant, PlacedRound, What, place_by_rule

_WHAT: dict[What, str] = {
    "joined": "doet nu mee",
    "moved": "ander spoor",
    "held": "blijft: al verder dan uitgenodigd",
    "clash": "mens beslist: sporen sluiten elkaar uit",
    "unknown": "mens beslist: gegeven ontbreekt",
    "no-track": "mens beslist: in geen hoofdspoor",
    "same": "blijft",
}


def participants(
    key: Key,
    by_rule: Annotated[
        bool, typer.Option("--by-rule", help="Place them by the rules of the tracks.")
    ] = False,
    dry_run: DryRun = False,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Show who takes part in which tracks; with --by-rule, place them as the rules say.

    Example: inkoopkalender round participants cz/wijkverpleging/2027 --by-rule --dry-run
    """
    at = sit_down(key, by, record=False)
    rules = rules_of(key, at.desk.settings.content)
    placed = place_by_rule(
        at.desk.database, at.desk.round, rules, by=by, now=at.now, dry_run=dry_run or not by_rule
    )
    if json:
        print_json(
            {
                "round": key,
                "stored": placed.stored,
                "participants": [_document(one, by_rule=by_rule) for one in placed.participants],
            }
        )
    elif by_rule:
        _print_placed(placed, key)
    else:
        rows = [
            [one.organisation.main_agb, one.before, ", ".join(one.beside_before), one.organisation.name]
            for one in placed.participants
            if one.before
        ]
        print_table(["AGB", "hoofdspoor", "daarnaast", "naam"], rows)
        print_line(f"{len(rows)} deelnemers")


def _document(one: PlacedParticipant, *, by_rule: bool) -> dict[str, object]:
    document: dict[str, object] = {
        "agb": one.organisation.main_agb,
        "track": one.before or None,
        "beside": one.beside_before,
    }
    by_the_rule = {"outcome": one.what, "track_by_rule": one.after or None, "beside_by_rule": one.beside}
    return document | (by_the_rule if by_rule else {})


def _print_placed(placed: PlacedRound, key: str) -> None:
    told = [one for one in placed.participants if one.changes or one.what != "same"]
    rows = [
        [
            one.organisation.main_agb,
            f"{one.before or '-'} -> {one.after or '-'}" if one.before != one.after else one.before or "-",
            _beside(one),
            _WHAT[one.what],
        ]
        for one in told
    ]
    print_table(["AGB", "hoofdspoor", "daarnaast", ""], rows)
    counts = ", ".join(f"{words}: {count}" for what, words in _WHAT.items() if (count := placed.count(what)))
    print_line(f"{len(placed.participants)} organisaties; {counts}.")
    print_line("Opgeslagen." if placed.stored else "Er is niets opgeslagen (--dry-run).")
    print_line(f"Waarom: inkoopkalender providers tracks {key}")


def _beside(one: PlacedParticipant) -> str:
    before, after = ", ".join(one.beside_before) or "-", ", ".join(one.beside) or "-"
    return after if before == after else f"{before} -> {after}"
