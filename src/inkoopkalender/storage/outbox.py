"""Letters on their way: every statement about the outbox and about the tries to deliver from it.

What is on the wire at this moment is not known here but in the delivery journal (`mail.journal`).
"""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    update,
)

from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.letters import (
    LETTER_STATES,
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
from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import deliveries, outbox

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

NOT_ON_THE_WIRE: tuple[LetterState, ...] = ("composed", "queued", "retry")
ENDS: tuple[LetterState, ...] = ("sent", "failed", "withdrawn", "lapsed", "recorded")


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


def lapse_letters(connection: Connection, now: datetime) -> int:
    """Let letters lapse whose use was over before they left, also those that a dead delivery had claimed.

    Return how many. What was on the wire is known from the journal, which is folded in before.
    """
    left_behind = and_(outbox.c.state == "sending", outbox.c.leased_until <= now)
    lapsed = (
        update(outbox)
        .where(or_(outbox.c.state.in_(NOT_ON_THE_WIRE), left_behind), outbox.c.useful_until <= now)
        .values(state="lapsed", finished_at=now, leased_until=None)
    )
    return connection.execute(lapsed).rowcount


def claim_letters(
    connection: Connection, now: datetime, limit: int, lease_until: datetime
) -> tuple[ClaimedLetter, ...]:
    """Take the next letters that may go, in order of id, for this delivery alone until `lease_until`.

    Letters of a delivery that died come back when its lease has run out; fold its journal first, so
    that none of them was on the wire.
    """
    rows = connection.execute(_waiting(now).limit(limit).with_for_update(skip_locked=True)).all()
    if rows:
        connection.execute(
            update(outbox)
            .where(outbox.c.id.in_([row.id for row in rows]))
            .values(state="sending", leased_until=lease_until)
        )
    return tuple(_claimed(row) for row in rows)


def record_results(connection: Connection, results: Sequence[Result]) -> None:
    """Store how claimed letters ended, and one row per try.

    A letter that somebody else settled meanwhile keeps its state.
    """
    if not results:
        return
    connection.execute(_settle(), [_values_of(result) for result in results])
    tries = [
        {
            "outbox_id": result.letter_id,
            "attempt": result.attempts + 1,
            "tried_at": result.tried_at,
            "result": result.state,
            "reply": result.reply,
        }
        for result in results
        if result.state != "queued"
    ]
    if tries:
        connection.execute(insert(deliveries), tries)


def find_sending(connection: Connection, message_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return Message-ID -> (letter id, earlier tries) of those of these letters that count as claimed."""
    found: dict[str, tuple[int, int]] = {}
    for start in range(0, len(message_ids), 500):
        query = (
            select(outbox.c.message_id, outbox.c.id, outbox.c.attempts)
            .where(outbox.c.message_id.in_(message_ids[start : start + 500]), outbox.c.state == "sending")
            .order_by(outbox.c.id)
        )
        found |= {row.message_id: (row.id, row.attempts) for row in connection.execute(query)}
    return found


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


def _attachments(stored: Sequence[Mapping[str, str]]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(each["filename"], each["media_type"], base64.b64decode(each["content"])) for each in stored
    )


def _end(state: LetterState, at: datetime) -> Update:
    return update(outbox).where(outbox.c.state.in_(NOT_ON_THE_WIRE)).values(state=state, finished_at=at)


def _waiting(now: datetime) -> Select[Any]:
    waits = and_(outbox.c.state.in_(("queued", "retry")), outbox.c.not_before <= now)
    left_behind = and_(outbox.c.state == "sending", outbox.c.leased_until <= now)
    useful = or_(outbox.c.useful_until.is_(None), outbox.c.useful_until > now)
    names = ClaimedLetter.__dataclass_fields__
    return (
        select(*(outbox.c[name] for name in names))
        .where(outbox.c.channel == "mail", or_(waits, left_behind), useful)
        .order_by(outbox.c.id)
    )


def _claimed(row: Row[Any]) -> ClaimedLetter:
    return ClaimedLetter(**row._asdict() | {"attachments": _attachments(row.attachments)})


def _settle() -> Update:
    return (
        update(outbox)
        .where(
            outbox.c.id == bindparam("of_letter"),
            outbox.c.state == "sending",
            outbox.c.attempts == bindparam("attempts_before"),
        )
        .values(
            state=bindparam("new_state"),
            attempts=bindparam("attempts_after"),
            last_reply=bindparam("reply"),
            not_before=func.coalesce(
                bindparam("again_at", type_=outbox.c.not_before.type), outbox.c.not_before
            ),
            finished_at=bindparam("ended_at", type_=outbox.c.finished_at.type),
            leased_until=None,
        )
    )


def _values_of(result: Result) -> dict[str, object]:
    untried = result.state == "queued"
    return {
        "of_letter": result.letter_id,
        "attempts_before": result.attempts,
        "new_state": "retry" if untried and result.attempts else result.state,
        "attempts_after": result.attempts if untried else result.attempts + 1,
        "reply": result.reply,
        "again_at": result.not_before,
        "ended_at": result.tried_at if result.state in ENDS else None,
    }
