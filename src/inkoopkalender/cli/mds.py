"""`inkoopkalender mds`: the Russell Standard on a minimal data set, and a sample to verify.

A file needs neither a database nor an opened round, and nothing is stored. With --agb it is the data set
that was handed in: opened in memory only.
"""

import contextlib
import sys
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.findings_text import print_findings
from inkoopkalender.cli.mds_source import bounds_of, read_source
from inkoopkalender.cli.mds_text import print_rates, print_sample
from inkoopkalender.cli.output import Json, print_json
from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.domain.ambiguity_checks import find_ambiguities
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.russell import Rates, rates_of, surroundings_of
from inkoopkalender.domain.russell_class import class_of
from inkoopkalender.domain.sampling import draw_sample
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.findings import stands_in_the_way
from inkoopkalender.intake.mds import ReadMds, read_mds
from inkoopkalender.settings import load_settings

KIND = "mds"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="The minimal data set of stop-smoking care.",
)

Source = Annotated[
    Path, typer.Argument(metavar="FILE", help="An .xlsx or .csv file; with --agb, the round instead.")
]
Agb = Annotated[str, typer.Option("--agb", help="The provider whose accepted data set of the round it is.")]
Round = Annotated[str, typer.Option("--round", help="The round whose columns and readings hold.")]
On = Annotated[
    str, typer.Option("--on", help="The day of receipt (ISO): names later dates and open windows.")
]
_THE_ROUND = "cz/stoppen-met-roken/2027"


@app.command("rates")
def rates(
    file: Source,
    round_key: Round = _THE_ROUND,
    agb: Agb = "",
    on: On = "",
    class_by: Annotated[str, typer.Option(help="The rate that decides a class: 4w, 4w-co or 52w.")] = "",
    average_from: Annotated[float | None, typer.Option(help="Lowest percentage that is average.")] = None,
    average_to: Annotated[float | None, typer.Option(help="Highest percentage that is average.")] = None,
    json: Json = False,
) -> None:
    """Count treated smokers and quitters by the Russell Standard, with what is wrong in the file.

    With --json the findings go to stderr. Without bounds for a class nobody is classified: with --agb those
    are the round's parameters, and the options stand in for them.

    Example: inkoopkalender mds rates mds.xlsx --on 2026-09-20
    """
    bounds = bounds_of(class_by, average_from, average_to)
    day = _day(on)
    round_key = str(file) if agb else round_key
    kind = _kind(round_key)
    source = read_source(file, round_key, agb, kind)
    day = day or source.received_on
    read = read_mds(source.content, source.filename, kind, day)
    smokers = [row.smoker for row in read.rows]
    counted = rates_of(smokers)
    _tell_findings(read, json=json)
    if json:
        print_json(_document(counted))
    else:
        names = dict.fromkeys(name for field in kind.fields.values() for name in field.ambiguities)
        readings = find_ambiguities(
            load_calendar(RoundKey.parse(round_key), load_settings().content), [*names, "A-SMR-06"]
        )
        print_rates(
            counted, surroundings_of(smokers, day), read, class_of(counted, bounds or source.bounds), readings
        )
    _end(read)


@app.command("sample")
def sample(
    file: Source,
    size: Annotated[int, typer.Option(help="How many rows; the policy does not say.", min=0)],
    seed: Annotated[str, typer.Option(help="Anything; the same seed draws the same rows.")],
    round_key: Round = _THE_ROUND,
    agb: Agb = "",
    json: Json = False,
) -> None:
    """Draw rows to verify. The same seed draws the same people, in whatever order their rows stand.

    Example: inkoopkalender mds sample mds.xlsx --size 20 --seed 2026-09
    """
    round_key = str(file) if agb else round_key
    kind = _kind(round_key)
    source = read_source(file, round_key, agb, kind)
    read = read_mds(source.content, source.filename, kind)
    drawn = draw_sample(read.rows, size, seed, lambda row: row.key)
    _tell_findings(read, json=json)
    if json:
        print_json(
            {
                "seed": seed,
                "size": len(drawn),
                "population": len(read.rows),
                "rows": [
                    {
                        "row": row.row,
                        "agb": row.agb,
                        "client": row.client,
                        "started_on": row.smoker.started_on,
                    }
                    for row in drawn
                ],
            }
        )
    else:
        print_sample(drawn, read)
    _end(read)


def _kind(round_key: str) -> SubmissionKind:
    kinds = load_submission_kinds(RoundKey.parse(round_key), load_settings().content)
    if KIND not in kinds:
        raise MisuseError(
            f"{round_key} vraagt geen minimale dataset ({KIND}).\nNoem een andere ronde: --round {_THE_ROUND}"
        )
    return kinds[KIND]


def _document(counted: Rates) -> dict[str, int | float | None]:
    """Return the rates as JSON has them: counts, and shares between 0 and 1 with four decimals."""
    values = {field.name: getattr(counted, field.name) for field in fields(counted)}
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _tell_findings(read: ReadMds, *, json: bool) -> None:
    """Write the findings: on stderr when stdout is one JSON document."""
    with contextlib.redirect_stdout(sys.stderr) if json else contextlib.nullcontext():
        print_findings(read.findings)


def _end(read: ReadMds) -> None:
    if stands_in_the_way(read.findings):
        sys.exit(1)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise MisuseError(f"--on {text} is geen datum.\nSchrijf bijvoorbeeld --on 2026-09-20.") from error
