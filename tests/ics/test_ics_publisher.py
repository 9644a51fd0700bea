"""Whose agenda it is: from insurer.yaml, with reserved names for what it does not say."""

from pathlib import Path

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.ics_publisher import Publisher, find_publisher

INSURER = """name: Voorbeeld
website: https://example.nl
colour: "#123456"
message_domain: example.nl
mailboxes: {ggz: inkoop@example.nl}
certificate_address: https://example.nl/certificaat
"""


def write(root: Path) -> None:
    file = root / "calendars" / "voorbeeld" / "insurer.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(INSURER, encoding="utf-8")


def test_publisher_is_the_insurer_with_the_mailbox_of_the_sector(tmp_path: Path) -> None:
    write(tmp_path)

    found = find_publisher(RoundKey("voorbeeld", "ggz", 2027), tmp_path)

    assert found == Publisher("Voorbeeld", "example.nl", "inkoop@example.nl")


def test_sector_without_a_mailbox_has_a_reserved_one(tmp_path: Path) -> None:
    write(tmp_path)

    found = find_publisher(RoundKey("voorbeeld", "wijkverpleging", 2027), tmp_path)

    assert found == Publisher("Voorbeeld", "example.nl", "geen-antwoord@inkoopkalender.invalid")


def test_insurer_without_a_file_has_a_reserved_domain(tmp_path: Path) -> None:
    found = find_publisher(RoundKey("onbekend", "ggz", 2027), tmp_path)

    assert found == Publisher("onbekend", "inkoopkalender.invalid", "geen-antwoord@inkoopkalender.invalid")
