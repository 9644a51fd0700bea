"""Whose calendar it is: the insurer's name, the domain of its UIDs, the mailbox that answers for it."""

from dataclasses import dataclass
from pathlib import Path

from inkoopkalender.content.letters import find_insurer
from inkoopkalender.domain.rounds import RoundKey

RESERVED_DOMAIN = "inkoopkalender.invalid"
"""For an insurer without a domain of its own: no such domain can ever exist (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """An insurer as it stands in a calendar; `domain` is part of every UID and must never change."""

    name: str
    domain: str
    mailbox: str


def find_publisher(key: RoundKey, root: Path | None = None) -> Publisher:
    """Return the round's insurer; what its insurer.yaml does not say gets a reserved name."""
    insurer = find_insurer(key.insurer, root)
    nobody = f"geen-antwoord@{RESERVED_DOMAIN}"
    if insurer is None:
        return Publisher(key.insurer, RESERVED_DOMAIN, nobody)
    return Publisher(insurer.name, insurer.message_domain, insurer.mailboxes.get(key.sector, nobody))
