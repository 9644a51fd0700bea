"""The names of the letters and forms beside a round's calendar: enough to say whether the round can run.

What a letter or a form holds is read, and checked, by `letters` and `submissions`.
"""

from pathlib import Path

from inkoopkalender.content.root import content_root
from inkoopkalender.content.yaml_text import read_yaml
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.runnable_checks import RoundContent

LETTERS_FILE = "letters.yaml"
SUBMISSIONS_FILE = "submissions.yaml"


def read_round_content(folder: Path, *others: Path) -> RoundContent:
    """Read the names in a round's folder; forms are looked for in the `others` too, as they are laid over."""
    forms = (_names(each / SUBMISSIONS_FILE) for each in (folder, *others))
    return RoundContent(
        letters=_names(folder / LETTERS_FILE, below="letters"),
        submissions=next((names for names in forms if names is not None), None),
    )


def find_round_content(key: RoundKey, root: Path | None = None) -> RoundContent:
    """Read the names of a round, as a desk on it would find its letters and forms."""
    own, ours = (each / "calendars" / str(key) for each in (root or content_root(), content_root()))
    return read_round_content(own, ours)


def _names(file: Path, below: str | None = None) -> frozenset[str] | None:
    """Give the keys of a file, or those below one of its keys; None when it is not there."""
    if not file.is_file():
        return None
    tree = read_yaml(file).tree
    if below is not None:
        tree = tree.get(below, "") if isinstance(tree, dict) else ""
    return frozenset(tree) if isinstance(tree, dict) else frozenset()
