"""An AGB code as somebody typed it on the command line."""

from inkoopkalender.domain.codes import AgbCode, InvalidCodeError, parse_agb
from inkoopkalender.errors import MisuseError


def typed_agb(text: str) -> AgbCode:
    """Return the code. Raises MisuseError, which says what is wrong with it."""
    try:
        return parse_agb(text)
    except InvalidCodeError as fault:
        raise MisuseError(f"{fault}.") from fault
