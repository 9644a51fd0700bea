"""The team's own content folder, for commands that read content only and open no database."""

from pathlib import Path


def own_content() -> Path | None:
    """Return the folder of the setting `content`; None without one. Raises SettingsFaultError."""
    from inkoopkalender.settings import load_settings  # noqa: PLC0415 -- slow import

    return load_settings().content
