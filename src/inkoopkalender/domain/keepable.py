"""Says of a file that came in whether its bytes may be kept, by what was found in it.

They may not when a citizen service number (BSN) was seen in it, and not when it could not be looked through:
whoever cannot read a file cannot say that there is none in it. Whether a file counts is decided elsewhere.
"""

from typing import Final

BSN_FOUND: Final = "cell-bsn"
"""The code of the finding that a BSN stands in a file."""
BLANKED: Final = "•••••••••"
"""What stands where a BSN stood."""
_UNREAD: Final = "file-"
"""How the codes begin of what concerns a file as a whole; an error among them says that it was not read."""
_NOT_WHOLLY_READ: Final = frozenset({"file-embedded"})


def hinders_keeping(code: str, severity: str, value: str) -> bool:
    """Say whether this finding, with the value that it shows, is a reason not to keep the bytes."""
    unread = code.startswith(_UNREAD) and (severity == "error" or code in _NOT_WHOLLY_READ)
    return code == BSN_FOUND or BLANKED in value or unread
