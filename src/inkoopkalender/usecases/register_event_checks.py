"""What must be so before a merger, a takeover or a changed code is recorded.

A round counts as running until its contract year has ended: no record says that it is over.
"""

from datetime import date, datetime

from inkoopkalender.clock import HOME
from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.domain.register import Organisation
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import FindingsError, MisuseError
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.storage.rounds import list_rounds_of


class OpenRoundError(FindingsError):
    """The organisation takes part in a round that is not over, and would lose its place there."""


def check_asked(on: date, reason: str, at: datetime) -> None:
    """Raise MisuseError for an empty reason and for a day that has not come, by Dutch time."""
    if not reason.strip():
        raise MisuseError("De reden is leeg.\nSchrijf waarom, met de bron: --reason 'KvK, 3 april 2026'")
    today = at.astimezone(HOME).date()
    if on > today:
        raise MisuseError(
            f"{on} is nog niet geweest; het is vandaag {today}.\n"
            "Leg een gebeurtenis vast op de dag zelf of erna."
        )


def need_organisation(connection: Connection, agb: AgbCode) -> Organisation:
    """Return the organisation that holds a code. Raises FindingsError."""
    organisation = find_organisation_by_agb(connection, agb)
    if organisation is None:
        raise FindingsError(f"AGB-code {agb} staat niet in het register. Zie: inkoopkalender providers list")
    return organisation


def check_two(one: Organisation, other: Organisation) -> None:
    """Raise MisuseError when both codes are of one organisation."""
    if one.id == other.id:
        raise MisuseError(
            f"Beide AGB-codes zijn van {one.name} (KvK {one.kvk}); er valt niets te verplaatsen.\n"
            "Welke code van wie is: inkoopkalender providers list"
        )


def check_rounds(connection: Connection, organisation: Organisation, at: datetime) -> None:
    """Raise OpenRoundError when a round that is not over would lose it: its contract year has not ended."""
    year = at.astimezone(HOME).year
    keys = [RoundKey.parse(key) for key, _ in list_rounds_of(connection, organisation.id)]
    running = ", ".join(str(key) for key in keys if key.contract_year >= year)
    if running:
        raise OpenRoundError(
            f"{organisation.name} (AGB {organisation.main_agb}) doet mee in een ronde die nog loopt: "
            f"{running}.\n"
            "Haar deelname zou daar verloren gaan; er is niets gewijzigd. Leg dit vast na afloop van het "
            "contractjaar. Een code die alleen een nieuw nummer krijgt, kan wel: "
            "inkoopkalender providers replace-code"
        )
