"""The calendar that a command shows: its file, with the dates that were moved in the round that is open here.

Without an open round it is the file, and no database is made. A database that cannot be read does not keep
a calendar from being shown: that is told on stderr.
"""

import sys
from pathlib import Path

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.domain.moves import HeldCalendar
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.setting_sources import EMBEDDED, FOLDER, anything_set, embedded_address
from inkoopkalender.storage.peek import peek


def load_held_calendar(key: RoundKey, root: Path | None, *, sequences: bool = False) -> HeldCalendar:
    """Return the calendar as it holds now; with `sequences` also how often each event was revised.

    Says on stderr where the file and what was decided disagree. Raises as `load_calendar`.
    """
    file = load_calendar(key, root)
    address = _address()
    wanted = ("open", "moved") if sequences else ("moved",)
    embedded = address.removeprefix(EMBEDDED) if address.startswith(EMBEDDED) and "?" not in address else None
    if embedded is not None and peek(Path(embedded), str(key)) not in wanted:
        return HeldCalendar(file, file)
    from inkoopkalender.usecases.held_calendar import find_held_calendar  # noqa: PLC0415 -- slow import

    try:
        held = find_held_calendar(address, file) or HeldCalendar(file, file)
    except InkoopkalenderError as fault:
        sys.stderr.write(f"Let op: {fault}\nDatums die in {key} zijn verplaatst, ontbreken hier.\n")
        return HeldCalendar(file, file)
    for disagreement in held.disagreements:
        sys.stderr.write(f"Let op: {disagreement}\n")
    return held


def _address() -> str:
    """Give the address of the database, without loading the settings where none is set."""
    if not anything_set():
        return embedded_address(FOLDER)
    from inkoopkalender.settings import load_settings  # noqa: PLC0415 -- slow import

    return load_settings().database_url
