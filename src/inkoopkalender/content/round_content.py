"""The names of the letters and forms beside a round's calendar: enough to say whether the round can run.

What a letter or a form holds is read, and checked, by `letters` and `submissions`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from inkoopkalender.content.root import calendar_folders, laid_over
from inkoopkalender.content.yaml_text import read_yaml
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.runnable_checks import RoundContent

LETTERS_FILE = "letters.yaml"
SUBMISSIONS_FILE = "submissions.yaml"


def read_round_content(key: RoundKey, folders: Sequence[Path]) -> RoundContent:
    """Read the names of a round's letters and forms, each file from the first folder that has it."""
    submissions = laid_over(f"{key}/{SUBMISSIONS_FILE}", folders)
    own = _comes_over(submissions, key, folders)
    return RoundContent(
        letters=_names(laid_over(f"{key}/{LETTERS_FILE}", folders), below="letters"),
        submissions=_names(submissions),
        windows=_events(submissions, "window") if own else {},
        amends=_events(submissions, "amend_until") if own else {},
    )


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


def _events(file: Path, key: str) -> Mapping[str, str]:
    """Give the event that each kind of submission names under a key of `hand_in`."""
    tree = read_yaml(file).tree if file.is_file() else ""
    events = {}
    for name, kind in tree.items() if isinstance(tree, dict) else ():
        hand_in = kind.get("hand_in") if isinstance(kind, dict) else None
        event = hand_in.get(key) if isinstance(hand_in, dict) else None
        if isinstance(event, str):
            events[name] = event
    return events
