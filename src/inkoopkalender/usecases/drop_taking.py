"""Takes in one delivery of the drop folder, a form with its documents, or says what would become of it."""

from dataclasses import dataclass
from datetime import datetime

from inkoopkalender.errors import InkoopkalenderError, reason
from inkoopkalender.intake.documents import Document
from inkoopkalender.intake.findings import FileFinding, may_keep
from inkoopkalender.intake.kept_findings import findings_to_keep
from inkoopkalender.settings import Settings
from inkoopkalender.storage.judging import first_counted
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.usecases.deliveries import (
    UnknownSubmissionError,
    find_kind,
    is_one_who_may,
    read_window,
)
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.drop_notes import Fate
from inkoopkalender.usecases.drop_places import Dropped
from inkoopkalender.usecases.drop_sets import check_form
from inkoopkalender.usecases.lateness import judge
from inkoopkalender.usecases.receive import check_file, check_open, receive_submission


@dataclass(frozen=True, slots=True)
class Delivered:
    """A form as it was read, with its documents; it came in when the last of them was finished."""

    name: str
    form: Dropped
    content: bytes
    documents: tuple[Document, ...]
    received_at: datetime

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the documents' files."""
        return tuple(one.filename for one in self.documents)


def in_words(fault: Exception, settings: Settings) -> str:
    """Say what went wrong; not where the keys lie, nor what a program's own error holds of a file."""
    if isinstance(fault, InkoopkalenderError):
        return str(fault).replace(str(settings.key_file), settings.key_file.name)
    if isinstance(fault, OSError):
        return f"{reason(fault)}."
    return f"er ging iets mis in het programma ({type(fault).__name__}). Meld dit aan de beheerder."


def store(desk: Desk, file: Delivered, *, by: str, now: datetime) -> tuple[Fate, tuple[FileFinding, ...]]:
    """Store a delivery; return what became of it and what may be said of it beside it."""
    kind = find_kind(desk, file.form.kind)
    check_form(file.form, kind)
    receipt = receive_submission(
        desk,
        kind,
        file.form.agb,
        file.content,
        file.form.path.name,
        documents=file.documents,
        received_at=file.received_at,
        by=by,
        now=now,
    )
    outcome = "handled" if receipt.state == "accepted" else "refused"
    found, sealed = receipt.findings, kind.patient_level and may_keep(receipt.findings)
    fate = Fate(
        file.name,
        outcome,
        receipt.state,
        receipt.revision,
        receipt.sha256,
        len(found),
        sealed=sealed,
        documents=file.names,
        plain=kind.patient_level and not sealed,
    )
    return fate, findings_to_keep(kind, found)


def try_out(desk: Desk, file: Delivered) -> tuple[Fate, tuple[FileFinding, ...]]:
    """Say what would become of a file."""
    kind = find_kind(desk, file.form.kind)
    check_form(file.form, kind)
    with desk.database.reading() as connection:
        window = read_window(connection, desk, file.form.kind)
        provider = find_organisation_by_agb(connection, file.form.agb)
        if provider is None or not is_one_who_may(connection, desk, window, provider.id):
            raise UnknownSubmissionError(
                f"Aan AGB-code {file.form.agb} wordt in {desk.key} geen {kind.name} gevraagd. "
                "Controleer de code."
            )
        check_open(desk, window, file.received_at)
        first = first_counted(connection, desk.round.round_id, file.form.kind, provider.id).get(provider.id)
    day = file.received_at.astimezone(desk.zone).date()
    checked = check_file(desk, kind, file.content, file.form.path.name, provider.codes, day, file.documents)
    amends = first is not None and first < file.received_at
    state = judge(window, provider.id, file.received_at, sound=checked.accepted, amends=amends).state
    outcome = "handled" if state == "accepted" else "refused"
    fate = Fate(file.name, outcome, state, findings=len(checked.findings), documents=file.names)
    return fate, checked.findings
