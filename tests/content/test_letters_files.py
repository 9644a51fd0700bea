from pathlib import Path

import pytest

from inkoopkalender.content.letters import load_brand, load_letters
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

    (hello,) = load_letters(KEY, tmp_path).values()

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
        (LETTER.replace("formal", "fromal"), "4:14", "'fromal' is no purpose"),
        (LETTER.replace("title:", "titel:"), "3:5", "there is no key 'titel'. Did you mean 'title'?"),
        (LETTER.replace('    section: "4.1"\n', ""), "3:5", "the key 'section' is missing"),
        (LETTER + "    title: Dag\n", "7:5", "stands here twice: on line 3 and on line 7"),
        (LETTER.replace("implied", "implied\n    catalogue: WV-1"), "6:16", "'catalogue' cannot be this"),
        ("[letters", "2:1", "This is not YAML"),
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


def test_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"does not exist\. Copy the file of another round"):
        load_letters(KEY, tmp_path)


def test_brand_has_the_mailbox_of_the_sector() -> None:
    brand = load_brand(KEY)

    assert (brand.key, brand.sender) == ("cz", "CZ groep <rz.wijkverpleging@cz.nl>")


def test_sector_without_a_mailbox_is_named() -> None:
    with pytest.raises(ContentError, match=r"no mailbox for the sector ggz\. Add it under 'mailboxes:'"):
        load_brand(RoundKey("cz", "ggz", 2027))
