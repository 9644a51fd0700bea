"""Holds a mail that hands something in against its kind: its subject, its text, the form and documents.

Nothing is stored or answered here. What is wrong is said in Dutch to who sent it; nothing raises, whatever
the bytes are.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from inkoopkalender.content.submission_mail import MailShape, SubjectPartShape
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.documents import SUFFIXES, Document, check_documents
from inkoopkalender.intake.field_dates import AMSTERDAM
from inkoopkalender.intake.findings import FileFinding, file_fault, shown, stands_in_the_way
from inkoopkalender.intake.headings import normalised
from inkoopkalender.intake.mail_file import MailFile, read_mail
from inkoopkalender.intake.mail_parts import SUBJECT, TEXT, Attachment
from inkoopkalender.intake.submissions import (
    CheckedSubmission,
    Stored,
    check_submission,
    refused_submission,
)

_FORMS: Final = (".xlsx", ".csv", ".json")
_REPLY: Final = re.compile(
    r"^\s*(?:re|fw|fwd|antw|antwoord|betr|doorst|doorgestuurd|wg)\s*(?:\[[0-9]+\])?\s*:\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CheckedMail:
    """A mail held against its kind: what it says, and what was handed in with it."""

    mail: MailFile
    submission: CheckedSubmission


def check_mail(
    content: bytes,
    kind: SubmissionKind,
    *,
    contract_year: int,
    agb: str | Collection[str] | None = None,
    received_on: date | None = None,
    trusted: Collection[str] = (),
) -> CheckedMail:
    """Read and check one mail. `agb` and `trusted` as of `check_submission` and `read_mail`.

    Of a kind without questions the values are what was found in the subject, by the name of the part.
    """
    mail = read_mail(content, trusted)
    if not mail.is_read:
        return refused_mail(*mail.findings)
    codes = (agb,) if isinstance(agb, str) else tuple(agb or ())
    found, subject_faults = _subject(mail, kind.mail, contract_year, codes)
    form, others = _form_and_others(mail.documents, kind)
    documents = [Document(name, one.filename, one.content) for name, one in _named(others, kind)]
    received = mail.received_at.astimezone(AMSTERDAM).date() if mail.received_at else None
    findings = [*mail.findings, *subject_faults, *_nothing_said(mail, kind)]
    values: dict[str, Stored] = dict(found)
    rows = 0
    if form is not None:
        checked = check_submission(
            form.content,
            form.filename,
            kind,
            contract_year=contract_year,
            agb=codes,
            received_on=received_on or received,
            documents=documents,
        )
        values, rows = dict(checked.values), checked.rows
        findings += checked.findings
    else:
        if kind.fields and not mail.is_sealed:
            findings.append(file_fault("form-missing", _NO_FORM))
        if not mail.is_sealed:
            findings += check_documents(kind, documents, {})
    accepted = not stands_in_the_way(findings)
    return CheckedMail(mail, CheckedSubmission(accepted, rows, values, tuple(findings)))


def refused_mail(*findings: FileFinding) -> CheckedMail:
    """Return what becomes of a mail that could not be read at all."""
    return CheckedMail(MailFile(findings=findings, is_read=False), refused_submission(*findings))


# --- the subject ----------------------------------------------------------------------------------
def plain_subject(subject: str) -> str:
    """Return a subject without Re: and Fwd: before it, white space as single spaces."""
    text = " ".join(subject.split())
    while found := _REPLY.match(text):
        text = text[found.end() :]
    return text


def _subject(
    mail: MailFile, asked: MailShape | None, year: int, codes: Collection[str]
) -> tuple[dict[str, str], list[FileFinding]]:
    """Return what was found in the subject by the name of the part, and what is wrong with it."""
    subject = plain_subject(mail.subject)
    if asked is None:
        return {}, []
    if not subject:
        message = f"Deze mail heeft geen onderwerp. Stuur haar opnieuw. {_for_example(asked)}"
        return {}, [FileFinding("mail-subject-missing", "error", "", None, SUBJECT, "", message)]
    said, findings = {}, []
    for name, part in asked.subject.items():
        found = [one[0] for one in re.finditer(part.pattern, subject, re.IGNORECASE)]
        if found:
            code, message = _identity_fault(part, found, year, codes)
            said[name] = found[0]
        else:
            code, message = (f"subject-{name}", part.message) if part.required else ("", "")
        if code:
            message = f"{message} {_for_example(asked)}"
            findings.append(FileFinding(code, part.severity, "", None, SUBJECT, shown(subject), message))
    return said, findings


def _identity_fault(
    part: SubjectPartShape, found: Sequence[str], year: int, codes: Collection[str]
) -> tuple[str, str]:
    digits = [re.sub(r"[^0-9]", "", one) for one in found]
    if part.identifies == "contract-year" and str(year) not in digits:
        return "round-other", f"In het onderwerp staat {shown(found[0])}, en deze ronde gaat over {year}."
    if part.identifies == "provider" and codes and not set(digits) & set(codes):
        return "agb-other", f"AGB-code {shown(found[0])} is niet van de organisatie die dit stuurt."
    return "", ""


def _for_example(asked: MailShape) -> str:
    return f"Een goed onderwerp is bijvoorbeeld: '{asked.example}'."


# --- text and attachments -------------------------------------------------------------------------
def _nothing_said(mail: MailFile, kind: SubmissionKind) -> Iterator[FileFinding]:
    damaged = any(one.code in {"mail-part-damaged", "mail-encoding"} for one in mail.findings)
    expected = kind.mail is not None and kind.mail.text
    if expected and not (mail.text or mail.documents or mail.is_sealed or damaged):
        yield FileFinding("mail-empty", "error", "", None, TEXT, "", _EMPTY)


def _form_and_others(
    attachments: Sequence[Attachment], kind: SubmissionKind
) -> tuple[Attachment | None, list[Attachment]]:
    """Return the attachment that is the form: the first that may be one, unless another is named as it."""
    if not kind.fields:
        return None, list(attachments)
    forms = [one for one in attachments if one.filename.lower().endswith(_FORMS)]
    named = [one for one in forms if normalised(kind.name) in normalised(one.filename)]
    form = next(iter([*named, *forms]), None)
    return form, [one for one in attachments if one is not form]


def _named(attachments: Sequence[Attachment], kind: SubmissionKind) -> Iterator[tuple[str, Attachment]]:
    """Give each attachment with the document that it is: by its name, else by its type, in order."""
    taken = dict.fromkeys(kind.documents, 0)
    for one in attachments:
        said, type_ = normalised(one.filename), SUFFIXES.get(PurePosixPath(one.filename).suffix.lower())
        by_name = [name for name in kind.documents if normalised(name) in said]
        by_type = [name for name, asked in kind.documents.items() if type_ in asked.types]
        free = [name for name in by_type if taken[name] < kind.documents[name].at_most]
        name = next(iter([*by_name, *free, *by_type, *kind.documents]), "")
        if name:
            taken[name] += 1
            yield name, one


_EMPTY: Final = (
    "In deze mail staat niets en er is geen bijlage. Schrijf wat u aanvraagt, en stuur haar opnieuw."
)
_NO_FORM: Final = (
    "Bij deze mail zit het formulier niet. Voeg het toe als .xlsx, en laat de koppen in het formulier staan."
)
