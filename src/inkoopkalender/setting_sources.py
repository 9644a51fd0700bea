"""Where settings are looked for: the environment, and a file in the folder where the command runs.

Apart from `settings`, which takes a while to load: a command that only shows a calendar asks here first.
"""

import os
from pathlib import Path

SETTINGS_FILE = "inkoopkalender.toml"
PREFIX = "INKOOPKALENDER_"


def environment() -> dict[str, str]:
    """Return the environment's variables, their names in capitals."""
    return {name.upper(): value for name, value in os.environ.items()}


def anything_set() -> bool:
    """Say whether any setting can differ from its default."""
    return Path(SETTINGS_FILE).is_file() or any(name.startswith(PREFIX) for name in environment())
