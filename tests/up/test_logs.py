"""What processes say about themselves: one JSON line per event, in files that stay below a size."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from inkoopkalender.orchestration.log_files import open_log, shorten_logs
from inkoopkalender.orchestration.told import Told

PROGRAM = (
    "from inkoopkalender import logs\n"
    "log = logs.get('delivery')\n"
    "logs.configure('sender')\n"
    "log.info('letters delivered', sent=3, round='cz/wijkverpleging/2027')\n"
    "log.debug('not said')\n"
    "log.warning('geen één', path=__import__('pathlib').Path('x'))\n"
)


def test_process_writes_a_json_line_per_event(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        subprocess.run([sys.executable, "-c", PROGRAM], stderr=log, check=True)

    lines = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]

    assert [datetime.fromisoformat(line.pop("timestamp")).utcoffset() for line in lines] == [timedelta()] * 2
    assert lines == [
        {
            "level": "info",
            "event": "letters delivered",
            "process": "sender",
            "source": "delivery",
            "sent": 3,
            "round": "cz/wijkverpleging/2027",
        },
        {"level": "warning", "event": "geen één", "process": "sender", "source": "delivery", "path": "x"},
    ]


def test_log_that_cannot_be_written_stops_no_work() -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        ran = subprocess.run(
            [sys.executable, "-c", f"{PROGRAM}print('went on')"], stdout=-1, stderr=full, check=False
        )

    assert ran.stdout == b"went on\n"


def test_supervisor_goes_on_when_its_log_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file in the way of the folder", encoding="utf-8")

    Told(tmp_path).note("died", child="web", code=1)

    assert [one.name for one in tmp_path.iterdir()] == ["log"]


def test_long_log_is_put_aside_while_its_process_writes_on(tmp_path: Path) -> None:
    with open_log(tmp_path, "web") as web, open_log(tmp_path, "sender") as sender:
        web.write(b"x" * 2000)
        sender.write(b"y" * 10)

        put_aside = shorten_logs(tmp_path, most=1000)
        web.write(b"on\n")

    kept = {path.name: path.read_bytes() for path in (tmp_path / "log").iterdir()}
    assert put_aside == ["web.log"]
    assert kept == {"web.log": b"on\n", "web.log.1": b"x" * 2000, "sender.log": b"y" * 10}
