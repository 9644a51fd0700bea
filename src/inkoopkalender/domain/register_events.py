"""What happens to organisations between rounds: a merger, a takeover, a code that moves or is replaced.

An event is recorded once and never changed. Whether it may happen now is for the use case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from inkoopkalender.domain.codes import AgbCode, KvkNumber

EventKind = Literal["merger", "takeover", "code-moved", "code-replaced"]


@dataclass(frozen=True, slots=True)
class RegisterEvent:
    """Something that happened to the organisation `kvk` on a day; `other_kvk` is who it went to.

    `codes` are the codes that went, the main one first; of a code that was replaced, the old and the new.
    `other_kvk` is None when the organisation stayed what it was.
    """

    kind: EventKind
    kvk: KvkNumber
    other_kvk: KvkNumber | None
    on: date
    codes: tuple[AgbCode, ...]
    reason: str
    recorded_by: str
    recorded_at: datetime
