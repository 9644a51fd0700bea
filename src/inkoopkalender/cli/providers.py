"""`inkoopkalender providers`: the register of organisations and their AGB codes."""

from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli import provider_areas
from inkoopkalender.cli.findings_text import File
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.own_content import own_content
from inkoopkalender.cli.people import (
    By,
    DryRun,
    Strict,
    finish_import,
    get_organisation,
    open_register,
    options,
)
from inkoopkalender.cli.provider_events import merge, move, print_events, replace
from inkoopkalender.cli.provider_tracks import place, tracks
from inkoopkalender.cli.register_text import (
    code_documents,
    euros,
    fact_documents,
    print_areas,
    print_codes,
    print_known,
)
from inkoopkalender.content.care_types import load_care_types
from inkoopkalender.domain.register import Organisation
from inkoopkalender.domain.register_facts import NOTHING_KNOWN
from inkoopkalender.storage.areas import list_area_clients
from inkoopkalender.storage.register import (
    list_contacts,
    list_organisations,
    list_past_contracts_of,
)
from inkoopkalender.storage.register_events import list_events
from inkoopkalender.storage.register_facts import list_known
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.generate import invent_register, write_contracts, write_register
from inkoopkalender.usecases.people import import_providers
from inkoopkalender.usecases.register_export import export_providers

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="The register of providers."
)


@app.command("import")
def import_file(
    file: File, strict: Strict = False, dry_run: DryRun = False, by: By = SYSTEM_USER, json: Json = False
) -> None:
    """Take a register file in: a row per AGB code (docs/reference/imports.md).

    It shows the difference for each organisation; with --dry-run nothing is stored.

    Example: inkoopkalender providers import register.xlsx --dry-run
    """
    report = import_providers(open_register(), file, options(by, strict=strict, dry_run=dry_run))
    finish_import(report, "organisaties", json=json, register=True)


@app.command("export")
def export_file(
    file: Annotated[Path, typer.Argument(help="The .xlsx or .csv file to write.")], json: Json = False
) -> None:
    """Write the register as the file that `providers import` reads; read back, it changes nothing.

    Example: inkoopkalender providers export register.xlsx
    """
    organisations, rows = export_providers(open_register(), file)
    if json:
        print_json({"organisations": organisations, "rows": rows, "file": str(file)})
    else:
        print_line(f"{organisations} organisaties ({rows} regels) staan in {file}.")


@app.command("list")
def list_register(json: Json = False) -> None:
    """Show the organisations of the register.

    Example: inkoopkalender providers list
    """
    with open_register().reading() as connection:
        organisations = list_organisations(connection)
    if json:
        print_json({"providers": [_document(organisation) for organisation in organisations]})
        return
    rows = [[one.kvk, ", ".join(one.codes), one.place, one.name] for one in organisations]
    print_table(["KvK", "AGB", "plaats", "naam"], rows)
    print_line(f"{len(organisations)} organisaties")


@app.command("show")
def show(
    agb: Annotated[str, typer.Argument(help="An AGB code, 8 digits.")],
    history: Annotated[
        bool, typer.Option("--history", help="Also its mergers, takeovers and changed codes.")
    ] = False,
    json: Json = False,
) -> None:
    """Show one organisation with its contacts and past contracts.

    Example: inkoopkalender providers show 75000001
    """
    with open_register().reading() as connection:
        organisation = get_organisation(connection, agb)
        contacts = list_contacts(connection, [organisation.id])
        contracts = list_past_contracts_of(connection, organisation.id)
        events = list_events(connection, organisation.id)
        known = list_known(connection, organisation.id).get(organisation.id, NOTHING_KNOWN)
        areas = list_area_clients(connection, organisation.id).get(organisation.id, ())
    table = load_care_types(own_content())
    if json:
        print_json(
            {
                **_document(organisation),
                "codes": code_documents(organisation, table),
                "contacts": contacts,
                "past_contracts": contracts,
                "facts": fact_documents(known),
                "relations": known.relations,
                "areas": areas,
                **({"history": events} if history else {}),
            }
        )
        return
    print_line(f"{organisation.name} · {organisation.postcode} {organisation.place}")
    print_line(f"KvK {organisation.kvk} · AGB {', '.join(organisation.codes)}\n")
    print_codes(organisation, table)
    print_line()
    people = [[contact.role, contact.language, f"{contact.name} <{contact.email}>"] for contact in contacts]
    print_table(["rol", "taal", "contact"], people)
    print_known(known)
    print_areas(areas)
    for past in contracts:
        print_line(
            f"\n{past.insurer}/{past.sector}/{past.contract_year}: afspraak {euros(past.agreement_cents)}, "
            f"gedeclareerd {euros(past.claimed_cents)}"
        )
    if history:
        print_events(events)


app.command("import-areas")(provider_areas.import_file)
app.command("export-areas")(provider_areas.export_file)
app.command("tracks")(tracks)
app.command("place")(place)
app.command("merge")(merge)
app.command("move-code")(move)
app.command("replace-code")(replace)


@app.command("generate")
def generate(
    count: Annotated[int, typer.Option(min=1, help="How many organisations.")],
    out: Annotated[Path, typer.Option(help="The register file to write: .xlsx or .csv.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same register.")] = 1,
    contracts: Annotated[Path | None, typer.Option(help="Also write last year's contracts here.")] = None,
    json: Json = False,
) -> None:
    """Write an invented register; nobody in it exists.

    Example: inkoopkalender providers generate --count 400 --seed 7 --out register.xlsx
    """
    organisations = invent_register(count, seed)
    write_register(organisations, out)
    if contracts is not None:
        write_contracts(organisations, contracts)
    codes = sum(len(organisation.codes) for organisation in organisations)
    if json:
        print_json({"organisations": len(organisations), "codes": codes, "seed": seed, "file": str(out)})
    else:
        print_line(f"{len(organisations)} verzonnen organisaties met {codes} AGB-codes staan in {out}.")


def _document(organisation: Organisation) -> dict[str, object]:
    return {
        "kvk": organisation.kvk,
        "name": organisation.name,
        "place": organisation.place,
        "postcode": organisation.postcode,
        "main_agb": organisation.main_agb,
        "agb": organisation.codes,
    }
