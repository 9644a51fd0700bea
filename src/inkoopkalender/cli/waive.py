"""`inkoopkalender waive`: the second person's part of a waiver. Asking is `submissions waive`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import Reason, need_approver, sit_down, sit_down_to_decide
from inkoopkalender.cli.holds import codes_of
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By, DryRun, open_register
from inkoopkalender.cli.waivers import print_waiver
from inkoopkalender.clock import HOME
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.storage.waiver_requests import WaiverRequest, list_requests
from inkoopkalender.usecases.round_clock import read_now
from inkoopkalender.usecases.waiver_requests import approve_waiver, find_request, refuse_waiver

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="More time that was asked for: what waits, and the second person's decision.",
)

Number = Annotated[int, typer.Argument(help="The request's number; see waive list.")]


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A request as lists show it: waiting, expired, approved or refused."""

    request: int
    round: str
    agb: str
    kind: str
    until: datetime
    reason: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    state: str
    decided_reason: str | None
    decided_by: str | None
    decided_at: datetime | None


@app.command("list")
def list_all(
    round_key: Annotated[str, typer.Option("--round", help="One round; otherwise every one.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Also what was decided, or lapsed.")] = False,
    json: Json = False,
) -> None:
    """Show which waivers wait for a second person.

    Example: inkoopkalender waive list
    """
    database = open_register()
    now = read_now(database)
    with database.reading() as connection:
        found = list_requests(connection, str(RoundKey.parse(round_key)) if round_key else None)
        codes = codes_of(connection, [one.organisation_id for one in found])
    shown = [_shown(one, codes[one.organisation_id], now) for one in found if every or one.waits(now)]
    if json:
        print_json({"requests": shown})
        return
    rows = [
        [str(one.request), one.round, one.agb, one.kind, _day(one.until), one.asked_by, _STATES[one.state]]
        for one in shown
    ]
    print_table(["nr", "ronde", "agb", "soort", "tot", "aangevraagd door", "en nu"], rows)


_STATES = {
    "waiting": "wacht op een ander",
    "expired": "verlopen",
    "approved": "gegeven",
    "refused": "afgewezen",
}


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(HOME):%d-%m-%Y %H.%M}"


def _shown(one: WaiverRequest, agb: str, now: datetime) -> ShownRequest:
    state = one.decision or ("waiting" if one.waits(now) else "expired")
    return ShownRequest(
        one.number,
        one.round_key,
        agb,
        one.kind,
        one.until,
        one.reason,
        one.asked_by,
        one.asked_at,
        one.expires_at,
        state,
        one.decided_reason,
        one.decided_by,
        one.decided_at,
    )


@app.command("approve")
def approve(
    number: Number, reason: Reason, dry_run: DryRun = False, by: By = SYSTEM_USER, json: Json = False
) -> None:
    """Let a waiver hold that somebody else asked for; only an approver may, and never who asked.

    Example: inkoopkalender waive approve 3 --reason "terecht" --by anna
    """
    at = sit_down_to_decide(find_request(open_register(), number).round_key, by)
    result = approve_waiver(at.desk, number, reason=reason, by=by, now=at.now, dry_run=dry_run)
    if json:
        print_json(result)
    else:
        print_waiver(result)


@app.command("refuse")
def refuse(number: Number, reason: Reason, by: By = SYSTEM_USER, json: Json = False) -> None:
    """Refuse a waiver that was asked for; who asked may take it back this way.

    Example: inkoopkalender waive refuse 3 --reason "geen overmacht" --by anna
    """
    request = find_request(open_register(), number)
    at = sit_down(request.round_key, by)
    if by != request.asked_by:
        need_approver(at.desk.database, by)
    refuse_waiver(at.desk, number, reason=reason, by=by, now=at.now)
    if json:
        print_json({"request": number, "state": "refused"})
    else:
        print_line(f"Uitstel {number} is afgewezen; er verandert niets.")
