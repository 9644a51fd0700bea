"""`inkoopkalender doctor`: what this installation needs, looked at one by one."""

import sys

import typer

from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.domain.dutch import counted
from inkoopkalender.orchestration.doctor import examine
from inkoopkalender.settings import load_settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("doctor")
def doctor(json: Json = False) -> None:
    """Look at what this installation needs, change nothing; exit 1 when something needs attention.

    Example: inkoopkalender doctor
    """
    checks = examine(load_settings())
    findings = [one for one in checks if one.state != "ok"]
    if json:
        print_json({"findings": len(findings), "checks": checks})
    else:
        rows = [[one.state, one.name, "\n".join(filter(None, (one.found, one.next_step)))] for one in checks]
        print_table(["", "wat", "gevonden, en wat te doen"], rows)
        print_line()
        print_line(
            f"{counted(len(findings), 'bevinding', 'bevindingen')}." if findings else "Alles is in orde."
        )
    if findings:
        sys.exit(1)
