"""`inkoopkalender calendar diff`: its options; what is printed stands in `difference_text`."""

from typing import Annotated

import typer

from inkoopkalender.cli.output import Json

Where = Annotated[str, typer.Argument(help="A round's key, or a calendar.yaml, or its folder.")]


def compare(old: Where, new: Where, json: Json = False) -> None:
    """Show what moved, what is new and what is gone between two calendars: versions, years or insurers.

    Example: inkoopkalender calendar diff cz/wijkverpleging/2027 drafts/calendar.yaml
    """
    from inkoopkalender.cli.difference_text import print_difference  # noqa: PLC0415 -- slow import

    print_difference(old, new, json=json)
