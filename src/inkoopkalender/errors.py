"""What can go wrong, with the next step in the message.

One base. `exit_code` is what the command line ends with: 1 findings, 2 misuse or our own content
folder broken, 3 could not run (port, lock, disk, server). Messages are Dutch and say what, where, why and
what to do.
"""

import errno
from collections.abc import Mapping
from types import MappingProxyType


class InkoopkalenderError(Exception):
    """Something went wrong that a person can put right."""

    exit_code = 3


class MisuseError(InkoopkalenderError):
    """The command was called in a way it does not understand."""

    exit_code = 2


class ContentError(InkoopkalenderError):
    """The content folder (calendars, templates, config) holds something that cannot be read."""

    exit_code = 2


class FindingsError(InkoopkalenderError):
    """What somebody handed in has findings that stand in the way."""

    exit_code = 1


def reason(fault: OSError) -> str:
    """Say in Dutch why a file or folder could not be used; what has no words here, as the system says it."""
    return _REASONS.get(fault.errno or 0, fault.strerror or str(fault))


_REASONS: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOENT: "het bestaat niet",
        errno.EACCES: "u hebt er geen rechten op",
        errno.EPERM: "u hebt er geen rechten op",
        errno.EISDIR: "het is een map, geen bestand",
        errno.ENOTDIR: "een deel van het pad is geen map",
        errno.EEXIST: "er staat al iets met die naam",
        errno.ENOSPC: "de schijf is vol",
        errno.EROFS: "de schijf is alleen-lezen",
        errno.ENAMETOOLONG: "de naam is te lang",
        errno.ELOOP: "de verwijzingen lopen in een kring",
        errno.EIO: "de schijf geeft een fout",
    }
)
