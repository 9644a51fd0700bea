"""What an action waits for, in the words of a page.

The ledger's own words are read here, and only their form; why an action waits is decided in the domain.
"""

from inkoopkalender.domain.actions import RELEASE
from inkoopkalender.domain.duties import DUTY
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.web.moment_words import end_words
from inkoopkalender.web.words import DUTIES, PARAMETERS, named

EXPORT, PARAMETER = "an export of ", "parameter "


def waiting_words(waits_for: str, event: ResolvedEvent) -> str:
    """Return `de export van VECOZO, volledig t/m zo 31 mei 2026, 24.00 uur`."""
    if waits_for == RELEASE:
        return "vrijgave door een mens"
    if waits_for.startswith(PARAMETER):
        name = waits_for.removeprefix(PARAMETER)
        return f"een waarde: {named(name, PARAMETERS)}"
    if waits_for.startswith(EXPORT):
        until = f", volledig t/m {end_words(event.end)}" if event.end else ""
        return f"de export van VECOZO{until}"
    kind, _, rest = waits_for.partition(" ")
    return f"‘{named(kind, DUTIES)}’ {rest}".rstrip() if kind in DUTY else waits_for
