"""Letters as the outbox holds them: to be put in, claimed by a delivery, ended, listed.

Shapes only; the statements stand in `storage.outbox`.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

LetterState = Literal[
    "composed",
    "queued",
    "sending",
    "sent",
    "retry",
    "failed",
    "unknown",
    "withdrawn",
    "lapsed",
    "recorded",
]
LETTER_STATES: tuple[LetterState, ...] = get_args(LetterState)
"""Every state, in the order of a letter's life; `recorded` is a notice that VECOZO itself sends."""
NOT_ON_THE_WIRE: tuple[LetterState, ...] = ("composed", "queued", "retry")
ENDS: tuple[LetterState, ...] = ("sent", "failed", "withdrawn", "lapsed", "recorded")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a letter."""

    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutboxLetter:
    """A rendered letter, as it is put into the outbox.

    `origin` is the key of the action, or the submission or case, that it answers. `state` is where it
    starts: composed (waits for a person), queued, or recorded (a notice that VECOZO sends). `sender`
    is a whole mailbox, name included.
    """

    round_id: int
    origin: str
    organisation_id: int
    contact_id: int
    letter: str
    channel: str
    message_id: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    state: Literal["composed", "queued", "recorded"]
    composed_at: datetime
    not_before: datetime
    useful_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClaimedLetter:
    """A letter that this delivery may send until its lease runs out; `attempts` counts earlier tries."""

    id: int
    message_id: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    attempts: int


@dataclass(frozen=True, slots=True)
class Result:
    """How one claimed letter ended. `queued` puts it back untried: no try is counted, none recorded."""

    letter_id: int
    attempts: int
    state: Literal["sent", "retry", "failed", "unknown", "queued"]
    tried_at: datetime
    reply: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class SampleLetter:
    """A letter to look at."""

    letter: str
    recipient: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class ListedLetter:
    """A letter as lists show it, without its body."""

    id: int
    round_id: int
    origin: str
    organisation_id: int
    letter: str
    channel: str
    message_id: str
    recipient: str
    subject: str
    state: str
    composed_at: datetime
    not_before: datetime
    attempts: int
    last_reply: str
    finished_at: datetime | None


def message_id_for(origin: str, organisation_id: int, contact_id: int, letter: str, domain: str) -> str:
    """Return the letter's Message-ID, the same for the same letter however often it is composed."""
    facts = "\n".join((origin, str(organisation_id), str(contact_id), letter))
    return f"<{hashlib.sha256(facts.encode()).hexdigest()[:40]}@{domain}>"
