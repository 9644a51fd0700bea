"""One look of `doctor`: what was looked at, how it is, what was found, and what to do about it."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "let op", "fout"]


@dataclass(frozen=True, slots=True)
class Check:
    """One look; `next_step` is empty when nothing needs to be done. All words are Dutch."""

    name: str
    state: State
    found: str
    next_step: str = ""
