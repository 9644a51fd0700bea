"""`inkoopkalender submissions check --mail`: what a mail says, and what is wrong with it."""

import sys
from collections.abc import Collection
from pathlib import Path

from inkoopkalender.cli.findings_text import print_findings
from inkoopkalender.cli.output import print_json, print_line
from inkoopkalender.clock import HOME
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.mail_checks import CheckedMail, check_mail
from inkoopkalender.intake.tables import read_bytes


def tell_mail(
    file: Path,
    kind: SubmissionKind,
    key: RoundKey,
    agb: str | None,
    trusted: Collection[str],
    *,
    json: bool,
) -> None:
    """Check one mail and tell of it; ends with exit code 1 when it is not accepted."""
    checked = check_mail(read_bytes(file), kind, contract_year=key.contract_year, agb=agb, trusted=trusted)
    if json:
        print_json(_document(checked))
    else:
        _print(checked)
    if not checked.submission.accepted:
        sys.exit(1)


def _document(checked: CheckedMail) -> dict[str, object]:
    mail = checked.mail
    return {
        "accepted": checked.submission.accepted,
        "rows": checked.submission.rows,
        "findings": checked.submission.findings,
        "mail": {
            "sender": mail.sender,
            "subject": mail.subject,
            "received_at": mail.received_at,
            "text": mail.text,
            "documents": [{"filename": one.filename, "bytes": len(one.content)} for one in mail.documents],
        },
    }


def _print(checked: CheckedMail) -> None:
    mail = checked.mail
    if mail.is_read:
        print_line(f"Van {mail.sender or 'onbekend'}: {mail.subject or '(geen onderwerp)'}")
        print_line(f"Ontvangen: {_moment(checked)}")
        print_line(f"Bijlagen: {', '.join(one.filename for one in mail.documents) or 'geen'}")
    print_findings(checked.submission.findings)
    print_line(f"De mail is {'in orde' if checked.submission.accepted else 'niet in orde'}.")


def _moment(checked: CheckedMail) -> str:
    at = checked.mail.received_at
    if at is None:
        return "niet bekend (noem onze mailserver met --received-by)"
    return f"{at.astimezone(HOME):%d-%m-%Y %H:%M:%S}"
