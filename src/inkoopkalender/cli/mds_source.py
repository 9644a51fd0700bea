"""Where `inkoopkalender mds` gets rows and bounds from: a file and options, or the database of a round."""

import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain.russell_class import ClassBounds, RateName
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.tables import read_bytes
from inkoopkalender.storage.users import SYSTEM_USER

if TYPE_CHECKING:
    from inkoopkalender.usecases.desk import Desk

_RATES: dict[str, RateName] = {"4w": "rate_4w_self_reported", "4w-co": "rate_4w_co", "52w": "rate_52w"}
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Source:
    """A data set, with the day of receipt and the bounds of a class where the database has them."""

    content: bytes
    filename: str
    received_on: date | None = None
    bounds: ClassBounds | None = None


def read_source(file: Path, round_key: str, agb: str, kind: SubmissionKind) -> Source:
    """Return the file; with an AGB code the data set that counts of that provider, opened in memory."""
    if not agb:
        return Source(read_bytes(file), file.name)
    from inkoopkalender.cli.at_desk import sit_down  # noqa: PLC0415 -- slow import
    from inkoopkalender.usecases.kept_files import open_kept_file  # noqa: PLC0415 -- slow import

    at = sit_down(round_key, SYSTEM_USER, record=False)
    opened = open_kept_file(at.desk, kind, agb)
    return Source(opened.content, opened.filename, opened.received_on, _stored_bounds(at.desk))


def _stored_bounds(desk: "Desk") -> ClassBounds | None:
    """Return what the round's parameters say; None, with a word about it, as long as one of them is unset."""
    from inkoopkalender.usecases.desk import read_parameters  # noqa: PLC0415 -- slow import

    names = ("mds_class_by", "mds_average_from", "mds_average_to")
    with desk.database.reading() as connection:
        stored = read_parameters(connection, desk)
    unset = [name for name in names if name not in stored]
    if unset:
        if len(unset) < len(names):
            sys.stderr.write(f"Let op: geen klasse, want niet ingesteld: {', '.join(unset)}.\n")
        return None
    rate, lowest, highest = (str(stored[name]) for name in names)
    return _bounds(rate, Decimal(lowest), Decimal(highest))


def bounds_of(class_by: str, lowest: float | None, highest: float | None) -> ClassBounds | None:
    """Return what the options say, None for nothing. Raises MisuseError for half of it."""
    if not class_by and lowest is None and highest is None:
        return None
    if class_by not in _RATES or lowest is None or highest is None:
        raise MisuseError(
            "Een klasse vraagt drie gegevens: welk percentage beslist, en van waar tot waar gemiddeld is.\n"
            f"Geef --class-by ({', '.join(_RATES)}), --average-from en --average-to samen, of geen van drie."
        )
    return _bounds(class_by, Decimal(str(lowest)), Decimal(str(highest)))


def _bounds(class_by: str, lowest: Decimal, highest: Decimal) -> ClassBounds:
    try:
        return ClassBounds(_RATES[class_by], lowest / _HUNDRED, highest / _HUNDRED)
    except ValueError as error:
        raise MisuseError(
            f"Van {lowest} tot {highest} procent kan niet: {error}.\nGeef percentages van 0 tot en met 100."
        ) from error
