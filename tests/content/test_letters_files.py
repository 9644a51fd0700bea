from pathlib import Path

import pytest

from inkoopkalender.content.letters import load_brand, load_letters
from inkoopkalender.domain.phase_letters import RECEIPT_LETTERS, ROUND_LETTERS
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError

KEY = RoundKey("cz", "wijkverpleging", 2027)
LETTER = """letters:
  hello:
    title: Hallo
    purpose: formal
    basis: implied
    section: "4.1"
"""


def write(root: Path, letters: str) -> Path:
    file = root / "calendars" / "cz" / "wijkverpleging" / "2027" / "letters.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(letters, encoding="utf-8")
    return file


def test_letters_are_read_with_their_defaults(tmp_path: Path) -> None:
    write(tmp_path, LETTER)

    hello = load_letters(KEY, tmp_path)["hello"]

    assert (hello.name, hello.release, hello.channel, hello.recipients, hello.catalogue) == (
        "hello",
        "automatic",
        "mail",
        "contractering",
        None,
    )
    assert hello.section_words == "paragraaf 4.1"


@pytest.mark.parametrize(
    ("letters", "place", "message"),
    [
        (
            LETTER.replace("formal", "fromal"),
            "4:14",
            "letters.hello.purpose: 'fromal' kan hier niet. Bedoelt u 'formal'?",
        ),
        (LETTER.replace("title:", "titel:"), "3:5", "er is geen sleutel 'titel'. Bedoelt u 'title'?"),
        (LETTER.replace('    section: "4.1"\n', ""), "3:5", "de sleutel 'section' ontbreekt"),
        (LETTER + "    title: Dag\n", "7:5", "staat hier twee keer: op regel 3 en op regel 7"),
        (
            LETTER.replace("implied", "implied\n    catalogue: WV-1"),
            "6:16",
            "catalogue: 'WV-1' kan hier niet. Verwacht: een nummer als C-WV-01",
        ),
        ("[letters", "2:1", "Dit is geen YAML"),
    ],
)
def test_fault_in_a_file_is_named_with_its_place(
    tmp_path: Path, letters: str, place: str, message: str
) -> None:
    file = write(tmp_path, letters)

    with pytest.raises(ContentError) as fault:
        load_letters(KEY, tmp_path)

    assert f"{file}:{place}" in str(fault.value)
    assert message in str(fault.value)


def test_a_round_without_a_file_has_the_letters_of_every_round(tmp_path: Path) -> None:
    assert tuple(load_letters(RoundKey("cz", "ggz", 2027), tmp_path)) == (
        *RECEIPT_LETTERS,
        *ROUND_LETTERS,
    )


def test_a_rounds_own_letter_lies_over_that_of_every_round(tmp_path: Path) -> None:
    write(tmp_path, LETTER.replace("hello:", "submission-receipt:"))
    general = tmp_path / "calendars" / "letters.yaml"
    general.write_text(LETTER.replace("hello:", "submission-late:").replace("Hallo", "Dag"), encoding="utf-8")

    titles = {name: letter.title for name, letter in load_letters(KEY, tmp_path).items()}

    assert titles == {
        "submission-receipt": "Hallo",
        "submission-late": "Dag",
        "submission-rejected": "Aanlevering niet goedgekeurd",
        "submission-refused-late": "Aanlevering niet in behandeling",
        "submission-waiver": "U hebt meer tijd",
        "date-changed": "Een datum is gewijzigd",
    }


def test_brand_has_the_mailbox_of_the_sector() -> None:
    brand = load_brand(KEY)

    assert (brand.key, brand.sender) == ("cz", "CZ groep <rz.wijkverpleging@cz.nl>")


def test_sector_without_a_mailbox_is_named() -> None:
    with pytest.raises(
        ContentError,
        match=r"geen postbus voor de sector ggz\.\nZet de sector met zijn mailadres onder 'mailboxes:'",
    ):
        load_brand(RoundKey("cz", "ggz", 2027))
