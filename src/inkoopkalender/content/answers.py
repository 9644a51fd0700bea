"""Reads `answers.csv` beside a calendar, and holds the calendar against it.

A moment without an offset is the calendar's own time; a date alone is its first moment.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from inkoopkalender.content.places import shown
from inkoopkalender.domain.answer_checks import Answer, check_answer_lines, check_answers
from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.known_years import FIRST_YEAR, LAST_YEAR
from inkoopkalender.domain.moments import start_at

ANSWERS_FILE = "answers.csv"
COLUMNS = ("event", "start", "end", "line", "after")
_FORM = "Schrijf 2027-10-02, of 2027-10-29T17:00 met een kloktijd, of laat de cel leeg."


def check_answers_beside(file: Path, calendar: Calendar, against: Path | None) -> Iterator[Finding]:
    """Give what differs from the answers beside a calendar; nothing without them.

    With the folder of the policies, their lines are looked up too. A finding without a file concerns the
    calendar.
    """
    place = file.with_name(ANSWERS_FILE)
    if not place.is_file():
        return
    answers: list[Answer] = []
    for each in _rows(place, ZoneInfo(calendar.timezone)):
        if isinstance(each, Answer):
            answers.append(each)
        else:
            yield replace(each, file=shown(place))
    findings = [*check_answers(calendar, answers)]
    policy = None if against is None else against / calendar.source.document
    if policy is not None and policy.is_file():
        lines = policy.read_text(encoding="utf-8", errors="replace").splitlines()
        findings += check_answer_lines(calendar, answers, lines)
    for finding in findings:
        yield replace(finding, file=shown(place)) if finding.line else finding


def _rows(place: Path, zone: ZoneInfo) -> Iterator[Answer | Finding]:
    try:
        text = place.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        message = f"Het bestand is geen UTF-8-tekst (byte {fault.start})."
        yield _fault(1, message, "Bewaar het als UTF-8.")
        return
    rows = csv.DictReader(StringIO(text, newline=""))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        message = f"De kolom '{missing[0]}' ontbreekt."
        yield _fault(1, message, f"Begin het bestand met de regel {','.join(COLUMNS)}.")
        return
    for row in rows:
        yield _answer(row, rows.line_num, zone)


def _answer(row: dict[str, str], number: int, zone: ZoneInfo) -> Answer | Finding:
    cells = {name: (row[name] or "").strip() for name in COLUMNS}
    if not cells["line"].isdecimal():
        return _fault(number, f"'{cells['line']}' is geen regel van het beleid.", "Schrijf een getal: 118.")
    try:
        start, end, after = (_moment(cells[name], zone) for name in ("start", "end", "after"))
    except ValueError:
        return _fault(number, f"{cells['event']}: een cel is geen datum en geen tijdstip.", _FORM)
    return Answer(cells["event"], start, end, after, int(cells["line"]), number)


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    """Read a cell. Raises ValueError, also for a year that no calendar is about."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(text)
    return moment if moment.tzinfo else start_at(moment.date(), moment.time(), zone)


def _fault(row: int, message: str, next_step: str) -> Finding:
    return Finding("answer-form", "error", message, next_step, line=row, column=1)
