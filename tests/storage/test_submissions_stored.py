"""What came in is stored once, in revisions, and what counts is the last good one in time."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.storage.rounds import (
    add_participants,
    add_round,
    count_standings,
    get_parameters,
    list_participants,
    record_revision,
    set_parameter,
    set_standing,
)
from inkoopkalender.storage.submissions import (
    Delivery,
    Stored,
    add_import,
    count_submissions,
    find_last_document,
    list_complete_until,
    list_current,
    list_organisations_with,
    store_delivery,
)
from inkoopkalender.storage.tables import organisations

NOW = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)
A_DELIVERY = Delivery(1, "quality-survey", "upload", NOW, "accepted", "a.xlsx", b"one", {"nps": 1}, keys=None)


def a_round(database: Database, organisation_count: int = 2) -> int:
    with database.changing(actor="test", at=NOW, why="test") as change:
        change.connection.execute(
            insert(organisations),
            [
                {"kvk": f"{number:08}", "name": "N", "place": "P", "postcode": "1234AB", "changed_at": NOW}
                for number in range(organisation_count)
            ],
        )
        opened = add_round(change.connection, "cz/wijkverpleging/2027", opened_at=NOW, since=NOW)
        everybody = dict.fromkeys(range(1, organisation_count + 1), "existing")
        add_participants(change.connection, opened.round_id, everybody, joined_at=NOW)
        return opened.round_id


def store(database: Database, round_id: int, *deliveries: Delivery) -> list[Stored]:
    with database.changing(actor="test", at=NOW, why="test") as change:
        return [store_delivery(change.connection, round_id, one, recorded_at=NOW) for one in deliveries]


def test_same_bytes_at_the_same_moment_are_stored_once(database: Database) -> None:
    round_id = a_round(database)

    first, again = store(database, round_id, A_DELIVERY, A_DELIVERY)

    assert (first.new, again.new) == (True, False)
    assert (again.submission_id, again.revision, again.sha256) == (
        first.submission_id,
        first.revision,
        first.sha256,
    )


@pytest.mark.parametrize(
    "change", [{"content": b"two"}, {"received_at": NOW + timedelta(seconds=1)}], ids=["bytes", "moment"]
)
def test_other_bytes_or_another_moment_are_a_revision(database: Database, change: dict[str, object]) -> None:
    round_id = a_round(database)

    stored = store(database, round_id, A_DELIVERY, replace(A_DELIVERY, **change))  # type: ignore[arg-type]

    assert [(one.revision, one.new) for one in stored] == [(1, True), (2, True)]


def test_revisions_count_per_organisation_and_kind(database: Database) -> None:
    round_id = a_round(database)

    stored = store(
        database,
        round_id,
        A_DELIVERY,
        replace(A_DELIVERY, organisation_id=2),
        replace(A_DELIVERY, kind="mds"),
    )

    assert [one.revision for one in stored] == [1, 1, 1]


def test_deliveries_of_one_organisation_at_once_get_revisions_of_their_own(database: Database) -> None:
    round_id = a_round(database)
    url = database.engine.url.render_as_string(hide_password=False)
    together = threading.Barrier(4)
    revisions: list[int] = []

    def deliver(number: int) -> None:
        own = open_database(url)
        together.wait()
        for part in range(5):
            delivery = replace(A_DELIVERY, content=f"{number} {part}".encode())
            revisions.extend(one.revision for one in store(own, round_id, delivery))
        own.close()

    threads = [threading.Thread(target=deliver, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(revisions) == list(range(1, 21))


def test_last_accepted_revision_in_time_counts(database: Database) -> None:
    round_id = a_round(database)
    later = [NOW + timedelta(hours=hour) for hour in range(1, 5)]

    store(
        database,
        round_id,
        replace(A_DELIVERY, received_at=later[1], content=b"2", values={"nps": 2}),
        replace(A_DELIVERY, received_at=later[0], content=b"1", values={"nps": 1}),
        replace(A_DELIVERY, received_at=later[2], content=b"3", values={"nps": 3}, state="rejected"),
        replace(A_DELIVERY, received_at=later[3], content=b"4", values={"nps": 4}, state="late"),
    )

    with database.reading() as connection:
        assert list_current(connection, round_id, "quality-survey") == {1: {"nps": 2}}
        assert count_submissions(connection, round_id) == {
            "quality-survey": {"accepted": 2, "rejected": 1, "late": 1, "refused": 0}
        }


def test_received_by_is_exclusive(database: Database) -> None:
    round_id = a_round(database)
    store(database, round_id, A_DELIVERY)

    with database.reading() as connection:
        found = [
            list_organisations_with(connection, round_id, "quality-survey", ("accepted",), received_by=moment)
            for moment in (NOW, NOW + timedelta(microseconds=1))
        ]

    assert found == [set(), {1}]


def test_latest_complete_moment_of_a_kind_counts_whenever_it_was_imported(database: Database) -> None:
    round_id = a_round(database)

    with database.changing(actor="test", at=NOW, why="test") as change:
        for name, complete_until in (("b", NOW + timedelta(days=2)), ("a", NOW), ("c", None)):
            add_import(
                change.connection, round_id, "quality-survey", filename=name, content=name.encode(),
                complete_until=complete_until, imported_at=NOW,
            )  # fmt: skip

    with database.reading() as connection:
        assert list_complete_until(connection, round_id) == {"quality-survey": NOW + timedelta(days=2)}
        assert find_last_document(connection, round_id, "quality-survey") == (b"c", "c")


def test_standing_moves_only_from_where_it_may(database: Database) -> None:
    round_id = a_round(database)

    with database.changing(actor="test", at=NOW, why="test") as change:
        first = set_standing(change.connection, round_id, [1], "submitted", only_from=("invited",))
        again = set_standing(change.connection, round_id, [1, 2, 99], "in_review", only_from=("submitted",))
        none = set_standing(change.connection, round_id, [], "signed", only_from=("in_review",))

    with database.reading() as connection:
        counted = {name: count for name, count in count_standings(connection, round_id).items() if count}
    assert (first, again, none) == (1, 1, 0)
    assert counted == {"invited": 1, "in_review": 1}


def test_standing_of_more_organisations_than_one_statement_takes(database: Database) -> None:
    round_id = a_round(database, 40)

    with database.changing(actor="test", at=NOW, why="test") as change:
        moved = set_standing(change.connection, round_id, range(70_000), "submitted", only_from=("invited",))

    assert moved == 40


def test_participant_stays_as_it_is_when_added_again(database: Database) -> None:
    round_id = a_round(database)

    with database.changing(actor="test", at=NOW, why="test") as change:
        set_standing(change.connection, round_id, [1], "submitted", only_from=("invited",))
        added = add_participants(change.connection, round_id, {1: "new", 2: "new"}, joined_at=NOW)

    with database.reading() as connection:
        found = [(one.track, one.standing) for one in list_participants(connection, round_id)]
    assert (added, found) == (0, [("existing", "submitted"), ("existing", "invited")])


def test_joined_by_is_inclusive(database: Database) -> None:
    round_id = a_round(database)

    with database.reading() as connection:
        found = [
            len(list_participants(connection, round_id, joined_by=moment))
            for moment in (NOW - timedelta(seconds=1), NOW)
        ]

    assert found == [0, 2]


def test_revision_of_an_event_is_that_in_which_its_own_words_last_changed(database: Database) -> None:
    round_id = a_round(database)
    calendars = (
        {"a": "1", "b": "1"},
        {"a": "1", "b": "1"},
        {"a": "2", "b": "1"},
        {"a": "2", "b": "2", "c": "1"},
    )

    with database.changing(actor="test", at=NOW, why="test") as change:
        found = [record_revision(change.connection, round_id, one, NOW) for one in calendars]

    assert found == [{"a": 1, "b": 1}, {"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 2, "b": 3, "c": 3}]


def test_last_value_of_a_parameter_counts(database: Database) -> None:
    round_id = a_round(database)

    with database.changing(actor="test", at=NOW, why="test") as change:
        for value in (14, {"A": 104}, 12):
            set_parameter(change.connection, round_id, "cut", value, reason="r", by="Robin", at=NOW)

    with database.reading() as connection:
        assert get_parameters(connection, round_id) == {"cut": 12}
