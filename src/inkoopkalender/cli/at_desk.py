"""What the commands on a round share: its key, who acts, the moment, and the desk."""

import sys
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from inkoopkalender.cli.people import open_as
from inkoopkalender.cli.reasons import told
from inkoopkalender.clock import HOME
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError
from inkoopkalender.settings import load_settings
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.users import find_user
from inkoopkalender.usecases.desk import Desk, open_desk
from inkoopkalender.usecases.round_clock import read_now

Key = Annotated[str, typer.Argument(help="The round, such as cz/wijkverpleging/2027.")]
RoundOption = Annotated[str, typer.Option("--round", help="The round, such as cz/wijkverpleging/2027.")]
Now = Annotated[str, typer.Option("--now", help="Another moment than now (ISO); refused in production.")]
At = Annotated[str, typer.Option("--at", help="When it came in (ISO); otherwise now.")]


def _say_why(reason: str) -> str:
    return told(reason, "zeg waarom: het verslag bewaart de reden.")


Reason = Annotated[str, typer.Option("--reason", callback=_say_why, help="Why; the audit keeps it.")]


APPROVER = "approver"


class NotAnApproverError(MisuseError):
    """What has consequences waits for a person who may decide."""


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A desk on an open round, at one moment."""

    desk: Desk
    now: datetime


def sit_down(key: str, by: str, given: str = "", *, record: bool = True) -> AtDesk:
    """Open the desk of a round for `by`. Raises MisuseError for an unknown user, round or moment.

    A command that only shows does not `record` that the calendar changed.
    """
    settings = load_settings()
    database = open_as(by)
    moment = read_now(database, parse_moment(given) if given else None)
    desk = open_desk(
        database, settings, RoundKey.parse(key), at=moment, actor=by, root=settings.content, record=record
    )
    for disagreement in desk.disagreements:
        sys.stderr.write(f"Let op: {disagreement}\n")
    return AtDesk(desk, moment)


def sit_down_to_decide(key: str, by: str) -> AtDesk:
    """Open the desk of a round for somebody who may release and decide. Raises NotAnApproverError."""
    at = sit_down(key, by)
    need_approver(at.desk.database, by)
    return at


def open_to_decide(by: str) -> Database:
    """Open the database for somebody who may release and decide. Raises NotAnApproverError."""
    database = open_as(by)
    need_approver(database, by)
    return database


def need_approver(database: Database, by: str) -> None:
    """Raise NotAnApproverError when somebody may not release and decide."""
    with database.reading() as connection:
        user = find_user(connection, by)
    if user is None or user.role != APPROVER:
        raise NotAnApproverError(
            f"Vrijgeven en beslissen mag alleen wie de rol {APPROVER} heeft; '{by}' heeft die niet.\n"
            "Noem uzelf met --by NAAM. Aanwijzen: inkoopkalender users add NAAM --role approver"
        )


def parse_moment(text: str) -> datetime:
    """Return a moment typed as ISO 8601; without a zone it is Dutch time. Raises MisuseError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise MisuseError(
            f"'{text}' is geen tijdstip.\n"
            "Schrijf het als 2026-06-01, 2026-06-01T08:30 of 2026-06-01T08:30+02:00."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=HOME)
