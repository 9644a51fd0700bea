"""Whether a round may open at all: a confirmed calendar, and everything that its duties will ask for.

Looked at before anything is stored, so that no round is open that cannot take one step.
"""

from pathlib import Path

from inkoopkalender.content.letters import load_brand, load_letters, receives_only
from inkoopkalender.content.round_content import find_round_content
from inkoopkalender.content.submissions import load_submission_kinds
from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.runnable_checks import check_runnable
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.register import list_past_contracts


class RoundNotRunnableError(MisuseError):
    """The calendar can be shown and checked, but its round cannot run."""


def need_openable(calendar: Calendar, root: Path | None = None) -> bool:
    """Say whether the round may only receive what is handed in: it has forms and no letters of its own.

    Such a round does nothing by itself; receipts are those of every round. Raises as `need_runnable`, for
    what is missing even for that.
    """
    key = calendar.key
    if receives_only(key, root) and calendar.status != "expected":
        kinds = load_submission_kinds(key, root).values()
        events = {event.key for event in calendar.events}
        asked = {event.submission for event in calendar.events if event.phase == "intake"}
        if any((kind.hand_in and kind.hand_in.window in events) or kind.name in asked for kind in kinds):
            load_letters(key, root)
            load_brand(key, root)
            return True
    need_runnable(calendar, root)
    return False


def need_runnable(calendar: Calendar, root: Path | None = None) -> None:
    """Raise RoundNotRunnableError for what is missing, ContentError for files with errors."""
    key = calendar.key
    if calendar.status == "expected":
        raise RoundNotRunnableError(
            f"De ronde {key} kan niet open: haar kalender is verwacht (status: expected), niet bevestigd.\n"
            f"Klopt zij met het beleid van {key.contract_year}, zet dan status: confirmed in "
            f"calendars/{key}/calendar.yaml."
        )
    if not any(event.phase for event in calendar.events):
        raise RoundNotRunnableError(
            f"De ronde {key} kan niet open: geen gebeurtenis van haar kalender heeft een phase, dus er valt "
            f"niets te doen.\nWat een phase doet, staat in docs/reference/actions.md. Alleen kijken kan wel: "
            f"inkoopkalender calendar show {key}"
        )
    missing = [
        f"{one.message} {one.next_step}" for one in check_runnable(calendar, find_round_content(key, root))
    ]
    if missing:
        raise RoundNotRunnableError(
            "\n".join(
                [
                    f"De ronde {key} kan niet open; gezocht in calendars/{key}:",
                    *(f"- {each}" for each in missing),
                    f"Alleen kijken kan wel: inkoopkalender calendar show {key}",
                ]
            )
        )
    load_letters(key, root)
    load_submission_kinds(key, root)
    load_brand(key, root)


def need_contracts(database: Database, calendar: Calendar) -> None:
    """Refuse to open a round in which everybody would count as new for want of last year's contracts.

    Raises MisuseError.
    """
    key = calendar.key
    with database.reading() as connection:
        known = list_past_contracts(connection, key.insurer, key.sector, key.contract_year - 1)
    if not known:
        raise MisuseError(
            f"Geen overeenkomsten van {key.contract_year - 1} met {key.insurer} voor {key.sector} bekend: "
            "iedereen zou als nieuw tellen.\n"
            f"Lees ze eerst in: inkoopkalender contracts import BESTAND --year {key.contract_year - 1}"
        )
