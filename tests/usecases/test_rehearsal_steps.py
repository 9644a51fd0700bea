"""How many steps a rehearsed year has follows from the calendar, not from the number of providers."""

from pathlib import Path

import pytest

from inkoopkalender.content.root import content_root
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.catcher import start_catcher
from inkoopkalender.usecases.rehearsal.prepare import Asked, prepare
from inkoopkalender.usecases.rehearsal.year import Rehearsal

KEY = RoundKey("cz", "wijkverpleging", 2027)


def steps_of(folder: Path, providers: int) -> list[str]:
    with start_catcher(folder / "mail") as catcher:
        prepare(Asked(KEY, providers, seed=3), folder, mail_port=catcher.port)
        rehearsal = Rehearsal(folder)
        names = []
        for step in rehearsal.steps():
            step.run()
            names.append(step.name)
        rehearsal.close()
    return names


def test_three_times_as_many_providers_have_the_same_steps(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"

    steps = steps_of(small, 20)

    assert steps_of(large, 60) == steps
    assert len(steps) == len(set(steps))


def test_a_rehearsal_looks_in_the_own_content_folder_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = (content_root() / "calendars" / "cz" / "insurer.yaml").read_text(encoding="utf-8")
    insurer = tmp_path / "own" / "calendars" / "cz" / "insurer.yaml"
    insurer.parent.mkdir(parents=True)
    insurer.write_text(ours.replace("name: CZ groep", "name: CZ elders"), encoding="utf-8")
    monkeypatch.setenv("INKOOPKALENDER_CONTENT", str(tmp_path / "own"))
    folder = tmp_path / "rehearsal"

    prepare(Asked(KEY, 6, seed=3), folder, mail_port=1)
    rehearsal = Rehearsal(folder)
    brand = rehearsal.desk.brand
    rehearsal.database.close()

    assert brand.name == "CZ elders"
