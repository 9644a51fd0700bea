"""`inkoopkalender providers merge`, `move-code`, `replace-code`: what happens between rounds."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import Reason
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.own_content import own_content
from inkoopkalender.cli.people import By, DryRun, open_register
from inkoopkalender.cli.typed_code import typed_agb
from inkoopkalender.clock import now
from inkoopkalender.domain import dutch
from inkoopkalender.domain.register_events import EventKind, RegisterEvent
from inkoopkalender.domain.standings import DUTCH
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.register_events import (
    Asked,
    Recorded,
    merge_organisations,
    move_code,
    replace_code,
)
from inkoopkalender.usecases.round_moves import MovedPlace

On = Annotated[
    str, typer.Option("--on", help="The day on which it happened (YYYY-MM-DD), not in the future.")
]
_KINDS = {
    "merger": "fusie",
    "takeover": "overname",
    "code-moved": "code verplaatst",
    "code-replaced": "code vervangen",
}


def merge(
    agb: Annotated[str, typer.Argument(help="A code of the organisation that goes up in the other.")],
    into: Annotated[str, typer.Option("--into", help="A code of the organisation that goes on.")],
    on: On,
    reason: Reason,
    takeover: Annotated[bool, typer.Option("--takeover", help="It was taken over, not merged.")] = False,
    dry_run: DryRun = False,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Record that an organisation went up in another one: all its codes go there, its history stays.

    Its place in running rounds goes along: standing, deliveries, letters that wait. It is refused when that
    contradicts what the other has there; every reason is named.

    Example: inkoopkalender providers merge 75000002 --into 75000001 --on 2026-01-01 --reason R --dry-run
    """
    kind: EventKind = "takeover" if takeover else "merger"
    _do(
        lambda database, asked: merge_organisations(
            database, typed_agb(agb), typed_agb(into), asked, kind=kind
        ),
        asked=_asked(on, reason, by, dry_run=dry_run),
        json=json,
    )


def move(
    agb: Annotated[str, typer.Argument(help="The code that goes to the other organisation.")],
    to: Annotated[str, typer.Option("--to", help="A code of the organisation that gets it.")],
    on: On,
    reason: Reason,
    dry_run: DryRun = False,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Record that one code went to another organisation; both go on.

    It is refused as long as the giver takes part in a round whose contract year has not ended.

    Example: inkoopkalender providers move-code 75000002 --to 75000001 --on 2026-01-01 --reason R --dry-run
    """
    _do(
        lambda database, asked: move_code(database, typed_agb(agb), typed_agb(to), asked),
        asked=_asked(on, reason, by, dry_run=dry_run),
        json=json,
    )


def replace(
    agb: Annotated[str, typer.Argument(help="The code that was replaced.")],
    new: Annotated[str, typer.Option("--new", help="The code in its place; nobody has it yet.")],
    on: On,
    reason: Reason,
    dry_run: DryRun = False,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Record that a code was replaced by a new one; the old one stays known, also in running rounds.

    Example: inkoopkalender providers replace-code 75000001 --new 75000009 --on 2026-01-01 --reason R
    """
    _do(
        lambda database, asked: replace_code(database, typed_agb(agb), typed_agb(new), asked),
        asked=_asked(on, reason, by, dry_run=dry_run),
        json=json,
    )


def print_events(events: Sequence[RegisterEvent]) -> None:
    """Write the history of an organisation by day; a line when there is none."""
    if not events:
        print_line("\nGeschiedenis: geen fusie, overname of gewijzigde code.")
        return
    print_line()
    rows = [
        [str(one.on), _KINDS[one.kind], ", ".join(one.codes), _who(one), f"{one.reason} ({one.recorded_by})"]
        for one in events
    ]
    print_table(["op", "wat", "AGB", "KvK", "reden (vastgelegd door)"], rows)


def _who(event: RegisterEvent) -> str:
    return event.kvk if event.other_kvk is None else f"{event.kvk} -> {event.other_kvk}"


def _do(record: Callable[[Database, Asked], Recorded], *, asked: Asked, json: bool) -> None:
    recorded = record(open_register(), asked)
    if json:
        print_json(recorded)
        return
    to = "" if recorded.other_kvk is None else f" naar {recorded.other_name} (KvK {recorded.other_kvk})"
    print_line(f"{_KINDS[recorded.kind]} op {recorded.on}: {recorded.name} (KvK {recorded.kvk}){to}")
    print_line(f"AGB: {' -> '.join(recorded.codes) if not to else ', '.join(recorded.codes)}")
    if recorded.main_after is None:
        print_line(
            f"{recorded.name} is daarna geen aanbieder meer; contacten en gegevens blijven als historie."
        )
    else:
        print_line(f"Hoofdcode van {recorded.name} daarna: {recorded.main_after}")
    for one in recorded.rounds:
        print_line(_round_line(one))
    if recorded.areas:
        print_line(f"Cliënten per postcodegebied gaan mee: {dutch.listed(recorded.areas)}.")
    if recorded.areas_left:
        print_line(
            f"Cliënten per postcodegebied van {dutch.listed(recorded.areas_left)} blijven waar ze zijn: "
            "beide hebben ze. Tellen ze samen, lees ze dan voor de ander in met providers import-areas."
        )
    if recorded.past_contracts and to:
        print_line(
            f"{recorded.past_contracts} afspraken van eerdere jaren blijven bij {recorded.name} staan. "
            "Telt daarvan iets bij de ander, lees dat dan in met contracts import."
        )
    print_line("Vastgelegd." if recorded.stored else "Er is niets opgeslagen (--dry-run).")


def _round_line(one: MovedPlace) -> str:
    stands = "doet niet mee" if one.standing is None else f"spoor {one.track}, {DUTCH[one.standing]}"
    along = [
        *(f"{count} × {kind}" for kind, count in one.submissions.items()),
        *([f"{len(one.offers)} aanbiedingen"] if one.offers else []),
        *(["een getekende overeenkomst"] if one.signed else []),
        *([f"{one.cases} zaken"] if one.cases else []),
        *([f"{one.tasks} vragen aan een mens"] if one.tasks else []),
        *([f"{one.letters} brieven die wachten"] if one.letters else []),
    ]
    return f"Ronde {one.round}: {stands}; gaat mee: {dutch.listed(['deelname', *along])}."


def _asked(on: str, reason: str, by: str, *, dry_run: bool) -> Asked:
    try:
        day = date.fromisoformat(on.strip())
    except ValueError as fault:
        raise MisuseError(f"'{on}' is geen dag.\nSchrijf jaar-maand-dag: --on 2026-01-01") from fault
    return Asked(day, reason, by, now(), dry_run, own_content())
