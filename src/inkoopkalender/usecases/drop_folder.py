"""Takes in what lies in the drop folder: each file as `receive` takes it, then moved away with its findings.

A file is stored first and moved then. Killed in between, the next pass finds it again and stores nothing new:
the same bytes finished at the same moment are the same delivery. Of a file about people that is stored, only
the findings are left here: what is kept of it is sealed. When a file was finished says its own time
of last change, so that who may write there decides in what moment it came in.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from inkoopkalender.errors import ContentError, InkoopkalenderError, MisuseError, reason
from inkoopkalender.intake.findings import FileFinding, may_keep
from inkoopkalender.intake.kept_findings import findings_to_keep
from inkoopkalender.intake.readers import read_with
from inkoopkalender.intake.submissions import check_submission, refused_submission
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import DatabaseUnreachableError
from inkoopkalender.storage.judging import first_counted
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.usecases.deliveries import (
    UnknownSubmissionError,
    find_kind,
    is_one_who_may,
    read_window,
)
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.drop_moves import (
    ChangedFileError,
    Outcome,
    TooLargeFileError,
    hold,
    move_away,
    read_whole,
)
from inkoopkalender.usecases.drop_notes import Fate, write_notes
from inkoopkalender.usecases.drop_places import Closed, Dropped, Misplaced, Waiting, look
from inkoopkalender.usecases.lateness import judge
from inkoopkalender.usecases.receive import check_open, receive_submission

_AT_ONCE = 2
"""Files of one batch at work at once: `Readers` reads no more than two."""


@dataclass(slots=True)
class DropReport:
    """What a pass did, in the order of the files' places and names; `waiting` may still be written to.

    `problems` is what stood in the way, in Dutch, and no file's fault: those files lie where they lay.
    """

    fates: list[Fate] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        """Return how many files were taken in and counted (`handled`), or not (`refused`)."""
        return sum(one.outcome == outcome for one in self.fates)


class DeskOn(Protocol):
    """Opens the desk of a round."""

    def __call__(self, round_key: str, /) -> Desk:
        """Return it. Raises MisuseError for no such round, ContentError for one that cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class _Pass:
    """One pass over the folder."""

    incoming: Path
    now: datetime
    offset: timedelta
    by: str
    dry_run: bool
    report: DropReport

    def name(self, path: Path) -> str:
        return path.relative_to(self.incoming).as_posix()


def take_drop(
    settings: Settings,
    desk_on: DeskOn,
    *,
    by: str,
    now: datetime,
    wall: datetime,
    offset: timedelta = timedelta(),
    dry_run: bool = False,
) -> DropReport:
    """Take in every finished file, in batches of `settings.batch`; a dry run stores and moves nothing.

    `now` is the round's moment, `wall` real time, as the file system's; the round's clock is ahead of that by
    `offset`. Raises BusyDropFolderError while somebody else does this.
    """
    incoming = settings.incoming_folder
    this = _Pass(incoming, now, offset, by, dry_run, DropReport())
    before = wall.timestamp() - settings.drop.settle_seconds
    if dry_run:
        _take_all(this, desk_on, settings.batch, before)
    else:
        incoming.mkdir(parents=True, exist_ok=True)
        with hold(incoming):
            _take_all(this, desk_on, settings.batch, before)
    this.report.fates.sort(key=lambda fate: fate.file)
    return this.report


def _take_all(this: _Pass, desk_on: DeskOn, batch: int, before: float) -> None:
    by_round: dict[str, list[Dropped]] = {}
    for found in look(this.incoming, before=before):
        if isinstance(found, Waiting):
            this.report.waiting.append(this.name(found.path))
        elif isinstance(found, Closed):
            this.report.problems.append(f"{this.name(found.path)}: {found.reason}.")
        elif isinstance(found, Misplaced):
            _refuse(this, found.path, found.reason)
        else:
            by_round.setdefault(found.round_key, []).append(found)
    for round_key, files in by_round.items():
        _take_round(this, desk_on, round_key, files, batch)


def _take_round(this: _Pass, desk_on: DeskOn, round_key: str, files: Sequence[Dropped], batch: int) -> None:
    try:
        desk = desk_on(round_key)
    except (MisuseError, ContentError) as fault:
        this.report.problems.append(f"{round_key}: {fault}")
        return
    batches = [files[start : start + batch] for start in range(0, len(files), batch)]
    for number, some in enumerate(batches, start=1):
        desk.around(f"batch {number} of {len(batches)}", _as_batch(this, desk, some))


def _as_batch(this: _Pass, desk: Desk, files: Iterable[Dropped]) -> Callable[[], None]:
    """Return what takes a batch in: one file is read while another is stored, one provider's in order."""

    def do() -> None:
        by_provider: dict[str, list[Dropped]] = {}
        for one in files:
            by_provider.setdefault(one.agb, []).append(one)
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            for done in [threads.submit(_take_each, this, desk, some) for some in by_provider.values()]:
                done.result()

    return do


def _take_each(this: _Pass, desk: Desk, files: Iterable[Dropped]) -> None:
    for one in files:
        _take(this, desk, one)


def _take(this: _Pass, desk: Desk, file: Dropped) -> None:
    """Take one file in; what is not its own fault leaves it where it is."""
    received_at = None
    try:
        content, received_at = read_whole(file.path, this.now, this.offset)
        fate, findings = (_try if this.dry_run else _store)(this, desk, file, content, received_at)
    except ChangedFileError:
        this.report.waiting.append(this.name(file.path))
    except (TooLargeFileError, UnknownSubmissionError) as fault:
        kind = desk.submissions.get(file.kind)
        _refuse(this, file.path, str(fault), received_at, plain=kind is not None and kind.patient_level)
    except DatabaseUnreachableError:  # nothing can be stored: no other file fares better
        raise
    except Exception as fault:  # noqa: BLE001 -- told in the report; one file must never stop the others
        this.report.problems.append(f"{this.name(file.path)}: {_in_words(fault, desk.settings)}")
    else:
        _finish(this, file.path, fate, received_at, findings)


def _in_words(fault: Exception, settings: Settings) -> str:
    """Say what went wrong; not where the keys lie, nor what a program's own error holds of a file."""
    if isinstance(fault, InkoopkalenderError):
        return str(fault).replace(str(settings.key_file), settings.key_file.name)
    if isinstance(fault, OSError):
        return f"{reason(fault)}."
    return f"er ging iets mis in het programma ({type(fault).__name__}). Meld dit aan de beheerder."


def _store(
    this: _Pass, desk: Desk, file: Dropped, content: bytes, received_at: datetime
) -> tuple[Fate, tuple[FileFinding, ...]]:
    kind = find_kind(desk, file.kind)
    receipt = receive_submission(
        desk,
        kind,
        file.agb,
        content,
        file.path.name,
        received_at=received_at,
        by=this.by,
        now=this.now,
    )
    outcome = "handled" if receipt.state == "accepted" else "refused"
    found, sealed = receipt.findings, kind.patient_level and may_keep(receipt.findings)
    name = this.name(file.path)
    fate = Fate(
        name,
        outcome,
        receipt.state,
        receipt.revision,
        receipt.sha256,
        len(found),
        sealed=sealed,
        plain=kind.patient_level and not sealed,
    )
    return fate, findings_to_keep(kind, found)


def _try(
    this: _Pass, desk: Desk, file: Dropped, content: bytes, received_at: datetime
) -> tuple[Fate, tuple[FileFinding, ...]]:
    """Say what would become of a file."""
    kind = find_kind(desk, file.kind)
    with desk.database.reading() as connection:
        window = read_window(connection, desk, file.kind)
        provider = find_organisation_by_agb(connection, file.agb)
        if provider is None or not is_one_who_may(connection, desk, window, provider.id):
            raise UnknownSubmissionError(
                f"Aan AGB-code {file.agb} wordt in {desk.key} geen {file.kind} gevraagd. Controleer de code."
            )
        check_open(desk, window, received_at)
        first = first_counted(connection, desk.round.round_id, file.kind, provider.id).get(provider.id)
    checked = read_with(
        desk.readers,
        check_submission,
        refused_submission,
        content,
        file.path.name,
        kind,
        contract_year=desk.calendar.key.contract_year,
        agb=provider.codes,
        received_on=received_at.astimezone(desk.zone).date(),
    )
    amends = first is not None and first < received_at
    state = judge(window, provider.id, received_at, sound=checked.accepted, amends=amends).state
    outcome = "handled" if state == "accepted" else "refused"
    return Fate(this.name(file.path), outcome, state, findings=len(checked.findings)), checked.findings


def _refuse(
    this: _Pass, path: Path, why: str, received_at: datetime | None = None, *, plain: bool = False
) -> None:
    _finish(this, path, Fate(this.name(path), "refused", reason=why, plain=plain), received_at, ())


def _finish(
    this: _Pass, path: Path, fate: Fate, received_at: datetime | None, findings: Sequence[FileFinding]
) -> None:
    if not this.dry_run:
        outcome: Outcome = "handled" if fate.outcome == "handled" else "refused"
        try:
            notes = write_notes(fate, received_at, findings)
            move_away(path, outcome, notes, remove=fate.sealed)
        except OSError as fault:
            this.report.problems.append(f"{fate.file}: kan niet worden verplaatst ({reason(fault)}).")
            return
    this.report.fates.append(fate)
