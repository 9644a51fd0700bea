"""In which rounds an organisation takes part, and in which of their tracks, as the database says."""

from collections.abc import Mapping

from inkoopkalender.cli.people import get_organisation, open_register
from inkoopkalender.domain.codes import parse_agb
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import FindingsError
from inkoopkalender.storage.rounds import list_rounds_of


def rounds_of_organisation(agb: str) -> tuple[str, Mapping[RoundKey, str]]:
    """Return the organisation's name, and the track of each of its rounds.

    Raises MisuseError for what is no AGB code, FindingsError for one that is not there or in no round.
    """
    with open_register().reading() as connection:
        organisation = get_organisation(connection, agb)
        found = {RoundKey.parse(key): track for key, track in list_rounds_of(connection, organisation.id)}
    if not found:
        raise FindingsError(
            f"{organisation.name} (AGB {parse_agb(agb)}) doet in geen ronde mee.\n"
            "Een ronde openen: inkoopkalender round open KEY"
        )
    return organisation.name, found
