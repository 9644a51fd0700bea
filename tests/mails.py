"""Mails that ask for a contract, good ones and pieces to spoil; all people and organisations are invented."""

from email.message import EmailMessage

from submission_forms import PDF

from inkoopkalender.content.submissions import load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey

CARESQ = RoundKey("caresq", "stoppen-met-roken", 2026)
REQUEST = load_submission_kinds(CARESQ)["contract-request"]
SUBJECT = "Aanvraag overeenkomst 2026 - AGB 75000001 - stoppen met roken"
TEXT = "Geachte heer, mevrouw,\n\nGraag ontvangen wij een overeenkomst.\n"


def mail(
    subject: str = SUBJECT,
    text: str = TEXT,
    attachments: dict[str, bytes] | None = None,
    sender: str = "Anne Voorbeeld <anne@rookvrij.example>",
) -> EmailMessage:
    """A mail to spoil; without `attachments` it has one, motivatie.pdf."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "zorginkoop@caresq.nl"
    message["Subject"] = subject
    message["Date"] = "Mon, 01 Dec 2025 09:00:00 +0100"
    message.set_content(text)
    for filename, content in ({"motivatie.pdf": PDF} if attachments is None else attachments).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=filename)
    return message


def raw(*headers: str, body: str | bytes = TEXT, sender: bool = True, subject: bool = True) -> bytes:
    """A mail of its own headers and body, byte for byte."""
    named = [
        *(["From: anne@rookvrij.example"] if sender else []),
        *([f"Subject: {SUBJECT}"] if subject else []),
        *headers,
    ]
    content = body.encode() if isinstance(body, str) else body
    return "\r\n".join(named).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + content


def nested(depth: int) -> bytes:
    """A mail of so many parts within one another."""
    heads = "".join(
        f'--b{number}\r\nContent-Type: multipart/mixed; boundary="b{number + 1}"\r\n\r\n'
        for number in range(depth)
    )
    return raw('Content-Type: multipart/mixed; boundary="b0"', body=f"{heads}--b{depth}\r\n\r\n{TEXT}")


def part(head: str, body: str, *, text: str = TEXT) -> bytes:
    """A mail with its text and one more part."""
    return raw(
        'Content-Type: multipart/mixed; boundary="b"',
        body=f"--b\r\n\r\n{text}\r\n--b\r\n{head}\r\n\r\n{body}\r\n--b--\r\n",
    )
