"""`inkoopkalender submissions`: the form of what providers hand in, checks, and taking it in.

`template` and `check` need neither database nor opened round.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import parse_moment, sit_down
from inkoopkalender.cli.drop import drop
from inkoopkalender.cli.findings_text import File, print_findings
from inkoopkalender.cli.import_report import finish
from inkoopkalender.cli.mail_check import tell_mail
from inkoopkalender.cli.output import Json, print_json, print_line
from inkoopkalender.cli.owed import owed
from inkoopkalender.cli.people import By
from inkoopkalender.cli.received import STATES, Documents, Round, read_document, receive
from inkoopkalender.cli.submission_kinds import kinds
from inkoopkalender.cli.waivers import print_waivers, shown_waivers, waive
from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.content.window_words import window_words
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.forms import write_template
from inkoopkalender.intake.submissions import CheckedSubmission, check_submission
from inkoopkalender.intake.tables import read_bytes
from inkoopkalender.settings import load_settings
from inkoopkalender.storage.submissions import count_submissions
from inkoopkalender.storage.users import SYSTEM_USER

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="What providers hand in."
)

app.command("waive")(waive)
app.command("drop")(drop)
app.command("owed")(owed)
app.command("kinds")(kinds)

MaybeFile = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="An .xlsx, .csv or .json file.")]


@app.command("check")
def check(
    *,
    file: MaybeFile = None,
    kind: Annotated[str, typer.Option("--as", help="The kind, such as quality-survey.")],
    round_key: Round,
    agb: Annotated[str | None, typer.Option(help="The provider whose file it must be.")] = None,
    document: Documents = None,
    mail: Annotated[
        Path | None, typer.Option(help="An .eml file, instead of FILE: the mail it came in.")
    ] = None,
    received_by: Annotated[
        list[str] | None, typer.Option(help="A mail server of ours, whose Received line is believed.")
    ] = None,
    annotated: Annotated[
        Path | None, typer.Option(help="An .xlsx file to write: the same, with what is wrong at its cell.")
    ] = None,
    json: Json = False,
) -> None:
    """Check a provider's file and what comes with it, and say everything that is wrong.

    Example: inkoopkalender submissions check uitvraag.xlsx --as quality-survey --round cz/wijkverpleging/2027
    """
    key = RoundKey.parse(round_key)
    asked = find_kind(key, kind)
    if mail is not None:
        if file is not None or document or annotated is not None:
            raise MisuseError("Bij --mail hoort niets anders.\nLaat FILE, --document en --annotated weg.")
        tell_mail(mail, asked, key, agb, received_by or (), json=json)
        return
    if file is None:
        raise MisuseError("Er is geen bestand genoemd.\nNoem een FILE, of een mail met --mail.")
    _check_other_name(annotated, file)
    content = read_bytes(file)
    checked = check_submission(
        content,
        file.name,
        asked,
        contract_year=key.contract_year,
        agb=agb,
        documents=[read_document(each) for each in document or ()],
    )
    if annotated is not None:
        from inkoopkalender.intake.annotated import write_annotated  # noqa: PLC0415 -- only when asked for

        write_annotated(annotated, content, file.name, checked.findings, lists=tuple(asked.tables))
    if json:
        said = {"accepted": checked.accepted, "rows": checked.rows, "findings": checked.findings}
        print_json(said | ({"lines": checked.lines} if asked.tables else {}))
    else:
        print_findings(checked.findings)
        print_line(f"{_what_was_read(asked, checked)}; {'in orde' if checked.accepted else 'niet in orde'}.")
        if annotated is not None:
            print_line(f"Met de bevindingen bij hun cel: {annotated}.")
    if not checked.accepted:
        sys.exit(1)


@app.command("template")
def template(
    kind: Annotated[str, typer.Argument(help="The kind, such as quality-survey.")],
    round_key: Round,
    out: Annotated[Path, typer.Option("--out", "-o", help="The .xlsx file to write.")],
    json: Json = False,
) -> None:
    """Write the empty form of a kind of submission.

    Example: inkoopkalender submissions template quality-survey --round cz/wijkverpleging/2027 -o u.xlsx
    """
    key = RoundKey.parse(round_key)
    _check_workbook_name(out)
    asked = find_kind(key, kind)
    if asked.mail is not None and not asked.fields:
        raise MisuseError(
            f"'{kind}' heeft geen formulier: het wordt gevraagd per mail.\n"
            f"Een goed onderwerp is: {asked.mail.example}"
        )
    write_template(asked, out, contract_year=key.contract_year, period=_period(key, asked))
    if json:
        print_json({"kind": kind, "round": str(key), "file": str(out)})
    else:
        print_line(f"Het formulier staat in {out}.")


app.command("receive")(receive)


@app.command("import")
def import_file(
    file: File,
    kind: Annotated[str, typer.Option("--as", help="The kind, such as quality-survey.")],
    round_key: Round,
    complete_until: Annotated[str, typer.Option(help="Up to when the export holds everything (ISO).")] = "",
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Take a VECOZO export of many providers in; a repeated import changes nothing.

    Example: inkoopkalender submissions import e.xlsx --as quality-survey --round cz/wijkverpleging/2027
    """
    from inkoopkalender.usecases.deliveries import find_kind as find_asked  # noqa: PLC0415 -- slow import
    from inkoopkalender.usecases.submission_exports import import_submissions  # noqa: PLC0415 -- slow import

    here = sit_down(round_key, by)
    report = import_submissions(
        here.desk,
        find_asked(here.desk, kind),
        read_bytes(file),
        file.name,
        complete_until=parse_moment(complete_until) if complete_until else None,
        by=by,
        now=here.now,
    )
    finish(report, json=json)


@app.command("list")
def list_all(round_key: Round, json: Json = False) -> None:
    """Show how many revisions came in of each kind, and their state.

    Example: inkoopkalender submissions list --round cz/wijkverpleging/2027
    """
    here = sit_down(round_key, SYSTEM_USER, record=False)
    with here.desk.database.reading() as connection:
        counted = count_submissions(connection, here.desk.round.round_id)
        waivers = shown_waivers(connection, here.desk, here.now)
    if json:
        print_json({"round": round_key, "submissions": counted, "waivers": waivers})
        return
    for kind, states in counted.items():
        print_line(
            f"{kind}: " + ", ".join(f"{STATES[state].lower()} {count}" for state, count in states.items())
        )
    print_waivers(waivers)


def _what_was_read(asked: SubmissionKind, checked: CheckedSubmission) -> str:
    what = "regels" if asked.layout == "rows" else "vragen"
    lines = ", ".join(f"{asked.tables[name].sheet} {count}" for name, count in checked.lines.items())
    return f"{checked.rows} {what} gelezen" + (f", en regels: {lines}" if lines else "")


def _check_other_name(annotated: Path | None, file: Path) -> None:
    if annotated is None:
        return
    _check_workbook_name(annotated)
    if annotated.resolve() == file.resolve():
        raise MisuseError(f"{annotated} is het bestand zelf.\nKies een andere naam; het blijft zo bewaard.")


def _check_workbook_name(out: Path) -> None:
    if out.suffix.lower() != ".xlsx":
        raise MisuseError(
            f"Hier wordt een werkmap geschreven, en {out.name} is daarvoor geen naam.\n"
            "Kies een naam die eindigt op .xlsx."
        )


def find_kind(key: RoundKey, name: str) -> SubmissionKind:
    """Return what a kind of submission asks. Raises MisuseError when the round does not have it."""
    asked = load_submission_kinds(key, load_settings().content)
    if name not in asked:
        raise MisuseError(f"{key} heeft geen aanlevering '{name}'.\nKies uit: {', '.join(sorted(asked))}.")
    return asked[name]


def _period(key: RoundKey, kind: SubmissionKind) -> str:
    """Return in Dutch words when a kind is handed in; empty when the kind names no event."""
    named = kind.hand_in is not None and kind.hand_in.window is not None
    return window_words(kind, load_calendar(key, load_settings().content)) if named else ""
