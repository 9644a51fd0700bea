import os
import signal
import smtplib
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from inkoopkalender.mail.catcher import read_caught, start_catcher

MESSAGE = (
    "Message-ID: <{number}@post.example>\r\nTo: contact{number}@example.org\r\n"
    "Subject: =?utf-8?b?w6nDqW4=?=\r\n\r\n..een punt\r\n"
)


def is_alive(process_id: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process_id, 0)
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_caught_messages_are_files_in_order_of_arrival(tmp_path: Path) -> None:
    with start_catcher(tmp_path) as catcher, closing(smtplib.SMTP(catcher.host, catcher.port)) as client:
        for number in (2, 1):
            client.sendmail("rz@example.org", f"contact{number}@example.org", MESSAGE.format(number=number))

    assert read_caught(tmp_path) == [
        ("<2@post.example>", "contact2@example.org", "één"),
        ("<1@post.example>", "contact1@example.org", "één"),
    ]
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        "000001-2@post.example.eml",
        "000002-1@post.example.eml",
    ]
    assert (tmp_path / "000002-1@post.example.eml").read_bytes() == MESSAGE.format(number=1).encode()


def test_catcher_goes_on_numbering_where_it_stopped(tmp_path: Path) -> None:
    for number in (1, 2):
        with start_catcher(tmp_path) as catcher, closing(smtplib.SMTP(catcher.host, catcher.port)) as client:
            client.sendmail("rz@example.org", "contact@example.org", MESSAGE.format(number=number))

    assert [message_id for message_id, _, _ in read_caught(tmp_path)] == [
        "<1@post.example>",
        "<2@post.example>",
    ]


def test_undeliverable_address_is_refused_at_rcpt(tmp_path: Path) -> None:
    with start_catcher(tmp_path) as catcher, closing(smtplib.SMTP(catcher.host, catcher.port)) as client:
        client.ehlo()
        client.mail("rz@example.org")
        refused = client.rcpt("Onbestelbaar-0007@example.org")

    assert refused == (550, b"5.1.1 No such mailbox here")
    assert read_caught(tmp_path) == []


def test_message_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    message = "Message-ID: <../../etc/passwd@x>\r\nTo: a@example.org\r\nSubject: x\r\n\r\nx\r\n"

    with start_catcher(tmp_path) as catcher, closing(smtplib.SMTP(catcher.host, catcher.port)) as client:
        client.sendmail("rz@example.org", "a@example.org", message)

    assert [path.name for path in tmp_path.iterdir()] == ["000001-_.._etc_passwd@x.eml"]


def test_catcher_listens_on_this_machine_only_and_ends_when_stopped(tmp_path: Path) -> None:
    catcher = start_catcher(tmp_path)
    host = catcher.host

    catcher.stop()

    assert (host, catcher.process.returncode) == ("127.0.0.1", 0)


def test_catcher_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    program = (
        "import sys,time,pathlib;from inkoopkalender.mail.catcher import start_catcher;"
        "c=start_catcher(pathlib.Path(sys.argv[1]));print(c.process.pid,flush=True);time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        catcher = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()

        deadline = time.monotonic() + 5
        while is_alive(catcher) and time.monotonic() < deadline:
            time.sleep(0.05)

    assert not is_alive(catcher)
