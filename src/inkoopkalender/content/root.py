"""Where the content folders are: in the checkout, or inside the installed package."""

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
