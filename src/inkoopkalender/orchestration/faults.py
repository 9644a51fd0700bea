"""What Prefect is told when a flow goes wrong: the type of the error, never its words.

An error's message may hold a provider's code or address, and Prefect keeps messages and shows them to
whoever sees its pages. The whole error goes to our own log.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from inkoopkalender import logs
from inkoopkalender.errors import InkoopkalenderError

LOG = logs.get("flow")


class FlowFailedError(InkoopkalenderError):
    """A flow could not do its work. Its message is made of keys, kinds and counts only."""


@contextmanager
def told_by_type(what: str) -> Iterator[None]:
    """Let errors pass as FlowFailedError that names `what` and the type; the log has the rest."""
    try:
        yield
    except FlowFailedError:
        raise
    except Exception as error:
        LOG.exception("failed", what=what)
        raise FlowFailedError(
            f"{what}: {type(error).__name__}. Wat er misging, staat in het logboek."
        ) from None
