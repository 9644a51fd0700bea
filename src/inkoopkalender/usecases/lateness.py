"""Whether a delivery is in time, and what becomes of one that is not: by the rule of its kind.

A first version is held against the end of the period, a further version of what already counts against the
moment until which it may be amended. Nothing is stored here.
"""

from dataclasses import dataclass
from datetime import datetime

from inkoopkalender.storage.submissions import State
from inkoopkalender.usecases.deliveries import AMEND, REFUSE, Window


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of a delivery, and by which rule it is late; empty for in time."""

    state: State
    late: str = ""


def judge(
    window: Window,
    organisation_id: int,
    received_at: datetime,
    *,
    sound: bool,
    amends: bool,
    refused: State = "refused",
) -> Verdict:
    """Judge one delivery; `sound`: nothing stands in its way; `amends`: something of it counts already.

    `refused` is the state of what is not taken: on our own channel refused, in an export late.
    """
    state: State = "accepted" if sound else "rejected"
    policy = window.kind.late
    late = window.is_late(organisation_id, received_at)
    if amends and window.is_closed(organisation_id, received_at):
        return Verdict(refused, REFUSE if late and policy == REFUSE else AMEND)
    if amends or not late:
        return Verdict(state)
    if policy == REFUSE:
        return Verdict(refused, REFUSE)
    if policy == "accept-late" or not sound:
        return Verdict(state, policy)
    return Verdict("late", policy)
