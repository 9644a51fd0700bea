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

from inkoopkalender.errors import ContentError, MisuseError, reason
from inkoopkalender.intake.documents import Document
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import DatabaseUnreachableError
from inkoopkalender.usecases.deliveries import UnknownSubmissionError
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.drop_leaving import finish_leaving, leave_together
from inkoopkalender.usecases.drop_moves import (
    ChangedFileError,
    Outcome,
    TooLargeFileError,
    hold,
    move_away,
    read_whole,
)
from inkoopkalender.usecases.drop_notes import Fate, write_notes
from inkoopkalender.usecases.drop_places import Closed, Dropped, Leaving, Misplaced, Waiting, look
from inkoopkalender.usecases.drop_sets import PATIENCE, DropSet, group, lacking, still_coming
from inkoopkalender.usecases.drop_taking import Delivered, in_words, store, try_out

_AT_ONCE = 2
"""Files of one batch at work at once: `Readers` reads no more than two."""


@dataclass(slots=True)
class DropReport:
    """What a pass did, in the order of the files' places and names; `waiting` is not whole yet.

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
    wall: float
    report: DropReport = field(default_factory=DropReport)
    unfinished: set[Path] = field(default_factory=set)
    """What is still being written."""

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
    this = _Pass(incoming, now, offset, by, dry_run, wall.timestamp())
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
            this.unfinished.add(found.path)
            this.report.waiting.append(this.name(found.path))
        elif isinstance(found, Leaving):
            if not this.dry_run:
                _go_on(this, found.path)
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
    sets, alone = group(files, desk.submissions)
    ready = [one for one in sets if not _waits(this, desk, one)]
    this.report.waiting.extend(f"{this.name(path)} (wacht op het formulier)" for path in alone)
    batches = [ready[start : start + batch] for start in range(0, len(ready), batch)]
    for number, some in enumerate(batches, start=1):
        desk.around(f"batch {number} of {len(batches)}", _as_batch(this, desk, some))


def _waits(this: _Pass, desk: Desk, one: DropSet) -> bool:
    """Say, also in the report, whether a form waits for a document; with it wait those that are there."""
    kind = desk.submissions.get(one.form.kind)
    if kind is None or not kind.documents:
        return False
    missing = lacking(one, kind) if this.wall - one.form.changed_at < PATIENCE else []
    if not missing and not still_coming(one, this.unfinished):
        return False
    why = f" (mist nog: {', '.join(missing)})" if missing else ""
    this.report.waiting.extend(f"{this.name(path)}{why}" for path in (one.form.path, *one.paths))
    return True


def _as_batch(this: _Pass, desk: Desk, files: Iterable[DropSet]) -> Callable[[], None]:
    """Return what takes a batch in: one file is read while another is stored, one provider's in order."""

    def do() -> None:
        by_provider: dict[str, list[DropSet]] = {}
        for one in files:
            by_provider.setdefault(one.agb, []).append(one)

        def take_each(some: Iterable[DropSet]) -> None:
            for one in some:
                _take(this, desk, one)

        with ThreadPoolExecutor(_AT_ONCE) as threads:
            list(threads.map(take_each, by_provider.values()))

    return do


def _take(this: _Pass, desk: Desk, one: DropSet) -> None:
    """Take a form and its documents in; what is not their own fault leaves them where they are."""
    form, received_at = one.form, None
    try:
        delivered = _read(this, one)
        received_at = delivered.received_at
        if this.dry_run:
            fate, findings = try_out(desk, delivered)
        else:
            fate, findings = store(desk, delivered, by=this.by, now=this.now)
    except ChangedFileError:
        this.report.waiting.append(this.name(form.path))
    except (TooLargeFileError, UnknownSubmissionError) as fault:
        plain = form.kind in desk.submissions and desk.submissions[form.kind].patient_level
        _refuse(this, form.path, str(fault), received_at, plain=plain, documents=one.paths)
    except DatabaseUnreachableError:  # nothing can be stored: no other file fares better
        raise
    except Exception as fault:  # noqa: BLE001 -- told in the report; one file must never stop the others
        this.report.problems.append(f"{this.name(form.path)}: {in_words(fault, desk.settings)}")
    else:
        _finish(this, form.path, fate, received_at, findings, one.paths)


def _read(this: _Pass, one: DropSet) -> Delivered:
    content, received_at = read_whole(one.form.path, this.now, this.offset)
    documents = []
    for each in one.documents:
        enclosed, finished = read_whole(each.path, this.now, this.offset)
        documents.append(Document(each.name, each.path.name, enclosed))
        received_at = max(received_at, finished)
    return Delivered(this.name(one.form.path), one.form, content, tuple(documents), received_at)


def _refuse(
    this: _Pass,
    path: Path,
    why: str,
    received_at: datetime | None = None,
    *,
    plain: bool = False,
    documents: Sequence[Path] = (),
) -> None:
    beside = tuple(one.name for one in documents)
    fate = Fate(this.name(path), "refused", reason=why, documents=beside, plain=plain)
    _finish(this, path, fate, received_at, (), documents)


def _finish(
    this: _Pass,
    path: Path,
    fate: Fate,
    received_at: datetime | None,
    findings: Sequence[FileFinding],
    documents: Sequence[Path] = (),
) -> None:
    if not this.dry_run:
        outcome: Outcome = "handled" if fate.outcome == "handled" else "refused"
        try:
            notes = write_notes(fate, received_at, findings)
            if documents:
                leave_together(path, documents, outcome, notes, remove=fate.sealed)
            else:
                move_away(path, outcome, notes, remove=fate.sealed)
        except OSError as fault:
            this.report.problems.append(f"{fate.file}: kan niet worden verplaatst ({reason(fault)}).")
            return
    this.report.fates.append(fate)


def _go_on(this: _Pass, plan: Path) -> None:
    """Finish what an earlier pass began to move."""
    try:
        finish_leaving(plan)
    except (OSError, ValueError) as fault:
        why = reason(fault) if isinstance(fault, OSError) else "het is beschadigd"
        this.report.problems.append(f"{this.name(plan)}: {why}.")
