"""A delivering process is killed with -9: what is on the wire then is unknown, everything else goes."""

import random
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from outbox_world import NOW, counts, make_letter, put

from inkoopkalender.mail.catcher import RunningCatcher, read_caught, start_catcher
from inkoopkalender.mail.deliver import deliver_waiting
from inkoopkalender.settings import MailSettings
from inkoopkalender.storage.database import Database

LETTERS = 1500
CONNECTIONS = 4
KILLS = 4
PROGRAM = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from inkoopkalender.mail.deliver import deliver_waiting
from inkoopkalender.settings import MailSettings
from inkoopkalender.storage.database import open_database
database, journal, port, at = sys.argv[1:]
now = datetime.fromisoformat(at)
mail = MailSettings(port=int(port), connections=4, claim=100)
opened = open_database(database)
print("ready", flush=True)
deliver_waiting(opened, mail, Path(journal), now=lambda: now, actor="sender")
"""


def kill_a_delivery(url: str, folder: Path, catcher: RunningCatcher, round_number: int, wait: float) -> bool:
    """Start a delivery, kill it after `wait` seconds; tell whether it was still at work."""
    at = NOW + timedelta(hours=round_number)
    arguments = [url, str(folder / "journal"), str(catcher.port), at.isoformat()]
    with subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        at_work = process.poll() is None
        process.kill()
    return at_work


@pytest.mark.kills
def test_killed_delivery_sends_no_letter_twice_and_forgets_none(post: Database, tmp_path: Path) -> None:
    put(post, *(make_letter(number) for number in range(LETTERS)))
    url = post.engine.url.render_as_string(hide_password=False)
    chance = random.Random(7)

    with start_catcher(tmp_path / "caught") as catcher:
        landed = [
            kill_a_delivery(url, tmp_path, catcher, kill, chance.uniform(0.05, 0.3)) for kill in range(KILLS)
        ]
        caught_before = len(read_caught(tmp_path / "caught"))
        mail = MailSettings(port=catcher.port, connections=CONNECTIONS)
        deliver_waiting(post, mail, tmp_path / "journal", now=lambda: NOW + timedelta(days=1), actor="sender")
    caught = [message_id for message_id, _, _ in read_caught(tmp_path / "caught")]

    ended = counts(post)
    unknown = ended.get("unknown", 0)
    assert 0 < caught_before < LETTERS, "no kill landed while letters were on their way"
    assert len(caught) == len(set(caught))
    assert ended.get("sent", 0) + unknown == LETTERS
    assert ended.get("sent", 0) <= len(caught) <= LETTERS
    assert unknown <= sum(landed) * CONNECTIONS
