"""`inkoopkalender publish`: the contracted care, held against the list for the site."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import AtDesk, Key, sit_down, sit_down_to_decide
from inkoopkalender.cli.findings_text import print_findings
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By
from inkoopkalender.content.letters import find_insurer
from inkoopkalender.domain import dutch
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.tables import read_bytes
from inkoopkalender.storage.ledger import list_actions
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.publication import Gate, import_publication_list, may_publish, read_gate
from inkoopkalender.usecases.run_action import release_action

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("publish")
def publish(
    key: Key,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compare only; publish nothing.")] = False,
    listed: Annotated[
        Path | None, typer.Option("--list", help="The list for the site, to be taken in first.")
    ] = None,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Compare who signed with the list for the site, and publish when they agree (CSV, JSON, manifest).

    Example: inkoopkalender publish cz/wijkverpleging/2027 --dry-run
    """
    at = sit_down(key, by, record=listed is not None) if dry_run else sit_down_to_decide(key, by)
    if listed is not None:
        report = import_publication_list(at.desk, read_bytes(listed), listed.name, by=by, now=at.now)
        print_findings(report.findings)
    with at.desk.database.reading() as connection:
        gate = read_gate(connection, at.desk)
        may = may_publish(connection, at.desk, gate)
    published = _release(at, by) if may and not dry_run else {}
    finders = _care_finders(at)
    if json:
        print_json(
            {
                "round": key,
                "contracted": len(gate.signed),
                "missing": gate.missing,
                "extra": gate.extra,
                "published": published,
                "care_finders": finders,
            }
        )
    else:
        _print(gate, published)
        _print_finders(finders)
    if not may:
        sys.exit(1)


def _release(at: AtDesk, by: str) -> dict[str, int]:
    with at.desk.database.reading() as connection:
        rows = list_actions(connection, at.desk.round.round_id)
    for row in rows:
        if row.kind == "publish_contracted_care" and row.state == "waiting":
            return dict(release_action(at.desk, row.key, at.now, by=by, reason="published by hand").counts)
    raise MisuseError(
        f"De publicatie van {at.desk.key} is nog niet aan de beurt of al gedaan. "
        f"Zie: inkoopkalender round due {at.desk.key}"
    )


def _print(gate: Gate, published: dict[str, int]) -> None:
    print_line(f"{len(gate.signed)} aanbieders tekenden.")
    print_line(f"Getekend, niet op de lijst: {', '.join(gate.missing) or 'geen'}.")
    print_line(f"Op de lijst, niet getekend: {', '.join(gate.extra) or 'geen'}.")
    if published:
        print_line(f"Gepubliceerd: {published.get('published', 0)} aanbieders.")


def _care_finders(at: AtDesk) -> list[dict[str, str | None]]:
    """Return the brands that have a page of their own on which their insured look for providers."""
    insurer = find_insurer(at.desk.calendar.key.insurer, at.desk.settings.content)
    brands = () if insurer is None else insurer.brands
    return [
        {"brand": one.name, "uzovi": one.uzovi, "address": one.care_finder}
        for one in brands
        if one.care_finder is not None
    ]


def _print_finders(finders: Sequence[Mapping[str, str | None]]) -> None:
    if finders:
        print_line(f"Te zien in {dutch.counted(len(finders), 'zorgzoeker', 'zorgzoekers')}:")
        print_table(["label", "adres"], [[str(one["brand"]), str(one["address"])] for one in finders])
