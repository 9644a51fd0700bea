"""What an action waits for, in the operator's words. JSON keeps the words of the ledger."""

import re
from collections.abc import Iterator, Mapping

from inkoopkalender.domain import dutch
from inkoopkalender.domain.actions import RELEASE

_EXPORT = re.compile(r"an export of (?P<event>\S+) that is complete until (?P<until>\S+)")


def waiting_text(waits_for: str) -> str:
    """Write one reason to wait in Dutch; the kind of an earlier action, and an error, stay as they are."""
    if waits_for == RELEASE:
        return "vrijgave door een mens"
    if waits_for.startswith("parameter "):
        return f"een waarde voor {waits_for.removeprefix('parameter ')}"
    export = _EXPORT.fullmatch(waits_for)
    if export is not None:
        return f"een export van {export['event']} die volledig is tot {export['until']}"
    return waits_for


def people_lines(key: str, people: Mapping[str, int]) -> Iterator[str]:
    """Say what waits for a person in the round besides its actions, and where to look."""
    if people["tasks"]:
        yield (
            f"Wacht op een mens: {dutch.counted(people['tasks'], 'vraag', 'vragen')}. "
            f"Zie: inkoopkalender tasks list {key}"
        )
    if people["past"]:
        yield past_line(key, people["past"])
    if people["unknown_letters"]:
        yield (
            f"Wacht op een mens: {dutch.counted(people['unknown_letters'], 'brief', 'brieven')} waarvan "
            f"niemand weet of zij aankwamen. Zie: inkoopkalender letters outbox --round {key} --state unknown"
        )


def expected_line(key: str) -> str:
    """Say that nothing is due while the calendar is not confirmed, and what to do."""
    return (
        f"De kalender van {key} is verwacht (status: expected): er gebeurt niets tot zij bevestigd is. "
        f"Klopt zij, zet dan status: confirmed in calendars/{key}/calendar.yaml."
    )


def receives_only_line(key: str) -> str:
    """Say that the round only receives, and what to do."""
    return (
        f"De ronde {key} ontvangt alleen wat wordt ingediend: zij heeft geen letters.yaml, dus verder "
        "gebeurt er niets vanzelf. Zo maakt u dat bestand: docs/how-to/add-a-calendar.md, stap 5."
    )


def past_line(key: str, count: int) -> str:
    """Say how many past actions wait for a mark, and what to do."""
    return (
        f"Wacht op een mens: {dutch.counted(count, 'actie', 'acties')} van vóór de opening. Er volgt niets "
        f"uit voor zij gemarkeerd zijn, als gedaan of nog te doen. Zie: inkoopkalender round past {key}"
    )
