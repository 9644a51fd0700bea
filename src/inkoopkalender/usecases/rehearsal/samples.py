"""Leaves a few of the rehearsed letters as files that a person can open: one of each kind, text and HTML."""

from pathlib import Path

from inkoopkalender.storage.database import open_database
from inkoopkalender.storage.outbox import list_samples
from inkoopkalender.usecases.rehearsal.year import settings_for


def write_sample_letters(folder: Path, most: int) -> Path:
    """Write up to `most` letters of different kinds, in the order of the year; return their folder."""
    database = open_database(settings_for(folder, 0).database_url)
    with database.reading() as connection:
        letters = list_samples(connection, most)
    database.close()
    place = folder / "letters"
    place.mkdir()
    for number, letter in enumerate(letters, start=1):
        name = f"{number:02}-{letter.letter}"
        head = f"Aan: {letter.recipient}\nOnderwerp: {letter.subject}\n\n"
        (place / f"{name}.txt").write_text(head + letter.text, encoding="utf-8")
        (place / f"{name}.html").write_text(letter.html, encoding="utf-8")
    return place
