"""`inkoopkalender calendar`: list and check; the other commands have modules of their own.

They need no database, but for `change`; `show`, `svg` and `ics` tell what was moved where there is one.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.calendar_change import change
from inkoopkalender.cli.calendar_diff import compare
from inkoopkalender.cli.calendar_ics import write_ics
from inkoopkalender.cli.calendar_new_year import make_new_year
from inkoopkalender.cli.calendar_show import key_parts, show_calendar
from inkoopkalender.cli.calendar_svg import draw_calendars
from inkoopkalender.cli.calendar_when import explain_words
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.own_content import own_content
from inkoopkalender.content.answers import ANSWERS_FILE
from inkoopkalender.content.calendars import (
    CalendarFaultsError,
    calendar_files,
    check_calendars,
    list_calendar_keys,
    load_calendar,
)
from inkoopkalender.content.round_content import find_round_content
from inkoopkalender.domain import dutch
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.runnable_checks import check_runnable

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Calendars in the policy's words."
)

_WEIGHT = {"note": 0, "warning": 1, "error": 2}
"""The gravest come last, where a reader of a terminal is."""


@app.command("list")
def list_calendars(json: Json = False) -> None:
    """Show the rounds that have a calendar, and which of them can be opened.

    Example: inkoopkalender calendar list
    """
    root = own_content()
    entries = [_entry(key, root) for key in list_calendar_keys(root)]
    if json:
        print_json({"calendars": entries})
        return
    rows = [
        [str(entry["key"]), str(entry["events"] or "-"), _standing(entry), str(entry["title"] or "")]
        for entry in entries
    ]
    print_table(["ronde", "gebeurtenissen", "stand", "beleid"], rows)


app.command("show")(show_calendar)
app.command("when")(explain_words)


@app.command("check")
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files, folders or keys; without: all.")] = None,
    against: Annotated[Path | None, typer.Option(help="Folder with the policies' texts.")] = None,
    notes: Annotated[bool, typer.Option("--notes", help="Show the notes too, not only how many.")] = False,
    json: Json = False,
) -> None:
    """Check calendars, and the answers beside them; with --against, look every quote up in the policy's text.

    Example: inkoopkalender calendar check calendars/cz --against policies
    """
    root = own_content()
    files = calendar_files(paths or (), root)
    findings = check_calendars(files, against, root)
    counts = {f"{name}s": sum(f.severity == name for f in findings) for name in ("error", "warning", "note")}
    if json:
        print_json({"calendars": len(files), **counts, "findings": findings})
    else:
        for finding in sorted(findings, key=lambda each: _WEIGHT[each.severity]):
            if notes or finding.severity != "note":
                print_line(str(finding))
        answered = any(file.with_name(ANSWERS_FILE).is_file() for file in files)
        done = ("; citaten opgezocht" if against else "") + ("; antwoorden vergeleken" if answered else "")
        hidden = "" if notes or not counts["notes"] else "; --notes toont de opmerkingen"
        print_line(f"{_counted(len(files), counts)}{done}{hidden}.")
    raise typer.Exit(1 if counts["errors"] else 0)


app.command("svg")(draw_calendars)
app.command("ics")(write_ics)
app.command("diff")(compare)
app.command("new-year")(make_new_year)
app.command("change")(change)


def _counted(calendars: int, counts: Mapping[str, int]) -> str:
    found = [
        dutch.counted(counts["errors"], "fout", "fouten"),
        dutch.counted(counts["warnings"], "waarschuwing", "waarschuwingen"),
        dutch.counted(counts["notes"], "opmerking", "opmerkingen"),
    ]
    return f"{dutch.counted(calendars, 'kalender', 'kalenders')}: {dutch.listed(found)}"


def _entry(key: RoundKey, root: Path | None) -> dict[str, object]:
    """Give one line of the list; a calendar with errors is listed without title and count."""
    entry: dict[str, object] = {
        "key": str(key), **key_parts(key), "title": None, "events": None, "status": None, "runnable": False,
        "receives": False, "errors": 0,
    }  # fmt: skip
    try:
        calendar = load_calendar(key, root)
    except CalendarFaultsError as fault:
        return {**entry, "errors": len(fault.findings)}
    content, confirmed = find_round_content(key, root), calendar.status == "confirmed"
    runs = (
        confirmed and any(one.phase for one in calendar.events) and not any(check_runnable(calendar, content))
    )
    receives = confirmed and bool(content.windows)
    said = {"title": calendar.source.title, "events": len(calendar.events), "status": calendar.status}
    return {**entry, **said, "runnable": runs, "receives": receives}


def _standing(entry: Mapping[str, object]) -> str:
    """Say whether the round can be opened, in a word or two."""
    if entry["errors"]:
        return "fouten"
    if entry["status"] == "expected":
        return "verwacht"
    if entry["runnable"]:
        return "kan open"
    return "kan ontvangen" if entry["receives"] else "alleen kalender"
