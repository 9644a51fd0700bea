"""Which files of the drop folder belong together: a form, and the documents beside it that bear its name.

The documents of `<AGB>_<anything>.xlsx` are called `<AGB>_<anything>.<document>[.<n>].<suffix>`, by the names
that the documents have in their kind. Nothing is opened here.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.documents import SUFFIXES
from inkoopkalender.usecases.deliveries import UnknownSubmissionError
from inkoopkalender.usecases.drop_places import Dropped

PATIENCE: Final = 24 * 60 * 60
"""Seconds for which a form waits for a document that it must have; then it is taken as it is."""
_FORMS: Final = frozenset({".xlsx", ".csv", ".json"})


@dataclass(frozen=True, slots=True)
class Companion:
    """A document that lies beside a form; `name` is which of its kind it is meant to be."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class DropSet:
    """A form with what lies beside it."""

    form: Dropped
    documents: tuple[Companion, ...] = ()

    @property
    def agb(self) -> str:
        """Whose it is."""
        return self.form.agb

    @property
    def paths(self) -> tuple[Path, ...]:
        """The documents' files."""
        return tuple(one.path for one in self.documents)


def group(files: Sequence[Dropped], kinds: Mapping[str, SubmissionKind]) -> tuple[list[DropSet], list[Path]]:
    """Return each form with its documents, and the documents whose form is not there."""
    forms: list[Dropped] = []
    beside: dict[Path, list[Companion]] = {}
    for one in files:
        found = _named_after(one, kinds)
        if found is None:
            forms.append(one)
        else:
            stem, name = found
            beside.setdefault(one.path.with_name(stem), []).append(Companion(one.path, name))
    sets = [DropSet(form, tuple(beside.pop(form.path.with_suffix(""), ()))) for form in forms]
    return sets, [one.path for some in beside.values() for one in some]


def check_form(file: Dropped, kind: SubmissionKind) -> None:
    """Raise UnknownSubmissionError for a file that is no form, nor a document that the kind knows."""
    if file.path.suffix.lower() not in _FORMS:
        known = ", ".join(kind.documents) or "geen"
        raise UnknownSubmissionError(
            "De naam van dit bestand zegt niet welk document het is. Noem het als het formulier, met de "
            "naam van het document erachter: <AGB-code>_<iets>.<document>.pdf. "
            f"Documenten van {kind.name}: {known}."
        )


def lacking(one: DropSet, kind: SubmissionKind) -> list[str]:
    """Return the documents that a form of this kind always has, and this one has not."""
    given = {each.name for each in one.documents}
    return [
        name
        for name, asked in kind.documents.items()
        if asked.required and asked.required_when is None and name not in given
    ]


def still_coming(one: DropSet, waiting: Collection[Path]) -> bool:
    """Say whether something that bears the form's name is still being written."""
    stem = one.form.path.with_suffix("")
    return any(path.parent == stem.parent and path.name.startswith(f"{stem.name}.") for path in waiting)


def _named_after(file: Dropped, kinds: Mapping[str, SubmissionKind]) -> tuple[str, str] | None:
    kind = kinds.get(file.kind)
    if kind is None or not kind.documents:
        return None
    names, suffixes = ("|".join(re.escape(one) for one in some) for some in (kind.documents, SUFFIXES))
    form = rf"([0-9]{{8}}_.+)\.({names})(?:\.[0-9]+)?(?:{suffixes})"
    found = re.fullmatch(form, file.path.name, re.ASCII | re.IGNORECASE)
    return None if found is None else (found[1], found[2].lower())
