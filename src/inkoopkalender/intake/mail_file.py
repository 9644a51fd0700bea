"""A mail file taken apart: who sent it, its subject, when it reached us, its text, and its attachments.

Nothing in a mail is run, opened further, or looked up. Who sent it is what the mail says, and proves nothing.
Findings name in their column what of the mail they are about. Nothing raises, whatever the bytes are.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from inkoopkalender.intake.findings import UNWRITABLE, FileFinding, without_bsn
from inkoopkalender.intake.mail_bytes import open_mail
from inkoopkalender.intake.mail_parts import SENDER, SUBJECT, TEXT, Attachment, Reading, take_parts
from inkoopkalender.intake.mail_texts import headers, without_marks


@dataclass(frozen=True, slots=True)
class MailFile:
    """What a mail says. `received_at` is in UTC; None where no server that we trust says it.

    `is_read` is false when nothing could be read of it. A citizen service number is blanked, not in files.
    """

    sender: str = ""
    subject: str = ""
    received_at: datetime | None = None
    text: str = ""
    documents: tuple[Attachment, ...] = ()
    findings: tuple[FileFinding, ...] = ()
    is_read: bool = True
    is_sealed: bool = False
    """Encrypted, or packed so that only one program can read it."""


def read_mail(content: bytes, trusted: Collection[str] = ()) -> MailFile:
    """Take a mail apart. `trusted` are the names of our own mail servers, as they sign `Received`.

    Received is the moment at which the first of ours took it: the last one from the top, up to where
    somebody else's begin.
    """
    message, fault = open_mail(content)
    if message is None:
        return MailFile(findings=(fault,) if fault else (), is_read=False)
    read = Reading()
    sender, subject = _sender(message, read), _subject(message, read)
    if _is_automatic(message):
        read.tell("mail-automatic", "", _AUTOMATIC)
    take_parts(message, read)
    text = "\n".join(read.plain or [without_marks(each) for each in read.html])
    text = read.cleaned(TEXT, text.replace("\r\n", "\n").strip())
    return MailFile(
        sender=sender,
        subject=subject,
        received_at=_received_at(message, {name.lower() for name in trusted}),
        text=text,
        documents=tuple(read.documents),
        findings=tuple(read.findings),
        is_sealed=read.is_sealed,
    )


_LONGEST_SENDER: Final = 10_000
_LONGEST_SUBJECT: Final = 1_000
"""Characters; a line of a mail may have 998."""


# --- headers --------------------------------------------------------------------------------------
def _sender(message: Message, read: Reading) -> str:
    found = headers(message, "from")
    if len(found) > 1:
        read.tell("mail-sender-twice", SENDER, _SENDER_TWICE)
    try:
        addresses = [
            address
            for _, address in getaddresses([one[:_LONGEST_SENDER] for one in found[:1]])
            if "@" in address
        ]
    except (ValueError, IndexError, RecursionError):
        addresses = []
    if not addresses:
        read.tell("mail-sender-missing", SENDER, _NO_SENDER)
    return without_bsn(UNWRITABLE.sub("�", addresses[0])) if addresses else ""


def _subject(message: Message, read: Reading) -> str:
    found = headers(message, "subject")
    if len(found) > 1:
        read.tell("mail-subject-twice", SUBJECT, _SUBJECT_TWICE, value=found[1])
    return read.cleaned(SUBJECT, found[0][:_LONGEST_SUBJECT]) if found else ""


def _is_automatic(message: Message) -> bool:
    said = headers(message, "auto-submitted")
    automatic = any(not one.lower().startswith("no") for one in said)
    return automatic or message.get_content_type() == "multipart/report"


_BY: Final = re.compile(r"(?:^|\s)by\s+([A-Za-z0-9.-]+)")


def _received_at(message: Message, trusted: Collection[str]) -> datetime | None:
    last = None
    for line in headers(message, "received"):
        by = _BY.search(line)
        if by is None or by[1].lower() not in trusted:
            break
        try:
            moment = parsedate_to_datetime(line.rpartition(";")[2].strip())
            last = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            break
    return last


_AUTOMATIC: Final = "Dit is een automatisch bericht. Stuur de aanvraag zelf als mail."
_NO_SENDER: Final = "In deze mail staat niet wie haar stuurde. Stuur haar vanaf een gewoon mailadres."
_SENDER_TWICE: Final = "In deze mail staan twee afzenders. Stuur haar opnieuw vanaf één adres."
_SUBJECT_TWICE: Final = "Deze mail heeft twee onderwerpen. Stuur haar opnieuw met één onderwerp."
