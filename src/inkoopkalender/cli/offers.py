"""`inkoopkalender offers`: proposals and contract offers, reactions, and proposals after a decision."""

from typing import Annotated, Literal

import typer

from inkoopkalender.cli.at_desk import At, Key, RoundOption, parse_moment, sit_down, sit_down_to_decide
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By
from inkoopkalender.cli.typed_code import typed_agb
from inkoopkalender.domain import dutch
from inkoopkalender.storage.offers import list_offers
from inkoopkalender.storage.recipients import list_recipients
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.offers import offer_rest
from inkoopkalender.usecases.proposals import propose_rest, react

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Proposals and contract offers."
)


@app.command("list")
def list_all(
    key: Key,
    kind: Annotated[Literal["proposal", "contract"], typer.Option(help="Which offers.")] = "proposal",
    json: Json = False,
) -> None:
    """Show the offers of a kind with their ceiling, release and reaction.

    Example: inkoopkalender offers list cz/wijkverpleging/2027 --kind contract
    """
    at = sit_down(key, SYSTEM_USER, record=False)
    with at.desk.database.reading() as connection:
        offers = list_offers(connection, at.desk.round.round_id, kind)
        names = {one.organisation_id: one for one in list_recipients(connection, offers, "contractering")}
    if json:
        print_json(
            {
                "round": key,
                "kind": kind,
                "offers": [{"agb": names[one].agb, **_facts(offer)} for one, offer in offers.items()],
            }
        )
        return
    rows = [
        [
            names[one].agb,
            "alleen prijs" if offer.omzetplafond_cents is None else dutch.money(offer.omzetplafond_cents),
            "vrijgegeven" if offer.released_at else "wacht op vrijgave",
            offer.reaction or "geen reactie",
        ]
        for one, offer in offers.items()
    ]
    print_table(["agb", "omzetplafond", "stand", "reactie"], rows)


def _facts(offer: object) -> dict[str, object]:
    names = ("omzetplafond_cents", "released_at", "reaction", "reacted_at")
    return {name: getattr(offer, name) for name in names}


@app.command("propose")
def propose(key: Key, by: By = SYSTEM_USER, json: Json = False) -> None:
    """Make the proposals that a decision has cleared since the round's proposals went out.

    Example: inkoopkalender offers propose cz/wijkverpleging/2027 --by anna
    """
    at = sit_down_to_decide(key, by)
    counts = propose_rest(at.desk, by=by, now=at.now)
    if json:
        print_json({"round": key, "counts": counts})
    else:
        print_line(
            ", ".join(f"{name} {count}" for name, count in counts.items() if count) or "Niets te doen."
        )


@app.command("offer")
def offer(key: Key, by: By = SYSTEM_USER, json: Json = False) -> None:
    """Offer the contracts that a decision or a later proposal has cleared since the offers went out.

    Example: inkoopkalender offers offer cz/wijkverpleging/2027 --by anna
    """
    at = sit_down_to_decide(key, by)
    counts = offer_rest(at.desk, by=by, now=at.now)
    if json:
        print_json({"round": key, "counts": counts})
    else:
        print_line(
            ", ".join(f"{name} {count}" for name, count in counts.items() if count) or "Niets te doen."
        )


@app.command("react")
def react_to(
    agb: Annotated[str, typer.Argument(help="The provider's AGB code.")],
    round_key: RoundOption,
    reaction: Annotated[Literal["agrees", "counters", "declines"], typer.Option(help="What it says.")],
    at: At = "",
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Record a provider's reaction to its proposal and confirm it by letter.

    Example: inkoopkalender offers react 75000001 --round cz/wijkverpleging/2027 --reaction agrees
    """
    code = typed_agb(agb)
    desk = sit_down(round_key, by)
    received = parse_moment(at) if at else desk.now
    react(desk.desk, code, reaction, received_at=received, by=by, now=desk.now)
    if json:
        print_json({"round": round_key, "agb": code, "reaction": reaction})
    else:
        print_line(f"De reactie van {code} is vastgelegd.")
