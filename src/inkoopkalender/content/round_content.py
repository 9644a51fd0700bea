"""The names of the letters and forms beside a round's calendar: enough to say whether the round can run.

What a letter or a form holds is read, and checked, by `letters` and `submissions`.
"""

from collections.abc import Sequence
from pathlib import Path

from inkoopkalender.content.root import calendar_folders, laid_over
from inkoopkalender.content.yaml_text import read_yaml
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.runnable_checks import RoundContent

LETTERS_FILE = "letters.yaml"
SUBMISSIONS_FILE = "submissions.yaml"


def read_round_content(key: RoundKey, folders: Sequence[Path]) -> RoundContent:
    """Read the names of a round's letters and forms, each file from the first folder that has it."""
    return RoundContent(
        letters=_names(laid_over(f"{key}/{LETTERS_FILE}", folders), below="letters"),
        submissions=_names(laid_over(f"{key}/{SUBMISSIONS_FILE}", folders)),
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
