"""Moves a form away with its documents; a later pass finishes what a killed one began.

What goes is written down first, beside it. A pass finishes that before it takes anything in from the same
folder: nothing is stored again, and no document stays behind for another form of the same name.
"""

import hashlib
import json
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from inkoopkalender.usecases.drop_moves import Outcome, move_away
from inkoopkalender.usecases.drop_places import GOING


def leave_together(
    form: Path, documents: Sequence[Path], outcome: Outcome, text: str, *, remove: bool = False
) -> None:
    """Move a form with its documents where they go, with `text` beside, or `remove` them. Raises OSError."""
    plan = form.with_name(f".{hashlib.sha256(os.fsencode(form.name)).hexdigest()[:16]}{GOING}")
    facts = {
        "files": [[path.name, _seen(path)] for path in (*documents, form)],
        "outcome": outcome,
        "text": text,
        "remove": remove,
    }
    aside = plan.with_suffix(".new")
    aside.unlink(missing_ok=True)
    with aside.open("x", encoding="utf-8") as file:
        json.dump(facts, file)
    aside.replace(plan)
    finish_leaving(plan)


def finish_leaving(plan: Path) -> None:
    """Move what is left of it, the form last; a file that was changed since is another. Raises OSError."""
    found = plan.lstat()
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():  # nobody tells us what to move
        return
    facts = json.loads(plan.read_text(encoding="utf-8"))
    last = len(facts["files"]) - 1
    for number, (name, seen) in enumerate(facts["files"]):
        path = plan.with_name(name)
        if _seen(path) == seen:
            move_away(path, facts["outcome"], facts["text"] if number == last else "", remove=facts["remove"])
    plan.unlink()


def _seen(path: Path) -> list[int]:
    """Return what tells a file from another of its name; nothing for one that is gone."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return []
    return [found.st_ino, found.st_size, found.st_mtime_ns]
