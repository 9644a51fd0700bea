"""Where next year's calendar goes, whether it is sound, and which files of this year stand beside it.

The text is read back and resolved before it is written; a file that is there is never overwritten.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from inkoopkalender.content.calendars import CALENDAR_FILE, load_calendar, load_calendar_at
from inkoopkalender.content.next_year import next_year_text
from inkoopkalender.content.root import INSTALLED, calendar_folders, content_root, laid_over
from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError


@dataclass(frozen=True, slots=True)
class NewYear:
    """Next year's calendar: its text, where it goes, what it means, and this year's files beside it."""

    old: Calendar
    new: Calendar
    file: Path
    text: str
    beside: tuple[str, ...]


def prepare_new_year(key: RoundKey, to: Path | None = None, root: Path | None = None) -> NewYear:
    """Make next year's calendar of a round; `to` is another folder of calendars to put it in.

    Raises MisuseError for a round without a calendar, or with one for next year already,
    CalendarFaultsError for a calendar with errors, this year's or next year's.
    """
    old = load_calendar(key, root)
    following = RoundKey(key.insurer, key.sector, key.contract_year + 1)
    file = _place(following, to or _own_folder(root)) / CALENDAR_FILE
    if file.exists():
        raise MisuseError(
            f"{file} is er al en blijft zoals hij is.\nVergelijken: inkoopkalender calendar diff {key} {file}"
        )
    folders = calendar_folders(root)
    text = next_year_text(laid_over(f"{key}/{CALENDAR_FILE}", folders), key, old.revision)
    files = (one for folder in folders for one in _place(key, folder).glob("*") if one.is_file())
    beside = tuple(sorted({one.name for one in files} - {CALENDAR_FILE}))
    return NewYear(old, _read_back(text, key, following, root), file, text, beside)


def write_new_year(new_year: NewYear) -> None:
    """Write the file; its folder is made. Raises FileExistsError."""
    new_year.file.parent.mkdir(parents=True, exist_ok=True)
    with new_year.file.open("x", encoding="utf-8", newline="") as target:
        target.write(new_year.text)


def _own_folder(own: Path | None) -> Path:
    """Give a team's own calendars, else those of a checkout; those in a package go with its next version."""
    root = own or content_root()
    if root.name == INSTALLED:
        raise MisuseError(
            f"De kalenders staan in het geïnstalleerde pakket ({root}), en een nieuwe versie vervangt dat.\n"
            "Noem uw eigen map met kalenders: --to MAP"
        )
    return root / "calendars"


def _place(key: RoundKey, calendars: Path) -> Path:
    return calendars / key.insurer / key.sector / str(key.contract_year)


def _read_back(text: str, this_year: RoundKey, following: RoundKey, root: Path | None) -> Calendar:
    """Read the text as the calendar that it will be, with the files that stand beside this year's."""
    folder_now = laid_over(f"{this_year}/{CALENDAR_FILE}", calendar_folders(root)).parent
    with TemporaryDirectory() as folder:
        place = _place(following, Path(folder))
        place.mkdir(parents=True)
        for name in ("submissions.yaml", "letters.yaml"):
            if (folder_now / name).is_file():
                (place / name).write_bytes((folder_now / name).read_bytes())
        file = place / CALENDAR_FILE
        file.write_text(text, encoding="utf-8", newline="")
        return load_calendar_at(str(file), root=root)
