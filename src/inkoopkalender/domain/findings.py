"""One thing to say about a content file: what, where, how grave, and the next step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]
SEVERITY_WORDS: Mapping[Severity, str] = {"error": "fout", "warning": "let op", "note": "opmerking"}
"""How grave a finding is, as an operator reads it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault (error), a doubt (warning) or a reminder (note).

    `path` are the keys that lead to the value in its file, `offset` how many characters into it; the room
    that read the file makes `file`, `line` and `column` (counted from 1) of them.
    """

    code: str
    severity: Severity
    message: str
    next_step: str
    path: tuple[str, ...] = ()
    offset: int = 0
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write the finding in two lines: place and message, then the next step."""
        place, grave = f"{self.file}:{self.line}:{self.column}", SEVERITY_WORDS[self.severity]
        return f"{place}: {grave}: {self.message}\n    {self.next_step}"
