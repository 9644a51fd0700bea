"""`inkoopkalender submissions`: the form of what providers hand in, and a check of one file.

`template` and `check` need neither database nor opened round.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.findings_text import File, Json, print_findings
from inkoopkalender.cli.output import print_json, print_line
from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.forms import write_template
from inkoopkalender.intake.submissions import check_submission
from inkoopkalender.intake.tables import read_bytes
from inkoopkalender.settings import Settings

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What providers hand in.")

Round = Annotated[str, typer.Option("--round", help="The round, such as cz/wijkverpleging/2027.")]


@app.command("check")
def check(
    file: File,
    kind: Annotated[str, typer.Option("--as", help="The kind, such as quality-survey.")],
    round_key: Round,
    agb: Annotated[str | None, typer.Option(help="The provider whose file it must be.")] = None,
    json: Json = False,
) -> None:
    """Check a provider's file, and say everything that is wrong with it.

    Example: inkoopkalender submissions check uitvraag.xlsx --as quality-survey --round cz/wijkverpleging/2027
    """
    key = RoundKey.parse(round_key)
    asked = find_kind(key, kind)
    content = read_bytes(file)
    checked = check_submission(content, file.name, asked, contract_year=key.contract_year, agb=agb)
    if json:
        print_json({"accepted": checked.accepted, "rows": checked.rows, "findings": checked.findings})
    else:
        print_findings(checked.findings)
        print_line(f"{checked.rows} vragen gelezen; {'in orde' if checked.accepted else 'niet in orde'}.")
    if not checked.accepted:
        sys.exit(1)


@app.command("template")
def template(
    kind: Annotated[str, typer.Argument(help="The kind, such as quality-survey.")],
    round_key: Round,
    out: Annotated[Path, typer.Option("--out", "-o", help="The .xlsx file to write.")],
    json: Json = False,
) -> None:
    """Write the empty form of a kind of submission.

    Example: inkoopkalender submissions template quality-survey --round cz/wijkverpleging/2027 -o u.xlsx
    """
    key = RoundKey.parse(round_key)
    if out.suffix.lower() != ".xlsx":
        raise MisuseError(f"A form is a workbook: give {out.name} a name that ends in .xlsx.")
    write_template(find_kind(key, kind), out, contract_year=key.contract_year)
    if json:
        print_json({"kind": kind, "round": str(key), "file": str(out)})
    else:
        print_line(f"Het formulier staat in {out}.")


def find_kind(key: RoundKey, name: str) -> SubmissionKind:
    """Return what a kind of submission asks. Raises MisuseError when the round does not have it."""
    kinds = load_submission_kinds(key, Settings().content)
    if name not in kinds:
        raise MisuseError(f"{key} has no submission '{name}'. It has: {', '.join(sorted(kinds))}.")
    return kinds[name]
