"""Looks at a mail before it is taken apart: is it a mail at all, and does it stay within bounds.

The standard library takes whatever comes, however deep or many its parts. So headers and what looks like the
border of a part are counted in the bytes first. What comes out decoded is never more than what came in.
"""

import re
from email import message_from_bytes
from email.message import Message
from typing import Final

from inkoopkalender.intake.findings import FileFinding, file_fault
from inkoopkalender.intake.mail_texts import parts_of
from inkoopkalender.intake.preflight import LARGEST_FILE

LONGEST_HEADERS: Final = 262_144
"""Bytes before the first empty line."""
LONGEST_TYPE: Final = 8_192
"""Bytes of what a part says it is; the library's time grows with their square."""
MOST_PARTS: Final = 1_000
"""Lines that may begin a part."""
DEEPEST: Final = 10
"""Parts within one another."""
_MOST_NESTED: Final = 100
"""Headers that may hold parts: so deep the library may go, with a stack of its own for each."""
_MOST_COLONS: Final = 200_000
"""Lines that may be headers of a part."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST_LINE: Final = re.compile(rb"(?:From [^\r\n]*\r?\n)?[!-9;-~]+:")
_END_OF_HEADERS: Final = re.compile(rb"\r\n\r\n|\n\n|\r\r")
_BORDER: Final = re.compile(rb"[\r\n]--")
_COLON: Final = re.compile(rb"[\r\n][!-9;-~]{0,80}:")
_TYPES: Final = re.compile(
    rb"^content-(?:type|disposition):(?:[^\r\n]|\r?\n[ \t]|\r[ \t])*", re.IGNORECASE | re.MULTILINE
)
_HOLDS_PARTS: Final = re.compile(
    rb"^(?:content-type:|[ \t])[^\r\n]*boundary\*?[0-9*]*[ \t]*=|^content-type:\s*(?:message|multipart)/",
    re.IGNORECASE | re.MULTILINE,
)


def open_mail(content: bytes) -> tuple[Message, None] | tuple[None, FileFinding]:
    """Return the mail with its parts, or why it is not taken apart. Never raises, whatever the bytes are."""
    fault = _fault_of(content)
    if fault is not None:
        return None, file_fault(*fault)
    try:
        message = message_from_bytes(content)
    except (ValueError, LookupError, TypeError, AssertionError, RecursionError):
        return None, file_fault("file-not-mail", _NOT_MAIL)
    if _depth(message) > DEEPEST:
        return None, file_fault("mail-nested", _NESTED)
    return message, None


def _fault_of(content: bytes) -> tuple[str, str] | None:
    if not content.strip():
        return "file-empty", _EMPTY
    if len(content) > LARGEST_FILE:
        return "file-too-large", _TOO_LARGE
    content = content.lstrip(b"\r\n")
    if not _FIRST_LINE.match(content[:LONGEST_HEADERS]):
        return ("mail-msg", _MSG) if content.startswith(_OLE) else ("file-not-mail", _NOT_MAIL)
    return _bounds_fault(content)


def _bounds_fault(content: bytes) -> tuple[str, str] | None:
    end = _END_OF_HEADERS.search(content)
    if (len(content) if end is None else end.start()) > LONGEST_HEADERS:
        return "mail-headers", _HEADERS
    if any(len(found[0]) > LONGEST_TYPE for found in _TYPES.finditer(content)):
        return "mail-headers", _HEADERS
    borders, nested = _count(_BORDER, content, MOST_PARTS), _count(_HOLDS_PARTS, content, _MOST_NESTED)
    if borders > MOST_PARTS or nested > _MOST_NESTED or _count(_COLON, content, _MOST_COLONS) > _MOST_COLONS:
        return "mail-parts", _PARTS
    return None


def _count(pattern: re.Pattern[bytes], content: bytes, most: int) -> int:
    """Count to one more than is allowed, and no further."""
    count = 0
    for count, _ in enumerate(pattern.finditer(content), start=1):
        if count > most:
            break
    return count


def _depth(message: Message) -> int:
    deepest, waiting = 0, [(message, 1)]
    while waiting:
        part, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(each, depth + 1) for each in parts_of(part)]
    return deepest


_EMPTY: Final = "Dit bestand is leeg. Kies het bestand opnieuw."
_TOO_LARGE: Final = (
    "Deze mail is te groot om te lezen. Stuur minder of kleinere bijlagen, of verdeel ze over meer mails."
)
_MSG: Final = "Dit is een bericht van Outlook (.msg). Bewaar het als .eml, of stuur de mail zelf door."
_NOT_MAIL: Final = "Dit bestand is geen mail. Bewaar de mail als .eml en kies dat bestand."
_HEADERS: Final = (
    "De kopregels van deze mail zijn langer dan een mailprogramma ze maakt; zij is niet gelezen. "
    "Stuur een nieuwe mail."
)
_PARTS: Final = (
    "Deze mail heeft meer onderdelen dan wij lezen; zij is niet gelezen. Stuur een nieuwe mail met de "
    "bestanden als gewone bijlagen."
)
_NESTED: Final = (
    "In deze mail zitten te veel mails in elkaar; zij is niet gelezen. Stuur een nieuwe mail met de "
    "bestanden als gewone bijlagen."
)
