"""What other programs see in the file is what we meant: ical.js and khal, for every calendar."""

import csv
from datetime import date, datetime

import pytest
from ics_readers import NAMES, Seen, read_with
from ics_world import PUBLISHER, STAMP, agenda, event

from inkoopkalender.content.calendars import list_calendar_keys, load_calendar
from inkoopkalender.content.root import content_root
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar
from inkoopkalender.mail.ics import write_agenda
from inkoopkalender.mail.ics_entries import Agenda, Entry, make_agenda
from inkoopkalender.mail.ics_publisher import find_publisher

every_reader = pytest.mark.parametrize("reader", NAMES)
every_calendar = pytest.mark.parametrize("key", list_calendar_keys(), ids=str)


def meant(entry: Entry, reader: str) -> Seen:
    return Seen(
        uid=entry.uid,
        start=as_seen(entry.start),
        end=as_seen(entry.end),
        sequence=0,
        status=entry.status,
        title=entry.title,
        description=entry.description,
        alarms=tuple(moment.timestamp() for moment in entry.alarms if shown(entry, moment, reader)),
    )


def as_seen(moment: date) -> str | float:
    return moment.timestamp() if isinstance(moment, datetime) else moment.isoformat()


def shown(entry: Entry, alarm: datetime, reader: str) -> bool:
    """khal shows no alarm that is a moment; those are the ones behind a change of the clock, or of a day."""
    return reader != "khal" or (
        isinstance(entry.start, datetime) and entry.start.utcoffset() == alarm.utcoffset()
    )


def all_meant(agenda: Agenda, reader: str) -> list[Seen]:
    return sorted((meant(entry, reader) for entry in agenda.entries), key=lambda entry: entry.uid)


@every_reader
@every_calendar
def test_reader_sees_every_entry_of_a_calendar_as_meant(key: RoundKey, reader: str) -> None:
    agenda = make_agenda(resolve_calendar(load_calendar(key)), find_publisher(key))

    seen = read_with(reader, write_agenda(agenda, STAMP))

    assert seen == all_meant(agenda, reader)


@every_reader
@every_calendar
def test_reader_sees_the_ends_that_stand_in_the_answers(key: RoundKey, reader: str) -> None:
    """The answers were taken from the policy by hand; they name the first end of what comes back."""
    timeline = resolve_calendar(load_calendar(key))
    agenda = make_agenda(timeline, find_publisher(key))
    with (content_root() / "calendars" / str(key) / "answers.csv").open(encoding="utf-8") as file:
        ends = {row["event"]: row["end"] for row in csv.DictReader(file) if not row.get("after")}
    exact = [entry for entry in agenda.entries if isinstance(entry.end, datetime) and ends[entry.event]]
    first = {entry.event: entry.uid for entry in reversed(exact)}

    seen = {entry.uid: entry.end for entry in read_with(reader, write_agenda(agenda, STAMP))}

    assert {event: seen[uid] for event, uid in first.items()} == {
        event: datetime.fromisoformat(ends[event]).timestamp() for event in first
    }


@every_reader
@pytest.mark.parametrize(
    "words",
    [
        "uiterlijk 28 maart 2026",  # the night before summer time begins
        "29 maart 2026, vóór 03.30 uur",
        "uiterlijk 29 maart 2026",
        "uiterlijk 24 oktober 2026",
        "25 oktober 2026, vóór 02.30 uur",  # exists twice; the end is the second
        "25 oktober 2026, vóór 03.00 uur",
        "uiterlijk 25 oktober 2026",
        "vóór 1 november 2026",
        "20 mei 2026 t/m 31 oktober 2026, vóór 12.00 uur",
        "uiterlijk 31 december 2039",
        "per kwartaal",
        "elke dinsdag, 09.00 uur",
        "medio juli 2026",
        "vanaf 15 september 2026",
    ],
)
def test_reader_sees_a_deadline_as_meant(words: str, reader: str) -> None:
    one = agenda(event(words))

    seen = read_with(reader, write_agenda(one, STAMP))

    assert seen == all_meant(one, reader)


def test_icaljs_sees_a_deadline_in_the_summer_after_2037() -> None:
    """khal sees it an hour late: the zone table it calculates with stops in 2037."""
    one = agenda(event("uiterlijk 31 mei 2041"))

    seen = read_with("ical.js", write_agenda(one, STAMP))

    assert [entry.end for entry in seen] == [datetime.fromisoformat("2041-06-01T00:00+02:00").timestamp()]
    assert seen == all_meant(one, "ical.js")


@every_reader
def test_reader_sees_names_with_accents_and_signs_unchanged(reader: str) -> None:
    does = (
        'levert "één" bijlage; de naam: café, ruïne\nen een tweede regel, €\u00a0100, \\ en een lange staart '
        * 3
    )
    one = agenda(event("uiterlijk 31 mei 2026", does=does.strip()))

    seen = read_with(reader, write_agenda(one, STAMP))

    assert seen == all_meant(one, reader)


@every_reader
def test_reader_sees_a_moved_event_by_its_sequence(reader: str) -> None:
    one = agenda(event("uiterlijk 31 mei 2026"))

    seen = read_with(reader, write_agenda(one, STAMP, {"step": 2}))

    assert [(entry.uid, entry.sequence) for entry in seen] == [(one.entries[0].uid, 2)]


@every_reader
def test_reader_sees_a_cancelled_event(reader: str) -> None:
    (entry,) = agenda(event("uiterlijk 31 mei 2026")).entries

    file = write_agenda(Agenda("Ronde", PUBLISHER, ()), STAMP, {"step": 3}, cancelled=[entry])
    seen = read_with(reader, file)

    assert [(one.uid, one.status, one.sequence, one.alarms) for one in seen] == [
        (entry.uid, "CANCELLED", 3, ())
    ]
