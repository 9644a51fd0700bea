from datetime import timedelta

import pytest
from outbox_world import DOMAIN, NOW, add_people, counts, make_letter, put, states
from sqlalchemy import select

from inkoopkalender.storage.database import Database
from inkoopkalender.storage.letters import LETTER_STATES
from inkoopkalender.storage.outbox import (
    Attachment,
    ClaimedLetter,
    LetterNotFoundError,
    LetterNotUnknownError,
    Result,
    claim_letters,
    count_letters,
    find_release,
    lapse_letters,
    list_letters,
    message_id_for,
    record_release,
    record_results,
    release_letters,
    resolve_letter,
    withdraw_letters,
)
from inkoopkalender.storage.tables import deliveries

LEASE = NOW + timedelta(minutes=5)


@pytest.fixture
def post(database: Database) -> Database:
    """A database with one organisation to write to."""
    add_people(database)
    return database


def claim(post: Database, limit: int = 10, *, later: timedelta = timedelta()) -> tuple[ClaimedLetter, ...]:
    with post.changing(actor="test", at=NOW, why="test") as change:
        return claim_letters(change.connection, NOW + later, limit, LEASE + later)


def record(post: Database, *results: Result) -> None:
    with post.changing(actor="test", at=NOW, why="test") as change:
        record_results(change.connection, results)


def test_letter_enqueued_twice_is_there_once(post: Database) -> None:
    letters = [make_letter(number) for number in range(600)]

    first = put(post, *letters)
    again = put(post, *letters, make_letter(600))

    assert (first, again, put(post)) == (600, 1, 0)
    assert counts(post) == {"queued": 601}


def test_message_id_is_the_same_for_the_same_letter_and_for_no_other() -> None:
    same = [message_id_for("action", 1, 2, "survey-reminder", DOMAIN) for _ in range(2)]
    others = {
        message_id_for("action", 2, 1, "survey-reminder", DOMAIN),
        message_id_for("action", 1, 2, "survey-opened", DOMAIN),
        message_id_for("other", 1, 2, "survey-reminder", DOMAIN),
        message_id_for("action", 1, 22, "survey-reminder", DOMAIN),
    }

    assert same[0] == same[1]
    assert len(others - {same[0]}) == 4
    assert same[0].endswith("@post.example>")


def test_release_lets_composed_letters_go_and_records_notices(post: Database) -> None:
    put(
        post,
        make_letter(1, state="composed", origin="offer"),
        make_letter(2, state="composed", origin="offer", letter="contract-offered", channel="vecozo-notice"),
        make_letter(3, state="composed", origin="other"),
    )

    with post.changing(actor="test", at=NOW, why="test") as change:
        released = release_letters(change.connection, "offer", NOW)
        again = release_letters(change.connection, "offer", NOW)

    assert (released, again) == (2, 0)
    assert [state for state, _, _ in states(post)] == ["queued", "recorded", "composed"]


def test_withdrawn_letters_of_an_origin_never_go(post: Database) -> None:
    put(post, make_letter(1), make_letter(2, origin="action 1", contact_id=1, letter="x"), make_letter(3))

    with post.changing(actor="test", at=NOW, why="test") as change:
        withdrawn = withdraw_letters(change.connection, "action 1", NOW)

    assert withdrawn == 2
    assert [letter.message_id for letter in claim(post)] == [make_letter(3).message_id]


def test_lapse_takes_what_is_past_its_use_and_not_on_the_wire(post: Database) -> None:
    over = LEASE - timedelta(seconds=1)
    put(post, *(make_letter(number, useful_until=over) for number in range(3)), make_letter(3))
    claim(post, 1)

    with post.changing(actor="test", at=NOW, why="test") as change:
        early = lapse_letters(change.connection, over - timedelta(seconds=1))
        lapsed = lapse_letters(change.connection, over)

    assert (early, lapsed) == (0, 2)
    assert [state for state, _, _ in states(post)] == ["sending", "lapsed", "lapsed", "queued"]


def test_lapse_takes_what_a_dead_delivery_left_claimed(post: Database) -> None:
    put(post, make_letter(0, useful_until=LEASE))
    claim(post, 1)

    with post.changing(actor="test", at=NOW, why="test") as change:
        lapsed = lapse_letters(change.connection, LEASE)

    assert lapsed == 1
    assert [state for state, _, _ in states(post)] == ["lapsed"]


def test_claim_takes_letters_in_order_once_and_gives_all_that_was_put_in(post: Database) -> None:
    attached = Attachment("termijn.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n\xc3\xa9")
    put(post, make_letter(1, attachments=(attached,)), make_letter(2), make_letter(3))

    first, second, third = claim(post, 2), claim(post, 2), claim(post, 2)

    put_in = make_letter(1)
    assert first[0] == ClaimedLetter(
        first[0].id,
        put_in.message_id,
        put_in.sender,
        put_in.recipient,
        put_in.subject,
        put_in.text,
        put_in.html,
        (attached,),
        0,
    )
    assert [len(claimed) for claimed in (first, second, third)] == [2, 1, 0]


@pytest.mark.parametrize(("back", "claimed_again"), [(1.0, 0), (1.1, 1)])
def test_claim_takes_a_letter_whose_lease_can_only_come_from_a_clock_that_was_set_back(
    post: Database, back: float, claimed_again: int
) -> None:
    put(post, make_letter(0))
    claim(post, 1)
    lease = LEASE - NOW
    earlier = NOW - back * lease  # the lease that was given ends at twice a lease from here, and more

    with post.changing(actor="test", at=earlier, why="test") as change:
        again = claim_letters(change.connection, earlier, 5, earlier + lease)

    assert len(again) == claimed_again


def test_results_settle_letters_and_keep_one_row_per_try(post: Database) -> None:
    put(post, *(make_letter(number) for number in range(5)))
    sent, retry, failed, unknown, back = (letter.id for letter in claim(post))
    again_at = NOW + timedelta(minutes=5)

    record(
        post,
        Result(sent, 0, "sent", NOW, "250 ok"),
        Result(retry, 0, "retry", NOW, "450 later", again_at),
        Result(failed, 0, "failed", NOW, "550 no"),
        Result(unknown, 0, "unknown", NOW, "lost"),
        Result(back, 0, "queued", NOW),
    )

    with post.reading() as connection:
        listed = list_letters(connection)
        tries = connection.execute(
            select(
                deliveries.c.outbox_id, deliveries.c.attempt, deliveries.c.result, deliveries.c.reply
            ).order_by(deliveries.c.id)
        ).all()
    assert [(each.state, each.attempts, each.not_before, each.finished_at) for each in listed] == [
        ("sent", 1, NOW, NOW),
        ("retry", 1, again_at, None),
        ("failed", 1, NOW, NOW),
        ("unknown", 1, NOW, None),
        ("queued", 0, NOW, None),
    ]
    assert [tuple(row) for row in tries] == [
        (sent, 1, "sent", "250 ok"),
        (retry, 1, "retry", "450 later"),
        (failed, 1, "failed", "550 no"),
        (unknown, 1, "unknown", "lost"),
    ]


def test_result_of_a_try_that_somebody_else_settled_changes_nothing(post: Database) -> None:
    put(post, make_letter(1))
    (letter,) = claim(post)
    record(post, Result(letter.id, 0, "unknown", NOW, "lost"))

    record(post, Result(letter.id, 0, "failed", NOW, "550"))

    assert states(post) == [("unknown", 1, "lost")]


def test_letter_that_was_tried_before_goes_back_to_retry(post: Database) -> None:
    put(post, make_letter(1))
    (letter,) = claim(post)
    record(post, Result(letter.id, 0, "retry", NOW, "450", NOW))
    claim(post)

    record(post, Result(letter.id, 1, "queued", NOW))

    assert [state for state, _, _ in states(post)] == ["retry"]


def test_unknown_letter_is_resolved_by_a_person(post: Database) -> None:
    put(post, make_letter(1), make_letter(2))
    arrived, missing = claim(post)
    record(post, *(Result(letter.id, 0, "unknown", NOW, "lost") for letter in (arrived, missing)))

    with post.changing(actor="test", at=NOW, why="test") as change:
        resolve_letter(change.connection, arrived.id, resend=False, at=NOW)
        resolve_letter(change.connection, missing.id, resend=True, at=NOW)

    assert [state for state, _, _ in states(post)] == ["sent", "queued"]


def test_letter_whose_fate_is_known_is_not_resolved(post: Database) -> None:
    put(post, make_letter(1))

    with post.reading() as connection:
        (listed,) = list_letters(connection)
        with pytest.raises(LetterNotUnknownError):
            resolve_letter(connection, listed.id, resend=True, at=NOW)
        with pytest.raises(LetterNotFoundError):
            resolve_letter(connection, listed.id + 1, resend=True, at=NOW)


def test_counts_name_every_state_and_only_the_round_asked_for(post: Database) -> None:
    put(post, make_letter(1), make_letter(2, state="composed"))

    with post.reading() as connection:
        all_of_them, of_another = count_letters(connection, 1), count_letters(connection, 2)

    none = dict.fromkeys(LETTER_STATES, 0)
    assert all_of_them == none | {"queued": 1, "composed": 1}
    assert of_another == none


def test_list_filters_pages_and_keeps_order(post: Database) -> None:
    put(post, *(make_letter(number) for number in range(4)), make_letter(4, state="composed"))

    with post.reading() as connection:
        first = list_letters(connection, limit=2)
        rest = list_letters(connection, after=first[-1].id, state="queued", round_id=1)

    assert [letter.origin for letter in first] == ["action 0", "action 1"]
    assert [letter.origin for letter in rest] == ["action 2", "action 3"]


def test_first_word_of_release_stands(post: Database) -> None:
    with post.changing(actor="test", at=NOW, why="test") as change:
        for person in ("noor", "sam"):
            record_release(change.connection, 1, "offer", released_by=person, at=NOW, letters=2, reason="ok")
        found, none = find_release(change.connection, "offer"), find_release(change.connection, "other")

    assert (found, none) == (("noor", NOW), None)
