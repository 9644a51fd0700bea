"""Reads `calendars/<insurer>/<sector>/<year>/calendar.yaml` into the domain, and checks it.

A calendar with errors is never given out; warnings and notes do not stand in the way.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from inkoopkalender.content.answers import check_answers_beside
from inkoopkalender.content.calendar_reading import read_calendar
from inkoopkalender.content.national import read_national
from inkoopkalender.content.places import placed, shown
from inkoopkalender.content.policy_text import check_quotes
from inkoopkalender.content.root import calendar_folders, laid_over
from inkoopkalender.content.round_content import read_round_content
from inkoopkalender.content.yaml_text import read_yaml
from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.phrase_help import nearest
from inkoopkalender.domain.round_checks import check_round
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError, MisuseError

CALENDAR_FILE = "calendar.yaml"


class CalendarFaultsError(ContentError):
    """A calendar holds errors; `findings` are all of them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


def list_calendar_keys(root: Path | None = None) -> tuple[RoundKey, ...]:
    """Give the rounds that have a calendar in `root`, the team's own content folder, or in ours; by key."""
    files = (file for folder in calendar_folders(root) for file in folder.glob(f"*/*/*/{CALENDAR_FILE}"))
    found = (_key_of(file) for file in files if file.is_file())
    return tuple(sorted({key for key in found if key is not None}))


def load_calendar(key: RoundKey, root: Path | None = None) -> Calendar:
    """Read a round's calendar. Raises MisuseError when there is none, CalendarFaultsError for its errors."""
    file = laid_over(f"{key}/{CALENDAR_FILE}", calendar_folders(root))
    if not file.is_file():
        known = [str(other) for other in list_calendar_keys(root)]
        close = nearest(str(key), known)
        hint = f"Bedoelt u {close}?" if close else "Welke er zijn: inkoopkalender calendar list"
        raise MisuseError(f"Er is geen kalender voor de ronde {key}; gezocht: {shown(file)}.\n{hint}")
    return _without_errors(file, key, root)


def load_calendar_at(place: str, beside: RoundKey | None = None, root: Path | None = None) -> Calendar:
    """Read a calendar by the key of its round, or by its file or folder, wherever that lies.

    `beside` is the round of a file whose folders name none: another version of it. Raises MisuseError,
    CalendarFaultsError.
    """
    file = _file_at(place)
    if file is None:
        return load_calendar(RoundKey.parse(place), root)
    key = _key_of(file) or beside
    if key is None:
        raise MisuseError(
            f"De mappen om {shown(file)} noemen geen ronde.\n"
            "Zet het bestand in <verzekeraar>/<sector>/<contractjaar>/, of noem de ronde ernaast."
        )
    return _without_errors(file, key, root)


def round_at(place: str) -> RoundKey | None:
    """Give the round that a key, or the folders around a file, name; None for a file elsewhere."""
    file = _file_at(place)
    return RoundKey.parse(place) if file is None else _key_of(file)


def _file_at(place: str) -> Path | None:
    path = Path(place)
    file = path / CALENDAR_FILE if path.is_dir() else path
    return file if file.is_file() else None


def _without_errors(file: Path, key: RoundKey, root: Path | None) -> Calendar:
    calendar, findings = read_calendar(file, key, _folders_of(file, key, root))
    errors = _errors(findings)
    if calendar is None or errors:
        raise CalendarFaultsError(errors)
    return calendar


def _errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity == "error")


def check_calendars(
    paths: Iterable[Path] = (), against: Path | None = None, root: Path | None = None
) -> tuple[Finding, ...]:
    """Check calendars (files, folders, or keys of rounds; all of them without paths).

    `against` is a folder with the policies' texts, in which every quote is looked up. Raises MisuseError
    for a path or folder that does not exist.
    """
    if against is not None and not against.is_dir():
        raise MisuseError(
            f"De map {against} bestaat niet.\nNoem de map met de teksten van het beleid: --against MAP"
        )
    found = (finding for file in calendar_files(paths, root) for finding in _check(file, against, root))
    return tuple(dict.fromkeys(found))  # what is wrong with a national calendar is told once


def calendar_files(paths: Iterable[Path] = (), root: Path | None = None) -> tuple[Path, ...]:
    """Give the calendar files that the paths mean. Raises MisuseError for one that means none."""
    chosen = tuple(paths)
    if not chosen:
        chosen = tuple(Path(str(key)) for key in list_calendar_keys(root))
    return tuple(file for path in chosen for file in _files_below(path, root))


def _files_below(path: Path, root: Path | None) -> Sequence[Path]:
    if path.is_file():
        return (path,)
    if not path.exists():
        file = laid_over(f"{path.as_posix()}/{CALENDAR_FILE}", calendar_folders(root))
        if file.is_file():
            return (file,)
        raise MisuseError(
            f"Er is geen bestand of map {path}.\n"
            f"Noem een {CALENDAR_FILE}, een map, of de sleutel van een ronde."
        )
    files = sorted(file for file in path.rglob(CALENDAR_FILE) if file.is_file())
    if not files:
        raise MisuseError(f"In {path} en de mappen eronder staat geen {CALENDAR_FILE}.\nNoem een andere map.")
    return files


def _check(file: Path, against: Path | None, root: Path | None) -> tuple[Finding, ...]:
    key = _key_of(file)
    if key is None:
        message = "De mappen om een kalender noemen de ronde: verzekeraar/sector/contractjaar."
        next_step = f"Zet hem in calendars/<verzekeraar>/<sector>/<contractjaar>/{CALENDAR_FILE}."
        return (Finding("place", "error", message, next_step, file=shown(file), line=1, column=1),)
    folders, text = _folders_of(file, key, root), read_yaml(file)
    calendar, findings = read_calendar(file, key, folders)
    if calendar is None:
        return findings
    national, faults = read_national(key, folders)
    asked = (
        () if against is None else check_quotes(calendar, against),
        check_round(calendar, read_round_content(key, folders), national, unread=bool(faults)),
    )
    answered = () if _errors(findings) else check_answers_beside(file, calendar, against)
    placed_answers = (each if each.file else placed(each, text, file) for each in answered)
    told = (placed(each, text, file) for some in asked for each in some)
    return (*findings, *told, *placed_answers, *faults)


def _folders_of(file: Path, key: RoundKey, root: Path | None) -> tuple[Path, ...]:
    """Give the folders in which what belongs to a calendar is looked for: around it first."""
    around = (file.resolve().parents[3],) if _key_of(file) == key else ()
    return (*around, *calendar_folders(root))


def _key_of(file: Path) -> RoundKey | None:
    try:
        return RoundKey.parse("/".join(file.resolve().parts[-4:-1]))
    except MisuseError:
        return None
