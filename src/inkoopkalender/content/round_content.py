"""The names of the letters and forms beside a round's calendar: enough to say whether the round can run.

What a letter or a form holds is read, and checked, by `letters` and `submissions`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from inkoopkalender.content.root import calendar_folders, laid_over
from inkoopkalender.content.yaml_text import Tree, read_yaml
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.runnable_checks import RoundContent

LETTERS_FILE = "letters.yaml"
SUBMISSIONS_FILE = "submissions.yaml"


def read_round_content(key: RoundKey, folders: Sequence[Path]) -> RoundContent:
    """Read the names of a round's letters and forms, each file from the first folder that has it."""
    submissions = laid_over(f"{key}/{SUBMISSIONS_FILE}", folders)
    asked: dict[str, Tree] = {}
    for file in submission_files(key, folders).values():
        tree = read_yaml(file).tree
        asked |= tree if isinstance(tree, dict) else {}
    own = _comes_over(submissions, key, folders)
    return RoundContent(
        letters=_names(laid_over(f"{key}/{LETTERS_FILE}", folders), below="letters"),
        submissions=frozenset(asked) if submissions.is_file() else None,
        windows=_events(asked, "window", "also") if own else {},
        amends=_events(asked, "amend_until") if own else {},
    )


def submission_files(key: RoundKey, folders: Sequence[Path]) -> Mapping[str, Path]:
    """Give the files with a round's kinds of submission, by their place: its insurer's first, then its own.

    A round's own file brings its insurer's with it: one from a team's folder only that of the same folder.
    Empty for a round without a file of its own.
    """
    own = laid_over(f"{key}/{SUBMISSIONS_FILE}", folders)
    if not own.is_file():
        return {}
    until = next(number for number, folder in enumerate(folders) if own.is_relative_to(folder))
    general = laid_over(f"{key.insurer}/{SUBMISSIONS_FILE}", folders[: until + 1])
    files = {f"{key.insurer}/{SUBMISSIONS_FILE}": general, f"{key}/{SUBMISSIONS_FILE}": own}
    return {f"calendars/{place}": file for place, file in files.items() if file.is_file()}


def find_round_content(key: RoundKey, root: Path | None = None) -> RoundContent:
    """Read the names of a round, as a desk on it would find its letters and forms."""
    return read_round_content(key, calendar_folders(root))


def _names(file: Path, below: str | None = None) -> frozenset[str] | None:
    """Give the keys of a file, or those below one of its keys; None when it is not there."""
    if not file.is_file():
        return None
    tree = read_yaml(file).tree
    if below is not None:
        tree = tree.get(below, "") if isinstance(tree, dict) else ""
    return frozenset(tree) if isinstance(tree, dict) else frozenset()


def _comes_over(submissions: Path, key: RoundKey, folders: Sequence[Path]) -> bool:
    """Say whether the forms lie beside the calendar or over it: an own calendar is not held to our forms."""
    calendar = laid_over(f"{key}/calendar.yaml", folders)
    of_forms, of_calendar = (
        next(number for number, folder in enumerate(folders) if file.is_relative_to(folder))
        for file in (submissions, calendar)
    )
    return of_forms <= of_calendar


def _events(asked: Mapping[str, Tree], *keys: str) -> Mapping[str, tuple[str, ...]]:
    """Give the events that each kind of submission names under these keys of `hand_in`."""
    events = {}
    for name, kind in asked.items():
        hand_in = kind.get("hand_in") if isinstance(kind, dict) else None
        told = [hand_in.get(key) for key in keys] if isinstance(hand_in, dict) else []
        named = [one for each in told for one in (each if isinstance(each, list) else [each])]
        events[name] = tuple(one for one in named if isinstance(one, str))
    return {name: named for name, named in events.items() if named}
