"""Codes of the field as value types: AGB, UZOVI and KvK. Text, with their leading zeros.

Parsing says what is wrong; it looks nothing up.
"""

import re
from typing import NewType

AgbCode = NewType("AgbCode", str)
"""Eight digits; the first two are the care type (zorgsoort)."""
UzoviCode = NewType("UzoviCode", str)
"""Four digits: an insurer, or one of its brands."""
KvkNumber = NewType("KvkNumber", str)
"""Eight digits: the organisation in the trade register."""

_DIGITS = {"AGB-code": 8, "UZOVI-code": 4, "KvK-nummer": 8}


class InvalidCodeError(ValueError):
    """A code does not have the form it must have; the message is Dutch, for the person who typed it."""


def _parse(text: str, name: str) -> str:
    code = text.strip()
    digits = _DIGITS[name]
    if not re.fullmatch(rf"[0-9]{{{digits}}}", code):
        raise InvalidCodeError(f"'{text}' is geen {name}: verwacht {digits} cijfers, ook de nullen vooraan")
    return code


def parse_agb(text: str) -> AgbCode:
    """Return the AGB code in `text`. Raises InvalidCodeError."""
    return AgbCode(_parse(text, "AGB-code"))


def parse_uzovi(text: str) -> UzoviCode:
    """Return the UZOVI code in `text`. Raises InvalidCodeError."""
    return UzoviCode(_parse(text, "UZOVI-code"))


def parse_kvk(text: str) -> KvkNumber:
    """Return the KvK number in `text`. Raises InvalidCodeError."""
    return KvkNumber(_parse(text, "KvK-nummer"))


def zorgsoort(agb: AgbCode) -> str:
    """Return the two digits that say which kind of care the code stands for."""
    return agb[:2]
