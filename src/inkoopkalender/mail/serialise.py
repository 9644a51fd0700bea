"""A letter → the bytes that go over the wire: our own small serialiser, the letter's words and nothing else.

The standard library's takes sixty times as long, and mail is the one thing that we make by the ten
thousand. It only writes; the tests read every message back with `email.policy.default`. It knows
neither the outbox nor SMTP.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.storage.outbox import Attachment, ClaimedLetter

LINE = "\r\n"
LONGEST_LINE = 78
BYTES_IN_A_WORD = 39
"""So many bytes of UTF-8 make an encoded word with which a line, header's name included, stays within 76
characters (RFC 2047)."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PLAIN = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")


class HeaderInjectionError(InkoopkalenderError):
    """A header of a letter holds a line break or a control character: somebody could add headers with it."""


def serialise(letter: ClaimedLetter, at: datetime) -> bytes:
    """Return the letter as an Internet message, dated `at`. Raises HeaderInjectionError."""
    boundary = hashlib.sha256(letter.message_id.encode()).hexdigest()[:24]
    body = _multipart(
        "alternative",
        f"=_a{boundary}",
        (_text_part("plain", letter.text), _text_part("html", letter.html)),
    )
    if letter.attachments:
        parts = (body, *(_file_part(each) for each in letter.attachments))
        body = _multipart("mixed", f"=_m{boundary}", parts)
    return f"{_head(letter, at)}{LINE}{body}".encode("ascii")


@lru_cache(maxsize=4096)
def address_of(mailbox: str) -> str:
    """Return the bare address in a mailbox, an internationalised domain as its A-label.

    Raises HeaderInjectionError.
    """
    address = parseaddr(_checked("address", mailbox))[1]
    local, _, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}@{domain.encode('idna').decode()}"


def _head(letter: ClaimedLetter, at: datetime) -> str:
    headers = (
        ("From", _mailbox(letter.sender)),
        ("To", address_of(letter.recipient)),
        ("Subject", _words("Subject", letter.subject)),
        ("Date", format_datetime(at)),
        ("Message-ID", _checked("Message-ID", letter.message_id)),
        ("Auto-Submitted", "auto-generated"),
        ("MIME-Version", "1.0"),
    )
    return LINE.join(f"{name}: {value}" for name, value in headers)


def _checked(name: str, value: str) -> str:
    found = _CONTROL.search(value)
    if found:
        raise HeaderInjectionError(
            f"De kop {name} bevat het stuurteken {found.group()!r}, op plaats {found.start() + 1}. "
            "De brief gaat niet weg; verbeter de naam, het adres of het sjabloon waar het uit komt."
        )
    return value


@lru_cache(maxsize=64)
def _mailbox(mailbox: str) -> str:
    name = parseaddr(_checked("From", mailbox))[0]
    if not name:
        return address_of(mailbox)
    plain = name if _ATOMS.fullmatch(name) and "=?" not in name else _encoded(name)
    return f"{plain} <{address_of(mailbox)}>"


def _words(header: str, value: str) -> str:
    fits = len(header) + 2 + len(value) <= LONGEST_LINE
    if not value or (fits and "=?" not in value and _PLAIN.fullmatch(value)):
        return value
    return _encoded(_checked(header, value))


def _encoded(value: str) -> str:
    words: list[bytes] = [b""]
    for character in value:
        encoded = character.encode()
        if len(words[-1]) + len(encoded) > BYTES_IN_A_WORD:
            words.append(b"")
        words[-1] += encoded
    return f"{LINE} ".join(f"=?utf-8?b?{base64.b64encode(word).decode()}?=" for word in words)


def _base64(content: bytes) -> str:
    encoded = base64.b64encode(content).decode("ascii")
    return LINE.join(encoded[start : start + 76] for start in range(0, len(encoded), 76))


def _text_part(kind: str, text: str) -> str:
    lines = text.replace(LINE, "\n").replace("\r", "\n").replace("\n", LINE)
    return (
        f"Content-Type: text/{kind}; charset=utf-8{LINE}"
        f"Content-Transfer-Encoding: base64{LINE}{LINE}{_base64(lines.encode())}"
    )


def _file_part(attachment: Attachment) -> str:
    name = _checked("filename", attachment.filename)
    if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        raise HeaderInjectionError(
            f"Een bijlage heet {name!r}. Alleen letters, cijfers, punt, koppelteken en laag streepje kunnen."
        )
    return (
        f"Content-Type: {_checked('Content-Type', attachment.media_type)}{LINE}"
        f'Content-Disposition: attachment; filename="{name}"{LINE}'
        f"Content-Transfer-Encoding: base64{LINE}{LINE}{_base64(attachment.content)}"
    )


def _multipart(kind: str, boundary: str, parts: Sequence[str]) -> str:
    inside = "".join(f"--{boundary}{LINE}{part}{LINE}" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"{LINE}{LINE}{inside}--{boundary}--{LINE}'
