from pathlib import Path

import pytest

from inkoopkalender.mail.journal import JournalBusyError, hold_journal, machine_start


def test_journal_knows_the_last_moment_of_each_try(tmp_path: Path) -> None:
    with hold_journal(tmp_path / "journal") as journal:
        journal.note("begun", "<a@x>", 1)
        journal.note("refused", "<a@x>", 1)
        journal.note("begun", "<a@x>", 2)
        journal.note("begun", "<b@x>", 1)
        journal.note("accepted", "<b@x>", 1)

    with hold_journal(tmp_path / "journal") as journal:
        assert journal.read() == {
            ("<a@x>", 1): "refused",
            ("<a@x>", 2): "begun",
            ("<b@x>", 1): "accepted",
        }


@pytest.mark.parametrize("torn", [b"acc", b"accepted 1 <a@", b"accepted 1", b"begun x <b@x>\n", b"\xff\n\n"])
def test_torn_line_says_nothing_and_spoils_no_other(tmp_path: Path, torn: bytes) -> None:
    file = tmp_path / "journal"
    file.write_bytes(b"begun 1 <a@x>\n" + torn)

    with hold_journal(file) as journal:
        journal.note("begun", "<c@x>", 1)
        moments = journal.read()

    assert moments == {("<a@x>", 1): "begun", ("<c@x>", 1): "begun"}


def test_cleared_journal_is_empty_and_goes_on(tmp_path: Path) -> None:
    with hold_journal(tmp_path / "journal") as journal:
        journal.note("begun", "<a@x>", 1)
        journal.clear()
        journal.note("begun", "<b@x>", 1)
        assert journal.read() == {("<b@x>", 1): "begun"}


def test_journal_is_held_by_one_delivery(tmp_path: Path) -> None:
    with (
        hold_journal(tmp_path / "journal"),
        pytest.raises(JournalBusyError),
        hold_journal(tmp_path / "journal"),
    ):
        pass


def test_journal_is_for_its_owner_alone(tmp_path: Path) -> None:
    with hold_journal(tmp_path / "journal"):
        pass

    assert (tmp_path / "journal").stat().st_mode & 0o777 == 0o600


def test_journal_keeps_its_name_and_its_first_line_when_it_is_cleared(tmp_path: Path) -> None:
    with hold_journal(tmp_path / "journal") as first:
        first.begin()
        first.note("begun", "<a@x>", 1)
        first.clear()
    with hold_journal(tmp_path / "journal") as again:
        again.begin()

    assert (first.lost_power, again.lost_power) == (False, False)
    assert (tmp_path / "journal").read_text() == f"journal {first.name} {machine_start()}\n"
    assert again.name == first.name


def test_two_journals_have_different_names(tmp_path: Path) -> None:
    with hold_journal(tmp_path / "a") as one, hold_journal(tmp_path / "b") as other:
        assert one.name != other.name


def test_journal_of_before_the_machine_went_down_says_so_until_it_begins_anew(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    file.write_text("journal 00112233445566aa before\nbegun 1 <a@x>\n")

    with hold_journal(file) as before:
        moments = before.read()
        before.begin()
    with hold_journal(file) as after:
        later = after.read()

    assert (before.lost_power, moments) == (True, {("<a@x>", 1): "begun"})
    assert (after.lost_power, later, after.name) == (False, {}, "00112233445566aa")


@pytest.mark.parametrize("spoilt", [b"\0" * 90, b"journal 0011", b"journal xyz before\n", b"begun 1 <a@x>\n"])
def test_journal_without_its_first_line_becomes_a_new_one(tmp_path: Path, spoilt: bytes) -> None:
    file = tmp_path / "journal"
    file.write_bytes(spoilt)

    with hold_journal(file) as journal:
        lost = journal.lost_power
        journal.begin()

    assert not lost
    assert file.read_text() == f"journal {journal.name} {machine_start()}\n"
