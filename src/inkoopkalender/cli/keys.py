"""`inkoopkalender keys`: the keys that seal files about patients, in a file of their own."""

import sys
from typing import Annotated

import typer

from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By, open_as, open_register
from inkoopkalender.domain.dutch import counted
from inkoopkalender.settings import load_settings
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.keys import list_keys, make_new_key, seal_anew
from inkoopkalender.usecases.plain_files import find_plain
from inkoopkalender.usecases.round_clock import read_now

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="The keys that seal files about patients.",
)


@app.command("new")
def new(by: By = SYSTEM_USER, json: Json = False) -> None:
    """Make a key that seals from now on; older ones still open what they sealed.

    Example: inkoopkalender keys new --by anna
    """
    settings, database = load_settings(), open_as(by)
    key = make_new_key(database, settings, by=by, now=read_now(database))
    if json:
        print_json({"key": key.key_id, "file": str(settings.key_file)})
        return
    print_line(f"Sleutel {key.key_id} staat in {settings.key_file}; nieuwe bestanden krijgen haar.")
    print_line("Leg een kopie in een kluis, niet bij de database. Zonder sleutel is niets te lezen.")
    print_line("Opnieuw versleutelen wat er al is: inkoopkalender keys rotate --dry-run")


@app.command("list")
def list_all(json: Json = False) -> None:
    """Show the keys by name, and how many documents each sealed; exit 1 for missing keys and plain files.

    Plain are files about people that were stored before there were keys.

    Example: inkoopkalender keys list
    """
    settings, database = load_settings(), open_register()
    known, plain = list_keys(database, settings), len(find_plain(database, settings.content))
    if json:
        print_json({"file": str(settings.key_file), "keys": known, "plain": plain})
    else:
        state = {True: "versleutelt", False: "leest"}
        rows = [
            [one.key_id, str(one.documents), state[one.seals] if one.there else "ONTBREEKT"] for one in known
        ]
        print_table(["sleutel", "documenten", "wat zij doet"], rows)
        print_line(f"Sleutelbestand: {settings.key_file}")
        if plain:
            print_line(
                f"{_documents(plain)} over patiënten NIET versleuteld. Zonder sleutel: eerst keys new. "
                "Versleutel: inkoopkalender keys rotate --dry-run"
            )
    if plain or not all(one.there for one in known):
        sys.exit(1)


@app.command("rotate")
def rotate(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many; change nothing.")] = False,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Seal with the newest key what an older one, or none, sealed; stopped half-way, it goes on where it was.

    Example: inkoopkalender keys rotate --dry-run
    """
    settings, database = load_settings(), open_as(by)
    result = seal_anew(database, settings, by=by, now=read_now(database), dry_run=dry_run, tell=_tell)
    if json:
        print_json(result)
    elif result.stored:
        print_line(f"{_documents(result.done)} opnieuw versleuteld met {result.key_id}.")
    else:
        print_line(f"{_documents(result.documents)} te versleutelen met {result.key_id} (--dry-run).")
    if result.plain and not json:
        print_line(f"Daarvan over patiënten en nog niet versleuteld: {result.plain}.")


def _tell(done: int, whole: int) -> None:
    sys.stderr.write(f"{done} van {whole}\n")


def _documents(count: int) -> str:
    return counted(count, "document", "documenten")
