"""A change is whole or not at all, and its audit link is in the same commit; moments need a zone."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import StatementError

from inkoopkalender.storage.audit import REGISTER, find_broken_links, list_links
from inkoopkalender.storage.database import Database, DatabaseUnreachableError, open_database
from inkoopkalender.storage.rounds import add_round, find_round, list_rounds
from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import audit, documents, organisations, rounds

NOW = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)


def change(database: Database, number: int, chain: str = REGISTER) -> None:
    with database.changing(actor="Robin", at=NOW + timedelta(minutes=number), why=f"change {number}") as made:
        made.record("something", {"number": number}, chain=chain)


def numbers(database: Database) -> list[tuple[str, int, str]]:
    with database.reading() as connection:
        return [(link.chain, link.sequence, link.why) for link in list_links(connection)]


def broken(database: Database) -> list[tuple[str, int]]:
    with database.reading() as connection:
        return [(link.chain, link.sequence) for link in find_broken_links(connection)]


def tamper(database: Database, statement: object) -> None:
    with database.engine.begin() as connection:
        connection.execute(statement)  # type: ignore[call-overload]  # whatever somebody types


def test_links_of_each_chain_follow_one_another(database: Database) -> None:
    for number, chain in enumerate((REGISTER, "round b", REGISTER, "round a", "round b")):
        change(database, number, chain)

    assert numbers(database) == [
        ("", 1, "change 0"),
        ("", 2, "change 2"),
        ("round a", 1, "change 3"),
        ("round b", 1, "change 1"),
        ("round b", 2, "change 4"),
    ]
    assert broken(database) == []


def test_one_transaction_is_one_link_per_chain(database: Database) -> None:
    with database.changing(actor="Robin", at=NOW, why="both") as made:
        made.record("one")
        made.record("two")
        made.record("three", chain="round a")

    with database.reading() as connection:
        links = [(link.chain, link.changes) for link in list_links(connection)]
    assert links == [("", [["one", {}], ["two", {}]]), ("round a", [["three", {}]])]


def test_transaction_that_records_nothing_leaves_no_link(database: Database) -> None:
    with database.changing(actor="Robin", at=NOW, why="nothing"):
        pass

    assert numbers(database) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor", "Ander"), ("why", "iets anders"), ("changes", [["something", {"number": 9}]]), ("at", NOW)],
)
def test_link_that_was_changed_is_found(database: Database, column: str, value: object) -> None:
    for number in range(1, 4):
        change(database, number)

    tamper(database, update(audit).where(audit.c.sequence == 2).values({column: value}))

    assert broken(database) == [("", 2)]


def test_link_that_was_taken_out_is_found(database: Database) -> None:
    for number in range(1, 4):
        change(database, number)

    tamper(database, text("DELETE FROM audit WHERE sequence = 2"))

    assert broken(database) == [("", 3)]


def test_links_that_changed_places_are_found(database: Database) -> None:
    for number in range(1, 4):
        change(database, number)

    for old, new in ((2, 9), (3, 2), (9, 3)):
        tamper(database, update(audit).where(audit.c.sequence == old).values(sequence=new))

    assert {sequence for _, sequence in broken(database)} == {2, 3}


def test_block_that_raises_leaves_neither_rows_nor_a_link(database: Database) -> None:
    with pytest.raises(RuntimeError, match="half-way"):
        _fail_half_way(database)

    with database.reading() as connection:
        assert list_rounds(connection) == []
    assert numbers(database) == []


def _fail_half_way(database: Database) -> None:
    with database.changing(actor="Robin", at=NOW, why="test") as made:
        add_round(made.connection, "cz/wijkverpleging/2027", opened_at=NOW, since=NOW)
        made.record("round opened", chain="cz/wijkverpleging/2027")
        raise RuntimeError("half-way")


def test_statement_that_fails_takes_the_earlier_ones_with_it(database: Database) -> None:
    def fail() -> None:
        with database.changing(actor="Robin", at=NOW, why="test") as made:
            add_round(made.connection, "a", opened_at=NOW, since=NOW)
            made.record("opened")
            made.connection.execute(insert(rounds).values(key="a", opened_at=NOW, since=NOW))

    with pytest.raises(Exception, match=r"(?i)unique"):
        fail()

    with database.reading() as connection:
        assert list_rounds(connection) == []
    assert numbers(database) == []


def test_writers_at_once_keep_the_chain_whole(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)

    def write(start: int) -> None:
        own = open_database(url)
        for number in range(start, start + 10):
            change(own, number, "round")
        own.close()

    threads = [threading.Thread(target=write, args=(start,)) for start in (0, 10, 20, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [sequence for _, sequence, _ in numbers(database)] == list(range(1, 41))
    assert broken(database) == []


@pytest.mark.parametrize(
    "moment",
    [
        NOW,
        datetime(2026, 5, 15, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam")),
        datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam"), fold=1),
        datetime(2026, 5, 15, 7, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-3))),
    ],
)
def test_moment_comes_back_the_same_and_in_utc(database: Database, moment: datetime) -> None:
    with database.changing(actor="Robin", at=NOW, why="test") as made:
        add_round(made.connection, "a", opened_at=moment, since=moment)

    with database.reading() as connection:
        found = find_round(connection, "a")

    assert found is not None
    assert (found.opened_at, found.opened_at.tzinfo) == (moment.astimezone(UTC), UTC)


def test_moment_without_a_zone_is_refused(database: Database) -> None:
    def write() -> None:
        with database.changing(actor="Robin", at=NOW, why="test") as made:
            add_round(made.connection, "a", opened_at=datetime(2026, 5, 15), since=NOW)  # noqa: DTZ001 -- the fault

    with pytest.raises(StatementError, match="a moment needs a zone"):
        write()


def test_moments_are_compared_as_instants_whatever_their_zone(database: Database) -> None:
    local = datetime(2026, 5, 15, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
    with database.changing(actor="Robin", at=NOW, why="test") as made:
        add_round(made.connection, "a", opened_at=local, since=local)

    with database.reading() as connection:
        before = connection.execute(select(rounds.c.key).where(rounds.c.since <= NOW)).scalars().all()
        after = connection.execute(select(rounds.c.key).where(rounds.c.since < NOW)).scalars().all()

    assert (before, after) == (["a"], [])


def organisation(number: int) -> dict[str, object]:
    return {"kvk": f"{number:08}", "name": "N", "place": "P", "postcode": "1234AB", "changed_at": NOW}


@pytest.mark.parametrize("count", [0, 1, 2, 15_000])
def test_rows_are_inserted_in_as_many_parts_as_they_need(database: Database, count: int) -> None:
    rows = [organisation(number) for number in range(count)]

    with database.changing(actor="Robin", at=NOW, why="test") as made:
        first = insert_missing(made.connection, organisations, rows)
        again = insert_missing(made.connection, organisations, rows)

    assert (first, again) == (count, 0)


def test_only_rows_that_are_missing_are_inserted(database: Database) -> None:
    with database.changing(actor="Robin", at=NOW, why="test") as made:
        insert_missing(made.connection, organisations, [organisation(number) for number in (1, 3)])
        added = insert_missing(made.connection, organisations, [organisation(number) for number in range(5)])

    assert added == 3


def test_row_that_is_there_stays_as_it_is(database: Database) -> None:
    with database.changing(actor="Robin", at=NOW, why="test") as made:
        for content in (b"first", b"second"):
            insert_missing(made.connection, documents, [{"sha256": "a", "content": content}])
        kept = made.connection.execute(select(documents.c.content)).scalar_one()

    assert kept == b"first"


def test_database_that_cannot_be_opened_says_what_to_check() -> None:
    with pytest.raises(DatabaseUnreachableError, match=r"(?s)round\.db.*database"):
        open_database("sqlite:////proc/nowhere/round.db")
