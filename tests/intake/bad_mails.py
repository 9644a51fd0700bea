"""Mails that ask for a contract wrongly, each with its whole expected findings, written before.

A finding is (code, severity, what of the mail it is about). Held against the request of Caresq 2026.
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from mails import SUBJECT, TEXT, mail, nested, part, raw
from submission_forms import PDF
from workbooks import BSN

PDF_PART = 'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="motivatie.pdf"'


@dataclass(frozen=True, slots=True)
class BadMail:
    """One mail, and everything that must be said of it."""

    name: str
    make: Callable[[], bytes]
    findings: tuple[tuple[str, str, str], ...]

    def __str__(self) -> str:
        return self.name


def only(code: str, column: str = "", severity: str = "error") -> tuple[tuple[str, str, str], ...]:
    return ((code, severity, column),)


def _subject(text: str) -> Callable[[], bytes]:
    return lambda: mail(text).as_bytes()


def _with(attachments: dict[str, bytes]) -> Callable[[], bytes]:
    return lambda: mail(attachments=attachments).as_bytes()


def _of_type(content_type: str, filename: str) -> Callable[[], bytes]:
    maintype, _, subtype = content_type.partition("/")

    def make() -> bytes:
        message = mail(attachments={})
        message.add_attachment(b"\x30\x80", maintype=maintype, subtype=subtype, filename=filename)
        return message.as_bytes()

    return make


def _forwarded() -> bytes:
    message = mail(attachments={})
    inner: EmailMessage = mail("Oude mail")
    message.add_attachment(inner)
    return message.as_bytes()


def _html() -> bytes:
    message = EmailMessage()
    message["From"] = "anne@rookvrij.example"
    message["Subject"] = SUBJECT
    message.set_content("<head><title>t</title></head><body><p>Graag een overeenkomst.</p></body>", "html")
    return message.as_bytes()


ENCRYPTED = "-----BEGIN PGP MESSAGE-----\n\nverzonnen\n-----END PGP MESSAGE-----\n"
BAD_MAILS = (
    # the subject
    BadMail("wrong subject", _subject("Vraag over een contract"),
            (("subject-agb", "error", "onderwerp"), ("subject-care-type", "error", "onderwerp"))),
    BadMail("no AGB code", _subject("Aanvraag stoppen met roken 2026"), only("subject-agb", "onderwerp")),
    BadMail("AGB code without its zero", _subject("Aanvraag 6010001 stoppen met roken"),
            only("subject-agb", "onderwerp")),
    BadMail("nine digits for an AGB code", _subject("Aanvraag 750000010 stoppen met roken"),
            only("subject-agb", "onderwerp")),
    BadMail("no care type", _subject("Aanvraag 75000001"), only("subject-care-type", "onderwerp")),
    BadMail("wrong year", _subject("Aanvraag 2025, 75000001, stoppen met roken"),
            only("round-other", "onderwerp", "warning")),
    BadMail("code of another", _subject("Aanvraag 2026 75000002 stoppen met roken"),
            only("agb-other", "onderwerp")),
    BadMail("no subject", lambda: raw(subject=False), only("mail-subject-missing", "onderwerp")),
    BadMail("empty subject", lambda: raw("Subject:   ", subject=False),
            only("mail-subject-missing", "onderwerp")),
    BadMail("two subjects", lambda: raw(f"Subject: {SUBJECT} 2"), only("mail-subject-twice", "onderwerp")),
    BadMail("NUL in the subject", lambda: raw(f"Subject: {SUBJECT}\0!", subject=False),
            only("mail-control", "onderwerp", "warning")),
    BadMail("number of a person in the subject", _subject(f"{SUBJECT} {BSN}"), only("cell-bsn", "onderwerp")),
    # who sent it
    BadMail("no sender", lambda: raw(sender=False), only("mail-sender-missing", "afzender")),
    BadMail("sender without an address", lambda: raw("From: Anne", sender=False),
            only("mail-sender-missing", "afzender")),
    BadMail("sender of brackets only", lambda: raw("From: " + "(" * 20_000, sender=False),
            only("mail-sender-missing", "afzender")),
    BadMail("two senders", lambda: raw("From: Bo <bo@ander.example>"), only("mail-sender-twice", "afzender")),
    BadMail("automatic reply", lambda: raw("Auto-Submitted: auto-replied"), only("mail-automatic")),
    BadMail("bounce", lambda: raw('Content-Type: multipart/report; boundary="b"', body="--b\r\n\r\nx"),
            only("mail-automatic")),
    # what it says
    BadMail("nothing in it", lambda: raw(body=""), only("mail-empty", "tekst")),
    BadMail("number of a person in the text", lambda: mail(text=f"Het gaat om {BSN}.").as_bytes(),
            only("cell-bsn", "tekst")),
    BadMail("NUL in the text", lambda: raw(body="Graag\0 een overeenkomst."),
            only("mail-control", "tekst", "warning")),
    BadMail("unknown characters", lambda: raw("Content-Type: text/plain; charset=x-klingon"),
            only("mail-charset", "tekst", "warning")),
    BadMail("a way to write characters that is none", lambda: raw("Content-Type: text/plain; charset=idna"),
            only("mail-charset", "tekst", "warning")),
    BadMail("broken base64 for a text", lambda: raw("Content-Transfer-Encoding: base64", body="R3JhYWc*"),
            only("mail-part-damaged", "tekst")),
    BadMail("HTML only", _html, ()),
    BadMail("UTF-16 body", lambda: raw("Content-Type: text/plain; charset=utf-16",
            "Content-Transfer-Encoding: binary", body=TEXT.encode("utf-16")), ()),
    # what comes with it
    BadMail("no attachment", _with({}), ()),
    BadMail("program for a document", _with({"motivatie.exe": b"MZ"}),
            only("document-type", "documentation")),
    BadMail("empty document", _with({"motivatie.pdf": b""}), only("document-empty", "documentation")),
    BadMail("number of a person in the name of a document", _with({f"{BSN}.pdf": PDF}),
            only("cell-bsn", "bijlage")),
    BadMail("half a document", _with({"motivatie.pdf": PDF[:20]}),
            only("document-not-whole", "documentation")),
    BadMail("eleven documents", _with({f"{number}.pdf": PDF for number in range(11)}),
            only("document-too-many", "documentation")),
    BadMail("broken base64", lambda: part(f"{PDF_PART}\r\nContent-Transfer-Encoding: base64", "JVBERi0*"),
            only("mail-part-damaged", "motivatie.pdf")),
    BadMail("base64 that ends too early",
            lambda: part(f"{PDF_PART}\r\nContent-Transfer-Encoding: base64", "JVBERi0xLjc"),
            only("mail-part-damaged", "motivatie.pdf")),
    BadMail("unknown encoding", lambda: part(f"{PDF_PART}\r\nContent-Transfer-Encoding: x-rot13", "x"),
            only("mail-encoding", "motivatie.pdf")),
    BadMail("another mail in it", _forwarded, only("mail-attached", "bijgevoegde mail", "warning")),
    BadMail("parts without a boundary", lambda: raw("Content-Type: multipart/mixed"),
            only("mail-part-damaged", "bericht")),
    # sealed
    BadMail("winmail.dat", _of_type("application/ms-tnef", "winmail.dat"),
            only("mail-winmail", "winmail.dat")),
    BadMail("winmail.dat under another type", _of_type("application/octet-stream", "WINMAIL.DAT"),
            only("mail-winmail", "WINMAIL.DAT")),
    BadMail("S/MIME", lambda: raw("Content-Type: application/pkcs7-mime; smime-type=enveloped-data",
            "Content-Transfer-Encoding: base64", body="MIA="), only("mail-encrypted")),
    BadMail("PGP/MIME", lambda: raw('Content-Type: multipart/encrypted; boundary="b"',
            body="--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b--"),
            only("mail-encrypted")),
    BadMail("PGP in the text", lambda: raw(body=ENCRYPTED), only("mail-encrypted")),
    BadMail("rights management", _of_type("application/x-microsoft-rpmsg-message", "message.rpmsg"),
            only("mail-encrypted")),
    # no mail, or too much of one
    BadMail("no bytes", lambda: b"", only("file-empty")),
    BadMail("Outlook's own file", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            only("mail-msg")),
    BadMail("a PDF", lambda: PDF, only("file-not-mail")),
    BadMail("a mail in UTF-16", lambda: raw().decode().encode("utf-16"), only("file-not-mail")),
    BadMail("31 MB", lambda: raw(body="x" * 31_000_000), only("file-too-large")),
    BadMail("header of 1 MB", lambda: raw("X-Long: " + "x" * 1_000_000), only("mail-headers")),
    BadMail("60,000 headers", lambda: raw(*(["X: y"] * 60_000)), only("mail-headers")),
    BadMail("30 parts within one another", lambda: nested(30), only("mail-nested")),
    BadMail("5,000 parts within one another", lambda: nested(5_000), only("mail-parts")),
    BadMail("5,000 parts beside one another", lambda: raw('Content-Type: multipart/mixed; boundary="b"',
            body="--b\r\n\r\nx\r\n" * 5_000), only("mail-parts")),
)  # fmt: skip
