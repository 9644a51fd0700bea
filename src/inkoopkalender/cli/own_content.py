"""The team's own content folder, for commands that read content only and open no database."""

from pathlib import Path

from inkoopkalender.setting_sources import anything_set


def own_content() -> Path | None:
    """Return the folder of the setting `content`; None without one. Raises SettingsFaultError."""
    if not anything_set():
        return None
    from inkoopkalender.settings import load_settings  # noqa: PLC0415 -- slow import

    return load_settings().content
