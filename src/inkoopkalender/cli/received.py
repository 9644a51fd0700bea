"""`inkoopkalender submissions receive`: one provider's file and its documents, taken in and answered."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkoopkalender.cli.at_desk import At, parse_moment, sit_down
from inkoopkalender.cli.findings_text import print_findings
from inkoopkalender.cli.output import Json, print_json, print_line
from inkoopkalender.cli.people import By
from inkoopkalender.domain import dutch
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.documents import Document
from inkoopkalender.intake.tables import read_bytes
from inkoopkalender.storage.users import SYSTEM_USER

if TYPE_CHECKING:
    from inkoopkalender.usecases.receive import Receipt

FormFile = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="An .xlsx, .csv or .json file, or a mail as .eml."),
]
ReceivedBy = Annotated[
    list[str] | None, typer.Option(help="A mail server of ours, whose Received line is believed.")
]
Round = Annotated[str, typer.Option("--round", help="The round, such as cz/wijkverpleging/2027.")]


Documents = Annotated[
    list[str] | None,
    typer.Option(help="A document that comes with it, as NAME=FILE; once for each file."),
]
STATES = {
    "accepted": "Aangenomen",
    "rejected": "Niet goedgekeurd",
    "refused": "Geweigerd (te laat)",
    "late": "Te laat",
}


def receive(
    file: FormFile,
    kind: Annotated[str, typer.Option("--as", help="The kind, such as quality-survey.")],
    round_key: Round,
    agb: Annotated[str, typer.Option(help="The provider who hands it in.")],
    document: Documents = None,
    at: At = "",
    received_by: ReceivedBy = None,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Take one provider's file in with its documents: checked, stored with their hashes, answered.

    Example: inkoopkalender submissions receive u.xlsx --as quality-survey --round KEY --agb 75000001
    """
    from inkoopkalender.usecases.deliveries import find_kind as find_asked  # noqa: PLC0415 -- slow import
    from inkoopkalender.usecases.receive import receive_submission  # noqa: PLC0415 -- slow import

    here = sit_down(round_key, by)
    content, is_mail = read_bytes(file), file.suffix.lower() == ".eml"
    if is_mail and document:
        raise MisuseError("Bij een mail horen haar eigen bijlagen.\nLaat --document weg.")
    received = parse_moment(at) if at else _moment_of(content, received_by or ()) if is_mail else here.now
    asked = find_asked(here.desk, kind)
    receipt = receive_submission(
        here.desk,
        asked,
        agb,
        content,
        file.name,
        documents=[read_document(each) for each in document or ()],
        channel="mail" if is_mail else "upload",
        received_at=received,
        by=by,
        now=here.now,
    )
    if json:
        print_json(
            {
                "state": receipt.state,
                "late": receipt.late,
                "revision": receipt.revision,
                "sha256": receipt.sha256,
                "documents": receipt.documents,
                "answered": receipt.answered,
                "findings": receipt.findings,
            }
        )
    else:
        print_findings(receipt.findings)
        state = f"{STATES[receipt.state]}{_how_late(receipt)}"
        print_line(f"{state}; versie {receipt.revision}, sha256 {receipt.sha256}.")
        for one in receipt.documents:
            print_line(f"  {one.name}: {one.filename}, {dutch.number(one.size)} bytes, sha256 {one.sha256}")
        if receipt.answered:
            print_line("Het antwoord aan de aanbieder staat klaar voor verzending.")
        else:
            print_line("Er gaat geen antwoord uit: er is niets nieuws, of geen contactpersoon.")
    if receipt.state != "accepted":
        sys.exit(1)


def _how_late(receipt: "Receipt") -> str:
    """Say by which rule it is late, where its state does not."""
    if receipt.late == "amend":
        return ": wijzigen kon niet meer"
    if receipt.state == "late" and receipt.late == "needs-approval":
        return "; een mens beslist of het meetelt (tasks list)"
    return ", te laat" if receipt.late and receipt.state in ("accepted", "rejected") else ""


def _moment_of(mail: bytes, trusted: Sequence[str]) -> datetime:
    """Return when one of our own servers took the mail. Raises MisuseError when none says so."""
    from inkoopkalender.intake.mail_file import read_mail  # noqa: PLC0415 -- only for a mail

    moment = read_mail(mail, trusted).received_at
    if moment is None:
        raise MisuseError(
            "Wanneer deze mail binnenkwam, is niet bekend.\n"
            "Noem onze mailserver met --received-by, of het moment met --at."
        )
    return moment


def read_document(text: str) -> Document:
    """Return the document that a text names with its file. Raises MisuseError."""
    name, marked, place = text.partition("=")
    if not marked:
        raise MisuseError(
            f"'{text}' noemt geen document met zijn bestand.\n"
            "Schrijf --document NAAM=BESTAND, zoals --document business-case=plan.pdf."
        )
    return Document(name, Path(place).name, read_bytes(Path(place)))
