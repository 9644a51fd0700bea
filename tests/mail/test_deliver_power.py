"""The machine went down, or another folder claimed the letters: what may have left is not sent again."""

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from outbox_world import NOW, Misbehaviour, counts, make_letter, put, smtp_server, states

from inkoopkalender.mail.catcher import read_caught, start_catcher
from inkoopkalender.mail.deliver import DeliveryReport, deliver_waiting, fold_journal
from inkoopkalender.mail.journal import hold_journal, machine_start
from inkoopkalender.settings import MailSettings
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.sending import claim_letters

LEASE = timedelta(seconds=300)
LETTERS = 400
PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
from inkoopkalender.mail.deliver import deliver_waiting
from inkoopkalender.settings import MailSettings
from inkoopkalender.storage.database import open_database
url, journal, port, at = sys.argv[1:]
now = datetime.fromisoformat(at)
opened = open_database(url)
print("ready", flush=True)
mail = MailSettings(port=int(port), claim=100)
deliver_waiting(opened, mail, Path(journal), now=lambda: now, actor="sender")
"""


def claim(post: Database, journal: Path, count: int) -> None:
    """Claim letters as a delivery with this journal does, and die before the first one goes."""
    with hold_journal(journal) as held, post.changing(actor="test", at=NOW, why="test") as change:
        held.begin()
        claim_letters(change.connection, NOW, count, NOW + LEASE, claimed_by=held.name)


def start_machine_anew(journal: Path) -> None:
    """Let the journal be of before the machine's last start."""
    text = journal.read_text(encoding="ascii")
    assert machine_start() in text
    journal.write_text(text.replace(machine_start(), "an-earlier-start"), encoding="ascii")


def count_files(folder: Path) -> int:
    return len(list(folder.glob("*.eml")))


def deliver(
    post: Database, mail: MailSettings, journal: Path, later: timedelta = timedelta()
) -> DeliveryReport:
    return deliver_waiting(post, mail, journal, now=lambda: NOW + later, actor="sender")


def test_claimed_letters_without_a_reply_are_unknown_after_the_machine_went_down(
    post: Database, tmp_path: Path
) -> None:
    letters = [make_letter(number) for number in range(5)]
    put(post, *letters)
    claim(post, tmp_path / "journal", 4)
    with hold_journal(tmp_path / "journal") as journal:
        journal.note("begun", letters[0].message_id, 1)
        journal.note("accepted", letters[0].message_id, 1)
        journal.note("begun", letters[1].message_id, 1)
        journal.note("refused", letters[1].message_id, 1)
        journal.note("begun", letters[2].message_id, 1)
    start_machine_anew(tmp_path / "journal")

    unknown = fold_journal(post, tmp_path / "journal", NOW, "sender")

    assert unknown == 2
    assert [state for state, _, _ in states(post)] == ["sent", "retry", "unknown", "unknown", "queued"]


def test_letters_of_a_journal_whose_lines_were_lost_are_not_sent_again(
    post: Database, tmp_path: Path
) -> None:
    put(post, make_letter(1), make_letter(2), make_letter(3))
    claim(post, tmp_path / "journal", 2)
    start_machine_anew(tmp_path / "journal")
    server = Misbehaviour()

    with smtp_server(server) as mail:
        first = deliver(post, mail, tmp_path / "journal", later=LEASE)
        second = deliver(post, mail, tmp_path / "journal", later=LEASE + timedelta(days=1))

    assert (first, second) == (DeliveryReport(sent=1, unknown=2), DeliveryReport())
    assert server.taken == ["contact3"]


def test_without_a_loss_of_power_a_claimed_letter_without_a_line_goes(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1))
    claim(post, tmp_path / "journal", 1)

    with smtp_server(Misbehaviour()) as mail:
        report = deliver(post, mail, tmp_path / "journal", later=LEASE)

    assert report == DeliveryReport(sent=1)


def test_claim_of_another_working_folder_becomes_unknown_when_its_lease_has_run_out(
    post: Database, tmp_path: Path
) -> None:
    put(post, make_letter(1), make_letter(2), make_letter(3))
    claim(post, tmp_path / "theirs", 2)
    server = Misbehaviour()

    with smtp_server(server) as mail:
        early = deliver(post, mail, tmp_path / "ours", later=LEASE - timedelta(seconds=1))
        late = deliver(post, mail, tmp_path / "ours", later=LEASE)

    assert (early, late) == (DeliveryReport(sent=1), DeliveryReport(unknown=2))
    assert server.taken == ["contact3"]
    assert counts(post) == {"sent": 1, "unknown": 2}


def test_courtesy_letter_that_another_claimed_is_unknown_rather_than_lapsed(
    post: Database, tmp_path: Path
) -> None:
    put(post, make_letter(1, useful_until=NOW + LEASE))
    claim(post, tmp_path / "theirs", 1)

    with smtp_server(Misbehaviour()) as mail:
        report = deliver(post, mail, tmp_path / "ours", later=LEASE)

    assert report == DeliveryReport(unknown=1)


def test_own_claim_comes_back_to_its_own_folder_only(post: Database, tmp_path: Path) -> None:
    put(post, make_letter(1))
    claim(post, tmp_path / "ours", 1)

    with smtp_server(Misbehaviour()) as mail:
        report = deliver(post, mail, tmp_path / "ours", later=LEASE)

    assert report == DeliveryReport(sent=1)


@pytest.mark.kills
def test_delivery_killed_with_its_lines_lost_sends_nothing_twice(post: Database, tmp_path: Path) -> None:
    put(post, *(make_letter(number) for number in range(LETTERS)))
    url = post.engine.url.render_as_string(hide_password=False)
    journal = tmp_path / "journal"

    with start_catcher(tmp_path / "caught") as catcher:
        arguments = [url, str(journal), str(catcher.port), NOW.isoformat()]
        with subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            while count_files(tmp_path / "caught") < LETTERS // 8:
                time.sleep(0.01)
            process.kill()
        before = count_files(tmp_path / "caught")
        first_line = journal.read_text(encoding="ascii").split("\n")[0]
        journal.write_text(f"{first_line}\n", encoding="ascii")
        start_machine_anew(journal)
        deliver(post, MailSettings(port=catcher.port), journal, later=timedelta(days=1))
    caught = [message_id for message_id, _, _ in read_caught(tmp_path / "caught")]

    ended = counts(post)
    assert 0 < before < LETTERS
    assert len(caught) == len(set(caught))
    assert ended["unknown"] <= 100, "a claim of the delivery, and no more"
    assert ended["sent"] + ended["unknown"] == LETTERS
