import pytest

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError


def test_round_key_reads_and_writes_the_same_text() -> None:
    assert (
        str(RoundKey.parse("cz/medisch-specialistische-zorg/2027")) == "cz/medisch-specialistische-zorg/2027"
    )


@pytest.mark.parametrize(
    "text", ["", "cz", "cz/wijkverpleging", "CZ/wijkverpleging/2027", "cz/../2027", "cz/a/27"]
)
def test_round_key_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(MisuseError, match="cz/wijkverpleging/2027"):
        RoundKey.parse(text)
