"""Prefect's transactions on SQLite take turns in our server; as Prefect begins them, one is refused."""

import asyncio
from pathlib import Path

import pytest
from prefect.server.database.configurations import AioSqliteConfiguration
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from inkoopkalender.orchestration import prefect_app

PREFECTS_OWN = AioSqliteConfiguration.begin_transaction


async def read_then_write(database: AioSqliteConfiguration, *, pauses: tuple[float, ...]) -> list[object]:
    """Run transactions at the same time that read, pause and write; return what became of each."""

    async def one(pause: float) -> None:
        session = await database.session(await database.engine())
        async with session, database.begin_transaction(session):
            await session.execute(text("SELECT count(*) FROM seen"))
            await asyncio.sleep(pause)
            await session.execute(text("INSERT INTO seen VALUES (1)"))

    engine = await database.engine()
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE seen (one INTEGER)"))
    try:
        return list(await asyncio.gather(*map(one, pauses), return_exceptions=True))
    finally:
        await engine.dispose()


@pytest.mark.parametrize(("in_turn", "refused"), [(False, 1), (True, 0)])
def test_transactions_that_read_and_then_write_wait_for_each_other(
    in_turn: bool, refused: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AioSqliteConfiguration, "begin_transaction", PREFECTS_OWN)
    if in_turn:
        prefect_app.take_turns_on_sqlite()
    database = AioSqliteConfiguration(connection_url=f"sqlite+aiosqlite:///{tmp_path}/prefect.db")

    ends = asyncio.run(read_then_write(database, pauses=(0.2, 0.5)))

    assert [type(one) for one in ends if one] == [OperationalError] * refused
