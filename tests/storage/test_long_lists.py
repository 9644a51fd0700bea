"""Statements over more rows than a database takes values in one statement, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from inkoopkalender.storage.database import Database
from inkoopkalender.storage.judging import take_back_outcomes, take_back_questions
from inkoopkalender.storage.ledger import supersede_actions
from inkoopkalender.storage.rounds import add_round, set_standing
from inkoopkalender.storage.statements import PART, in_parts

NOW = datetime(2026, 5, 20, 8, 0, tzinfo=UTC)
MANY = range(1, 260_001)
"""More than the 250,000 that Debian's SQLite takes; others take 32,766, PostgreSQL 65,535."""


@pytest.mark.parametrize(
    "state",
    [
        lambda connection, _: supersede_actions(connection, MANY, NOW),
        lambda connection, round_id: take_back_outcomes(connection, round_id, "R-WV-SURVEY", MANY),
        lambda connection, round_id: take_back_questions(connection, round_id, ["late-signature"], MANY),
        lambda connection, round_id: set_standing(
            connection, round_id, MANY, "submitted", only_from=["invited"]
        ),
    ],
    ids=["supersede_actions", "take_back_outcomes", "take_back_questions", "set_standing"],
)
def test_statement_takes_a_list_of_any_length(
    database: Database, state: Callable[[Connection, int], int | None]
) -> None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        round_id = add_round(change.connection, "cz/wijkverpleging/2027", opened_at=NOW, since=NOW).round_id

        touched = state(change.connection, round_id)

    assert not touched


@pytest.mark.parametrize("count", [0, 1, PART, PART + 1, 2 * PART])
def test_parts_are_the_whole_in_its_order(count: int) -> None:
    parts = list(in_parts(range(count)))

    assert [one for part in parts for one in part] == list(range(count))
    assert all(0 < len(part) <= PART for part in parts)
