"""`inkoopkalender submissions waive`: asks for more time for one organisation; and which waivers hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import Reason, RoundOption, need_approver, parse_moment, sit_down
from inkoopkalender.cli.output import Json, print_json, print_line
from inkoopkalender.cli.people import By, DryRun
from inkoopkalender.clock import HOME
from inkoopkalender.domain import dutch
from inkoopkalender.domain.moments import end_of_day
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.recipients import list_recipients
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.storage.waiver_requests import list_requests
from inkoopkalender.storage.waivers import list_waivers
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.waiver_requests import ask_waiver, needs_second_person
from inkoopkalender.usecases.waivers import AskedWaiver, GrantedWaiver, grant_waiver


def waive(
    agb: Annotated[str, typer.Argument(help="The provider who gets more time.")],
    kind: Annotated[str, typer.Argument(help="The kind, such as quality-survey.")],
    round_key: RoundOption,
    until: Annotated[str, typer.Option("--until", help="Its own end (ISO); a date alone counts whole.")],
    reason: Reason,
    dry_run: DryRun = False,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Ask for more time for one provider; it holds when another person approves (waive approve).

    Example: inkoopkalender submissions waive AGB quality-survey --round KEY --until 2026-06-14 --reason R
    """
    at = sit_down(round_key, by)
    asked = AskedWaiver(agb, kind, _end(until), reason)
    if needs_second_person(at.desk, kind, at.now):
        result = ask_waiver(at.desk, asked, by=by, now=at.now, dry_run=dry_run)
    else:
        need_approver(at.desk.database, by)
        result = grant_waiver(at.desk, asked, by=by, now=at.now, dry_run=dry_run)
    if json:
        print_json(result)
    else:
        print_waiver(result)


def _end(text: str) -> datetime:
    """Return the exclusive end: the moment itself, or the end of a day that stands alone."""
    moment = parse_moment(text)
    return moment if "T" in text or " " in text.strip() else end_of_day(moment.date(), HOME)


def print_waiver(result: GrantedWaiver) -> None:
    """Write what a waiver does, or will do when it is approved."""
    end = dutch.long_end(result.until)
    if result.already and result.state == "asked":
        print_line(
            f"Dit uitstel wacht al op een ander: inkoopkalender waive approve {result.request} --reason R"
        )
        return
    if result.already:
        print_line(f"AGB {result.agb} had voor {result.kind} al uitstel: {end}. Er is niets gewijzigd.")
        return
    print_line(f"AGB {result.agb}, {result.kind}: {end}. Voor anderen: {dutch.long_end(result.usual_end)}.")
    for name, count in (
        ("ingetrokken brieven", result.letters["withdrawn"]),
        ("brieven", result.letters["composed"]),
        *((f"opnieuw beoordeeld: {state}", count) for state, count in result.submissions.items()),
        ("gevolgen die een vraag worden", result.consequences),
    ):
        if count:
            print_line(f"  {name}: {count}")
    print_line(_outcome(result))


def _outcome(result: GrantedWaiver) -> str:
    if not result.stored:
        return "Er is niets gewijzigd (--dry-run)."
    if result.state == "granted":
        return "Uitstel gegeven."
    until = f"{result.expires_at.astimezone(HOME):%d-%m-%Y %H.%M}" if result.expires_at else ""
    return (
        f"Aangevraagd; er verandert nog niets. Een ander keurt het goed, vóór {until}:\n"
        f"inkoopkalender waive approve {result.request} --reason R"
    )


@dataclass(frozen=True, slots=True)
class ShownWaiver:
    """A waiver as lists show it; `running` as long as its end has not come."""

    agb: str
    kind: str
    until: datetime
    reason: str
    granted_by: str
    granted_at: datetime
    running: bool


def shown_waivers(connection: Connection, desk: Desk, now: datetime) -> list[ShownWaiver]:
    """Return the round's waivers by organisation and kind, moments in the calendar's zone."""
    found = list_waivers(connection, desk.round.round_id)
    codes = {
        one.organisation_id: one.agb
        for one in list_recipients(connection, (waiver.organisation_id for waiver in found), "")
    }
    return [
        ShownWaiver(
            codes[one.organisation_id],
            one.kind,
            one.until.astimezone(desk.zone),
            one.reason,
            one.granted_by,
            one.granted_at.astimezone(desk.zone),
            running=one.until > now,
        )
        for one in found
    ]


def count_waivers(
    connection: Connection, desk: Desk, waivers: Sequence[ShownWaiver], now: datetime
) -> dict[str, int]:
    """Count the round's waivers: granted, of those still running, and asked for but not decided."""
    return {
        "granted": len(waivers),
        "running": sum(one.running for one in waivers),
        "asked": sum(one.waits(now) for one in list_requests(connection, desk.key)),
    }


def print_waivers(waivers: Sequence[ShownWaiver]) -> None:
    """Write one line per waiver."""
    for one in waivers:
        ended = "" if one.running else " (voorbij)"
        print_line(f"uitstel AGB {one.agb}, {one.kind}: {dutch.long_end(one.until)}{ended}. {one.reason}")
