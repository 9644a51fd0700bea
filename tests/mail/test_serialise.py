import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkoopkalender.mail.serialise import HeaderInjectionError, address_of, serialise
from inkoopkalender.storage.outbox import Attachment, ClaimedLetter

AT = datetime(2026, 5, 18, 7, 0, tzinfo=UTC)
visible = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
words = st.text(visible)
short_names = st.text(visible, min_size=1, max_size=9).map(lambda name: " ".join(name.split())).filter(bool)
"""The reader that the tests use puts a space between two encoded words of a name; nine characters fit one."""
texts = st.text(st.characters(exclude_categories=["Cs"]))
files = st.builds(
    Attachment,
    st.from_regex(r"[a-z0-9_-]{1,12}\.ics", fullmatch=True),
    st.just("text/calendar"),
    st.binary(max_size=300),
)


def letter(**changes: object) -> ClaimedLetter:
    facts: dict[str, object] = {
        "id": 1,
        "message_id": "<abc@post.example>",
        "sender": "CZ groep <rz@example.org>",
        "recipient": "noor@example.org",
        "subject": "Kwaliteitsuitvraag",
        "text": "Geachte heer,\n",
        "html": "<p>Geachte heer,</p>\n",
        "attachments": (),
        "attempts": 0,
    }
    return ClaimedLetter(**facts | changes)  # type: ignore[arg-type]  # a test builder


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def content_of(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def lines_of(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


@given(words, texts, texts)
def test_letter_reads_back_as_it_was_written(subject: str, text: str, html: str) -> None:
    message = read(serialise(letter(subject=subject, text=text, html=html), AT))

    plain, rich = message.iter_parts()
    assert str(message["Subject"]) == subject
    assert content_of(plain).decode() == lines_of(text)
    assert content_of(rich).decode() == lines_of(html)
    assert (plain.get_content_type(), rich.get_content_type()) == ("text/plain", "text/html")
    assert message.defects == []


@given(short_names)
def test_sender_name_reads_back(name: str) -> None:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')

    message = read(serialise(letter(sender=f'"{quoted}" <rz@example.org>'), AT))

    assert message["From"].addresses[0].display_name == name
    assert message["From"].addresses[0].addr_spec == "rz@example.org"


@given(st.lists(files, max_size=3))
def test_attachments_read_back(attached: list[Attachment]) -> None:
    message = read(serialise(letter(attachments=tuple(attached)), AT))

    read_back = [
        Attachment(part.get_filename() or "", part.get_content_type(), content_of(part))
        for part in message.iter_attachments()
    ]
    assert read_back == attached
    assert message.get_content_type() == ("multipart/mixed" if attached else "multipart/alternative")


@given(words, texts)
def test_lines_are_short_ascii_and_end_in_crlf(subject: str, text: str) -> None:
    content = serialise(letter(subject=subject, text=text), AT)

    assert content.isascii()
    assert all(len(line) <= 78 for line in content.split(b"\r\n"))
    assert re.search(rb"[^\r]\n|\r[^\n]", content) is None


def test_headers_are_these_and_no_others() -> None:
    message = read(serialise(letter(), AT))

    assert dict(message.items()) == {
        "From": "CZ groep <rz@example.org>",
        "To": "noor@example.org",
        "Subject": "Kwaliteitsuitvraag",
        "Date": "Mon, 18 May 2026 07:00:00 +0000",
        "Message-ID": "<abc@post.example>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": message["Content-Type"],
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hallo\r\nBcc: x@example.org"},
        {"subject": "Hallo\nBcc: x@example.org"},
        {"sender": "CZ\r\nBcc: x@example.org <rz@example.org>"},
        {"recipient": "noor@example.org\r\nBcc: x@example.org"},
        {"message_id": "<abc@post.example>\r\nBcc: x@example.org"},
        {"attachments": (Attachment('a"\r\nX: y.ics', "text/calendar", b""),)},
        {"attachments": (Attachment("a.ics", "text/calendar\r\nX: y", b""),)},
    ],
)
def test_line_break_in_a_header_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(HeaderInjectionError):
        serialise(letter(**changes), AT)


def test_international_domain_becomes_its_ascii_form() -> None:
    assert address_of("info@zorg-ü.example") == "info@xn--zorg--ova.example"
