"""Where settings are looked for: the environment, and a file in the folder where the command runs.

Apart from `settings`, which takes a while to load: a command that only shows a calendar asks here first.
"""

import os
from pathlib import Path

SETTINGS_FILE = "inkoopkalender.toml"
PREFIX = "INKOOPKALENDER_"
FOLDER = Path("var")
"""The working folder, unless the setting `folder` names another."""
DATABASE_FILE = "inkoopkalender.db"
KEY_FILE = "keeping.keys"
EMBEDDED = "sqlite:///"
"""How the address of an embedded database begins; its path follows."""


def environment() -> dict[str, str]:
    """Return the environment's variables, their names in capitals."""
    return {name.upper(): value for name, value in os.environ.items()}


def embedded_address(folder: Path) -> str:
    """Return the address of the embedded database in a working folder."""
    return f"{EMBEDDED}{folder / DATABASE_FILE}"


def anything_set() -> bool:
    """Say whether any setting can differ from its default."""
    return Path(SETTINGS_FILE).is_file() or any(name.startswith(PREFIX) for name in environment())
