"""`inkoopkalender calendar change`: moves a date of an open round, as an act with consequences.

The other calendar commands need no database, so everything that does is imported when this one runs.
"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from inkoopkalender.cli.moment_text import UNRESOLVED
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.reasons import told
from inkoopkalender.domain import dutch
from inkoopkalender.domain.dutch_dates import end_text, start_text
from inkoopkalender.domain.findings import SEVERITY_WORDS

if TYPE_CHECKING:
    from inkoopkalender.usecases.change_shapes import CalendarChange, Moments, MovedAction

_SYSTEM = "systeem"


def _say_why(reason: str) -> str:
    return told(reason, "zeg waarom: de brief aan de aanbieders en het verslag noemen de reden.")


def change(
    key: Annotated[str, typer.Argument(help="The round, such as cz/wijkverpleging/2027.")],
    event: Annotated[str, typer.Argument(help="The event whose date moves.")],
    when: Annotated[str, typer.Option("--when", help="The new date, in the calendar's words.")],
    reason: Annotated[
        str, typer.Option("--reason", callback=_say_why, help="Why, in Dutch: the letter says it.")
    ],
    announced: Annotated[str, typer.Option("--announced", help="When it is announced (ISO); else now.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would follow; change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
    by: Annotated[str, typer.Option("--by", help="Who does this; the audit names them.")] = _SYSTEM,
    json: Json = False,
) -> None:
    """Move a date of an open round: letters go back, closings run again, providers are told.

    Example: inkoopkalender calendar change KEY quality-survey --when "2 mei 2026 t/m 7 juni 2026" --reason R
    """
    from inkoopkalender.cli.at_desk import parse_moment, sit_down  # noqa: PLC0415 -- slow import
    from inkoopkalender.usecases.calendar_change import change_date  # noqa: PLC0415 -- slow import
    from inkoopkalender.usecases.change_shapes import AskedChange  # noqa: PLC0415 -- slow import

    at = sit_down(key, by, record=not dry_run)
    announced_at = parse_moment(announced) if announced else at.now
    asked = AskedChange(event, when, reason, announced_at.astimezone(at.desk.zone))
    if not (dry_run or yes or json) and sys.stdin.isatty():
        _print(change_date(at.desk, asked, by=by, now=at.now, dry_run=True))
        typer.confirm("De datum nu wijzigen?", abort=True, err=True)
    result = change_date(at.desk, asked, by=by, now=at.now, dry_run=dry_run)
    if json:
        print_json(result)
    else:
        _print(result)
    if result.refused:
        sys.exit(1)


def _print(result: "CalendarChange") -> None:
    for finding in sorted(result.findings, key=lambda one: one.severity == "error"):
        print_line(f"{SEVERITY_WORDS[finding.severity]}: {finding.message}\n    {finding.next_step}")
    if result.refused:
        print_line("De datum is niet gewijzigd.")
        return
    if result.already:
        print_line(f"{result.event} is al zo: {result.before.words}. Er is niets gewijzigd.")
        return
    assert result.after is not None, "a date that is not refused has a new moment"
    print_line(f"{result.event}: was '{result.before.words}', wordt '{result.after.words}'.")
    print_line(f"  was:   {_span(result.before)}\n  wordt: {_span(result.after)}")
    _print_counts(result)
    if result.actions:
        print_line()
        print_table(["was", "wordt", "actie", "gevolg"], [_line(one) for one in result.actions])
    print_line()
    print_line(
        f"Gewijzigd, als wijziging {result.number}. De volgende tick schrijft de brieven (met `up` vanzelf, "
        f"anders:\ninkoopkalender round tick {result.round}). Daarna wachten zij op vrijgave:\n"
        f"inkoopkalender round due {result.round}"
        if result.stored
        else "Er is niets gewijzigd (--dry-run)."
    )


def _print_counts(result: "CalendarChange") -> None:
    letters, organisations = result.letters, result.organisations
    facts = [
        ("ingetrokken brieven", letters["withdrawn"]),
        ("al verzonden brieven hierover", letters["sent"]),
        ("te schrijven brieven", letters["to_compose"]),
        ("aanbieders om te vertellen", organisations["to_tell"]),
        ("van hen al bericht gehad", organisations["reached"]),
        ("zonder adres", organisations["without_address"]),
        *((f"opnieuw beoordeeld: {name}", count) for name, count in result.submissions.items()),
        ("gevolgen die een vraag worden", result.consequences),
    ]
    for name, count in facts:
        if count:
            print_line(f"  {name}: {count}")
    if result.moved:
        print_line(f"  schuift mee: {', '.join(result.moved)}")
    for name, words in (("days_before_old", "oude"), ("days_before_new", "nieuwe")):
        days = result.notice[name]
        if days is not None:
            side = "vóór" if days >= 0 else "na"
            print_line(f"  aangekondigd {dutch.counted(abs(days), 'dag', 'dagen')} {side} het {words} moment")


def _span(moments: "Moments") -> str:
    """Write the moment that the words mean, as the calendar's other commands do."""
    begin = start_text(moments.start) if moments.start else ""
    last = f"t/m {end_text(moments.end)}" if moments.end else ""
    if not last:
        return f"vanaf {begin}" if begin else UNRESOLVED
    return f"{begin} {last}".strip()


_EFFECTS = {
    "again": "gebeurt opnieuw",
    "composed-anew": "wordt opnieuw gemaakt",
    "due": "is nu aan de beurt",
    "lapsed": "vervalt: te laat om nut te hebben",
    "moved": "schuift",
    "dropped": "vervalt: staat niet meer in de kalender",
}


def _line(one: "MovedAction") -> list[str]:
    moments = [
        "-" if moment is None else f"{moment:%d-%m-%Y %H.%M}" for moment in (one.due_before, one.due_after)
    ]
    action = " ".join(part for part in (one.kind, one.event, one.occurrence, one.subject) if part)
    return [*moments, action, _EFFECTS[one.effect]]
