"""Sealed bytes open with their own key and as their own document only; nothing half comes out."""

import hashlib
from datetime import UTC, datetime

import pytest

from inkoopkalender.storage.database import Database
from inkoopkalender.storage.documents import SealedDocumentError, count_by_key, find_document, keep_document
from inkoopkalender.storage.sealing import BrokenSealError, Key, KeyRing, UnknownKeyError, make_key

NOW = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)
OLD, NEW = Key(bytes(range(32))), Key(bytes(range(32, 64)))
PLAIN = b"clientnummer;MERKTEKEN\n" * 50
HASH = hashlib.sha256(PLAIN).hexdigest()


def test_what_is_sealed_says_nothing_and_opens_whole() -> None:
    key_id, sealed = KeyRing((OLD, NEW)).seal(PLAIN, HASH)

    assert key_id == NEW.key_id
    assert b"MERKTEKEN" not in sealed
    assert len(sealed) == len(PLAIN) + 12 + 16  # nonce and tag
    assert KeyRing((NEW,)).open(key_id, sealed, HASH) == PLAIN


def test_the_same_bytes_are_never_sealed_alike() -> None:
    ring = KeyRing((OLD,))

    assert ring.seal(PLAIN, HASH)[1] != ring.seal(PLAIN, HASH)[1]


def test_name_of_a_key_is_the_digest_worked_out_apart() -> None:
    # printf 'inkoopkalender key ' and the bytes 0 to 31, through sha256sum, the first 16 digits
    assert OLD.key_id == "b7dda811be72282b"
    assert repr(OLD) == "Key()"


def test_newer_ring_opens_what_the_older_key_sealed() -> None:
    key_id, sealed = KeyRing((OLD,)).seal(PLAIN, HASH)

    assert KeyRing((OLD, NEW)).open(key_id, sealed, HASH) == PLAIN


@pytest.mark.parametrize("place", [0, 11, 12, 500, -1])
def test_one_changed_bit_anywhere_opens_nothing(place: int) -> None:
    key_id, sealed = KeyRing((OLD,)).seal(PLAIN, HASH)
    changed = bytearray(sealed)
    changed[place] ^= 1

    with pytest.raises(BrokenSealError, match="gewijzigd of verwisseld"):
        KeyRing((OLD,)).open(key_id, bytes(changed), HASH)


@pytest.mark.parametrize("length", [0, 5, 27, 100])
def test_a_cut_off_document_opens_nothing(length: int) -> None:
    key_id, sealed = KeyRing((OLD,)).seal(PLAIN, HASH)

    with pytest.raises(BrokenSealError):
        KeyRing((OLD,)).open(key_id, sealed[:length], HASH)


def test_a_document_in_another_ones_place_is_refused() -> None:
    key_id, sealed = KeyRing((OLD,)).seal(PLAIN, HASH)

    with pytest.raises(BrokenSealError):
        KeyRing((OLD,)).open(key_id, sealed, hashlib.sha256(b"another").hexdigest())


def test_a_missing_key_is_named() -> None:
    key_id, sealed = KeyRing((OLD,)).seal(PLAIN, HASH)

    with pytest.raises(UnknownKeyError, match=OLD.key_id):
        KeyRing((NEW,)).open(key_id, sealed, HASH)


def test_made_keys_differ_and_have_the_right_length() -> None:
    assert len({make_key().key_id for _ in range(20)}) == 20
    with pytest.raises(ValueError, match="32 bytes"):
        Key(b"short")


def test_bytes_that_were_plain_are_sealed_when_they_come_as_patient_level(database: Database) -> None:
    ring = KeyRing((OLD,))

    with database.changing(actor="test", at=NOW, why="test") as change:
        first = keep_document(change.connection, PLAIN, keys=None)
        second = keep_document(change.connection, PLAIN, keys=ring)
        third = keep_document(change.connection, PLAIN, keys=None)
        kept, counts = find_document(change.connection, HASH, ring), count_by_key(change.connection)

    assert [first, second, third] == [HASH] * 3
    assert (kept, counts) == (PLAIN, {OLD.key_id: 1})


def test_sealed_document_is_not_given_out_without_keys(database: Database) -> None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        keep_document(change.connection, PLAIN, keys=KeyRing((OLD,)))

        with pytest.raises(SealedDocumentError):
            find_document(change.connection, HASH, keys=None)
