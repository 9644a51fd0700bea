"""Mails that hand something in: bad ones, what is read of good ones, and no bytes that raise."""

import time
from datetime import UTC, date, datetime
from email.header import Header
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.bad_mails import BAD_MAILS, BadMail
from mails import REQUEST, SUBJECT, TEXT, mail, nested, part, raw
from submission_forms import PDF, SMR, SMR_NEW, kind_of
from workbooks import BSN, good_answers, survey, survey_kind

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.documents import Document
from inkoopkalender.intake.forms import write_form
from inkoopkalender.intake.mail_checks import CheckedMail, check_mail, plain_subject, refused_mail
from inkoopkalender.intake.mail_file import MailFile, read_mail
from inkoopkalender.intake.mail_parts import Attachment
from inkoopkalender.intake.readers import Readers, read_with
from inkoopkalender.intake.submissions import check_submission

LONGEST = 5.0
"""Seconds; the heaviest takes a tenth of it on its own."""


def check(content: bytes, kind: SubmissionKind = REQUEST, year: int = 2026) -> CheckedMail:
    return check_mail(content, kind, contract_year=year, agb="75000001")


def codes(checked: CheckedMail) -> list[str]:
    return [one.code for one in checked.submission.findings]


@pytest.mark.parametrize("bad", BAD_MAILS, ids=str)
def test_a_bad_mail_gives_exactly_its_findings(bad: BadMail) -> None:
    content = bad.make()
    begun = time.perf_counter()

    checked = check(content)

    findings = checked.submission.findings
    assert tuple((one.code, one.severity, one.column) for one in findings) == bad.findings
    assert checked.submission.accepted is not any(severity == "error" for _, severity, _ in bad.findings)
    assert all(one.message.endswith((".", "'.")) for one in findings)
    assert {(one.sheet, one.row) for one in findings} <= {("", None)}
    assert BSN not in str(checked)
    assert time.perf_counter() - begun < LONGEST


def test_there_are_more_than_twenty_bad_mails() -> None:
    assert sum(bool(bad.findings) for bad in BAD_MAILS) > 45


# --- what is read ---------------------------------------------------------------------------------
def test_a_good_mail_is_read_whole() -> None:
    checked = check(mail().as_bytes())

    assert checked.submission.findings == ()
    assert checked.mail == MailFile(
        sender="anne@rookvrij.example",
        subject=SUBJECT,
        text=TEXT.strip(),
        documents=(Attachment("motivatie.pdf", PDF),),
    )
    assert checked.submission.values == {
        "agb": "75000001", "care-type": "stoppen met roken", "year": "2026"
    }  # fmt: skip


@pytest.mark.parametrize(
    "subject",
    [
        "RE: FWD: Aanvraag 75000001 stoppen met roken",
        "Antw[2]: re:aanvraag   75000001   STOPPEN   MET   ROKEN",
        "75000001 stoppen-met-roken",
        "Contract Rookstop 75 000001",
        "SMR 2026 / 75000001",
        "Aanvraag 12-11-2025 voor 2026, 75000001, stoppen met roken",
        "KvK 90000001, AGB 75000001, stoppen met roken",
    ],
)
def test_a_right_subject_may_be_written_in_many_ways(subject: str) -> None:
    assert codes(check(mail(subject).as_bytes())) == []


@pytest.mark.parametrize(
    "line",
    [
        Header(f"Aanvráág {SUBJECT}", "utf-8").encode(),
        Header(f"Aanvráág {SUBJECT}", "iso-8859-1").encode(),
        "=?utf-8?Q?75000001_stoppen_met?= =?utf-8?B?IHJva2Vu?=",
        "Aanvraag 75000001\r\n stoppen met\r\n\troken",
        f"Aanvráág {SUBJECT}",
    ],
)
def test_a_subject_of_encoded_or_folded_words_is_read(line: str) -> None:
    checked = check(raw(f"Subject: {line}", subject=False))

    assert codes(checked) == []
    assert "stoppen met roken" in checked.mail.subject


def test_a_smr_inside_another_word_is_no_care_type() -> None:
    assert codes(check(mail("75000001 asmros").as_bytes())) == ["subject-care-type"]


@pytest.mark.parametrize(
    ("subject", "plain"),
    [("Re: FW:  a  b", "a b"), ("Reactie: a", "Reactie: a"), ("re [3] : a", "a"), ("Re:", ""), ("", "")],
)
def test_what_mail_programs_put_before_a_subject_is_left_out(subject: str, plain: str) -> None:
    assert plain_subject(subject) == plain


def test_a_wrong_subject_is_answered_with_what_is_wrong_and_a_right_one() -> None:
    checked = check(mail("Aanvraag stoppen met roken").as_bytes())

    (finding,) = checked.submission.findings
    assert finding.message == (
        "In het onderwerp staat geen AGB-code van 8 cijfers. Zet die erin, ook de nullen vooraan. "
        "Een goed onderwerp is bijvoorbeeld: 'Aanvraag overeenkomst 2026 - AGB 75000001 - stoppen met roken'."
    )
    assert checked.mail.documents == (Attachment("motivatie.pdf", PDF),)


def test_html_is_read_without_its_marks() -> None:
    html = (
        "<html><head><title>weg</title><style>p{color:red}</style></head><body><script>weg()</script>"
        "<p>Graag&nbsp;een <b>overeenkomst</b>.</p><br>Groet &amp; dank</body></html>"
    )

    read = read_mail(raw("Content-Type: text/html; charset=utf-8", body=html))

    assert (read.text, read.findings) == ("Graag\xa0een overeenkomst.\n\nGroet & dank", ())


def test_of_two_forms_of_a_text_the_plain_one_is_read() -> None:
    message = mail(attachments={})
    message.add_alternative("<p>In HTML</p>", subtype="html")

    assert read_mail(message.as_bytes()).text == TEXT.strip()


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1252"])
def test_a_text_is_read_in_every_encoding(charset: str) -> None:
    body = "Beëindigd".encode(charset)

    head = (f"Content-Type: text/plain; charset={charset}", "Content-Transfer-Encoding: 8bit")
    read = read_mail(raw(*head, body=body))

    assert (read.text, read.findings) == ("Beëindigd", ())


def test_a_picture_in_the_text_is_no_document() -> None:
    head = (
        'Content-Type: image/png; name="logo.png"\r\nContent-ID: <logo>\r\nContent-Transfer-Encoding: base64'
    )

    assert read_mail(part(head, "iVBORw0KGgo=")).documents == ()


@pytest.mark.parametrize(
    ("said", "filename"),
    [
        ('filename="../../etc/plan.pdf"', "plan.pdf"),
        ('filename="C:\\\\Users\\\\anne\\\\plan.pdf"', "plan.pdf"),
        ("filename*=utf-8''beleid%C3%ABn.pdf", "beleidën.pdf"),
        ('filename="=?utf-8?Q?beleid=C3=ABn.pdf?="', "beleidën.pdf"),
        ("filename*=idna''plan.pdf", "plan.pdf"),
        ("", "bijlage-1.pdf"),
    ],
)
def test_the_name_of_a_file_is_read_without_its_folder(said: str, filename: str) -> None:
    head = f"Content-Type: application/pdf\r\nContent-Disposition: attachment; {said}"

    assert [one.filename for one in read_mail(part(head, "x")).documents] == [filename]


# --- when it reached us ---------------------------------------------------------------------------
OURS = (
    "Received: from gate.caresq.example by box.caresq.example; Mon, 1 Dec 2025 10:00:05 +0100",
    "Received: from x\r\n\tby gate.caresq.example\r\n\tid 1; Mon, 1 Dec 2025 09:59:58 +0100 (CET)",
)
THEIRS = "Received: from pc by out.rookvrij.example; Mon, 1 Dec 2025 09:00:00 +0100"
FORGED = "Received: from x by gate.caresq.example; Mon, 1 Dec 2020 09:00:00 +0100"
TRUSTED = ("box.caresq.example", "Gate.caresq.example")


@pytest.mark.parametrize(
    ("lines", "trusted", "expected"),
    [
        ((*OURS, THEIRS), TRUSTED, datetime(2025, 12, 1, 8, 59, 58, tzinfo=UTC)),
        ((*OURS, THEIRS, FORGED), TRUSTED, datetime(2025, 12, 1, 8, 59, 58, tzinfo=UTC)),
        ((*OURS, THEIRS), TRUSTED[:1], datetime(2025, 12, 1, 9, 0, 5, tzinfo=UTC)),
        ((*OURS, THEIRS), (), None),
        ((THEIRS, FORGED), TRUSTED, None),
        (("Received: by box.caresq.example; gisteren",), TRUSTED, None),
        ((), TRUSTED, None),
    ],
)
def test_received_is_when_the_first_server_of_ours_took_it(
    lines: tuple[str, ...], trusted: tuple[str, ...], expected: datetime | None
) -> None:
    assert read_mail(raw(*lines), trusted).received_at == expected


# --- forms and documents by mail ------------------------------------------------------------------
def _form(folder: Path) -> bytes:
    path = folder / "formulier.xlsx"
    write_form(kind_of(SMR, "new-provider"), SMR_NEW, path)
    return path.read_bytes()


def test_a_form_with_its_documents_may_come_by_mail(tmp_path: Path) -> None:
    kind, form = kind_of(SMR, "new-provider"), _form(tmp_path)

    checked = check(mail(attachments={"voorstel.pdf": PDF, "formulier.xlsx": form}).as_bytes(), kind, 2027)

    by_file = check_submission(
        form, "formulier.xlsx", kind, contract_year=2027, agb="75000001",
        documents=[Document("proposal", "voorstel.pdf", PDF)],
    )  # fmt: skip
    assert (checked.submission, checked.submission.accepted) == (by_file, True)


def test_a_mail_without_its_form_and_its_document_says_both() -> None:
    checked = check(mail(attachments={}).as_bytes(), kind_of(SMR, "new-provider"), 2027)

    assert codes(checked) == ["form-missing", "document-missing"]


def test_a_document_is_known_by_its_name_else_by_its_type() -> None:
    kind = kind_of(SMR, "new-provider")
    asked = kind.documents["proposal"]
    kind = kind.model_copy(update={"fields": {}, "documents": {"plan": asked, "business-case": asked}})
    first = {"Business Case.pdf": b"%PDF", "iets.pdf": PDF}

    checked = check(mail(attachments=first).as_bytes(), kind, 2027)

    assert [(one.code, one.column) for one in checked.submission.findings] == [
        ("document-not-whole", "business-case")
    ]


@pytest.mark.parametrize(("clock", "expected"), [("22:00:00", []), ("21:59:59", ["measured-before-receipt"])])
def test_the_day_of_receipt_is_that_of_the_server(tmp_path: Path, clock: str, expected: list[str]) -> None:
    form = survey(tmp_path, good_answers(nps_measured_on=date(2026, 5, 11)))
    message = mail(attachments={"uitvraag.xlsx": form}).as_bytes()
    received = f"Received: from x by box.caresq.example; Sun, 10 May 2026 {clock} +0000\r\n".encode()

    checked = check_mail(received + message, survey_kind(), contract_year=2027, trusted=TRUSTED)

    assert codes(checked) == expected


def test_a_mail_is_read_in_a_child_with_the_same_outcome() -> None:
    content = f"{OURS[0]}\r\n".encode() + mail("Vraag").as_bytes()
    here = check_mail(content, REQUEST, contract_year=2026, trusted=TRUSTED)

    with Readers(1) as readers:
        there = read_with(
            readers, check_mail, refused_mail, content, REQUEST, contract_year=2026, trusted=TRUSTED
        )

    assert there == here


# --- whatever the bytes are -----------------------------------------------------------------------
GOOD = mail().as_bytes()


@pytest.mark.parametrize("charset", ["idna", "punycode", "a\0b", "zip", "'", "x" * 3_000])
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_no_character_set_raises(charset: str, encoding: str) -> None:
    head = (f"Content-Type: text/plain; charset={charset}", f"Content-Transfer-Encoding: {encoding}")

    assert read_mail(raw(*head, body=b"\xe9\xe9\xe9\xe9" * 25)).is_read


@given(at=st.integers(0, len(GOOD)), cut=st.integers(0, 40), put=st.binary(max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_bytes_raise(at: int, cut: int, put: bytes) -> None:
    checked = check(GOOD[:at] + put + GOOD[at + cut :])

    assert all(one.message for one in checked.submission.findings)


LINES = st.lists(
    st.sampled_from(
        ["Content-Type: multipart/mixed; boundary=b", "Content-Type: text/plain; charset*=utf-8''x", "--b",
         "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "Subject: =?utf-8?B?x?=", "",
         "Content-Disposition: attachment; filename*0*=a'b'c; filename*1=d", "From: (", "Received: by ; x",
         "=", "\0", "--b--", BSN]
    ), max_size=14,
)  # fmt: skip


@given(lines=LINES)
@settings(max_examples=300, deadline=None)
def test_no_lines_of_a_mail_raise(lines: list[str]) -> None:
    checked = check("\r\n".join(lines).encode())

    assert BSN not in str(checked.submission.findings)


@pytest.mark.parametrize(
    "content",
    [
        raw("From: " + "<(" * 100_000, sender=False),
        raw("Subject: " + "=?utf-8?B?" * 25_000, subject=False),
        raw("Subject: " + "7500 " * 50_000, subject=False),
        raw('Content-Type: text/plain; x="' + ";" * 200_000),
        part('Content-Type: text/plain; a="' + ";" * 2_000_000, "x"),
        part("Content-Type: text/plain\r\nContent-Disposition: x" + ";a=b" * 500_000, "x"),
        raw("Content-Type: text/html", body="<" * 2_000_000),
        raw("Content-Type: text/html", body="<script>" * 500_000),
        raw("Content-Type: text/html", body="&" * 2_000_000),
        raw("Content-Transfer-Encoding: quoted-printable", body="=" * 2_000_000),
        raw('Content-Type: multipart/mixed; boundary="b"', body="--b\r\n" + "X: y\r\n" * 199_000),
        raw(body="0 " * 2_000_000),
        raw(body="\r" * 5_000_000),
        nested(99),
    ],
    ids=range(14),
)  # fmt: skip
def test_no_mail_takes_long(content: bytes) -> None:
    begun = time.perf_counter()

    checked = check(content)

    assert time.perf_counter() - begun < LONGEST
    assert BSN not in str(checked.mail)


def test_a_kind_that_asks_nothing_of_mail_takes_any_subject() -> None:
    message: EmailMessage = mail("Wat dan ook")

    kind = REQUEST.model_copy(update={"mail": None})

    assert codes(check(message.as_bytes(), kind)) == []
