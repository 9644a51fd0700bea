import json
from pathlib import Path

import pytest

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.catcher import start_catcher
from inkoopkalender.usecases.rehearsal.prepare import Asked, prepare
from inkoopkalender.usecases.rehearsal.report import STEPS, Report, read_report
from inkoopkalender.usecases.rehearsal.year import Rehearsal
from inkoopkalender.web.rehearsal_page import render_rehearsal


@pytest.fixture(scope="session")
def rehearsed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scratch folder of a whole year with 14 providers."""
    folder = tmp_path_factory.mktemp("rehearsed")
    with start_catcher(folder / "mail") as catcher:
        prepare(Asked(RoundKey.parse("cz/wijkverpleging/2027"), 14, 7), folder, mail_port=catcher.port)
        rehearsal = Rehearsal(folder)
        lines = [
            json.dumps(
                {
                    "name": step.name,
                    "kind": step.kind,
                    "event": step.event,
                    "occurrence": "",
                    "moment": step.moment.isoformat(),
                    "counts": dict(step.run()),
                    "seconds": 0.25,
                }
            )
            for step in rehearsal.steps()
        ]
        rehearsal.close()
    (folder / STEPS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def report(rehearsed_folder: Path) -> Report:
    return read_report(rehearsed_folder, seconds=12.34)


@pytest.fixture(scope="session")
def page(report: Report) -> str:
    return render_rehearsal(report)
