"""Files about people that were stored before there were keys: which they are, and sealing them yet.

What their findings and file names say is blanked with them, as it is of what comes in now. The values that
were stored of a form, and letters that already say a finding, stay as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from inkoopkalender.content.round_content import find_round_content
from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.kept_findings import filename_to_keep, findings_to_keep
from inkoopkalender.storage.database import Connection, Database
from inkoopkalender.storage.plain_documents import blank_words, list_plain, seal_plain
from inkoopkalender.storage.rounds import Round, list_rounds
from inkoopkalender.storage.sealing import KeyRing


def find_plain(database: Database, content: Path | None) -> list[str]:
    """Return the hashes of what lies plain of kinds about people, in the rounds that were opened."""
    with database.reading() as connection:
        found = {
            sha256
            for one, kinds in _about_people(connection, content)
            for sha256 in list_plain(connection, one.round_id, list(kinds))
        }
    return sorted(found)


def blank_plain(database: Database, content: Path | None, *, by: str, now: datetime) -> None:
    """Blank findings and names of files of these kinds as those of new ones are; twice changes nothing."""
    with database.reading() as connection:
        rounds = list(_about_people(connection, content))
    for one, kinds in rounds:
        with database.changing(actor=by, at=now, why="keys rotated") as change:
            for kind in kinds.values():
                blanked = _blank(change.connection, one.round_id, kind)
                if blanked:
                    facts = {"kind": kind.name, "blanked": blanked}
                    change.record("findings and file names blanked", facts, chain=one.key)


def seal_next(database: Database, ring: KeyRing, hashes: list[str], *, by: str, now: datetime) -> int:
    """Seal these documents in one transaction; return how many."""
    with database.changing(actor=by, at=now, why="keys rotated") as change:
        sealed = seal_plain(change.connection, hashes, ring)
        change.record("plain documents sealed", {"documents": sealed, "key": ring.sealing.key_id})
    return sealed


def _about_people(
    connection: Connection, content: Path | None
) -> Iterator[tuple[Round, Mapping[str, SubmissionKind]]]:
    for one in list_rounds(connection):
        key = RoundKey.parse(one.key)
        if find_round_content(key, content).submissions is None:
            continue
        kinds = {
            name: kind for name, kind in load_submission_kinds(key, content).items() if kind.patient_level
        }
        if kinds:
            yield one, kinds


def _blank(connection: Connection, round_id: int, kind: SubmissionKind) -> int:
    def keep_finding(row: Mapping[str, Any]) -> Mapping[str, Any]:
        (kept,) = findings_to_keep(kind, [FileFinding(**row)])
        return asdict(kept)

    def keep_name(filename: str, document: str) -> str:
        return filename_to_keep(kind, filename, document)

    return blank_words(connection, round_id, kind.name, keep_finding, keep_name)
