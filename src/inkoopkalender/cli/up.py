"""`inkoopkalender up`: everything that runs by itself, until Ctrl-C."""

import typer

from inkoopkalender.orchestration.up import run_up
from inkoopkalender.settings import load_settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("up")
def up() -> None:
    """Run everything until Ctrl-C: Prefect and its worker, delivery, the pages; outside production a catcher.

    Prints three addresses when all is ready. A second `up` in the same working folder is refused.

    Example: inkoopkalender up
    """
    run_up(load_settings())
