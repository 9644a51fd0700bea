"""How many statements a page costs does not follow the number of organisations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from builders import Org, a_desk, assessed, at
from page_site import ROUND, visitor, with_people
from sqlalchemy import Engine, event


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements of every database of this process, as they are made."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", ["/", ROUND])
def test_statements_of_a_page(tmp_path: Path, path: str) -> None:
    counted = []
    for several in (3, 40):
        folder = tmp_path / str(several)
        folder.mkdir()
        desk = a_desk(folder, [Org(number) for number in range(1, several + 1)])
        assessed(desk, [])
        with_people(desk.database, at("2026-06-03T13:00"))
        with visitor(desk.settings) as client:
            client.get(path)
            with statements() as seen:
                assert client.get(path).status_code == 200
            counted.append(len([one for one in seen if not one.startswith("BEGIN")]))

    assert counted[0] == counted[1]
    assert counted[0] <= 45
