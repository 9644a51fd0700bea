"""`inkoopkalender calendar new-year`: its options; what is written and printed stands in `new_year_text`."""

from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.output import Json
from inkoopkalender.domain.rounds import RoundKey


def make_new_year(
    key: Annotated[str, typer.Argument(help="This year's round, such as cz/wijkverpleging/2027.")],
    to: Annotated[Path | None, typer.Option(help="Another folder of calendars to write it in.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what must be looked up.")] = False,
    json: Json = False,
) -> None:
    """Write next year's calendar with the same words, as expected, and list what must be looked up.

    Example: inkoopkalender calendar new-year cz/wijkverpleging/2027 --dry-run
    """
    from inkoopkalender.cli.new_year_text import print_new_year  # noqa: PLC0415 -- slow import

    print_new_year(RoundKey.parse(key), to, dry_run=dry_run, json=json)
