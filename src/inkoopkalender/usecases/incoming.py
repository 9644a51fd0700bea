"""What holds for everything that comes in by hand: when it can have come, and what its case is called."""

import hashlib
from datetime import UTC, datetime

from inkoopkalender.errors import MisuseError


class FutureMomentError(MisuseError):
    """Something cannot have come in at a moment that has not come yet."""


def check_received(received_at: datetime, now: datetime) -> None:
    """Raise FutureMomentError for a moment after `now`: a typing error must not become a letter."""
    if received_at > now:
        raise FutureMomentError(
            f"Het tijdstip van ontvangst {received_at.isoformat()} ligt na nu ({now.isoformat()}). "
            "Verbeter --at."
        )


def case_reference(kind: str, round_key: str, agb: str, received_at: datetime) -> str:
    """Return what a case is called: the same for the same, and without a code, because the audit keeps it."""
    facts = f"{round_key} {agb} {received_at.astimezone(UTC).isoformat()}"
    return f"{kind}-{hashlib.sha256(facts.encode()).hexdigest()[:10]}"
