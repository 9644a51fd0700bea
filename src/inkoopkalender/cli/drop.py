"""`inkoopkalender submissions drop`: one look at the drop folder, by hand."""

import sys

from inkoopkalender import clock
from inkoopkalender.cli.at_desk import Now, parse_moment
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By, DryRun, open_as
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.readers import Readers
from inkoopkalender.settings import load_settings
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.desk import Desk, open_desk
from inkoopkalender.usecases.drop_folder import DropReport, take_drop
from inkoopkalender.usecases.drop_notes import Fate
from inkoopkalender.usecases.round_clock import read_now, read_offset

_MOST_SHOWN = 200
_IN_WORDS = {
    "accepted": "aangenomen",
    "rejected": "niet goedgekeurd",
    "refused": "te laat",
    "late": "te laat",
}


def drop(dry_run: DryRun = False, now: Now = "", by: By = SYSTEM_USER, json: Json = False) -> None:
    """Take in what lies in the drop folder, as the flow does; exit 1 when a file was not accepted.

    Example: inkoopkalender submissions drop --dry-run
    """
    settings = load_settings()
    database = open_as(by)
    moment = read_now(database, parse_moment(now) if now else None)
    with Readers() as readers:

        def desk_on(key: str) -> Desk:
            return open_desk(
                database,
                settings,
                RoundKey.parse(key),
                at=moment,
                actor=by,
                root=settings.content,
                record=not dry_run,
                readers=readers,
            )

        report = take_drop(
            settings,
            desk_on,
            by=by,
            now=moment,
            wall=clock.now(),
            offset=read_offset(database),
            dry_run=dry_run,
        )
    if json:
        print_json(
            {
                "folder": str(settings.incoming_folder),
                "dry_run": dry_run,
                "files": report.fates,
                "waiting": report.waiting,
                "problems": report.problems,
            }
        )
    else:
        _print(report, dry_run=dry_run)
    if report.problems or report.count("refused"):
        sys.exit(1)


def _print(report: DropReport, *, dry_run: bool) -> None:
    if report.fates:
        print_table(["bestand", "uitkomst", "bevindingen"], [_row(one) for one in report.fates[:_MOST_SHOWN]])
    if len(report.fates) > _MOST_SHOWN:
        print_line(f"... en nog {len(report.fates) - _MOST_SHOWN}; --json geeft ze alle.")
    for one in report.waiting:
        print_line(f"Nog niet af, wacht: {one}")
    for problem in report.problems:
        print_line(f"Blijft liggen: {problem}")
    done = "zou worden" if dry_run else "is"
    print_line(
        f"{report.count('handled')} {done} aangenomen, {report.count('refused')} niet; "
        f"{len(report.waiting)} nog niet af."
    )


def _row(fate: Fate) -> list[str]:
    return [fate.file, _IN_WORDS.get(fate.state, "niet ingenomen"), fate.reason or str(fate.findings)]
