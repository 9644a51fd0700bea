"""What differs between two calendars, as tables in Dutch and as JSON."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from textwrap import fill

from inkoopkalender.cli.moment_text import moment_line
from inkoopkalender.cli.output import WIDTH, print_json, print_line, print_table
from inkoopkalender.cli.own_content import own_content
from inkoopkalender.content.calendars import load_calendar_at, round_at
from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.calendar_diff import Change, Difference, Move, Pair, compare_calendars
from inkoopkalender.domain.dutch import counted
from inkoopkalender.domain.dutch_dates import end_text, start_text
from inkoopkalender.domain.timeline import ResolvedEvent, resolve_calendar

_FIELDS: Mapping[str, str] = {
    "when": "woorden",
    "track": "spoor",
    "actor": "wie",
    "does": "wat",
    "channel": "kanaal",
    "submission": "aanlevering",
    "phase": "fase",
    "section": "paragraaf",
    "release": "vrijgave",
    "remind": "herinneringen",
    "owner": "eigenaar",
    "roll": "doorschuiven",
    "end": "lezing",
    "title": "beleid",
    "document": "bron",
    "status": "status",
    "timezone": "tijdzone",
    "working_days": "werkdagen",
    "closed": "sluitingsdagen",
    "letters_at": "brieven om",
    "tracks": "sporen",
    "facts": "feiten",
}
_MATCHES = {
    "phase and track": "zelfde fase en spoor",
    "track and duty": "zelfde spoor en taak",
    "phase": "zelfde fase",
}


def print_difference(old: str, new: str, *, json: bool) -> None:
    """Print what differs between two calendars, each a key or a file."""
    root = own_content()
    before, after = (load_calendar_at(one, round_at(other), root) for one, other in ((old, new), (new, old)))
    difference = compare_calendars(resolve_calendar(before), resolve_calendar(after))
    if json:
        print_json(_document(difference))
        return
    for line in _opening(difference):
        print_line(line)
    _print("Verschoven", ["gebeurtenis", "van en naar"], [_moved(one) for one in _moves(difference)])
    _print("Nieuw", ["gebeurtenis", "moment en woorden"], [_alone(one) for one in difference.added])
    _print("Vervallen", ["gebeurtenis", "moment en woorden"], [_alone(one) for one in difference.removed])
    _print("Anders", ["gebeurtenis", "wat er anders is"], [_changed(one) for one in _changes(difference)])
    _print("De kalender zelf", ["gegeven", "van en naar"], [_head(one) for one in difference.head])
    _print_same(difference)


def _moves(difference: Difference) -> list[Pair]:
    return [pair for pair in difference.pairs if pair.moves]


def _changes(difference: Difference) -> list[Pair]:
    return [pair for pair in difference.pairs if pair.changes and not pair.moves]


def _same(difference: Difference) -> list[Pair]:
    return [pair for pair in difference.pairs if not pair.changes and not pair.moves]


def _opening(difference: Difference) -> Iterable[str]:
    old, new, years = difference.old, difference.new, difference.years
    yield f"van:  {old.source.title} ({old.key}, versie {old.revision})"
    yield f"naar: {new.source.title} ({new.key}, versie {new.revision})"
    if years:
        apart = counted(abs(years), "jaar", "jaar")
        way = "later" if years > 0 else "eerder"
        yield f"Er ligt {apart} tussen; dezelfde dag {apart} {way} is geen verschuiving."
    counts = (
        (len(_moves(difference)), "verschoven"),
        (len(difference.added), "nieuw"),
        (len(difference.removed), "vervallen"),
        (len(_changes(difference)), "anders"),
        (len(_same(difference)), "gelijk"),
    )
    yield ", ".join(f"{count} {what}" for count, what in counts) + "."


def _print(title: str, headers: list[str], rows: list[list[str]]) -> None:
    """Print a table with a line between its rows."""
    if rows:
        print_line(f"\n{title}\n")
        spaced = [[*row[:-1], f"{row[-1]}\n "] for row in rows[:-1]]
        print_table(headers, [*spaced, rows[-1]])


def _print_same(difference: Difference) -> None:
    same = [pair.new.key for pair in _same(difference)]
    if same:
        years = f" (zelfde dag, {abs(difference.years)} jaar verder)" if difference.years else ""
        print_line("\n" + fill(f"Gelijk{years}: {', '.join(same)}.", WIDTH, break_on_hyphens=False))


def _moved(pair: Pair) -> list[str]:
    lines = [pair.new.does, moment_line(pair.old), f"→ {moment_line(pair.new)}"]
    lines += [f"{_bound(one)}: {_how_far(one, pair)}" for one in pair.moves]
    if pair.same_words:
        lines.append(f"zelfde woorden, opnieuw berekend: {pair.new.words}")
    else:
        lines.append(f"woorden: {pair.old.words} → {pair.new.words}")
    lines += [_change(one) for one in pair.changes]
    return [pair.new.key, "\n".join([*lines, *_match(pair)])]


def _changed(pair: Pair) -> list[str]:
    return [pair.new.key, "\n".join([*(_change(one) for one in pair.changes), *_match(pair)])]


def _alone(event: ResolvedEvent) -> list[str]:
    return [event.key, f"{moment_line(event)}\n{event.words} · {event.does}"]


def _head(change: Change) -> list[str]:
    return [_FIELDS[change.field], f"{change.old or 'niets'} → {change.new or 'niets'}"]


def _change(change: Change) -> str:
    return f"{_FIELDS[change.field]}: {change.old or 'niets'} → {change.new or 'niets'}"


def _match(pair: Pair) -> list[str]:
    if pair.matched_by == "key":
        return []
    return [f"heette {pair.old.key} ({_MATCHES[pair.matched_by]})"]


def _bound(move: Move) -> str:
    return "begin" if move.bound == "start" else "einde"


def _how_far(move: Move, pair: Pair) -> str:
    text = start_text if move.bound == "start" else end_text
    if move.old is None:
        return f"was {_without(pair.old)}, nu {text(move.new) if move.new else ''}"
    if move.new is None:
        return f"was {text(move.old)}, nu {_without(pair.new)}"
    if move.days == 0:
        return f"zelfde dag, andere kloktijd ({_clock(move.old, move)} → {_clock(move.new, move)})"
    days = move.days or 0
    return f"{counted(abs(days), 'dag', 'dagen')} {'later' if days > 0 else 'eerder'}"


def _without(event: ResolvedEvent) -> str:
    return "open" if event.start or event.end else "onbekend"


def _clock(moment: datetime, move: Move) -> str:
    whole = "24.00" if move.bound == "end" else "0.00"
    return whole if (moment.hour, moment.minute) == (0, 0) else f"{moment:%H.%M}"


def _document(difference: Difference) -> dict[str, object]:
    return {
        "old": _calendar(difference.old),
        "new": _calendar(difference.new),
        "years": difference.years,
        "moved": [_pair(one) for one in _moves(difference)],
        "added": [_event(one) for one in difference.added],
        "removed": [_event(one) for one in difference.removed],
        "changed": [_pair(one) for one in _changes(difference)],
        "same": [one.new.key for one in _same(difference)],
        "calendar": difference.head,
    }


def _calendar(calendar: Calendar) -> dict[str, object]:
    return {"key": str(calendar.key), "title": calendar.source.title, "revision": calendar.revision}


def _pair(pair: Pair) -> dict[str, object]:
    return {
        "key": pair.new.key,
        "old_key": pair.old.key,
        "matched_by": pair.matched_by,
        "moves": pair.moves,
        "same_words": pair.same_words,
        "words": {"old": pair.old.words, "new": pair.new.words},
        "changes": pair.changes,
        "old": _event(pair.old),
        "new": _event(pair.new),
    }


def _event(event: ResolvedEvent) -> dict[str, object]:
    return {
        "key": event.key,
        "track": event.track,
        "does": event.does,
        "words": event.words,
        "kind": event.kind,
        "start": event.start,
        "end": event.end,
        "last_day": event.last_day,
        "approximate": event.approximate,
    }
