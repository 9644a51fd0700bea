"""The process that becomes Prefect's server: gives it a database with its tables, then turns into it.

Prefect's migrations take some twenty seconds on a new database. They are run once per environment; the
result is kept beside the installed packages and copied for each server, so that a rehearsal starts fast.
"""

import importlib.metadata
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from inkoopkalender.orchestration.prefect_database import DATABASE

STOP_WITHIN = 5
"""Seconds that open connections get to end by themselves when the server is asked to stop."""


def without_prefect(variables: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without anybody's Prefect settings: ours must not touch their database."""
    return {name: value for name, value in variables.items() if not name.startswith("PREFECT_")}


def template() -> Path:
    """Return where this environment keeps a migrated, otherwise empty, Prefect database of its release."""
    release = importlib.metadata.version("prefect")
    return Path(sys.prefix) / "share" / "inkoopkalender" / f"prefect-{release}.db"


def install_database(home: Path) -> None:
    """Put a migrated database into PREFECT_HOME, unless one is there: that stays, and Prefect migrates it.

    Without a place to keep a template, Prefect makes and migrates its database by itself.
    """
    kept, own = template(), home / DATABASE
    if own.is_file():
        return
    aside = home / f".{DATABASE}.{os.getpid()}"
    try:
        if not kept.is_file():
            _make(kept)
        shutil.copyfile(kept, aside)
        aside.replace(own)  # in one step: a kill leaves no half database
    except (OSError, subprocess.CalledProcessError):
        aside.unlink(missing_ok=True)


def keep_template() -> None:
    """Make the template now, as the set-up of an environment does, so that nobody waits for it later."""
    if not template().is_file():
        _make(template())


def _make(kept: Path) -> None:
    """Run Prefect's own migrations aside, and keep the result in one step, whoever else does the same."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as aside:
        environment = {**without_prefect(os.environ), "PREFECT_HOME": aside}
        command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"]
        subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603 -- no shell
        Path(aside, DATABASE).replace(kept)


def main() -> None:
    """Become the server on the port that is the first argument; PREFECT_HOME says where it lives."""
    install_database(Path(os.environ["PREFECT_HOME"]))
    factory = ["--factory", "inkoopkalender.orchestration.prefect_app:create_app"]
    listen = ["--host", "127.0.0.1", "--port", sys.argv[1], "--timeout-graceful-shutdown", str(STOP_WITHIN)]
    quiet = ["--no-access-log", "--log-level", "warning"]
    os.execv(sys.executable, [sys.executable, "-m", "uvicorn", *factory, *listen, *quiet])  # noqa: S606 -- no shell


if __name__ == "__main__":
    main()
