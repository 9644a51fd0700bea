"""The page of a round whose date was moved: the new deadline, the mark, what waits, the letter to release."""

from pathlib import Path

from builders import PERSON, A, B, C, a_desk, at, tick, upload
from html_tables import cells, read_page
from page_site import ROUND, visitor, with_people

from inkoopkalender.usecases.calendar_change import change_date
from inkoopkalender.usecases.change_shapes import AskedChange
from inkoopkalender.usecases.desk import Desk, brought_up_to_date

NOW = at("2026-05-20T10:00")


def a_moved_round(folder: Path) -> Desk:
    desk = a_desk(folder, (A, B, C))
    tick(desk, at("2026-05-02T00:00"))
    tick(desk, at("2026-05-15T09:00"))
    upload(desk, A, at("2026-05-20T08:00"))
    asked = AskedChange("quality-survey", "2 mei 2026 t/m 7 juni 2026", "Storing bij VECOZO.", NOW)
    change_date(desk, asked, by=PERSON, now=NOW, dry_run=False)
    with desk.database.reading() as connection:
        desk = brought_up_to_date(connection, desk)
    tick(desk, NOW)
    with_people(desk.database, NOW)
    return desk


def test_page_counts_to_the_new_end_and_marks_the_event(tmp_path: Path) -> None:
    desk = a_moved_round(tmp_path)

    with visitor(desk.settings) as client:
        text = client.get(ROUND).text
    page = read_page(text)

    shown = text[text.index("Gewijzigde datum.") : text.index('<details id="ook">')]
    assert "zo 7 juni 2026" in shown
    assert "gewijzigd op woensdag 20 mei 2026, was “2-31 mei 2026”: Storing bij VECOZO." in shown
    assert "sluiting over 18 dagen (zondag 7 juni 2026, tot 24.00 uur)" in "".join(page.headings)
    words = [cells(row)[2] for row in page.tables["events"]]
    (marked,) = [one for one in words if "gewijzigd op" in one]
    assert "gewijzigd op woensdag 20 mei 2026, was “2-31 mei 2026”: Storing bij VECOZO." in marked


def test_letter_about_the_change_is_among_what_waits(tmp_path: Path) -> None:
    desk = a_moved_round(tmp_path)

    with visitor(desk.settings) as client:
        text = client.get(ROUND).text

    assert "gewijzigde datum gemeld, wijziging 1" in text
