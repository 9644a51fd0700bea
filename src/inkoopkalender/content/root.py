"""Where the content folders are: in the checkout, or inside the installed package."""

from importlib import resources
from pathlib import Path

from inkoopkalender.errors import ContentError


def content_root() -> Path:
    """Give the folder that holds `calendars/`, `templates/`, `config/` and `flows/`. Raises ContentError."""
    package = Path(str(resources.files("inkoopkalender")))
    for root in (package / "_content", package.parent.parent):
        if (root / "calendars").is_dir():
            return root
    raise ContentError(
        f"The content folders (calendars, templates, config) stand neither in {package / '_content'}\n"
        f"nor beside the sources in {package.parent.parent}.\n"
        "Install the package again, or run from a whole checkout."
    )
