"""What the commands about people share: options, the database, how an import is reported."""

import sys
from typing import Annotated

import typer

from inkoopkalender.cli.findings_text import print_findings
from inkoopkalender.cli.output import print_json, print_line
from inkoopkalender.cli.own_content import own_content
from inkoopkalender.cli.register_text import print_organisation_differences
from inkoopkalender.cli.typed_code import typed_agb
from inkoopkalender.clock import now
from inkoopkalender.domain.register import Organisation
from inkoopkalender.errors import FindingsError
from inkoopkalender.settings import load_settings
from inkoopkalender.storage.database import Connection, Database, open_database
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.storage.users import find_user, get_actor
from inkoopkalender.usecases.people import ImportOptions, ImportReport
from inkoopkalender.usecases.round_clock import mark_production

By = Annotated[str, typer.Option("--by", help="Who does this; the audit names them.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change; store nothing.")]
Strict = Annotated[bool, typer.Option("--strict", help="Store nothing as long as there is an error.")]


def open_register() -> Database:
    """Open the database of this installation."""
    settings = load_settings()
    database = open_database(settings.database_url)
    mark_production(database, settings)
    return database


def get_organisation(connection: Connection, agb: str) -> Organisation:
    """Return the organisation that an AGB code is one of.

    Raises MisuseError for what is no AGB code, FindingsError for one that is not in the register.
    """
    code = typed_agb(agb)
    organisation = find_organisation_by_agb(connection, code)
    if organisation is None:
        raise FindingsError(f"AGB-code {code} staat niet in het register. Zie: inkoopkalender providers list")
    return organisation


def open_as(by: str) -> Database:
    """Open the database for somebody who is known in it. Raises UnknownUserError."""
    database = open_register()
    with database.reading() as connection:
        known = find_user(connection, by)
    if known is None:
        moment = now()
        with database.changing(actor=by, at=moment, why="first use") as change:
            get_actor(change.connection, by, moment)
    return database


def options(by: str, *, strict: bool, dry_run: bool) -> ImportOptions:
    """Return how an import goes, from now."""
    return ImportOptions(at=now(), by=by, strict=strict, dry_run=dry_run, content=own_content())


def finish_import(report: ImportReport, what: str, *, json: bool, register: bool = False) -> None:
    """Write what an import did, and exit 1 when an error stood in the way."""
    if json:
        document: dict[str, object] = {
            "accepted": report.accepted,
            "rows": report.rows,
            "imported": report.imported,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "findings": report.findings,
        }
        print_json(document | ({"organisations": report.organisations} if register else {}))
    else:
        print_findings(report.findings)
        print_organisation_differences(report.organisations)
        done = "" if report.stored else " Er is niets opgeslagen."
        print_line(
            f"{report.rows} regels; {what}: {report.imported} nieuw, {report.changed} gewijzigd, "
            f"{report.unchanged} ongewijzigd.{done}"
        )
    if not report.accepted:
        sys.exit(1)
