"""`inkoopkalender audit`: what was changed, by whom and why; and whether the chain still holds."""

import sys
from typing import Annotated

import typer

from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import open_register
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.storage.audit import find_broken_links, list_links

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="What was changed, by whom and why.",
)

MOST_SHOWN = 100


@app.command("show")
def show(
    round_key: Annotated[str, typer.Option("--round", help="One round; otherwise every chain.")] = "",
    json: Json = False,
) -> None:
    """Show the last hundred links of the audit.

    Example: inkoopkalender audit show --round cz/wijkverpleging/2027
    """
    with open_register().reading() as connection:
        links = list_links(connection, str(RoundKey.parse(round_key)) if round_key else None)
    if json:
        print_json({"links": links})
        return
    rows = [
        [one.chain or "register", str(one.sequence), f"{one.at:%Y-%m-%d %H:%M}", one.actor, one.why]
        for one in links[-MOST_SHOWN:]
    ]
    print_table(["keten", "nr", "tijdstip (UTC)", "wie", "waarom"], rows)


@app.command("verify")
def verify(json: Json = False) -> None:
    """Check that no link was changed, removed or put in between; exit 1 when one was.

    Example: inkoopkalender audit verify
    """
    with open_register().reading() as connection:
        links, broken = len(list_links(connection)), find_broken_links(connection)
    if json:
        print_json({"links": links, "broken": broken})
    else:
        for one in broken:
            print_line(f"{one.chain or 'register'} {one.sequence}: {one.message}")
        print_line(f"{links} schakels, {len(broken)} gebroken.")
    if broken:
        sys.exit(1)
