"""How many steps a rehearsed year has follows from the calendar, not from the number of providers."""

from pathlib import Path

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
