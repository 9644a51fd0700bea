"""Which content the calendar commands read: the folder that the installation sets, or the program's own."""

from pathlib import Path


def own_content() -> Path | None:
    """Give the folder of the setting `content`, as the commands on an open round do; None without it."""
    from inkoopkalender.settings import load_settings  # noqa: PLC0415 -- slow import

    return load_settings().content
