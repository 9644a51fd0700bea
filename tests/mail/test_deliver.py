import threading
from datetime import timedelta
from pathlib import Path

import pytest
from outbox_world import NOW, Misbehaviour, counts, make_letter, put, smtp_server, states

from inkoopkalender.mail.deliver import (
    DeliveryReport,
    MailHostRefusedError,
    deliver_waiting,
    fold_journal,
)
from inkoopkalender.mail.journal import Moment, hold_journal
from inkoopkalender.settings import MailSettings
from inkoopkalender.storage.audit import find_broken_links, list_links
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.outbox import claim_letters, pause_letters


def deliver(
    post: Database, mail: MailSettings, folder: Path, *, later: timedelta = timedelta()
) -> DeliveryReport:
    return deliver_waiting(post, mail, folder / "journal", now=lambda: NOW + later, actor="sender")


def test_every_waiting_letter_arrives_once(post: Database, tmp_path: Path) -> None:
    put(post, *(make_letter(number) for number in range(450)))
    server = Misbehaviour()

    with smtp_server(server) as mail:
        first, second = deliver(post, mail, tmp_path), deliver(post, mail, tmp_path)

    assert (first, second) == (DeliveryReport(sent=450), DeliveryReport())
    assert sorted(server.taken) == sorted(f"contact{number}" for number in range(450))
    assert counts(post) == {"sent": 450}


def test_letter_that_is_not_due_yet_waits(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1, not_before=NOW + timedelta(hours=1)), make_letter(2, state="composed"))

    with smtp_server(Misbehaviour()) as mail:
        before = deliver(post, mail, tmp_path)
        after = deliver(post, mail, tmp_path, later=timedelta(hours=1))

    assert (before, after) == (DeliveryReport(), DeliveryReport(sent=1))
    assert counts(post) == {"composed": 1, "sent": 1}


def test_courtesy_letter_past_its_use_lapses(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1, useful_until=NOW), make_letter(2, useful_until=NOW + timedelta(seconds=1)))

    with smtp_server(Misbehaviour()) as mail:
        report = deliver(post, mail, tmp_path)

    assert report == DeliveryReport(sent=1, lapsed=1)
    assert counts(post) == {"lapsed": 1, "sent": 1}


def test_permanent_refusal_fails_at_once_and_the_rest_goes(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1), make_letter(2), make_letter(3))
    server = Misbehaviour(at_rcpt={"contact1": ["550"]}, at_data={"contact2": ["554"]})

    with smtp_server(server) as mail:
        report = deliver(post, mail, tmp_path)

    assert report == DeliveryReport(sent=1, failed=2)
    assert states(post)[:2] == [("failed", 1, "550 RCPT"), ("failed", 1, "554 DATA")]
    assert server.taken == ["contact3"]


def test_passing_refusal_is_tried_again_later_with_a_longer_pause(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1))
    server = Misbehaviour(at_rcpt={"contact1": ["450"]}, at_data={"contact1": ["451"]})

    with smtp_server(server) as mail:
        reports = [
            deliver(post, mail, tmp_path, later=timedelta(minutes=minutes)) for minutes in (0, 4, 5, 14, 15)
        ]

    nothing = DeliveryReport()
    tried = DeliveryReport(retried=1)
    assert reports == [tried, nothing, tried, nothing, DeliveryReport(sent=1)]
    assert states(post) == [("sent", 3, "250 DATA")]


def test_passing_refusal_fails_after_the_most_attempts(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1))
    server = Misbehaviour(at_rcpt={"contact1": ["450"] * 9})

    with smtp_server(server) as mail:
        few = mail.model_copy(update={"most_attempts": 2})
        deliver(post, few, tmp_path)
        report = deliver(post, few, tmp_path, later=timedelta(days=1))

    assert report == DeliveryReport(failed=1)
    assert states(post) == [("failed", 2, "450 RCPT")]


def test_connection_lost_before_data_is_no_try(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1), make_letter(2))
    server = Misbehaviour(at_rcpt={"contact1": ["disconnect", "disconnect"]})

    with smtp_server(server) as mail:
        report = deliver(post, mail, tmp_path)

    assert report == DeliveryReport(sent=2)
    assert [(state, attempts) for state, attempts, _ in states(post)] == [("sent", 1), ("sent", 1)]


def test_connection_always_lost_before_data_ends_as_a_try_and_does_not_block_others(
    post: Database, tmp_path: Path
) -> None:
    put(post, make_letter(1), make_letter(2))
    server = Misbehaviour(at_rcpt={"contact1": ["disconnect"] * 99})

    with smtp_server(server) as mail:
        report = deliver(post, mail, tmp_path)

    assert report == DeliveryReport(sent=1, retried=1)
    assert server.taken == ["contact2"]


def test_connection_lost_after_data_is_unknown_and_never_sent_again(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1), make_letter(2))
    server = Misbehaviour(at_data={"contact1": ["disconnect"]})

    with smtp_server(server) as mail:
        report = deliver(post, mail, tmp_path)
        deliver(post, mail, tmp_path, later=timedelta(days=9))

    assert report == DeliveryReport(sent=1, unknown=1)
    assert sorted(server.taken) == ["contact1", "contact2"]
    assert counts(post) == {"sent": 1, "unknown": 1}


def test_server_away_keeps_letters_and_they_go_later(post: Database, tmp_path: Path) -> None:
    put(post, *(make_letter(number) for number in range(300)))

    away = deliver(post, MailSettings(port=9, connections=4, timeout_seconds=5), tmp_path)
    waiting = counts(post)
    with smtp_server(Misbehaviour()) as mail:
        back = deliver(post, mail, tmp_path)

    assert (away.put_back, away.sent, waiting) == (200, 0, {"queued": 300})
    assert away.problem.startswith("De mailserver 127.0.0.1:9 is er niet")
    assert back == DeliveryReport(sent=300)
    assert {attempts for _, attempts, _ in states(post)} == {1}


def test_letter_with_a_line_break_in_its_subject_fails_alone(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1, subject="Hallo\r\nBcc: all@example.org"), make_letter(2))

    with smtp_server(Misbehaviour()) as mail:
        report = deliver(post, mail, tmp_path)

    assert report == DeliveryReport(sent=1, failed=1)
    assert states(post)[0][2].startswith("HeaderInjectionError: De kop Subject bevat")


def test_paused_letters_wait(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1))
    with post.changing(actor="test", at=NOW, why="test") as change:
        pause_letters(change.connection, paused=True)

    with smtp_server(Misbehaviour()) as mail:
        paused = deliver(post, mail, tmp_path)
        with post.changing(actor="test", at=NOW, why="test") as change:
            pause_letters(change.connection, paused=False)
        resumed = deliver(post, mail, tmp_path)

    assert paused.problem == "De brieven staan stil. Laat ze weer gaan: inkoopkalender letters resume"
    assert resumed == DeliveryReport(sent=1)


def test_notices_of_vecozo_are_never_sent(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1, channel="vecozo-notice", state="recorded"))

    with smtp_server(Misbehaviour()) as mail:
        report = deliver(post, mail, tmp_path)

    assert (report, counts(post)) == (DeliveryReport(), {"recorded": 1})


def test_second_delivery_at_the_same_time_leaves_the_letters_to_the_first(
    post: Database, tmp_path: Path
) -> None:
    put(post, make_letter(1))

    with smtp_server(Misbehaviour()) as mail, hold_journal(tmp_path / "journal"):
        report = deliver(post, mail, tmp_path)

    assert report == DeliveryReport(
        problem="Er loopt al een verzending: die houdt journal vast. Wacht tot zij klaar is."
    )


def test_two_deliveries_at_once_send_each_letter_once(post: Database, tmp_path: Path) -> None:
    put(post, *(make_letter(number) for number in range(500)))
    server = Misbehaviour()

    with smtp_server(server) as mail:
        threads = [threading.Thread(target=deliver, args=(post, mail, tmp_path / name)) for name in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(server.taken) == sorted(f"contact{number}" for number in range(500))


@pytest.mark.parametrize("host", ["smtp.example.org", "10.0.0.1", "0.0.0.0"])
def test_host_elsewhere_is_refused_outside_production(post: Database, tmp_path: Path, host: str) -> None:
    with pytest.raises(MailHostRefusedError) as refused:
        deliver(post, MailSettings(host=host), tmp_path)

    assert str(refused.value).startswith(f"De brieven zouden naar {host} gaan, maar")


def test_fold_makes_begun_unknown_accepted_sent_and_leaves_the_rest(post: Database, tmp_path: Path) -> None:
    letters = [make_letter(number) for number in range(5)]
    put(post, *letters)
    with post.changing(actor="test", at=NOW, why="test") as change:
        claim_letters(change.connection, NOW, 4, NOW + timedelta(seconds=300))
    on_the_wire: tuple[tuple[Moment, ...], ...] = (("begun",), ("begun", "accepted"), ("begun", "refused"))
    with hold_journal(tmp_path / "journal") as journal:
        for number, moments in enumerate(on_the_wire):
            for moment in moments:
                journal.note(moment, letters[number].message_id, 1)

    unknown = fold_journal(post, tmp_path / "journal", NOW, "sender")
    again = fold_journal(post, tmp_path / "journal", NOW, "sender")

    assert (unknown, again) == (1, 0)
    assert [state for state, _, _ in states(post)] == ["unknown", "sent", "retry", "sending", "queued"]


def test_letter_claimed_but_never_begun_goes_when_its_lease_has_run_out(
    post: Database, tmp_path: Path
) -> None:
    put(post, make_letter(1))
    with post.changing(actor="test", at=NOW, why="test") as change:
        claim_letters(change.connection, NOW, 1, NOW + timedelta(seconds=300))

    with smtp_server(Misbehaviour()) as mail:
        early = deliver(post, mail, tmp_path, later=timedelta(seconds=299))
        late = deliver(post, mail, tmp_path, later=timedelta(seconds=300))

    assert (early, late) == (DeliveryReport(), DeliveryReport(sent=1))


def test_audit_says_how_many_and_names_nobody(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1), make_letter(2))

    with smtp_server(Misbehaviour(at_rcpt={"contact2": ["550"]})) as mail:
        deliver(post, mail, tmp_path)

    with post.reading() as connection:
        links, broken = list_links(connection), find_broken_links(connection)
    assert [(link.why, link.changes) for link in links] == [
        ("deliver letters", [["letters delivered", {"failed": 1, "sent": 1}]])
    ]
    assert broken == []
