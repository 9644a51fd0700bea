"""Reads a provider's file again as it was handed in; one that is sealed is opened in memory only."""

from dataclasses import dataclass
from datetime import date

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.errors import FindingsError
from inkoopkalender.storage.documents import find_document
from inkoopkalender.storage.kept import find_kept_file
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.usecases.deliveries import UnknownSubmissionError
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.keys import ring_to_open


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The bytes of the file that counts, and the day on which it came in, in the calendar's zone."""

    content: bytes
    filename: str
    revision: int
    received_on: date


def open_kept_file(desk: Desk, kind: SubmissionKind, agb: str) -> OpenedFile:
    """Return the file that counts of a provider: its last accepted one in time.

    Raises UnknownSubmissionError for an unknown code, FindingsError when there is no such file or it was
    deleted, and what the keys raise.
    """
    with desk.database.reading() as connection:
        organisation = find_organisation_by_agb(connection, agb)
        if organisation is None:
            raise UnknownSubmissionError(f"AGB-code {agb} staat niet in het register. Controleer de code.")
        kept = find_kept_file(connection, desk.round.round_id, kind.name, organisation.id)
        if kept is None:
            raise FindingsError(
                f"Van AGB-code {agb} is voor {desk.key} geen {kind.name} goedgekeurd.\n"
                f"Wat er binnen is: inkoopkalender submissions list --round {desk.key}"
            )
        keys = ring_to_open(desk.settings) if kind.patient_level else None
        content = find_document(connection, kept.sha256, keys)
    if content is None:
        raise FindingsError(
            f"Het bestand van AGB-code {agb} (versie {kept.revision}) is gewist na zijn bewaartermijn.\n"
            "Wanneer en waarom: inkoopkalender keeping deleted"
        )
    day = kept.received_at.astimezone(desk.zone).date()
    return OpenedFile(content, kept.filename, kept.revision, day)
