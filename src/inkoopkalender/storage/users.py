"""Who may change things. The system user always exists; a person has to be added first."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from inkoopkalender.domain.register import User
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import users

SYSTEM_USER: Final = "systeem"
"""The actor of everything that no person did."""

ROLES: Final = ("operator", "approver")
"""What a person may be: `operator` prepares and imports, `approver` also releases and decides."""


_COLUMNS: Final = (users.c.id, users.c.name, users.c.role)


class UnknownUserError(MisuseError):
    """Nobody of that name may change things."""


class UserExistsError(MisuseError):
    """There is already a user of that name."""


def add_user(connection: Connection, name: str, role: str, at: datetime) -> User:
    """Add a user. Raises UserExistsError."""
    if name == SYSTEM_USER or find_user(connection, name) is not None:
        raise UserExistsError(f"Er is al een gebruiker '{name}'. Kies een andere naam.")
    return _insert(connection, name, role, at)


def find_user(connection: Connection, name: str) -> User | None:
    """Return the user of that name, or None."""
    row = connection.execute(select(*_COLUMNS).where(users.c.name == name)).first()
    return _user(row) if row else None


def get_actor(connection: Connection, name: str, at: datetime) -> User:
    """Return the user who makes a change; the system user is made on first use. Raises UnknownUserError."""
    user = find_user(connection, name)
    if user is not None:
        return user
    if name == SYSTEM_USER:  # two at once may both be the first
        insert_missing(connection, users, [{"name": name, "role": "system", "created_at": at}])
        made = find_user(connection, name)
        assert made is not None, "the system user was inserted just now, here or elsewhere"
        return made
    known = ", ".join(sorted({SYSTEM_USER, *(known.name for known in list_users(connection))}))
    raise UnknownUserError(
        f"'{name}' is hier geen gebruiker (wel: {known}).\n"
        f"Voeg de gebruiker eerst toe: inkoopkalender users add {name} --role operator"
    )


def list_users(connection: Connection) -> list[User]:
    """Return all users by name."""
    return [_user(row) for row in connection.execute(select(*_COLUMNS).order_by(users.c.name))]


def _insert(connection: Connection, name: str, role: str, at: datetime) -> User:
    row = connection.execute(
        insert(users).values(name=name, role=role, created_at=at).returning(users.c.id)
    ).one()
    return User(row.id, name, role)


def _user(row: Any) -> User:  # noqa: ANN401 -- a row of _COLUMNS
    return User(row.id, row.name, row.role)
