"""Refuses days in a year that no calendar is about."""

from datetime import date

from inkoopkalender.domain.known_years import FIRST_YEAR, LAST_YEAR
from inkoopkalender.errors import MisuseError


def check_year(day: date) -> None:
    """Refuse a day in any other year. Raises MisuseError."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise MisuseError(
            f"Het jaar van {day:%d-%m}-{day.year:04} kan hier niet.\n"
            f"Kies een jaar van {FIRST_YEAR} tot en met {LAST_YEAR}."
        )
