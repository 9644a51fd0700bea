"""The parts of a mail: which are its text, which are files, and which nobody but their program can read.

Nothing is opened further than its transfer encoding; what a document holds is looked at elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import Message
from pathlib import PurePosixPath
from typing import Final

from inkoopkalender.intake.findings import (
    BLANKED,
    UNWRITABLE,
    FileFinding,
    Severity,
    holds_bsn,
    shown,
    without_bsn,
)
from inkoopkalender.intake.mail_texts import PartError, content_of, decoded, headers, parameter, parts_of

SUBJECT: Final = "onderwerp"
SENDER: Final = "afzender"
TEXT: Final = "tekst"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that came with a mail; its name has no folder."""

    filename: str
    content: bytes


@dataclass(slots=True)
class Reading:
    """What was read so far, and what is wrong with it."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    documents: list[Attachment] = field(default_factory=list)
    findings: list[FileFinding] = field(default_factory=list)
    is_sealed: bool = False

    def tell(
        self, code: str, about: str, message: str, severity: Severity = "error", value: str = ""
    ) -> None:
        """Add a finding about one thing in the mail."""
        self.findings.append(FileFinding(code, severity, "", None, shown(about), shown(value), message))

    def seal(self, code: str, about: str, message: str) -> None:
        """Add, once, that only another program can read the mail."""
        if not any(one.code == code for one in self.findings):
            self.tell(code, about, message)
        self.is_sealed = True

    def cleaned(self, about: str, text: str) -> str:
        """Return a text without control characters and numbers of persons, and tell of them."""
        if UNWRITABLE.search(text):
            self.tell("mail-control", about, _CONTROL.format(about=about), "warning")
            text = UNWRITABLE.sub("�", text)
        if holds_bsn(text):
            self.tell("cell-bsn", about, _BSN.format(about=about), value=BLANKED)
            text = without_bsn(text)
        return text


def take_parts(message: Message, read: Reading) -> None:
    """Read every part of a mail, in their order."""
    for part in _leaves(message):
        _take(part, read)
    if any(_PGP in text for text in read.plain):
        read.seal("mail-encrypted", "", _ENCRYPTED)


_PGP: Final = "-----BEGIN PGP MESSAGE-----"
_SEALED: Final = frozenset(
    {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted",
     "application/x-microsoft-rpmsg-message"}
)  # fmt: skip
_WINMAIL: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_SIGNATURES: Final = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_REPORTS: Final = frozenset({"message/delivery-status", "message/disposition-notification"})


def _leaves(message: Message) -> Iterator[Message]:
    """Give the parts that hold no others, in their order; a mail within the mail is one."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        closed = part.get_content_maintype() == "message" or part.get_content_type() in _SEALED
        if part.is_multipart() and not closed:
            waiting += reversed(parts_of(part))
        else:
            yield part


def _take(part: Message, read: Reading) -> None:
    """Read one part: sealed, a text, a picture in the text, or a document."""
    kind, filename = part.get_content_type(), _filename(part)
    if kind in _SEALED or filename.lower().endswith((".p7m", ".rpmsg")):
        read.seal("mail-encrypted", "", _ENCRYPTED)
    elif kind in _WINMAIL or filename.lower() == "winmail.dat":
        read.seal("mail-winmail", filename or "winmail.dat", _WINMAIL_SENT)
    elif part.get_content_maintype() == "message":
        if kind not in _REPORTS:
            read.tell("mail-attached", filename or "bijgevoegde mail", _MAIL_WITHIN, "warning")
    elif kind not in _SIGNATURES:
        _take_content(part, kind, filename, read)


def _take_content(part: Message, kind: str, filename: str, read: Reading) -> None:
    disposition = part.get_content_disposition()
    is_text = kind in {"text/plain", "text/html"} and not filename and disposition != "attachment"
    broken = part.get_content_maintype() == "multipart" or part.is_multipart()
    about = "bericht" if broken else TEXT if is_text else filename or _name_of(kind, read.documents)
    try:
        content = content_of(part, whole=not broken)
    except PartError as fault:
        read.tell(str(fault), about, _PART_FAULTS[str(fault)].format(about=shown(about)))
        return
    if is_text:
        charset = parameter(part, "charset", "content-type") or "ascii"
        text, known = decoded(content, charset)
        if not known:
            read.tell("mail-charset", TEXT, _CHARSET, "warning", charset)
        (read.plain if kind == "text/plain" else read.html).append(text)
    elif not _is_in_the_text(part):
        read.documents.append(Attachment(read.cleaned("bijlage", about), content))


def _is_in_the_text(part: Message) -> bool:
    """Say whether a part is a picture that the text shows, such as a logo below it."""
    shown_there = part.get_content_disposition() == "inline" or bool(headers(part, "content-id"))
    return part.get_content_maintype() == "image" and shown_there


def _filename(part: Message) -> str:
    """Return the name of a file without any folder; empty when it has none."""
    said = parameter(part, "filename", "content-disposition") or parameter(part, "name", "content-type")
    return PurePosixPath(UNWRITABLE.sub("", said).replace("\\", "/")).name


_SUFFIXES: Final = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt",
    "text/html": ".html",
}  # fmt: skip


def _name_of(kind: str, documents: Sequence[Attachment]) -> str:
    return f"bijlage-{len(documents) + 1}{_SUFFIXES.get(kind, '')}"


_CONTROL: Final = (
    "In '{about}' staan tekens die niet te lezen zijn; zij zijn vervangen. "
    "Klopt er iets niet, stuur het dan opnieuw."
)
_BSN: Final = (
    "In '{about}' staat een getal dat een burgerservicenummer kan zijn. "
    "Stuur de mail opnieuw zonder dat getal: deze gegevens mogen hier niet staan."
)
_ENCRYPTED: Final = (
    "Deze mail is versleuteld of verzegeld en kan niet worden gelezen. Stuur haar zonder versleuteling, of "
    "vraag ons hoe u haar veilig stuurt."
)
_WINMAIL_SENT: Final = (
    "Outlook heeft de bijlagen ingepakt in winmail.dat, en dat kan alleen Outlook lezen. Stuur de mail "
    "opnieuw als HTML of als platte tekst (Opmaak, in het bericht)."
)
_MAIL_WITHIN: Final = (
    "Een mail die als bijlage is meegestuurd wordt niet gelezen. "
    "Horen daar bestanden bij, voeg die dan zelf toe."
)
_CHARSET: Final = (
    "De tekst is geschreven in tekens die wij niet kennen, en is zo goed mogelijk gelezen. "
    "Klopt er iets niet, stuur de mail dan opnieuw."
)
_PART_FAULTS: Final = {
    "mail-part-damaged": "'{about}' is beschadigd aangekomen. Stuur het opnieuw.",
    "mail-encoding": "'{about}' is verstuurd in een vorm die wij niet lezen. Stuur het als gewone bijlage.",
}
