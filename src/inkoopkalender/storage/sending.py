"""Letters that a delivery claims, and how each of its tries ended: the statements behind `mail.deliver`.

A claim names the journal of its delivery and ends with its lease. What of it is on the wire is not known
here but in that journal (`mail.journal`). Nothing is composed, released or withdrawn here (`outbox`).
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
    func,
    insert,
    or_,
    select,
    update,
)

from inkoopkalender.storage.letters import ENDS, NOT_ON_THE_WIRE, Attachment, ClaimedLetter, Result
from inkoopkalender.storage.statements import in_parts
from inkoopkalender.storage.tables import deliveries, outbox


def lapse_letters(connection: Connection, now: datetime) -> int:
    """Let letters lapse whose use was over before they left, also those that a dead delivery had claimed.

    Return how many. What was on the wire is known from the journal, which is folded in before; letters of
    another journal are looked at before as well (`find_left_by_others`).
    """
    left_behind = and_(outbox.c.state == "sending", outbox.c.leased_until <= now)
    lapsed = (
        update(outbox)
        .where(or_(outbox.c.state.in_(NOT_ON_THE_WIRE), left_behind), outbox.c.useful_until <= now)
        .values(state="lapsed", finished_at=now, leased_until=None)
    )
    return connection.execute(lapsed).rowcount


def claim_letters(
    connection: Connection,
    now: datetime,
    limit: int,
    lease_until: datetime,
    *,
    claimed_by: str | None = None,
) -> tuple[ClaimedLetter, ...]:
    """Take the next letters that may go, in order of id, for this delivery alone until `lease_until`.

    `claimed_by` is the journal of this delivery. Letters of a delivery with the same journal that died come
    back when its lease has run out, or lies so far ahead that the clock must have been set back since; fold
    the journal first, so that none of them was on the wire.
    """
    impossible = now + 2 * (lease_until - now)
    waiting = _waiting(now, impossible, claimed_by).limit(limit)
    rows = connection.execute(waiting.with_for_update(skip_locked=True)).all()
    if rows:
        connection.execute(
            update(outbox)
            .where(outbox.c.id.in_([row.id for row in rows]))
            .values(state="sending", leased_until=lease_until, claimed_by=claimed_by)
        )
    return tuple(_claimed(row) for row in rows)


def find_sending(connection: Connection, message_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return Message-ID -> (letter id, earlier tries) of those of these letters that count as claimed."""
    found: dict[str, tuple[int, int]] = {}
    for part in in_parts(message_ids):
        query = _claimed_letters().where(outbox.c.message_id.in_(part))
        found |= {row.message_id: (row.id, row.attempts) for row in connection.execute(query)}
    return found


def find_claimed_by(connection: Connection, journal: str) -> dict[str, tuple[int, int]]:
    """Return Message-ID -> (letter id, earlier tries) of the letters that this journal claims."""
    query = _claimed_letters().where(outbox.c.claimed_by == journal)
    return {row.message_id: (row.id, row.attempts) for row in connection.execute(query)}


def find_left_by_others(connection: Connection, now: datetime, journal: str) -> dict[str, tuple[int, int]]:
    """Return Message-ID -> (letter id, earlier tries) of what other journals claim beyond its lease.

    What of it was on the wire stands in files that are not here.
    """
    query = _claimed_letters().where(outbox.c.claimed_by != journal, outbox.c.leased_until <= now)
    return {row.message_id: (row.id, row.attempts) for row in connection.execute(query)}


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


def _attachments(stored: Sequence[Mapping[str, str]]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(each["filename"], each["media_type"], base64.b64decode(each["content"])) for each in stored
    )


def _claimed_letters() -> Select[Any]:
    columns = (outbox.c.message_id, outbox.c.id, outbox.c.attempts)
    return select(*columns).where(outbox.c.state == "sending").order_by(outbox.c.id)


def _waiting(now: datetime, impossible: datetime, claimed_by: str | None) -> Select[Any]:
    waits = and_(outbox.c.state.in_(("queued", "retry")), outbox.c.not_before <= now)
    left_behind = and_(
        outbox.c.state == "sending",
        or_(outbox.c.leased_until <= now, outbox.c.leased_until > impossible),
        or_(outbox.c.claimed_by.is_(None), outbox.c.claimed_by == claimed_by),
    )
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
