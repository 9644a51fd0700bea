"""A process that reminds and delivers, made to be killed.

Started once, it loads everything and then, for each line on standard input (moment, seconds that the real
clock is ahead, name of the run), forks a child that takes the reminder up and delivers. It prints the
child's id and, after one more line, how the child ended.
"""

import os
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from inkoopkalender import clock
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.deliver import deliver_waiting
from inkoopkalender.settings import MailSettings, Settings
from inkoopkalender.storage.database import open_database
from inkoopkalender.usecases.desk import open_desk
from inkoopkalender.usecases.run_action import find_due, run_action, runnable


def settings_of(folder: Path, port: int) -> Settings:
    mail = MailSettings(port=port, connections=4, claim=20)
    return Settings(folder=folder, database=f"sqlite:///{folder / 'round.db'}", batch=10, mail=mail)


def remind_and_deliver(settings: Settings, now: datetime, ahead: float, run: str) -> None:
    """Take the reminder up where it was left, then deliver what waits."""
    database = open_database(settings.database_url)
    desk = open_desk(database, settings, RoundKey("cz", "wijkverpleging", 2027), at=now, actor="systeem")
    desk = replace(desk, wall=lambda: clock.now() + timedelta(seconds=ahead))
    for action in runnable(find_due(desk, now)):
        run_action(desk, action, now, run_id=run)
    deliver_waiting(database, settings.mail, settings.journal, now=lambda: now, actor="systeem")
    database.close()


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main(folder: str, port: str) -> None:
    settings = settings_of(Path(folder), int(port))
    say("ready")
    for line in sys.stdin:
        moment, ahead, run = line.split()
        child = os.fork()
        if child == 0:
            remind_and_deliver(settings, datetime.fromisoformat(moment), float(ahead), run)
            os._exit(0)
        say(child)
        sys.stdin.readline()  # its id stays its own until it may be looked at
        say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
