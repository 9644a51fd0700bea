"""Files past their term are shown, deleted at a person's word with a record, and gone from the database file.

The survey of CZ wijkverpleging 2027 closes on 1 June 2026 at 00:00. With a term of 12 months, what came in
before is past it from 1 June 2027 at 00:00. The minimal data set closes on 21 September 2026 at 00:00, and
with 24 months is past its term from 21 September 2028 at 00:00.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from builders import A, B, Org, a_desk, at, export, tasks, tick, upload
from intake.bad_files import csv_form
from mds_world import hand_in, mds_desk
from sqlalchemy import select

from inkoopkalender.content.calendars import list_calendar_keys, load_calendar
from inkoopkalender.content.root import content_root
from inkoopkalender.content.submission_keeping import KeepShape
from inkoopkalender.content.submissions import load_submission_kinds
from inkoopkalender.domain.retention import term_end
from inkoopkalender.domain.timeline import resolve_calendar
from inkoopkalender.storage.audit import find_broken_links, list_links
from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.storage.retention import list_deletions, sweep
from inkoopkalender.storage.tables import documents, metadata, submissions
from inkoopkalender.usecases.deleting import Deleted, DeletionRefusedError, delete_past_term, hold, lift
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.keeping import ask_to_delete, find_past_term, terms_without_a_day
from inkoopkalender.usecases.receive import receive_submission

SURVEY, ZONE = "quality-survey", ZoneInfo("Europe/Amsterdam")
MAY = at("2026-05-10T10:00")
LAST_MOMENT, OVER = at("2027-05-31T23:59:59.999999"), at("2027-06-01T00:00")


def with_term(desk: Desk, months: int = 12, after: str = SURVEY) -> Desk:
    keep = KeepShape(months=months, after=after, section="", proposed=True)
    kinds = {
        name: kind.model_copy(update={"keep": keep if name == SURVEY else None})
        for name, kind in desk.submissions.items()
    }
    return replace(desk, submissions=kinds)


def surveyed(folder: Path, some: tuple[Org, ...] = (A, B), *, database: Database | None = None) -> Desk:
    """A round in which these handed the survey in on 10 May 2026."""
    desk = a_desk(folder, some, database=database)
    for one in some:
        upload(desk, one, MAY)
    return with_term(desk)


def past(desk: Desk, now: datetime) -> list[tuple[int | None, bool]]:
    """Whose files are past their term, and whether they may go."""
    with desk.database.reading() as connection:
        found = find_past_term(connection, [desk], now)
    return [(one.reference.organisation_id, not one.stops) for one in found]


def wipe(desk: Desk, count: int, now: datetime = OVER, batch: int = 250) -> Deleted:
    return delete_past_term(
        desk.database, [desk], count=count, reason="termijn om", by="Robin", now=now, batch=batch
    )


def kept(database: Database) -> int:
    with database.reading() as connection:
        return len(connection.execute(select(documents.c.sha256)).all())


@pytest.mark.parametrize(
    ("after", "received", "months", "end"),
    [
        ("2026-06-01T00:00", "2026-05-10T10:00", 12, "2027-06-01T00:00+02:00"),
        (
            "2026-06-01T00:00",
            "2026-08-31T10:00",
            6,
            "2027-02-28T10:00+01:00",
        ),  # received later; no 31 February
        (
            "2026-09-21T00:00",
            "2026-09-10T12:00",
            6,
            "2027-03-21T00:00+01:00",
        ),  # the same clock, in winter time
        ("2026-01-31T00:00", "2026-01-01T00:00", 1, "2026-02-28T00:00+01:00"),
        ("2024-02-29T00:00", "2024-01-01T00:00", 12, "2025-02-28T00:00+01:00"),
    ],
)
def test_term_is_whole_months_by_the_clock(after: str, received: str, months: int, end: str) -> None:
    given = term_end(at(after).astimezone(UTC), at(received), months, ZONE)

    assert given.isoformat(timespec="minutes") == end


def test_a_file_is_past_its_term_from_the_moment_it_ends(tmp_path: Path) -> None:
    desk = surveyed(tmp_path)

    assert past(desk, LAST_MOMENT) == []
    assert past(desk, OVER) == [(1, True), (2, True)]


def test_a_kind_without_a_term_and_an_event_without_a_day_keep_for_good(tmp_path: Path) -> None:
    desk = surveyed(tmp_path)
    never = with_term(desk, after="no-such-event")

    assert past(replace(desk, submissions={}), at("2099-01-01")) == []
    assert past(never, at("2099-01-01")) == []
    assert (terms_without_a_day(never), terms_without_a_day(desk)) == ({SURVEY: "no-such-event"}, {})


def test_deletion_takes_the_bytes_and_leaves_row_hash_and_record(tmp_path: Path, database: Database) -> None:
    desk = surveyed(tmp_path, database=database)
    with database.reading() as connection:
        before = connection.execute(select(submissions).order_by(submissions.c.id)).all()

    done = wipe(desk, 2)

    with database.reading() as connection:
        after = connection.execute(select(submissions).order_by(submissions.c.id)).all()
        records = list_deletions(connection)
        link = next(one for one in reversed(list_links(connection, desk.key)) if one.why == "termijn om")
        broken = find_broken_links(connection)
    assert (done.files, done.documents, done.swept, kept(database)) == (2, 2, True, 0)
    assert after == before
    assert [(one.submission_id, one.sha256, one.months, one.after) for one in records] == [
        (row.id, row.sha256, 12, SURVEY) for row in before
    ]
    assert {(one.reason, one.deleted_by, one.deleted_at, one.ended_at) for one in records} == {
        ("termijn om", "Robin", OVER, OVER)
    }
    assert done.size == sum(one.size for one in records)
    assert [what for what, _ in link.changes] == ["bytes deleted", "bytes deleted"]
    assert (link.actor, broken) == ("Robin", [])
    assert past(desk, OVER) == []


def test_another_number_than_there_are_deletes_nothing(tmp_path: Path) -> None:
    desk = surveyed(tmp_path)

    with pytest.raises(DeletionRefusedError, match="U typte 3, en er zijn nu 2 bestanden"):
        wipe(desk, 3)

    assert kept(desk.database) == 2


def test_batches_each_leave_their_own_link(tmp_path: Path) -> None:
    desk = surveyed(tmp_path)

    wipe(desk, 2, batch=1)

    with desk.database.reading() as connection:
        whys = [one.why for one in list_links(connection, desk.key)]
    assert (whys.count("termijn om"), kept(desk.database)) == (2, 0)


@pytest.mark.parametrize(
    ("of_round", "organisation", "expected"),
    [
        (True, None, [(1, False), (2, False)]),
        (False, 1, [(1, False), (2, True)]),
        (True, 2, [(1, True), (2, False)]),
    ],
)
def test_a_hold_stops_what_it_covers_until_it_is_lifted(
    tmp_path: Path, *, of_round: bool, organisation: int | None, expected: list[tuple[int, bool]]
) -> None:
    desk = surveyed(tmp_path)

    number = hold(
        desk.database,
        desk=desk if of_round else None,
        organisation_id=organisation,
        reason="geschil",
        by="Robin",
        now=MAY,
    )
    held = past(desk, OVER)
    wipe(desk, sum(may_go for _, may_go in expected))
    left = past(desk, OVER)
    lift(desk.database, number, reason="voorbij", by="Robin", now=OVER)

    assert held == expected
    assert left == [one for one in expected if not one[1]]
    assert past(desk, OVER) == [(one, True) for one, _ in left]
    with pytest.raises(DeletionRefusedError):
        lift(desk.database, number, reason="voorbij", by="Robin", now=OVER)


def test_a_hold_on_somebody_keeps_a_file_of_many(tmp_path: Path) -> None:
    desk = with_term(a_desk(tmp_path, [A, B]))
    export(desk, [(A, MAY)], now=at("2026-06-02T08:00"))
    hold(desk.database, desk=None, organisation_id=2, reason="geschil", by="Robin", now=MAY)

    found = past(desk, at("2027-06-02T08:00"))

    assert found == [(1, True), (None, False)]


def test_bytes_that_somebody_else_must_keep_stay(tmp_path: Path) -> None:
    desk = surveyed(tmp_path, (A,))
    upload(desk, A, at("2026-05-30T10:00"))
    upload(
        desk, A, at("2026-06-03T10:00")
    )  # too late, refused, and received after the end: its term is longer

    assert past(desk, OVER) == [(1, False), (1, False)]
    assert past(desk, at("2027-06-03T10:00")) == [(1, True)] * 3


def test_bytes_handed_in_between_looking_and_deleting_stay(tmp_path: Path) -> None:
    desk = surveyed(tmp_path, (A,))
    original = desk.database
    handed_in: list[str] = []

    class Meanwhile(Database):
        def changing(self, **given: object) -> object:  # type: ignore[override]
            if not handed_in:
                handed_in.append(upload(desk, A, at("2027-06-03T10:00")).state)
            return original.changing(**given)  # type: ignore[arg-type]

    done = delete_past_term(
        Meanwhile(original.engine), [desk], count=1, reason="r", by="Robin", now=OVER, batch=10
    )

    assert (handed_in, done.files, kept(original)) == (["refused"], 0, 1)


def test_what_was_deleted_can_be_handed_in_again(tmp_path: Path) -> None:
    desk = surveyed(tmp_path, (A,))
    wipe(desk, 1)

    upload(desk, A, at("2027-06-03T10:00"))

    assert kept(desk.database) == 1


def test_a_tick_asks_a_person_once_a_month_and_deletes_nothing(tmp_path: Path) -> None:
    desk = surveyed(tmp_path)

    asked = [
        ask_to_delete(desk, moment) for moment in (LAST_MOMENT, OVER, at("2027-06-02"), at("2027-07-01"))
    ]
    tick(desk, at("2027-07-02"))
    questions = tasks(desk, "keeping")

    assert asked == [0, 1, 0, 0]  # in July the question of June still stands open
    assert [one.subject for one in questions] == ["quality-survey 2027-06"]
    assert questions[0].question.startswith(
        "Van quality-survey zijn 2 bestanden langer bewaard dan 12 maanden."
    )
    assert kept(desk.database) == 2


def test_deletion_answers_the_question(tmp_path: Path) -> None:
    desk = surveyed(tmp_path)
    ask_to_delete(desk, OVER)

    wipe(desk, 2)

    assert [(one.decision, one.decided_by) for one in tasks(desk, "keeping")] == [("deleted", "Robin")]


def test_held_files_are_not_asked_about(tmp_path: Path) -> None:
    desk = surveyed(tmp_path)
    hold(desk.database, desk=desk, organisation_id=None, reason="geschil", by="Robin", now=MAY)

    assert ask_to_delete(desk, OVER) == 0


def raw(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.glob("round.db*"))


def survey_with(desk: Desk, one: Org, text: str) -> None:
    content = csv_form(agb=one.agb, remarks=text).encode()
    receive_submission(
        desk, desk.submissions[SURVEY], one.agb, content, "u.csv", received_at=MAY, by="Robin", now=MAY
    )


def test_what_was_deleted_is_gone_from_the_file_and_its_wal(tmp_path: Path) -> None:
    some = tuple(Org(number) for number in range(1, 41))
    desk = with_term(a_desk(tmp_path, some))
    for one in some:
        survey_with(desk, one, f"MERKTEKEN{one.number:03}" * 10)
    marker = b"MERKTEKEN"
    before = raw(tmp_path).count(marker)

    done = wipe(desk, len(some))

    after = raw(tmp_path).count(marker)
    assert before >= 40 * (10 + 10)  # the bytes, and the answers
    assert (done.swept, after, _in_answers(desk)) == (True, 40 * 10, 40 * 10)


def _in_answers(desk: Desk) -> int:
    """How often the marker stands in the rows that stay: the answers of a form are no bytes of a file."""
    with desk.database.reading() as connection:
        rows = connection.execute(select(submissions.c.content)).scalars().all()
    return sum(str(row).count("MERKTEKEN") for row in rows)


def test_sealed_bytes_are_gone_as_well(tmp_path: Path) -> None:
    desk = mds_desk(tmp_path)
    hand_in(desk)
    with desk.database.reading() as connection:
        sealed = connection.execute(select(documents.c.content)).scalars().all()
    there = all(one[:64] in raw(tmp_path) for one in sealed)

    done = wipe(desk, 2, now=at("2028-09-21T00:00"))  # the data set, and the declaration that came with it

    assert (there, done.documents, done.swept) == (True, 2, True)
    assert [one[:64] in raw(tmp_path) for one in sealed] == [False, False]
    assert kept(desk.database) == 0


def test_who_reads_meanwhile_is_told_that_remains_can_be_left(tmp_path: Path) -> None:
    desk = surveyed(tmp_path, (A,))
    desk.database.engine.dispose()
    with desk.database.reading() as other:
        other.execute(select(documents)).all()

        done = wipe(desk, 1)

    assert (done.documents, done.swept) == (1, False)


def test_every_table_that_remembers_bytes_is_looked_at() -> None:
    remembering = {name for name, table in metadata.tables.items() if "sha256" in table.c}

    # publications remember what was made here, and deletions what is gone: neither needs the bytes
    looked_at = {"documents", "submissions", "submission_documents", "imports"}
    assert remembering - {"publications", "deletions"} == looked_at


def test_every_term_counts_from_an_event_with_an_end() -> None:
    terms = {}
    for key in list_calendar_keys():
        if (content_root() / "calendars" / str(key) / "submissions.yaml").is_file():
            ends = {one.key: one.end for one in resolve_calendar(load_calendar(key)).events}
            for name, kind in load_submission_kinds(key).items():
                if kind.keep is not None:
                    terms[f"{key} {name}"] = ends.get(kind.keep.after)

    assert terms["cz/stoppen-met-roken/2027 mds"] == at("2026-09-21T00:00")
    assert [name for name, end in terms.items() if end is None] == []


def test_another_writer_keeps_what_was_deleted_from_being_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inkoopkalender.storage.database.BUSY_MILLISECONDS", 100)
    database = open_database(f"sqlite:///{tmp_path / 'busy.db'}")

    with database.changing(actor="Robin", at=MAY, why="bezig"):
        while_busy = sweep(database)
    afterwards = sweep(database)
    database.close()

    assert (while_busy, afterwards) == (False, True)
