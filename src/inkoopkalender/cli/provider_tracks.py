"""`inkoopkalender providers tracks` and `place`: in which tracks a provider is, why, and a person's word."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from inkoopkalender.cli.at_desk import Key, Reason, RoundOption, need_approver
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.own_content import own_content
from inkoopkalender.cli.people import By, get_organisation, open_as, open_register
from inkoopkalender.cli.track_text import VERDICTS, condition_lines, document_of, why
from inkoopkalender.clock import now
from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.tracks import load_track_rules
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.track_rules import TrackRules
from inkoopkalender.domain.track_verdicts import needs_person
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.placing import choose_track
from inkoopkalender.usecases.track_view import Placed, place_all, unsettled_first


def tracks(
    key: Key,
    agb: Annotated[str, typer.Option("--agb", help="One organisation, with every track and condition.")] = "",
    json: Json = False,
) -> None:
    """Show in which tracks of a round the organisations of the register are, by rule, and why.

    The round need not be open. First those in tracks that exclude each other, then those of whom a fact
    is missing.

    Example: inkoopkalender providers tracks cz/wijkverpleging/2027 --agb 75000001
    """
    rules = rules_of(key)
    with open_register().reading() as connection:
        chosen = get_organisation(connection, agb).id if agb else None
        placed = unsettled_first(
            one for one in place_all(connection, rules, key) if chosen in (None, one.organisation.id)
        )
    if json:
        print_json(
            {"round": key, "document": rules.document, "providers": [document_of(one) for one in placed]}
        )
    elif agb:
        _print_one(placed[0], rules)
    else:
        _print_all(placed)


def place(
    agb: Annotated[str, typer.Argument(help="An AGB code of the organisation.")],
    catalogue: Annotated[str, typer.Argument(metavar="TRACK", help="The catalogue's track: CZ-WV-COOP.")],
    verdict: Annotated[
        Literal["in", "not", "rule"],
        typer.Argument(help="It is in it, it is not, or the rule decides again."),
    ],
    round_key: RoundOption,
    reason: Reason,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Overrule what the rule of a track says of an organisation; only an approver may.

    Example: inkoopkalender providers place 75000001 CZ-WV-COOP in --round KEY --reason "statuten gezien"
    """
    database, rules = open_as(by), rules_of(round_key)
    need_approver(database, by)
    with database.reading() as connection:
        organisation = get_organisation(connection, agb)
    before = choose_track(
        database,
        RoundKey.parse(round_key),
        rules,
        organisation,
        catalogue,
        verdict,
        reason=reason,
        by=by,
        now=now(),
    )
    if json:
        print_json(
            {
                "agb": organisation.main_agb,
                "track": catalogue,
                "verdict": verdict,
                "before": None if before is None else before.verdict,
            }
        )
        return
    said = "de regel beslist weer" if verdict == "rule" else VERDICTS[verdict]
    print_line(f"{organisation.name} (AGB {organisation.main_agb}), {catalogue}: {said}.")
    print_line(f"In een ronde die open is, telt dit na: inkoopkalender round participants {round_key}")


def rules_of(key: str, root: Path | None = None) -> TrackRules:
    """Return the track rules of a round. Raises MisuseError, ContentError."""
    folder = root or own_content()
    return load_track_rules(load_calendar(RoundKey.parse(key), folder), folder)


def _print_one(one: Placed, rules: TrackRules) -> None:
    placing = one.placing
    beside = f"; daarnaast: {', '.join(placing.beside)}" if placing.beside else ""
    print_line(f"{one.organisation.name} (AGB {one.organisation.main_agb})")
    print_line(f"Hoofdspoor: {placing.main or 'geen'}{beside}")
    print_line(f"Beleid: {rules.document}")
    for clash in placing.clashes:
        print_line(f"Let op: {' en '.join(clash)} sluiten elkaar uit. Kies met: providers place")
    print_line()
    print_table(
        ["spoor", "", "waarom"],
        [[each.rule.catalogue, VERDICTS[each.verdict], why(each)] for each in placing.verdicts],
    )
    if one.conditions:
        print_line()
        print_table(["voorwaarde", "", "waarom"], condition_lines(one.conditions))
        print_line(f"Kernwerkgebied: {rules.core_areas_basis or 'niet bekend'}")


def _print_all(placed: list[Placed]) -> None:
    rows = []
    for one in placed:
        shown = [
            each
            for each in one.placing.verdicts
            if each.verdict == "in" or (each.rule.group and each.verdict in ("unknown", "person"))
        ]
        for each in shown or one.placing.verdicts[:1]:
            clash = any(each.rule.catalogue in names for names in one.placing.clashes)
            said = "dubbel" if clash else VERDICTS[each.verdict]
            rows.append([one.organisation.main_agb, each.rule.catalogue, said, why(each).split("\n")[0]])
    print_table(["AGB", "spoor", "", "waarom"], rows)
    print_line(
        f"{len(placed)} organisaties; voor een mens: {needs_person([one.placing for one in placed])}. "
        "Alles van één: --agb CODE"
    )
