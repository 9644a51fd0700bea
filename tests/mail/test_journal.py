from pathlib import Path

import pytest

from inkoopkalender.mail.journal import JournalBusyError, hold_journal


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
