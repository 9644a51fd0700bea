"""Whether any letter could leave now: one look, made every few seconds by a process that does nothing else.

Which letters those are is decided when they are claimed (`outbox`).
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, exists, or_, select

from inkoopkalender.storage.releases import letters_paused
from inkoopkalender.storage.tables import outbox


def letters_wait(connection: Connection, now: datetime, lease: timedelta) -> bool:
    """Tell whether a letter may go now, or was left by a delivery that died; never while paused.

    A claim that ends later than twice the `lease` from now was made before the clock was set back.
    """
    waits = and_(outbox.c.state.in_(("queued", "retry")), outbox.c.not_before <= now)
    ended = or_(outbox.c.leased_until <= now, outbox.c.leased_until > now + 2 * lease)
    left_behind = and_(outbox.c.state == "sending", ended)
    found = exists().where(outbox.c.channel == "mail", or_(waits, left_behind))
    return bool(connection.execute(select(found)).scalar()) and not letters_paused(connection)
