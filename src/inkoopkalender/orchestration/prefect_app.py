"""Prefect's own server application, mended in two places where the pinned release fails beside us.

Its scheduler inserts planned runs with the key `state`, which in its tables is a property and no column.
SQLAlchemy 2.0 passed over that; 2.1 asks what to do with it and refuses, so that no schedule ever ran. The
answer that Prefect counts on is: nothing, the state is stored right after.

On SQLite its transactions begin as readers. One that writes after it has read, while another wrote in
between, is refused at once ("database is locked"), whatever time it was given to wait; its services then
leave their work for a later pass. Here every transaction takes its turn at writing from the start.
"""

from collections.abc import AsyncGenerator, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from prefect.server.api.server import create_app as create_prefects_app
from prefect.server.database.configurations import AioSqliteConfiguration
from prefect.server.database.orm_models import FlowRun, TaskRun
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction


def create_app() -> FastAPI:
    """Return Prefect's application, with a scheduler that works and transactions that wait for each other."""
    for table in (FlowRun, TaskRun):
        state: Any = table.__mapper__.all_orm_descriptors["state"]
        if getattr(state, "bulk_dml_setter", None) is None:
            state.bulk_dml_setter = _pass_over
    take_turns_on_sqlite()
    return create_prefects_app()


def take_turns_on_sqlite() -> None:
    """Let every transaction of Prefect on SQLite wait for the one that writes; once is enough."""
    AioSqliteConfiguration.begin_transaction = _begin_in_turn  # type: ignore[method-assign]


_begin = AioSqliteConfiguration.begin_transaction


@asynccontextmanager
async def _begin_in_turn(
    self: AioSqliteConfiguration,
    session: AsyncSession,
    with_for_update: bool = True,  # noqa: ARG001 -- Prefect's signature
) -> AsyncGenerator[AsyncSessionTransaction, None]:
    async with _begin(self, session, with_for_update=True) as transaction:
        yield transaction


def _pass_over(_table: type, _row: MutableMapping[str, Any], _value: object) -> None:
    """Leave the row as it is."""
