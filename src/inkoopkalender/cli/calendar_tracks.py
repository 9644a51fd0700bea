"""The `--track` of the calendar commands: what concerns one track, and everybody."""

from inkoopkalender.domain.calendar import EVERY_TRACK, Calendar
from inkoopkalender.errors import MisuseError


def check_track(calendar: Calendar, track: str | None) -> None:
    """Refuse a track that the calendar does not have. Raises MisuseError, which names those there are."""
    known = [EVERY_TRACK, *(other.key for other in calendar.tracks)]
    if track is not None and track not in known:
        raise MisuseError(f"{calendar.key} heeft geen spoor '{track}'.\nKies uit: {', '.join(known)}.")
