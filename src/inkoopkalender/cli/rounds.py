"""`inkoopkalender round`: open a round, see where it stands, what is due, and let what is due run."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import AtDesk, Key, Now, parse_moment, sit_down
from inkoopkalender.cli.output import Json, print_counts, print_json, print_line, print_table
from inkoopkalender.cli.participants import participants
from inkoopkalender.cli.past import mark, past
from inkoopkalender.cli.people import By, open_as
from inkoopkalender.cli.waiting_text import (
    expected_line,
    past_line,
    people_lines,
    receives_only_line,
    waiting_text,
)
from inkoopkalender.cli.waivers import count_waivers, print_waivers, shown_waivers
from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.domain import dutch
from inkoopkalender.domain.actions import Action
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.standings import DUTCH, STANDINGS
from inkoopkalender.settings import load_settings
from inkoopkalender.storage.amendments import Amendment
from inkoopkalender.storage.decisions import count_tasks
from inkoopkalender.storage.ledger import LedgerRow, list_actions
from inkoopkalender.storage.outbox import count_letters
from inkoopkalender.storage.rounds import count_standings
from inkoopkalender.storage.submissions import count_submissions
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.opening import need_contracts, need_openable
from inkoopkalender.usecases.past import count_unmarked
from inkoopkalender.usecases.round_clock import read_now
from inkoopkalender.usecases.rounds import open_round
from inkoopkalender.usecases.run_action import Ran, find_due, run_due

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Rounds: open, status, due, tick."
)
app.command("past")(past)
app.command("mark")(mark)
app.command("participants")(participants)


@app.command("open")
def open_one(
    key: Key,
    as_of: Annotated[str, typer.Option("--as-of", help="Nothing due before this runs by itself.")] = "",
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Open a round for every organisation in the register.

    Example: inkoopkalender round open cz/wijkverpleging/2027 --as-of 2026-03-01
    """
    settings, database = load_settings(), open_as(by)
    now = read_now(database)
    since = parse_moment(as_of) if as_of else now
    calendar = load_calendar(RoundKey.parse(key), settings.content)
    receives_only = need_openable(calendar, settings.content)
    need_contracts(database, calendar)
    opened = open_round(database, calendar, since=since, by=by, now=now)
    unmarked = count_unmarked(sit_down(key, by, record=False).desk)
    if json:
        print_json(
            {
                "round": opened.round.key,
                "receives_only": receives_only,
                "tracks": opened.tracks,
                "unclear": opened.unclear,
                "past": unmarked,
            }
        )
        return
    titles = {track.key: track.title.lower() for track in calendar.tracks}
    tracks = ", ".join(
        f"{dutch.number(count)} {titles.get(name, name)}" for name, count in opened.tracks.items()
    )
    print_line(f"De ronde {opened.round.key} is open: {tracks}; voor een mens: {opened.unclear}.")
    if receives_only:
        print_line(receives_only_line(key))
    if not titles.keys() >= opened.tracks.keys():
        print_line(f"Zij heeft andere sporen: inkoopkalender round participants {key} --by-rule --dry-run")
    if unmarked:
        print_line(past_line(key, unmarked))


@app.command("status")
def status(key: Key, json: Json = False) -> None:
    """Show where everybody stands, what came in, the letters, and what waits for a person.

    Example: inkoopkalender round status cz/wijkverpleging/2027
    """
    at = sit_down(key, SYSTEM_USER, record=False)
    with at.desk.database.reading() as connection:
        round_id = at.desk.round.round_id
        standings = count_standings(connection, round_id)
        letters = count_letters(connection, round_id)
        submissions = count_submissions(connection, round_id)
        tasks = count_tasks(connection, round_id)
        waivers = shown_waivers(connection, at.desk, at.now)
        waived = count_waivers(connection, at.desk, waivers, at.now)
    if json:
        waiting = {kind: waits for kind, (_, waits) in tasks.items()}
        print_json(
            {
                "round": key,
                "calendar_status": at.desk.calendar.status,
                "standings": standings,
                "letters": letters,
                "submissions": submissions,
                "tasks": waiting,
                "waivers": waived,
            }
        )
        return
    _print_expected(at)
    print_counts("stand", {DUTCH[one]: standings[one] for one in STANDINGS})
    print_counts("brieven", letters)
    print_counts("wacht op een mens", {kind: waits for kind, (_, waits) in tasks.items()})
    print_waivers(waivers)


def _print_expected(at: AtDesk) -> None:
    """Say why nothing is due: the calendar is not confirmed, or the round only receives."""
    if at.desk.calendar.status == "expected":
        print_line(expected_line(at.desk.key))
    elif at.desk.receives_only:
        print_line(receives_only_line(at.desk.key))


@app.command("timeline")
def timeline(key: Key, json: Json = False) -> None:
    """Show every action that was taken up: when, how it ended, how many.

    Example: inkoopkalender round timeline cz/wijkverpleging/2027
    """
    at = sit_down(key, SYSTEM_USER, record=False)
    with at.desk.database.reading() as connection:
        rows = list_actions(connection, at.desk.round.round_id, superseded=True)
    if json:
        print_json({"round": key, "actions": rows, "changes": at.desk.amendments})
        return
    for one in at.desk.amendments:
        print_line(_changed(at, one))
    print_table(["tijdstip", "actie", "toestand", "wat"], [_line(at, row) for row in rows])


def _changed(at: AtDesk, one: Amendment) -> str:
    on = f"{one.changed_at.astimezone(at.desk.zone):%d-%m-%Y}"
    return f"{one.event}: gewijzigd op {on}, was '{one.before_words}', is '{one.words}' ({one.reason})"


def _line(at: AtDesk, row: LedgerRow) -> list[str]:
    what = ", ".join(f"{name} {count}" for name, count in row.counts.items())
    action = " ".join(part for part in (row.kind, row.event, row.occurrence) if part)
    return [
        f"{row.due_at.astimezone(at.desk.zone):%d-%m-%Y %H.%M}",
        action,
        f"{row.state} (vervangen)" if row.superseded_at else row.state,
        waiting_text(row.waits_for) or what,
    ]


@app.command("due")
def due(key: Key, now: Now = "", json: Json = False) -> None:
    """Show what is due and not finished, and what each waits for. Nothing is changed.

    Example: inkoopkalender round due cz/wijkverpleging/2027
    """
    at = sit_down(key, SYSTEM_USER, now, record=False)
    actions, people = find_due(at.desk, at.now), _waits_for_people(at)
    if json:
        print_json(
            {
                "round": key,
                "calendar_status": at.desk.calendar.status,
                "now": at.now.astimezone(at.desk.zone),
                "actions": [
                    {
                        "key": str(one.key),
                        "due_at": one.due_at,
                        "waits_for": one.waits_for,
                        "lapsed": one.lapsed,
                    }
                    for one in actions
                ],
                "people": people,
            }
        )
        return
    _print_expected(at)
    if not actions and not any(people.values()):
        print_line("Er is niets te doen.")
    for one in actions:
        print_line(f"{one.due_at.astimezone(at.desk.zone):%d-%m-%Y %H.%M}  {_waits(one)}")
        print_line(f"    {one.key}")  # whole, on a line of its own: letters release takes it as it stands
    for line in people_lines(key, people):
        print_line(line)


def _waits_for_people(at: AtDesk) -> dict[str, int]:
    """Count what waits for a person besides the actions: questions, marks, letters of unknown fate."""
    with at.desk.database.reading() as connection:
        asked = count_tasks(connection, at.desk.round.round_id)
        unknown = count_letters(connection, at.desk.round.round_id)["unknown"]
    return {
        "tasks": sum(waits for _, waits in asked.values()),
        "past": count_unmarked(at.desk),
        "unknown_letters": unknown,
    }


def _waits(action: Action) -> str:
    if action.lapsed:
        return "komt te laat en vervalt"
    return f"wacht op {'; '.join(map(waiting_text, action.waits_for))}" if action.waits_for else "kan nu"


@app.command("tick")
def tick(key: Key, now: Now = "", by: By = SYSTEM_USER, json: Json = False) -> None:
    """Do everything that is due and may run; repeating it does nothing more.

    Example: inkoopkalender round tick cz/wijkverpleging/2027
    """
    at = sit_down(key, by, now)
    ran = run_due(at.desk, at.now, run_id="command line")
    if json:
        print_json({"round": key, "ran": ran})
    else:
        _print_expected(at)
        _print_ran(ran)
    if any(one.state == "failed" for one in ran):
        sys.exit(3)


def _print_ran(ran: Sequence[Ran]) -> None:
    if not ran:
        print_line("Er was niets te doen.")
    for one in ran:
        counts = ", ".join(f"{name} {count}" for name, count in one.counts.items())
        print_line(f"{one.state}  {one.key}")
        if one.problem or counts:
            print_line(f"    {one.problem or counts}")
