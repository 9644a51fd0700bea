"""`submissions kinds`: what a round asks to be handed in, when and how.

What came in is for `submissions list`.
"""

from typing import Annotated

import typer

from inkoopkalender.cli.output import Json, print_json, print_line
from inkoopkalender.content.calendars import list_calendar_keys, load_calendar
from inkoopkalender.content.hand_in import HandInShape
from inkoopkalender.content.round_content import find_round_content
from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.content.window_words import window_words
from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.settings import load_settings


def kinds(
    round_key: Annotated[
        str, typer.Argument(metavar="[ROUND]", help="The round; all that ask something without.")
    ] = "",
    json: Json = False,
) -> None:
    """Show what each round asks: name, number, title, when it is handed in.

    Example: inkoopkalender submissions kinds cz/wijkverpleging/2027
    """
    root = load_settings().content
    asking = [
        key for key in list_calendar_keys(root) if find_round_content(key, root).submissions is not None
    ]
    chosen = [RoundKey.parse(round_key)] if round_key else asking
    shown = [
        _shown(str(key), kind, load_calendar(key, root))
        for key in chosen
        for kind in load_submission_kinds(key, root).values()
    ]
    if json:
        print_json({"kinds": shown})
        return
    for one in shown:
        print_line(f"{one['round']} {one['kind']} ({one['id']}): {one['title']}. {_when(str(one['period']))}")


def _shown(round_key: str, kind: SubmissionKind, calendar: Calendar) -> dict[str, object]:
    hand_in = kind.hand_in or HandInShape.model_validate({})
    return {
        "round": round_key,
        "kind": kind.name,
        "id": kind.id,
        "title": kind.title,
        "section": kind.section,
        "layout": kind.layout,
        "window": hand_in.window,
        "also": hand_in.also,
        "period": window_words(kind, calendar),
        "late": hand_in.late,
        "channel": hand_in.channel,
        "address": hand_in.address,
        "questions": len(kind.fields),
        "proposed_questions": sum(field.proposed for field in kind.fields.values()),
        "documents": list(kind.documents),
        "tables": list(kind.tables),
    }


def _when(period: str) -> str:
    return f"Inleveren: {period}." if period else "De kalender noemt geen moment."
