"""Which files lie in the drop folder: ready to be taken in, still being written, or not as they must be.

A file stands in `<insurer>/<sector>/<contract year>/<kind>/` and is called `<AGB>_anything`, with the suffix
of a form. Nothing is opened, moved or judged here. Links are never followed.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError, reason

HANDLED: Final = "handled"
REFUSED: Final = "refused"
NOTES: Final = ".bevindingen.txt"
"""How the name of the file with findings ends that is laid beside what was taken in."""
GOING: Final = ".gaat"
"""How the hidden name ends of what says which files are on their way out together."""
_LEVELS: Final = 4
_LONGEST_NAME: Final = 200
_UNFINISHED: Final = (".part", ".tmp", ".crdownload", ".filepart")
_NAME: Final = re.compile(
    r"([0-9]{8})_[^/\\]+\.(?:xlsx|csv|json|[^./\\]+\.(?:pdf|docx|jpg|jpeg|png))", re.ASCII | re.IGNORECASE
)
"""Of a form, or of a document that bears a form's name and its own."""

_LINK: Final = "Dit is een verwijzing (link) en geen bestand. Zet het bestand zelf in de map."
_NO_FILE: Final = "Dit is geen gewoon bestand. Zet hier alleen bestanden neer, geen mappen."
_PLACE: Final = (
    "Dit bestand staat niet op de goede plaats. Zet het in de map "
    "<verzekeraar>/<sector>/<contractjaar>/<uitvraag>, zoals cz/wijkverpleging/2027/quality-survey."
)
_NAMED: Final = (
    "De naam van dit bestand zegt niet van wie het is. Noem het <AGB-code>_<iets>.xlsx, .csv of .json, met "
    "de 8 cijfers van de AGB-code vooraan en geen / of \\ in de naam, zoals 75000001_uitvraag.xlsx."
)
_LONG: Final = f"De naam van dit bestand is te lang. Noem het in hooguit {_LONGEST_NAME} gewone tekens."


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that can be taken in, and what its place and its name say of it."""

    path: Path
    round_key: str
    kind: str
    agb: str
    changed_at: float = 0.0
    """When the system saw its last change, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Something that cannot be taken in, and why, in Dutch."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A folder or file that may not be looked at, and why, in Dutch."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """What says which files were on their way out together when a pass was killed."""

    path: Path


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that is still being written, or was until a moment ago."""

    path: Path


Found = Dropped | Misplaced | Closed | Leaving | Waiting


def look(incoming: Path, *, before: float) -> Iterator[Found]:
    """Give everything in the folder, by place and name; a folder that is not there holds nothing.

    Whatever was changed after `before` (seconds since 1970, by the clock of the file system) waits.
    """
    if incoming.is_dir():
        yield from _in(incoming, (), before)


def _in(folder: Path, parts: tuple[str, ...], before: float) -> Iterator[Found]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as fault:
        yield Closed(folder, reason(fault))
        return
    yield from (Leaving(one) for one in paths if one.name.startswith(".") and one.suffix == GOING)
    for path in paths:
        name = path.name
        if _is_left_alone(name):
            continue
        try:
            found = path.lstat()
        except OSError as fault:
            if not isinstance(fault, FileNotFoundError):  # whoever wrote it gave it another name
                yield Closed(path, reason(fault))
            continue
        if stat.S_ISDIR(found.st_mode) and len(parts) < _LEVELS:
            yield from _in(path, (*parts, name), before)
        elif found.st_ctime > before or name.lower().endswith(_UNFINISHED):
            yield Waiting(path)
        else:
            yield _judged(path, parts, found)


def _is_left_alone(name: str) -> bool:
    return name.startswith((".", "~$")) or name in {HANDLED, REFUSED}


def _judged(path: Path, parts: tuple[str, ...], found: os.stat_result) -> Dropped | Misplaced:
    if stat.S_ISLNK(found.st_mode):
        return Misplaced(path, _LINK)
    if not stat.S_ISREG(found.st_mode):
        return Misplaced(path, _NO_FILE)
    if len(parts) != _LEVELS or not _is_round("/".join(parts[:-1])):
        return Misplaced(path, _PLACE)
    named = _NAME.fullmatch(path.name)
    if named is None:
        return Misplaced(path, _NAMED)
    if len(path.name) > _LONGEST_NAME or not path.name.isprintable():
        return Misplaced(path, _LONG)
    return Dropped(path, "/".join(parts[:-1]), parts[-1], named[1], found.st_ctime)


def _is_round(text: str) -> bool:
    try:
        RoundKey.parse(text)
    except MisuseError:
        return False
    return True
