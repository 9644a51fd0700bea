"""The keys that seal patient-level files: which there are, a new one, and sealing anew with the newest.

Without a key nothing of a patient-level kind is stored. Outside production an embedded database gets its
first key by itself; everywhere else a person makes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.errors import MisuseError
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import Database, embedded_file
from inkoopkalender.storage.documents import (
    SealedDocument,
    count_by_key,
    list_sealed_otherwise,
    replace_sealed,
)
from inkoopkalender.storage.key_file import add_key, first_key, read_keys
from inkoopkalender.storage.sealing import Key, KeyRing, UnknownKeyError
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.plain_files import blank_plain, find_plain, seal_next
from inkoopkalender.usecases.round_clock import PRODUCTION

BATCH: Final = 20
"""Documents that are sealed anew in one transaction: they are in memory together."""


class NoKeyError(MisuseError):
    """There is no key to seal with, or to open with."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key with how many documents it sealed; `seals` for the one that seals from now on."""

    key_id: str
    documents: int
    there: bool
    """False: documents need this key, and the file does not have it."""
    seals: bool


@dataclass(frozen=True, slots=True)
class Resealed:
    """What sealing anew did, or would do; `plain` says how many of `documents` no key had sealed yet."""

    key_id: str
    documents: int
    plain: int
    done: int
    stored: bool


def keys_for(desk: Desk, kind: SubmissionKind) -> KeyRing | None:
    """Return what seals the files of a kind; None for one that is not patient-level. Raises NoKeyError."""
    return ring_to_seal(desk.database, desk.settings) if kind.patient_level else None


def ring_to_seal(database: Database, settings: Settings) -> KeyRing:
    """Return the keys, made on first need where that is allowed. Raises NoKeyError and KeyFileError."""
    keys = read_keys(settings.key_file)
    if not keys:
        _need_none_lost(database, settings)
        if settings.mode == PRODUCTION or embedded_file(settings.database_url) is None:
            raise NoKeyError(
                f"Er is geen sleutelbestand ({settings.key_file}); een bestand met gegevens van patiënten "
                "wordt nooit onversleuteld bewaard.\nMaak een sleutel: inkoopkalender keys new --by NAAM"
            )
        keys = first_key(settings.key_file)
    return KeyRing(keys)


def ring_to_open(settings: Settings) -> KeyRing:
    """Return the keys to read with. Raises NoKeyError and KeyFileError."""
    keys = read_keys(settings.key_file)
    if not keys:
        raise NoKeyError(
            f"Er is geen sleutelbestand ({settings.key_file}); wat versleuteld is, kan niet worden gelezen.\n"
            "Zet het bestand terug uit de kluis, of noem het: INKOOPKALENDER_KEEPING__KEY_FILE"
        )
    return KeyRing(keys)


def make_new_key(database: Database, settings: Settings, *, by: str, now: datetime) -> Key:
    """Add a key that seals from now on; the audit keeps its name. Raises NoKeyError and KeyFileError."""
    if not read_keys(settings.key_file):
        _need_none_lost(database, settings)
    with database.changing(actor=by, at=now, why="new key") as change:
        key = add_key(settings.key_file)
        change.record("key made", {"key": key.key_id})
    return key


def _need_none_lost(database: Database, settings: Settings) -> None:
    """Refuse to begin a new file where documents were sealed with keys of a file that is gone."""
    with database.reading() as connection:
        lost = sorted(key_id for key_id in count_by_key(connection) if key_id is not None)
    if lost:
        raise NoKeyError(
            f"Het sleutelbestand {settings.key_file} is weg, en documenten zijn versleuteld met "
            f"{', '.join(lost)}.\nZet het terug uit de kluis; een nieuw bestand zou ze onleesbaar laten."
        )


def list_keys(database: Database, settings: Settings) -> list[KnownKey]:
    """Return the keys of the file, oldest first, then those that documents need and the file lacks."""
    keys = [key.key_id for key in read_keys(settings.key_file)]
    newest = keys[-1] if keys else None
    with database.reading() as connection:
        counts: Mapping[str | None, int] = count_by_key(connection)
    lost = sorted(key_id for key_id in counts if key_id is not None and key_id not in keys)
    return [
        KnownKey(key_id, counts.get(key_id, 0), there=key_id in keys, seals=key_id == newest)
        for key_id in (*keys, *lost)
    ]


def seal_anew(
    database: Database,
    settings: Settings,
    *,
    by: str,
    now: datetime,
    dry_run: bool,
    tell: Callable[[int, int], None],
    batch: int = BATCH,
) -> Resealed:
    """Seal with the newest key what an older one sealed, a batch at a time; going on after a stop is fine.

    Files about people that lie plain, stored before there were keys, are sealed too (`plain_files`).

    `tell` hears how many are done, and of how many. Raises NoKeyError, KeyFileError, and UnknownKeyError
    before anything is done when a key is missing.
    """
    plain = find_plain(database, settings.content)
    if plain and not read_keys(settings.key_file):
        _need_none_lost(database, settings)
        raise NoKeyError(
            f"Er is geen sleutelbestand ({settings.key_file}) om mee te versleutelen.\n"
            "Maak eerst een sleutel: inkoopkalender keys new --by NAAM"
        )
    ring = ring_to_open(settings)
    newest, known = ring.sealing.key_id, {key.key_id for key in ring.keys}
    with database.reading() as connection:
        counts = {key_id: count for key_id, count in count_by_key(connection).items() if key_id is not None}
    missing = sorted(set(counts) - known)
    if missing:
        raise UnknownKeyError(
            f"{settings.key_file} mist {', '.join(missing)}; die documenten zijn niet te lezen.\n"
            "Voeg de regels van die sleutels uit de kluis toe en begin opnieuw."
        )
    whole, done = len(plain) + sum(count for key_id, count in counts.items() if key_id != newest), 0
    if not dry_run:
        blank_plain(database, settings.content, by=by, now=now)
        for start in range(0, len(plain), batch):
            done += seal_next(database, ring, plain[start : start + batch], by=by, now=now)
            tell(done, whole)
    while not dry_run and (changed := _next_batch(database, ring, batch, by=by, now=now)):
        done += changed
        tell(done, whole)
    return Resealed(newest, whole, len(plain), done, stored=not dry_run)


def _next_batch(database: Database, ring: KeyRing, most: int, *, by: str, now: datetime) -> int:
    with database.reading() as connection:
        old = list_sealed_otherwise(connection, ring.sealing.key_id, most=most)
    anew = [(one, _anew(ring, one)) for one in old]
    if not anew:
        return 0
    with database.changing(actor=by, at=now, why="keys rotated") as change:
        changed = replace_sealed(change.connection, anew)
        change.record("documents sealed anew", {"documents": changed, "key": ring.sealing.key_id})
    return len(anew)


def _anew(ring: KeyRing, one: SealedDocument) -> SealedDocument:
    key_id, sealed = ring.seal(ring.open(one.key_id, one.content, one.sha256), one.sha256)
    return SealedDocument(one.sha256, key_id, sealed)
