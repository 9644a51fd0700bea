"""The file with the keys of an installation: a line per key, oldest first, readable by its owner only.

A line is the key's name and the key itself in base64, parted by a space. It is written whole or not at all.
Who may have one made is not decided here.
"""

import base64
import binascii
import fcntl
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.sealing import Key, make_key

_OTHERS: Final = 0o077


class KeyFileError(MisuseError):
    """The key file is missing, can be read by others, or holds something else than keys."""


def read_keys(path: Path) -> tuple[Key, ...]:
    """Return the keys, oldest first; none when there is no file. Raises KeyFileError."""
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            lines = [(number, line.split()) for number, line in enumerate(file, 1)]
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise _unreadable(path, 1) from error
    if mode & _OTHERS:
        raise KeyFileError(
            f"Het sleutelbestand {path} is ook voor anderen leesbaar ({mode & 0o777:04o}).\n"
            f"Sluit het af: chmod 600 {path}"
        )
    keys = tuple(_key(path, number, parts) for number, parts in lines if parts and parts[0] != "#")
    if not keys:
        raise KeyFileError(
            f"Het sleutelbestand {path} is leeg.\nZet het terug uit de kluis; verwijder het niet."
        )
    return keys


def add_key(path: Path) -> Key:
    """Make a key, put it last in the file, and return it; the file and its folder are made when missing."""
    with _alone(path.parent):
        key = make_key()
        _write(path, (*read_keys(path), key))
    return key


def first_key(path: Path) -> tuple[Key, ...]:
    """Return the keys, after making the first one when there is no file; two at once make only one."""
    with _alone(path.parent):
        keys = read_keys(path)
        if not keys:
            keys = (make_key(),)
            _write(path, keys)
    return keys


def _key(path: Path, number: int, parts: Sequence[str]) -> Key:
    try:
        name, text = parts
        key = Key(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error) as error:
        raise _unreadable(path, number) from error
    if key.key_id != name:
        raise _unreadable(path, number)
    return key


def _unreadable(path: Path, number: int) -> KeyFileError:
    return KeyFileError(
        f"Regel {number} van het sleutelbestand {path} is geen sleutel.\n"
        "Zet het bestand terug uit de kluis; een sleutel die mist, maakt documenten onleesbaar."
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time change the keys in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write(path: Path, keys: Sequence[Key]) -> None:
    """Put the whole file in place at once, closed to others from its first byte, and on the disk."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp: mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("# inkoopkalender: bewaar dit bestand apart van de database en haar reservekopieën\n")
            file.writelines(f"{key.key_id} {base64.b64encode(key.secret).decode()}\n" for key in keys)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
