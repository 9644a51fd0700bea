"""Where the content folders are: in the checkout or inside the installed package, and a team's own over it.

A team's own content folder (the setting `content`) is laid over ours: each file is taken from it when it is
there, and from ours when it is not.
"""

from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from inkoopkalender.errors import ContentError

INSTALLED = "_content"
"""The folder inside the installed package that holds the content."""


def content_root() -> Path:
    """Give the folder that holds `calendars/`, `templates/`, `config/` and `flows/`. Raises ContentError."""
    package = Path(str(resources.files("inkoopkalender")))
    for root in (package / INSTALLED, package.parent.parent):
        if (root / "calendars").is_dir():
            return root
    raise ContentError(
        f"De inhoud (calendars, templates, config) staat niet in {package / INSTALLED}\n"
        f"en ook niet naast de broncode in {package.parent.parent}.\n"
        "Installeer het pakket opnieuw, of werk vanuit een volledige checkout."
    )


def content_folders(own: Path | None = None) -> tuple[Path, ...]:
    """Give the folders in which content is looked for, in that order: a team's own, then ours."""
    return (content_root(),) if own is None else (own, content_root())


def calendar_folders(own: Path | None = None) -> tuple[Path, ...]:
    """Give the folders of insurers and their rounds, in the order in which a file is looked for."""
    return tuple(folder / "calendars" for folder in content_folders(own))


def laid_over(name: str, folders: Iterable[Path]) -> Path:
    """Give the file of that name in the first folder that has it; in the first folder when none has."""
    places = [folder / name for folder in folders]
    return next((place for place in places if place.is_file()), places[0])
