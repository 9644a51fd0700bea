from datetime import UTC, datetime

import pytest

from inkoopkalender.storage.database import Database
from inkoopkalender.storage.users import (
    SYSTEM_USER,
    UnknownUserError,
    UserExistsError,
    add_user,
    find_user,
    get_actor,
    list_users,
)

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_the_system_user_is_made_on_first_use(database: Database) -> None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        first = get_actor(change.connection, SYSTEM_USER, NOW)
        again = get_actor(change.connection, SYSTEM_USER, NOW)

    assert (first.name, first.role) == ("systeem", "system")
    assert again == first


def test_a_person_is_added_once_and_listed_by_name(database: Database) -> None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        bram = add_user(change.connection, "bram", "operator", NOW)
        anna = add_user(change.connection, "anna", "approver", NOW)

        assert list_users(change.connection) == [anna, bram]
        assert find_user(change.connection, "bram") == bram
        assert get_actor(change.connection, "bram", NOW) == bram
        with pytest.raises(UserExistsError):
            add_user(change.connection, "bram", "approver", NOW)


def test_an_unknown_actor_is_refused_with_the_names_there_are(database: Database) -> None:
    with (
        database.changing(actor="test", at=NOW, why="test") as change,
        pytest.raises(UnknownUserError, match=r"wel: systeem") as refusal,
    ):
        get_actor(change.connection, "piet", NOW)

    assert refusal.value.exit_code == 2
