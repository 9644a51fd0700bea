"""Imports an iCalendar file into a calendar of khal and tells, as JSON, what it sees.

Run by khal's own Python, which has nothing of ours: file on stdin.
"""

import datetime as dt
import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

from khal.icalendar import split_ics
from khal.khalendar import CalendarCollection
from khal.khalendar.event import Event
from khal.settings import get_config

CONFIG = """[calendars]
[[round]]
path = {folder}/round
type = calendar
[locale]
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
timeformat = %H:%M
dateformat = %d.%m.
longdateformat = %d.%m.%Y
datetimeformat = %d.%m. %H:%M
longdatetimeformat = %d.%m.%Y %H:%M
firstweekday = 0
[sqlite]
path = {folder}/khal.db
"""


def moment(value: Any) -> Any:
    return value.timestamp() if isinstance(value, dt.datetime) else value.isoformat()


def told(event: Any) -> dict[str, Any]:
    raw = event._vevents["PROTO"]
    last = event.end if isinstance(event.end, dt.datetime) else event.end + dt.timedelta(days=1)
    return {
        "uid": event.uid,
        "start": moment(event.start),
        "end": moment(last),
        "sequence": int(raw["SEQUENCE"]),
        "status": str(event.status),
        "title": str(event.summary),
        "description": str(event.description),
        "alarms": [moment(event.start + trigger) for trigger, _ in event.alarms],
    }


def main() -> None:
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "round").mkdir()
        (Path(folder) / "config").write_text(CONFIG.format(folder=folder), encoding="utf-8")
        locale = get_config(f"{folder}/config")["locale"]
        calendars = {"round": {"name": "round", "path": f"{folder}/round", "readonly": False, "color": "",
                               "priority": 10, "ctype": "calendar", "addresses": []}}  # fmt: skip
        collection = CalendarCollection(calendars, dbpath=f"{folder}/khal.db", locale=locale)
        kept = []
        for text in split_ics(sys.stdin.buffer.read().decode(), default_timezone=locale["local_timezone"]):
            event = Event.fromString(text, calendar="round", locale=locale)
            new = collection.insert if hasattr(collection, "insert") else collection.new
            new(event, "round")
        for href, _ in collection._storages["round"].list():
            kept.append(told(collection.get_event(href, "round")))
        sys.stdout.write(json.dumps({"entries": kept}))


if __name__ == "__main__":
    main()
