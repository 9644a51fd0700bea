"""`inkoopkalender submissions owed`: who owes what in a round, and whom to ask."""

import csv
import sys
from collections.abc import Iterator, Mapping
from typing import Annotated, Final

import typer

from inkoopkalender.cli.at_desk import Key, sit_down
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.clock import HOME
from inkoopkalender.domain.moments import last_day_before
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.owed import OwedItem, OwedReport, OwedState, Owing, read_owed

_MOST_SHOWN: Final = 200
_IN_WORDS: Final[Mapping[OwedState, str]] = {
    "accepted": "aangenomen",
    "rejected": "met fouten",
    "late": "te laat",
    "missing": "ontbreekt",
}
_HEADINGS: Final = (
    "agb", "naam", "uitvraag", "stand", "bevindingen", "versie", "ontvangen_op", "tot", "contact",
    "mailadres",
)  # fmt: skip


def owed(
    key: Key,
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind, as quality-survey.")] = None,
    json: Json = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Write a row per organisation and kind, for a spreadsheet.")
    ] = False,
) -> None:
    """Show per organisation what is accepted, rejected, late or missing, until when, and whom to ask.

    Example: inkoopkalender submissions owed cz/wijkverpleging/2027 --kind quality-survey
    """
    if json and as_csv:
        raise MisuseError("Kies --json of --csv, niet allebei.")
    here = sit_down(key, SYSTEM_USER, record=False)
    with here.desk.database.reading() as connection:
        report = read_owed(connection, here.desk, kind)
    if json:
        print_json(_document(here.desk.key, report))
    elif as_csv:
        writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
        writer.writerow(_HEADINGS)
        writer.writerows([_harmless(cell) for cell in row] for row in _rows(report))
    else:
        _print(report)


def _document(key: str, report: OwedReport) -> dict[str, object]:
    return {
        "round": key,
        "counts": report.counts,
        "organisations": [
            {
                "agb": one.organisation.agb,
                "name": one.organisation.name,
                "contact": one.organisation.contact_name,
                "email": one.organisation.email,
                "submissions": one.items,
            }
            for one in report.organisations
        ],
    }


def _print(report: OwedReport) -> None:
    for kind, counts in report.counts.items():
        print_line(f"{kind}: " + ", ".join(f"{_IN_WORDS[state]} {count}" for state, count in counts.items()))
    still = [(one, item) for one in report.organisations for item in one.items if item.state != "accepted"]
    if still:
        print_line()
        headings = ["AGB", "uitvraag", "stand", "tot en met", "wie te vragen"]
        print_table(headings, [_line(*each) for each in still[:_MOST_SHOWN]])
    if len(still) > _MOST_SHOWN:
        print_line(f"... en nog {len(still) - _MOST_SHOWN}; --json en --csv geven ze alle.")


def _line(owing: Owing, item: OwedItem) -> list[str]:
    one = owing.organisation
    state = _IN_WORDS[item.state] + (f" ({item.findings})" if item.findings else "")
    last = f"{last_day_before(item.until.astimezone(HOME)):%d-%m-%Y}" if item.until else "geen einde"
    who = " ".join(part for part in (one.contact_name, f"<{one.email}>" if one.email else "") if part)
    return [one.agb, item.kind, state, last, f"{one.name}: {who or 'geen contact bekend'}"]


def _rows(report: OwedReport) -> Iterator[list[str]]:
    for one in report.organisations:
        who = one.organisation
        for item in one.items:
            yield [
                who.agb,
                who.name,
                item.kind,
                _IN_WORDS[item.state],
                str(item.findings),
                str(item.revision or ""),
                item.received_at.astimezone(HOME).isoformat() if item.received_at else "",
                item.until.astimezone(HOME).isoformat() if item.until else "",
                who.contact_name,
                who.email,
            ]


def _harmless(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
