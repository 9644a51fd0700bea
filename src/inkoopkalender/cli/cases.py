"""`inkoopkalender cases`: enrolments and objections, each with its promise, and their answers."""

from typing import Annotated, Literal

import typer

from inkoopkalender.cli.at_desk import (
    At,
    Key,
    Now,
    Reason,
    RoundOption,
    parse_moment,
    sit_down,
    sit_down_to_decide,
)
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By
from inkoopkalender.storage.cases import list_cases
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.enrolment import decide_enrolment, receive_enrolment
from inkoopkalender.usecases.policy import receive_objection

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Enrolments and objections."
)


@app.command("receive")
def receive(
    kind: Annotated[Literal["enrolment", "objection"], typer.Argument(help="What came in.")],
    round_key: RoundOption,
    agb: Annotated[str, typer.Option(help="The provider's AGB code.")],
    at: At = "",
    now: Now = "",
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Register what came in and answer it: a receipt with the promised date, or why it is not handled.

    Example: inkoopkalender cases receive enrolment --round cz/wijkverpleging/2027 --agb 75000001
    """
    desk = sit_down(round_key, by, now)
    received = parse_moment(at) if at else desk.now
    if kind == "enrolment":
        reference = receive_enrolment(desk.desk, agb, {}, received_at=received, by=by, now=desk.now)
    else:
        reference = receive_objection(desk.desk, agb, received_at=received, by=by, now=desk.now)
    if json:
        print_json({"round": round_key, "reference": reference})
    else:
        print_line(f"Vastgelegd als {reference}.")


@app.command("decide")
def decide(
    reference: Annotated[str, typer.Argument(help="The case's reference; see cases list.")],
    decision: Annotated[Literal["offered", "refused"], typer.Argument(help="The answer.")],
    round_key: RoundOption,
    reason: Reason,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Answer an enrolment; the letter with the reason leaves at the next office hour.

    Example: inkoopkalender cases decide KENMERK offered --round cz/wijkverpleging/2027 --reason "nodig"
    """
    at = sit_down_to_decide(round_key, by)
    decide_enrolment(at.desk, reference, decision, reason=reason, by=by, now=at.now)
    if json:
        print_json({"reference": reference, "decision": decision})
    else:
        print_line(f"{reference}: {decision}.")


@app.command("list")
def list_all(key: Key, json: Json = False) -> None:
    """Show the cases of a round and whether they were answered.

    Example: inkoopkalender cases list cz/wijkverpleging/2027
    """
    at = sit_down(key, SYSTEM_USER, record=False)
    with at.desk.database.reading() as connection:
        cases = list_cases(connection, at.desk.round.round_id)
    if json:
        print_json({"round": key, "cases": cases})
        return
    rows = [
        [
            f"{one.received_at.astimezone(at.desk.zone):%d-%m-%Y %H.%M}",
            one.kind,
            "in behandeling" if one.in_time else "niet in behandeling",
            one.decision or "open",
            one.reference,
        ]
        for one in cases
    ]
    print_table(["ontvangen", "soort", "behandeling", "antwoord", "kenmerk"], rows)
