"""The plan of an `up`: which processes there are, what each waits for, how one sees that it works.

Plain data, made once where the settings are known (`children`) and handed to the supervisor, which knows no
settings and stays small. It holds no secret: settings reach the processes by their environment.
"""

import json
import signal
from dataclasses import asdict, dataclass

from inkoopkalender.orchestration.addresses import Addresses

PLAN = "UP_PLAN"
"""The variable that holds the plan, for the supervisor only."""
MARK = "UP_OF_FOLDER"
"""The variable that holds the working folder, in every process below its `up`."""
SERVER, DEPLOY, WORKER, SENDER, WEB, CATCHER = "server", "deploy", "worker", "sender", "web", "catcher"
SINCE = "SINCE"
"""Becomes the moment from which a sign of life counts: its start, or three minutes ago when that is later."""


@dataclass(frozen=True, slots=True)
class Child:
    """One process: `stage` says when it is stopped (the lowest first), `after` what must work before."""

    name: str
    command: tuple[str, ...]
    stage: int
    after: str = ""
    probe: str = ""
    """An address that answers when the process works; without one, being alive is enough."""
    asked: str = ""
    """What is posted there; SINCE in it becomes a moment, see there."""
    says: str = ""
    """What the answer must hold."""
    elsewhere: bool = False
    """The probe asks another process about this one: no answer says nothing."""
    once: bool = False
    """It does one thing and ends with 0; it is tried again until it does."""
    sign: int = signal.SIGTERM
    """How it is asked to stop."""
    knows_settings: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the supervisor is told."""

    folder: str
    home: str
    """Where the server of `up` keeps its database; empty when a team's own server is used."""
    addresses: Addresses
    letters: str
    """Where letters can be seen: a page, or in production the mail server."""
    children: tuple[Child, ...]


def write_plan(plan: Plan) -> str:
    """Return a plan as text."""
    return json.dumps(asdict(plan))


def read_plan(text: str) -> Plan:
    """Return the plan that `write_plan` wrote."""
    told = json.loads(text)
    children = tuple(Child(**{**one, "command": tuple(one["command"])}) for one in told["children"])
    return Plan(**{**told, "addresses": Addresses(**told["addresses"]), "children": children})
