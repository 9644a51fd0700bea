"""Letters that wait, and what a person decides about them: the statements about the outbox.

Claiming letters to send them, and recording how that went, is in `sending`.
"""

import base64
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    Update,
    case,
    func,
    select,
    update,
)

from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.letters import (
    LETTER_STATES,
    NOT_ON_THE_WIRE,
    Attachment,
    ClaimedLetter,
    LetterState,
    ListedLetter,
    OutboxLetter,
    Result,
    SampleLetter,
    message_id_for,
)
from inkoopkalender.storage.releases import find_release, letters_paused, pause_letters, record_release
from inkoopkalender.storage.sending import claim_letters, find_sending, lapse_letters, record_results
from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import outbox

__all__ = [
    "Attachment",
    "ClaimedLetter",
    "LetterNotFoundError",
    "LetterNotUnknownError",
    "ListedLetter",
    "OutboxLetter",
    "Result",
    "claim_letters",
    "count_letters",
    "enqueue",
    "find_release",
    "find_sending",
    "lapse_letters",
    "letters_paused",
    "list_letters",
    "message_id_for",
    "pause_letters",
    "record_release",
    "record_results",
    "release_letters",
    "resolve_letter",
    "withdraw_letters",
]


class LetterNotFoundError(MisuseError):
    """No letter in the outbox has this number."""


class LetterNotUnknownError(MisuseError):
    """Only a letter of which nobody knows whether it arrived can be resolved."""


def enqueue(connection: Connection, letters: Sequence[OutboxLetter]) -> int:
    """Put letters into the outbox and return how many are new; one that is already there stays as it is."""
    return insert_missing(connection, outbox, [_row_of(letter) for letter in letters])


def release_letters(
    connection: Connection, origin: str, at: datetime, *, leave_at: datetime | None = None
) -> int:
    """Let the composed letters of `origin` go; notices that VECOZO sends are recorded. Return how many."""
    noticed = outbox.c.channel == "vecozo-notice"
    statement = (
        update(outbox)
        .where(outbox.c.origin == origin, outbox.c.state == "composed")
        .values(
            state=case((noticed, "recorded"), else_="queued"),
            finished_at=case((noticed, at), else_=None),
            not_before=leave_at or at,
        )
    )
    return connection.execute(statement).rowcount


def withdraw_letters(connection: Connection, origin: str, at: datetime) -> int:
    """Withdraw what `origin` owes and is not yet on the wire. Return how many letters."""
    return connection.execute(_end("withdrawn", at).where(outbox.c.origin == origin)).rowcount


def count_letters(connection: Connection, round_id: int | None = None) -> dict[str, int]:
    """Return how many letters are in each state; every state is named, also at zero."""
    query = select(outbox.c.state, func.count()).group_by(outbox.c.state).order_by(outbox.c.state)
    if round_id is not None:
        query = query.where(outbox.c.round_id == round_id)
    counted: dict[str, int] = dict.fromkeys(LETTER_STATES, 0)
    counted.update({state: number for state, number in connection.execute(query)})  # noqa: C416 -- rows are no pairs to mypy
    return counted


def count_letters_of(connection: Connection, origin: str) -> dict[str, int]:
    """Return how many letters of an origin wait for a person, by kind of letter."""
    query = (
        select(outbox.c.letter, func.count())
        .where(outbox.c.origin == origin, outbox.c.state == "composed")
        .group_by(outbox.c.letter)
        .order_by(outbox.c.letter)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def list_letters(
    connection: Connection,
    *,
    round_id: int | None = None,
    state: str | None = None,
    after: int = 0,
    limit: int | None = None,
) -> tuple[ListedLetter, ...]:
    """Return letters in order of id, from the one after `after`."""
    names = tuple(ListedLetter.__dataclass_fields__)
    query = select(*(outbox.c[name] for name in names)).where(outbox.c.id > after).order_by(outbox.c.id)
    if round_id is not None:
        query = query.where(outbox.c.round_id == round_id)
    if state is not None:
        query = query.where(outbox.c.state == state)
    return tuple(ListedLetter(*row) for row in connection.execute(query.limit(limit)))


def list_samples(connection: Connection, most: int) -> tuple[SampleLetter, ...]:
    """Return up to `most` letters of different kinds, spread over the kinds in the order they first came."""
    first = (
        select(func.min(outbox.c.id).label("id")).group_by(outbox.c.letter).order_by(func.min(outbox.c.id))
    )
    ids = [row.id for row in connection.execute(first)]
    chosen = ids if len(ids) <= most else [ids[place * len(ids) // most] for place in range(most)]
    names = tuple(SampleLetter.__dataclass_fields__)
    query = select(*(outbox.c[name] for name in names)).where(outbox.c.id.in_(chosen)).order_by(outbox.c.id)
    return tuple(SampleLetter(*row) for row in connection.execute(query))


def resolve_letter(connection: Connection, letter_id: int, *, resend: bool, at: datetime) -> None:
    """Settle a letter of which nobody knew whether it arrived: it did, or it goes once more.

    Raises LetterNotFoundError, or LetterNotUnknownError when its fate is known.
    """
    state = connection.execute(select(outbox.c.state).where(outbox.c.id == letter_id)).scalar()
    if state is None:
        raise LetterNotFoundError(
            f"Er is geen brief {letter_id}.\nWelke er zijn: inkoopkalender letters outbox"
        )
    if state != "unknown":
        raise LetterNotUnknownError(
            f"Van brief {letter_id} is de afloop al bekend ({state}).\n"
            "Alleen een brief met toestand unknown vraagt een antwoord."
        )
    changed = {"state": "queued", "not_before": at} if resend else {"state": "sent", "finished_at": at}
    connection.execute(update(outbox).where(outbox.c.id == letter_id).values(changed))


def _row_of(letter: OutboxLetter) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(letter, name) for name in OutboxLetter.__dataclass_fields__}
    row["attachments"] = [
        {
            "filename": attachment.filename,
            "media_type": attachment.media_type,
            "content": base64.b64encode(attachment.content).decode(),
        }
        for attachment in letter.attachments
    ]
    row["finished_at"] = letter.composed_at if letter.state == "recorded" else None
    return row | {"attempts": 0, "last_reply": ""}


def _end(state: LetterState, at: datetime) -> Update:
    return update(outbox).where(outbox.c.state.in_(NOT_ON_THE_WIRE)).values(state=state, finished_at=at)
