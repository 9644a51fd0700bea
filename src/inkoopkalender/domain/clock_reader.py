"""Reads a clock time in words: `12.00 uur`, `17:00u`, `5 pm ET`, `23.59 uur`.

24.00 and 23.59 mean the whole day. The zone is another one only when the words name it.
"""

import re
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lark import Token

from inkoopkalender.domain.dates_in_words import ZONES, Clock
from inkoopkalender.domain.phrase_error import PhraseError

_WHOLE_DAY = {(24, 0), (23, 59)}
_HOURS, _MINUTES, _NOON = 24, 60, 12
_CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*([ap])?", re.IGNORECASE)
_NAMES = {name.lower(): zone for zone, names in ZONES.items() for name in names}


def read_clock(words: Token, zone: Token | None) -> Clock | None:
    """Give the clock; None when the whole day counts. Raises PhraseError for 25.00 uur."""
    found = _CLOCK.match(words.lstrip("("))
    if found is None:
        raise TypeError(words)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    named = None if zone is None else _zone(zone)
    if (hour, minute) in _WHOLE_DAY and not half:
        return None if named is None else Clock(None, named)
    if hour >= _HOURS or minute >= _MINUTES or (half and not 1 <= hour <= _NOON):
        problem = f"'{words}' is geen kloktijd."
        next_step = "Uren lopen van 00 t/m 23 en minuten van 00 t/m 59; 24.00 uur is het einde van de dag."
        raise PhraseError("", words.column or 1, problem, next_step)
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return Clock(time(hour, minute), named)


def _zone(token: Token) -> str:
    words = token.strip("()")
    name = re.sub(r"\s+tijd$", "", words, flags=re.IGNORECASE)
    known = _NAMES.get(" ".join(name.lower().split()))
    if known is not None:
        return known
    try:
        return ZoneInfo(name.title()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problem = f"'{name}' is geen tijdzone."
        next_step = (
            "Schrijf een plaats die de taal kent (Brussel, Londen, ET) of een zone als Europe/Brussels."
        )
        raise PhraseError("", token.column or 1, problem, next_step) from None
