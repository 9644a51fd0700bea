"""Seals bytes with a key so that a stored copy says nothing without it, and opens them again.

AES-256-GCM: a fresh nonce for each, and the hash of the plain bytes and the key's name bound to them, so that
a sealed document cannot take another one's place. The last key of a ring seals; all of them open. Where
the keys lie is not decided here.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Final

from inkoopkalender.errors import InkoopkalenderError

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_ID_LENGTH: Final = 16


class UnknownKeyError(InkoopkalenderError):
    """A document was sealed with a key that is not there."""


class BrokenSealError(InkoopkalenderError):
    """A sealed document was changed, or put in another one's place."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `key_id` follows from the secret and does not give it away."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != _KEY_BYTES:
            raise ValueError(f"a key has {_KEY_BYTES} bytes")

    @property
    def key_id(self) -> str:
        """Return by what name documents remember the key."""
        return hashlib.sha256(b"inkoopkalender key " + self.secret).hexdigest()[:_ID_LENGTH]


def make_key() -> Key:
    """Return a new key from the system's own source of chance."""
    return Key(secrets.token_bytes(_KEY_BYTES))


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of an installation, oldest first; at least one."""

    keys: tuple[Key, ...]

    @property
    def sealing(self) -> Key:
        """Return the key that seals from now on."""
        return self.keys[-1]

    def seal(self, content: bytes, sha256: str) -> tuple[str, bytes]:
        """Return the name of the key used, and the sealed bytes; `sha256` is that of the plain ones."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 -- slow import

        key, nonce = self.sealing, secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(key.secret).encrypt(nonce, content, _bound(key.key_id, sha256))
        return key.key_id, nonce + sealed

    def open(self, key_id: str, sealed: bytes, sha256: str) -> bytes:
        """Return the plain bytes. Raises UnknownKeyError and BrokenSealError; never gives out a part."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- slow import
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 -- slow import

        key = next((one for one in self.keys if one.key_id == key_id), None)
        if key is None:
            raise UnknownKeyError(
                f"Document {sha256[:12]} is versleuteld met sleutel {key_id}, en die staat niet in het "
                "sleutelbestand.\nZet het oude sleutelbestand terug, of voeg de regel van die sleutel toe."
            )
        try:
            return AESGCM(key.secret).decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(key_id, sha256)
            )
        except (InvalidTag, ValueError) as error:
            raise BrokenSealError(
                f"Document {sha256[:12]} is na het bewaren gewijzigd of verwisseld en wordt niet geopend.\n"
                "Haal het uit een reservekopie van de database, of vraag de aanbieder om hetzelfde bestand."
            ) from error


def _bound(key_id: str, sha256: str) -> bytes:
    return f"inkoopkalender document 1 {key_id} {sha256}".encode()
