"""A desk: whoever only reads changes nothing, and batches are shown to whoever runs them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from builders import KEY, PERSON, A, Org, a_desk, at, tick

from inkoopkalender.content.root import content_root
from inkoopkalender.storage.database import Database, Transaction
from inkoopkalender.storage.rounds import find_revisions
from inkoopkalender.usecases.calendar_change import change_date
from inkoopkalender.usecases.change_shapes import AskedChange
from inkoopkalender.usecases.desk import Desk, open_desk

CHANGED = at("2026-05-20T12:00")


def with_other_words(folder: Path) -> Path:
    """A content folder in which the survey ends a day earlier."""
    for name in ("calendars", "templates"):
        shutil.copytree(content_root() / name, folder / "content" / name)
    calendar = folder / "content" / "calendars" / "cz" / "wijkverpleging" / "2027" / "calendar.yaml"
    text = calendar.read_text(encoding="utf-8")
    calendar.write_text(text.replace("when: 2-31 mei 2026", "when: 2-30 mei 2026"), encoding="utf-8")
    return folder / "content"


def stored(desk: Desk) -> dict[str, int]:
    with desk.database.reading() as connection:
        return {event: one for event, (_, one) in find_revisions(connection, desk.round.round_id).items()}


def test_a_reading_desk_has_the_revisions_of_a_changed_calendar_and_stores_none(tmp_path: Path) -> None:
    builder = a_desk(tmp_path, [A])
    root = with_other_words(tmp_path)

    def opened(content: Path | None, *, record: bool) -> Desk:
        return open_desk(
            builder.database, builder.settings, KEY, at=CHANGED, actor="systeem", root=content, record=record
        )

    first = opened(None, record=True)
    reading = opened(root, record=False)
    before = stored(reading)
    acting = opened(root, record=True)

    assert set(first.revisions.values()) == {1}
    assert before == first.revisions
    assert reading.revisions == {**first.revisions, "quality-survey": 2}
    assert acting.revisions == reading.revisions == stored(acting)


def test_a_reading_desk_on_a_round_without_revisions_stores_none(tmp_path: Path) -> None:
    builder = a_desk(tmp_path, [A])

    desk = open_desk(
        builder.database, builder.settings, KEY, at=CHANGED, actor="systeem", root=None, record=False
    )

    assert set(desk.revisions.values()) == {1}
    assert stored(desk) == {}


def test_every_batch_is_given_to_whoever_runs_the_action_with_its_name(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [Org(number) for number in range(1, 6)], batch=2, since=at("2026-05-15"))
    names: list[str] = []

    def around(name: str, do: Callable[[], None]) -> None:
        names.append(name)
        do()

    tick(replace(desk, around=around), at("2026-05-16T00:00"))

    assert names == ["batch 1 of 3", "batch 2 of 3", "batch 3 of 3", "count"]


@dataclass(frozen=True, slots=True)
class InterruptedDatabase(Database):
    """A database in which something happens just before anybody begins to write."""

    before: Callable[[], object]

    @contextmanager
    def changing(self, *, actor: str, at: datetime, why: str) -> Iterator[Transaction]:
        self.before()
        with Database(self.engine).changing(actor=actor, at=at, why=why) as change:
            yield change


def test_a_date_moved_while_a_desk_is_opened_gets_one_revision(tmp_path: Path) -> None:
    builder = a_desk(tmp_path, [A])
    root = with_other_words(tmp_path)
    first = open_desk(builder.database, builder.settings, KEY, at=CHANGED, actor="systeem", root=root)
    shutil.rmtree(root)

    def move() -> None:
        asked = AskedChange("quality-survey", "2 mei 2026 t/m 7 juni 2026", "Storing.", CHANGED)
        change_date(first, asked, by=PERSON, now=CHANGED, dry_run=False)

    database = InterruptedDatabase(builder.database.engine, move)
    opened = open_desk(database, builder.settings, KEY, at=CHANGED, actor="systeem")

    assert opened.timeline.event("quality-survey").words == "2 mei 2026 t/m 7 juni 2026"
    assert len(opened.amendments) == 1
    assert opened.revisions == stored(opened)
    assert opened.revisions["quality-survey"] == 2  # the file of before, and the moved date: no third
