"""The command line: `inkoopkalender`.

Each group of commands is a module with an `app`, named in `ROOMS` and imported only when it is called, so
that `calendar show` waits for neither a database nor Prefect. Errors end in the exit codes of `errors`.
"""

import sys
from collections.abc import Sequence
from importlib import import_module

import typer
from typer.core import TyperCommand, TyperGroup

from inkoopkalender.errors import InkoopkalenderError, reason

ROOMS = {
    "calendar": "inkoopkalender.cli.calendar",
    "providers": "inkoopkalender.cli.providers",
    "contracts": "inkoopkalender.cli.contracts",
    "submissions": "inkoopkalender.cli.submissions",
    "waive": "inkoopkalender.cli.waive",
    "mds": "inkoopkalender.cli.mds",
    "users": "inkoopkalender.cli.users",
    "letters": "inkoopkalender.cli.letters",
    "round": "inkoopkalender.cli.rounds",
    "parameters": "inkoopkalender.cli.parameters",
    "scores": "inkoopkalender.cli.scores",
    "offers": "inkoopkalender.cli.offers",
    "sign": "inkoopkalender.cli.sign",
    "publish": "inkoopkalender.cli.publish",
    "cases": "inkoopkalender.cli.cases",
    "promises": "inkoopkalender.cli.promises",
    "tasks": "inkoopkalender.cli.tasks",
    "audit": "inkoopkalender.cli.audit",
    "keeping": "inkoopkalender.cli.keeping",
    "keys": "inkoopkalender.cli.keys",
    "clock": "inkoopkalender.cli.clock",
    "rehearse": "inkoopkalender.cli.rehearse",
    "demo": "inkoopkalender.cli.demo",
    "up": "inkoopkalender.cli.up",
    "doctor": "inkoopkalender.cli.doctor",
}
"""A command's name and the module whose `app` it is; an app with a single command is that command."""


class Rooms(TyperGroup):
    """Imports a room when it is entered."""

    def list_commands(self, _context: object) -> list[str]:
        """Name the rooms in the order of the table."""
        return list(ROOMS)

    def get_command(self, _context: object, name: str) -> TyperCommand | TyperGroup | None:
        """Load the room's app; None for a name that is not there."""
        if name not in ROOMS:
            return None
        command = typer.main.get_command(import_module(ROOMS[name]).app)
        command.name = name
        return command if isinstance(command, TyperCommand | TyperGroup) else None


app = typer.Typer(
    cls=Rooms,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Runs the yearly contracting round of Dutch health insurers.",
)


@app.callback()
def _inkoopkalender() -> None:
    """Make a group of the app, although its commands come later."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit: 0 fine, 1 findings, 2 misuse or broken content, 3 could not run."""
    try:
        app(args=None if arguments is None else list(arguments), prog_name="inkoopkalender")
    except InkoopkalenderError as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(fault.exit_code)
    except OSError as fault:
        place = f" {fault.filename}:" if fault.filename else ""
        sys.stderr.write(
            f"Dit lukte niet:{place} {reason(fault)}.\nKijk naar het pad, de rechten en de schijf.\n"
        )
        sys.exit(InkoopkalenderError.exit_code)
