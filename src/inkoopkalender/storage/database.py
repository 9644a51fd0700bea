"""Opens the database and gives transactions: `reading()`, and `changing()`, which signs the audit chain.

A change without an actor and a reason is impossible here. SQLite takes its write lock at the start of
a change, so that two processes wait for each other instead of failing half-way; PostgreSQL locks the
chain it is about to extend.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from inkoopkalender.errors import InkoopkalenderError, MisuseError, reason
from inkoopkalender.storage.audit import REGISTER, Change, append_link
from inkoopkalender.storage.statements import wait_for_turn

__all__ = [
    "Connection",
    "Database",
    "DatabaseSettingError",
    "DatabaseUnreachableError",
    "Transaction",
    "embedded_file",
    "open_as_it_is",
    "open_database",
]

BUSY_MILLISECONDS = 20_000
"""How long a writer waits for SQLite's single write lock before it gives up."""


class DatabaseUnreachableError(InkoopkalenderError):
    """The database cannot be opened or used."""


class DatabaseSettingError(MisuseError):
    """The setting `database` names no database that can be opened here."""


@dataclass(slots=True)
class Transaction:
    """One change in the making: its connection, and what it will say in the audit."""

    connection: Connection
    actor: str
    at: datetime
    _changes: dict[str, list[Change]] = field(default_factory=dict)

    def record(self, what: str, facts: Mapping[str, object] | None = None, *, chain: str = REGISTER) -> None:
        """Note a change for the audit; `chain` is the round's key. No names, no addresses."""
        self._changes.setdefault(chain, []).append((what, facts or {}))


@dataclass(frozen=True, slots=True)
class Database:
    """A database with its tables in place."""

    engine: Engine

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reading only."""
        with _usable(self.engine.url), self.engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def changing(self, *, actor: str, at: datetime, why: str) -> Iterator[Transaction]:
        """Give one transaction; what it recorded becomes one audit link per chain, in the same commit.

        A transaction that recorded nothing leaves no link.
        """
        with _usable(self.engine.url), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                transaction = Transaction(connection, actor, at)
                yield transaction
                for chain, changes in sorted(transaction._changes.items()):  # noqa: SLF001 -- this module's own class
                    wait_for_turn(connection, f"audit:{chain}")
                    append_link(connection, chain, at, actor, why, changes)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open the database at `url` and bring its tables up to date. Raises DatabaseUnreachableError."""
    from inkoopkalender.storage.migrate import migrate  # noqa: PLC0415 -- slow import

    return _open(url, migrate)


def open_as_it_is(url: str) -> Database:
    """Open the database at `url` to look at it; its tables stay as they are. Raises as `open_database`."""
    return _open(url, lambda _: None)


def embedded_file(url: str) -> Path | None:
    """Return the file of an embedded database; None for one on a server. Raises DatabaseSettingError."""
    address = _address(url)
    embedded = address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:")
    return Path(address.database or "") if embedded else None


def _open(url: str, prepare: Callable[[Engine], None]) -> Database:
    address = _address(url)
    try:
        with _usable(address):
            engine = _engine(address)
            prepare(engine)
    except (NoSuchModuleError, ImportError) as error:
        raise DatabaseSettingError(
            f"De instelling database ('{address.render_as_string(hide_password=True)}') noemt een soort "
            "die hier niet kan.\nKies sqlite, of postgresql+psycopg met het extra pakket postgres."
        ) from error
    except OSError as error:
        raise _unreachable(address, error) from error
    return Database(engine)


def _address(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise DatabaseSettingError(
            f"De instelling database ('{url}') is geen adres van een database.\n"
            "Schrijf sqlite:///pad/naar/bestand.db of postgresql+psycopg://gebruiker@server/naam"
        ) from error


@contextlib.contextmanager
def _usable(url: URL) -> Iterator[None]:
    """Raise DatabaseUnreachableError for what the database cannot do now; other faults pass unchanged."""
    try:
        yield
    except DatabaseError as error:
        if isinstance(error, OperationalError) or type(error) is DatabaseError:
            raise _unreachable(url, error) from error
        raise


def _unreachable(url: URL, error: Exception) -> DatabaseUnreachableError:
    return DatabaseUnreachableError(
        f"De database {url.render_as_string(hide_password=True)} kan niet worden gebruikt: {_why(error)}.\n"
        "Controleer de instelling database, de rechten op de map en de ruimte op de schijf."
    )


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return reason(error)
    first = str(error).splitlines()[0]
    return next((dutch for words, dutch in _REASONS.items() if words in first), first)


_REASONS = {
    "unable to open database file": "het bestand kan niet worden geopend",
    "file is not a database": "het bestand is geen database",
    "readonly database": "er kan niet in worden geschreven",
    "database is locked": "een ander proces houdt haar bezet",
    "database or disk is full": "de schijf is vol",
    "disk I/O error": "de schijf geeft een fout",
    "malformed": "het bestand is beschadigd",
    "Connection refused": "de server antwoordt niet",
    "password authentication failed": "de naam of het wachtwoord klopt niet",
}
"""What the driver says, in Dutch; what is not here is given as the driver says it."""


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True)  # an error's text must hold nobody's data
    path = url.database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MILLISECONDS / 1000}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 -- the driver's connection
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was said to be stored survives a loss of power; 0.3 ms a transaction
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
