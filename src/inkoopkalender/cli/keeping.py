"""`inkoopkalender keeping`: what is kept longer than its term, and deleting it with a record."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import AtDesk, Reason, sit_down, sit_down_to_decide
from inkoopkalender.cli.holds import codes_of, hold, holds, lift_one
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By, open_register
from inkoopkalender.domain.dutch import counted
from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.storage.retention import Deletion, list_deletions, sweep
from inkoopkalender.storage.rounds import list_rounds
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.deleting import delete_past_term
from inkoopkalender.usecases.keeping import Kept, find_past_term, terms_without_a_day

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="How long files are kept."
)

app.command("hold")(hold)
app.command("lift")(lift_one)
app.command("holds")(holds)

SomeRound = Annotated[str, typer.Option("--round", help="One round; otherwise every open one.")]


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file past its term, as lists show it."""

    round: str
    kind: str
    agb: str
    revision: int | None
    received_at: datetime
    ended_at: datetime
    months: int
    after: str
    sha256: str
    size: int
    stops: str


@app.command("due")
def due(round_key: SomeRound = "", json: Json = False) -> None:
    """Show the files that are past their term, and what stops their deletion. Nothing is deleted.

    Example: inkoopkalender keeping due
    """
    desks = [sit_down(key, SYSTEM_USER, record=False) for key in _keys(round_key)]
    past = _past(desks)
    undated = {one.desk.key: terms_without_a_day(one.desk) for one in desks}
    if json:
        print_json({"files": past, "without_a_day": {key: kinds for key, kinds in undated.items() if kinds}})
        return
    rows = [
        [one.round, one.kind, one.agb or "(export)", f"{one.ended_at:%d-%m-%Y}", one.stops or "kan weg"]
        for one in past
    ]
    if rows:
        print_table(["ronde", "soort", "agb", "termijn om", "en nu"], rows)
    print_line(f"{_files(sum(not one.stops for one in past))} te wissen, {len(past)} voorbij de termijn.")
    for key, kinds in undated.items():
        for kind, after in kinds.items():
            print_line(f"{key}, {kind}: de termijn telt vanaf {after}, en dat heeft geen dag.")


@app.command("delete")
def delete(
    reason: Reason,
    round_key: SomeRound = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many; delete nothing.")] = False,
    confirm: Annotated[
        int | None, typer.Option(help="How many files go, as keeping due says; otherwise it is asked.")
    ] = None,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Delete what is past its term and nothing stops, for good; only an approver may, who types how many.

    Example: inkoopkalender keeping delete --dry-run --reason "termijn om"
    """
    desks = [(sit_down if dry_run else sit_down_to_decide)(key, by) for key in _keys(round_key)]
    number = sum(not one.stops for one in _past(desks))
    if dry_run or not number:
        if json:
            print_json({"files": number, "documents": 0, "size": 0, "swept": False, "stored": False})
        else:
            print_line(f"{_files(number)} te wissen. Er is niets gewist.")
        return
    if confirm is None:
        confirm = typer.prompt(
            f"{_files(number)} worden voorgoed gewist. Typ het aantal om door te gaan", type=int, err=True
        )
    first = desks[0]
    settings, database = first.desk.settings, first.desk.database
    done = delete_past_term(
        database,
        [one.desk for one in desks],
        count=confirm,
        reason=reason,
        by=by,
        now=first.now,
        batch=settings.batch,
    )
    if json:
        print_json(
            {
                "files": done.files,
                "documents": done.documents,
                "size": done.size,
                "swept": done.swept,
                "stored": True,
            }
        )
    else:
        print_line(f"{_files(done.files)} gewist. Wat, wanneer en waarom: inkoopkalender keeping deleted")
    if not done.swept:
        _tell_unswept()


@app.command("sweep")
def sweep_again() -> None:
    """Rewrite the database file without what was deleted, when others were in the way before.

    Example: inkoopkalender keeping sweep
    """
    if not sweep(open_register()):
        _tell_unswept()
    print_line("In het bestand van de database staat niets meer van wat gewist is.")


def _tell_unswept() -> None:
    sys.stderr.write(
        "Een ander proces gebruikt de database: resten kunnen nog in het bestand staan.\n"
        "Stop het (up, pagina's) en herhaal: inkoopkalender keeping sweep\n"
    )
    sys.exit(InkoopkalenderError.exit_code)


@app.command("deleted")
def deleted(json: Json = False) -> None:
    """Show what was deleted: when, by whom, why, and after which term.

    Example: inkoopkalender keeping deleted
    """
    with open_register().reading() as connection:
        records = list_deletions(connection)
        rounds = {one.round_id: one.key for one in list_rounds(connection)}
    if json:
        print_json({"deleted": [_record(one, rounds[one.round_id]) for one in records]})
        return
    rows = [
        [
            f"{one.deleted_at:%d-%m-%Y}",
            rounds[one.round_id],
            one.kind,
            one.sha256[:12],
            one.deleted_by,
            one.reason,
        ]
        for one in records
    ]
    print_table(["gewist op", "ronde", "soort", "sha256", "door", "waarom"], rows)


def _record(one: Deletion, round_key: str) -> dict[str, object]:
    facts = {field.name: getattr(one, field.name) for field in fields(one) if field.name != "round_id"}
    return {"round": round_key, **facts}


def _keys(round_key: str) -> list[str]:
    if round_key:
        return [round_key]
    with open_register().reading() as connection:
        return [one.key for one in list_rounds(connection)]


def _past(desks: Sequence[AtDesk]) -> list[ShownFile]:
    if not desks:
        return []
    with desks[0].desk.database.reading() as connection:
        past = find_past_term(connection, [one.desk for one in desks], desks[0].now)
        codes = codes_of(connection, [one.reference.organisation_id for one in past])
    return [_shown(one, codes) for one in past]


def _shown(one: Kept, codes: dict[int, str]) -> ShownFile:
    reference = one.reference
    return ShownFile(
        one.desk.key,
        reference.kind,
        codes.get(reference.organisation_id or 0, ""),
        reference.revision,
        reference.received_at.astimezone(one.desk.zone),
        one.ended_at,
        one.months,
        one.after,
        reference.sha256,
        reference.size,
        one.stops,
    )


def _files(count: int) -> str:
    return counted(count, "bestand", "bestanden")
