"""An agenda as an iCalendar file (RFC 5545): what Outlook, phones and other programs read.

Folding, CRLF and escaping are the library's. Nothing is looked up and no clock is read: `stamp` is the
moment of writing. `sequences` gives the number of each event's revisions after the first.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vCalAddress

from inkoopkalender.mail.ics_entries import Agenda, Entry
from inkoopkalender.mail.ics_publisher import Publisher
from inkoopkalender.mail.ics_zones import make_zone

PRODUCT = "-//inkoopkalender//kalender van een inkoopronde//NL"
NOTHING_MOVED: Mapping[str, int] = {}


def write_agenda(
    agenda: Agenda,
    stamp: datetime,
    sequences: Mapping[str, int] = NOTHING_MOVED,
    cancelled: Iterable[Entry] = (),
) -> bytes:
    """Write all entries, METHOD:PUBLISH; those that are no more stay, as cancelled ones.

    The sequence of what is cancelled must be higher than that of the entry as it was last published.
    """
    calendar = _calendar()
    calendar.add("NAME", agenda.title)
    calendar.add("X-WR-CALNAME", agenda.title)
    gone = tuple(cancelled)
    _add_zones(calendar, (*agenda.entries, *gone))
    for entry in agenda.entries:
        event = _event(entry, agenda.publisher, stamp, sequences)
        event.add("STATUS", entry.status)
        for moment in entry.alarms:
            event.add_component(_alarm(entry, moment))
        calendar.add_component(event)
    for entry in gone:
        calendar.add_component(_cancelled(entry, agenda.publisher, stamp, sequences))
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    return calendar


def _add_zones(calendar: Calendar, entries: Iterable[Entry]) -> None:
    """Add a component for each zone in use, right from the first year in use."""
    first_years: dict[str, int] = {}
    for moment in (moment for entry in entries for moment in _as_written(entry)):
        if isinstance(moment, datetime) and isinstance(moment.tzinfo, ZoneInfo):
            zone = moment.tzinfo.key
            first_years[zone] = min(moment.year, first_years.get(zone, moment.year))
    for zone, year in sorted(first_years.items()):
        calendar.add_component(make_zone(zone, year))


def _cancelled(entry: Entry, publisher: Publisher, stamp: datetime, sequences: Mapping[str, int]) -> Event:
    event = _event(entry, publisher, stamp, sequences)
    event.add("STATUS", "CANCELLED")
    return event


def _event(entry: Entry, publisher: Publisher, stamp: datetime, sequences: Mapping[str, int]) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", sequences.get(entry.event, 0))
    event.add("DTSTAMP", stamp.astimezone(UTC))
    event.add("LAST-MODIFIED", stamp.astimezone(UTC))
    start, end = _as_written(entry)
    event.add("DTSTART", start)
    event.add("DTEND", end)
    event.add("SUMMARY", entry.title)
    event.add("DESCRIPTION", entry.description)
    if entry.place is not None:
        event.add("LOCATION", entry.place)
    event.add("CATEGORIES", list(entry.categories))
    event.add("CLASS", "PUBLIC")
    event.add("TRANSP", "TRANSPARENT")
    event.add("ORGANIZER", _organizer(publisher))
    return event


def _organizer(publisher: Publisher) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{publisher.mailbox}")
    organizer.params["CN"] = publisher.name
    return organizer


def _as_written(entry: Entry) -> tuple[date, date]:
    """Give start and end in their zone; in UTC where the local clock cannot say one of them.

    A local time that exists twice is read as the first.
    """
    start, end = entry.start, entry.end
    if isinstance(start, datetime) and isinstance(end, datetime) and not (_sayable(start) and _sayable(end)):
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end


def _sayable(moment: datetime) -> bool:
    first = moment.replace(fold=0).utcoffset() == moment.utcoffset()
    return first and isinstance(moment.tzinfo, ZoneInfo)


def _alarm(entry: Entry, moment: datetime) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", entry.title)
    trigger = _trigger(entry.start, moment)
    # The library leaves the type out, and readers then take a moment for a length of time.
    kind = {"VALUE": "DATE-TIME"} if isinstance(trigger, datetime) else {}
    alarm.add("TRIGGER", trigger, parameters=kind)
    return alarm


def _trigger(start: date, moment: datetime) -> timedelta | datetime:
    """Give how long before the start: every program reads that.

    Where the clock changes in between, some would take the hours as they pass and some as they are shown,
    and a day has no moment at which it starts everywhere: then the moment itself, in UTC.
    """
    if isinstance(start, datetime):
        zoned = moment.astimezone(start.tzinfo)
        if zoned.utcoffset() == start.utcoffset():
            return zoned - start
    return moment.astimezone(UTC)
