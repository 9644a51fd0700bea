"""Events of the register in the database, and what they do to codes and organisations.

An organisation that went up in another keeps its row, contacts, facts and past contracts; only its codes go.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register_events import RegisterEvent
from inkoopkalender.storage.tables import organisations, provider_codes, register_events


def list_events(connection: Connection, organisation_id: int) -> list[RegisterEvent]:
    """Return what happened to an organisation, and what came to it, by day and then as recorded."""
    other = organisations.alias("other")
    query = (
        select(register_events, organisations.c.kvk.label("kvk"), other.c.kvk.label("other_kvk"))
        .join(organisations, organisations.c.id == register_events.c.organisation_id)
        .outerjoin(other, other.c.id == register_events.c.other_id)
        .where(
            (register_events.c.organisation_id == organisation_id)
            | (register_events.c.other_id == organisation_id)
        )
        .order_by(register_events.c.happened_on, register_events.c.id)
    )
    return [
        RegisterEvent(
            row.kind,
            KvkNumber(row.kvk),
            None if row.other_kvk is None else KvkNumber(row.other_kvk),
            row.happened_on,
            tuple(AgbCode(code) for code in row.codes),
            row.reason,
            row.recorded_by,
            row.recorded_at,
        )
        for row in connection.execute(query)
    ]


def add_event(
    connection: Connection, event: RegisterEvent, organisation_id: int, other_id: int | None
) -> int:
    """Record an event and return its number."""
    statement = insert(register_events).values(
        organisation_id=organisation_id,
        other_id=other_id,
        kind=event.kind,
        happened_on=event.on,
        codes=list(event.codes),
        reason=event.reason,
        recorded_by=event.recorded_by,
        recorded_at=event.recorded_at,
    )
    return int(connection.execute(statement.returning(register_events.c.id)).scalar_one())


def end_organisation(connection: Connection, organisation_id: int, event: RegisterEvent) -> None:
    """Mark that an organisation is no more since the day of the event."""
    connection.execute(
        update(organisations)
        .where(organisations.c.id == organisation_id)
        .values(ended_on=event.on, changed_at=event.recorded_at)
    )


def move_codes(connection: Connection, codes: Sequence[AgbCode], to_id: int) -> None:
    """Give codes to another organisation, where none of them is the main one."""
    connection.execute(
        update(provider_codes)
        .where(provider_codes.c.agb.in_(codes))
        .values(organisation_id=to_id, main=False)
    )


def add_code(connection: Connection, agb: AgbCode, organisation_id: int) -> None:
    """Give an organisation one more code that nobody has yet; not the main one."""
    connection.execute(insert(provider_codes).values(organisation_id=organisation_id, agb=agb, main=False))


def make_main(connection: Connection, agb: AgbCode, organisation_id: int) -> None:
    """Make a code of the organisation its main one, and the others not."""
    connection.execute(
        update(provider_codes)
        .where(provider_codes.c.organisation_id == organisation_id)
        .values(main=provider_codes.c.agb == agb)
    )


def list_ended(connection: Connection) -> dict[KvkNumber, KvkNumber | None]:
    """Return the organisations that are no more, each with the one it went up in, by KvK number."""
    other = organisations.alias("other")
    query = (
        select(organisations.c.kvk, other.c.kvk.label("other_kvk"))
        .outerjoin(
            register_events,
            (register_events.c.organisation_id == organisations.c.id)
            & register_events.c.kind.in_(("merger", "takeover")),
        )
        .outerjoin(other, other.c.id == register_events.c.other_id)
        .where(organisations.c.ended_on.is_not(None))
        .order_by(organisations.c.kvk)
    )
    return {
        KvkNumber(row.kvk): None if row.other_kvk is None else KvkNumber(row.other_kvk)
        for row in connection.execute(query)
    }
