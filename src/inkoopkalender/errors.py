"""What can go wrong, with the next step in the message.

One base. `exit_code` is what the command line ends with: 1 findings, 2 misuse or our own content
folder broken, 3 could not run (port, lock, disk, server). Messages say what, where, why and what to do.
"""


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
