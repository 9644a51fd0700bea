"""The texts of a mail: header lines, encoded words, bodies in any character set, HTML without its marks.

What cannot be read comes out with replacement signs, never as an exception.
"""

import codecs
import re
from email.errors import (
    HeaderParseError,
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
)
from email.header import decode_header
from email.message import Message
from html import unescape
from typing import Final

_NO_CHARSETS: Final = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7"}
)
"""Codecs of Python that no mail program writes; some take very long."""
_LONGEST_WORDS: Final = 10_000
"""Characters of a header in which encoded words are looked for."""


def headers(message: Message, name: str) -> list[str]:
    """Return every header of a name as text, in their order: unfolded, encoded words read."""
    found = [value for key, value in message.raw_items() if key.lower() == name]
    return [header_text(value) for value in found]


def header_text(value: object) -> str:
    """Return one header as text, white space as single spaces."""
    raw = str(value).encode("utf-8", "surrogateescape")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if "=?" in text and len(text) <= _LONGEST_WORDS:
        text = _words(text)
    return " ".join(text.split())


def parameter(part: Message, name: str, header: str) -> str:
    """Return one parameter of a header, such as the name of a file; empty when it is not there."""
    said = part.get_param(name, header=header)
    if isinstance(said, tuple):  # a character set, a language, and the bytes as Latin letters
        charset, _, value = said
        return decoded(value.encode("latin-1", "replace"), charset or "utf-8")[0]
    return header_text(said or "")


def _words(text: str) -> str:
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError, LookupError):
        return text
    return "".join(
        piece if isinstance(piece, str) else decoded(piece, charset or "ascii")[0]
        for piece, charset in pieces
    )


def decoded(raw: bytes, charset: str) -> tuple[str, bool]:
    """Return bytes as text, and whether they are what their character set says."""
    try:
        name = codecs.lookup(charset).name
        if name.replace("-", "_") not in _NO_CHARSETS:
            return raw.decode(name), True
    except (LookupError, ValueError, TypeError):
        pass
    try:
        return raw.decode(), charset.lower() in {"ascii", "us-ascii"}  # many programs forget to say UTF-8
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), False


def parts_of(part: Message) -> list[Message]:
    """Return the parts that a part holds; none of one with content of its own."""
    payload = part.get_payload() if part.is_multipart() else ()
    return [each for each in payload if isinstance(each, Message)]


_BROKEN: Final = (
    InvalidBase64CharactersDefect, InvalidBase64LengthDefect, InvalidBase64PaddingDefect
)  # fmt: skip


class PartError(ValueError):
    """A part cannot be read; the argument is the code of the finding."""


def content_of(part: Message, *, whole: bool = True) -> bytes:
    """Return the bytes of one part that holds no others and is `whole`. Raises PartError."""
    encoding = " ".join(headers(part, "content-transfer-encoding")).lower()
    if encoding not in {"", "7bit", "8bit", "binary", "quoted-printable", "base64"}:
        raise PartError("mail-encoding")
    content = part.get_payload(
        decode=True
    )  # without decode it would use the part's own, perhaps odd, charset
    broken = any(isinstance(one, _BROKEN) for one in part.defects)
    if not whole or broken or not isinstance(content, bytes):
        raise PartError("mail-part-damaged")
    return content


_BREAKS: Final = re.compile(r"/?(?:p|div|br|tr|li|h[1-6]|table)(?![a-z0-9])", re.IGNORECASE)
_UNSAID: Final = re.compile(r"\s*(script|style|title|head)(?![a-z])", re.IGNORECASE)


def without_marks(html: str) -> str:
    """Return what HTML says, without its marks; what scripts and styles hold is left out."""
    first, *pieces = html.split("<")
    said, unsaid = [first], ""
    for piece in pieces:
        mark, _, text = piece.partition(">")
        if unsaid:
            closed = mark.lstrip("/ ").lower().startswith(unsaid) and mark.startswith("/")
            unsaid = "" if closed else unsaid
        elif mark and (opened := _UNSAID.match(mark)):
            unsaid = opened[1].lower()
        elif mark and _BREAKS.match(mark):
            said.append("\n")
        if text and not unsaid:
            said.append(text)
    return unescape("".join(said))
