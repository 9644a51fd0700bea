"""`inkoopkalender letters`: look at a letter, send what waits, see the outbox, settle what is unknown."""

import contextlib
import sys
import tempfile
import webbrowser
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import Now, Reason, parse_moment, sit_down_to_decide
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By, DryRun, open_as, open_register
from inkoopkalender.cli.typed_code import typed_agb
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError
from inkoopkalender.mail.catcher import start_catcher
from inkoopkalender.mail.compose import Composed, Composer
from inkoopkalender.mail.deliver import deliver_waiting
from inkoopkalender.mail.samples import AGB, sample_facts
from inkoopkalender.settings import load_settings
from inkoopkalender.storage.letters import LETTER_STATES
from inkoopkalender.storage.outbox import (
    count_letters,
    count_letters_of,
    list_letters,
    pause_letters,
    resolve_letter,
)
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.storage.rounds import find_round
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.round_clock import read_clock, read_now
from inkoopkalender.usecases.run_action import release_action

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Letters: look, send, settle."
)

MOST_LISTED = 50
RoundOption = Annotated[str, typer.Option("--round", help="The round, such as cz/wijkverpleging/2027.")]


class Fate(StrEnum):
    """What a person says of an unknown letter."""

    SENT = "sent"
    RESEND = "resend"


@app.command("preview")
def preview(
    letter: Annotated[str, typer.Argument(help="The letter's name: its folder below templates/mail.")],
    key: RoundOption,
    agb: Annotated[str, typer.Option(help="The AGB code in the letter.")] = AGB,
    open_it: Annotated[bool, typer.Option("--open", help="Show the HTML in the browser too.")] = False,
    json: Json = False,
) -> None:
    """Show a letter with invented facts; with --agb, the name of that organisation when it is registered.

    Example: inkoopkalender letters preview survey-reminder --round cz/wijkverpleging/2027
    """
    composer = Composer(RoundKey.parse(key), load_settings().content)
    kind = composer.get_kind(letter)
    facts = sample_facts(kind, RoundKey.parse(key), agb=typed_agb(agb), name=_registered_name(agb))
    composed = composer.compose(letter, facts)
    if json:
        print_json({"letter": letter, **kind.model_dump(exclude={"name"}), "sample": True} | _parts(composed))
    else:
        print_line(f"Onderwerp: {composed.subject}\n\n{composed.text}")
        sys.stderr.write("De feiten in dit voorbeeld zijn verzonnen.\n")
    if open_it:
        _show_in_browser(letter, composed.html)


@app.command("deliver")
def deliver(now: Now = "", by: By = SYSTEM_USER, json: Json = False) -> None:
    """Send what waits; exit 3 when letters still wait because the server is away.

    Example: inkoopkalender letters deliver
    """
    settings, database = load_settings(), open_as(by)
    given = parse_moment(now) if now else None
    report = deliver_waiting(
        database,
        settings.mail,
        settings.journal,
        now=read_clock(database, given),
        actor=by,
        production=settings.mode == "production",
    )
    if json:
        print_json(report)
    else:
        print_line(
            f"{report.sent} verzonden, {report.retried} later opnieuw, {report.failed} mislukt, "
            f"{report.unknown} onbekend, {report.lapsed} vervallen."
        )
    if report.problem:
        sys.stderr.write(f"{report.problem}\n")
        sys.exit(3)


@app.command("catcher")
def catcher(
    folder: Annotated[Path, typer.Option(help="Where caught letters are kept, one .eml each.")] = Path(
        "post"
    ),
    port: Annotated[int, typer.Option(help="On 127.0.0.1; the setting mail.port by default.")] = 0,
) -> None:
    """Catch letters instead of sending them, until Ctrl-C: outside production they all come here.

    Example: inkoopkalender letters catcher --folder post
    """
    with start_catcher(folder, port or load_settings().mail.port) as running:
        print_line(f"De postvanger luistert op {running.host}:{running.port} en bewaart in {folder}.")
        print_line("Stoppen: Ctrl-C.")
        with contextlib.suppress(KeyboardInterrupt):
            running.process.wait()


@app.command("outbox")
def outbox(
    key: Annotated[str, typer.Option("--round", help="Only this round.")] = "",
    state: Annotated[str, typer.Option(help="Only letters in this state, such as unknown.")] = "",
    json: Json = False,
) -> None:
    """Show how many letters are in each state, and the first fifty of them.

    Example: inkoopkalender letters outbox --round cz/wijkverpleging/2027 --state unknown
    """
    if state and state not in LETTER_STATES:
        raise MisuseError(f"Er is geen toestand '{state}'.\nKies uit: {', '.join(LETTER_STATES)}.")
    with open_register().reading() as connection:
        opened = find_round(connection, str(RoundKey.parse(key))) if key else None
        if key and opened is None:
            raise MisuseError(
                f"De ronde {key} is hier niet open.\nOpen haar: inkoopkalender round open {key}"
            )
        round_id = opened.round_id if opened else None
        counts = count_letters(connection, round_id)
        letters = list_letters(connection, round_id=round_id, state=state or None, limit=MOST_LISTED)
    if json:
        print_json({"letters": counts, "first": letters})
        return
    if not letters:
        print_line("Hier zijn geen brieven.")
        return
    print_table(["aantal", "toestand"], [[str(number), name] for name, number in counts.items() if number])
    print_line()
    print_table(
        ["nr", "toestand", "pogingen", "onderwerp"],
        [[str(each.id), each.state, str(each.attempts), each.subject] for each in letters],
    )


@app.command("release")
def release(
    action: Annotated[str, typer.Argument(help="The action's key; see round due.")],
    reason: Reason,
    dry_run: DryRun = False,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Let an action's letters leave and its consequences hold; --dry-run shows how many first.

    Example: inkoopkalender letters release 'KEY' --reason "gezien en akkoord" --by anna
    """
    here = sit_down_to_decide(action.split("|", maxsplit=1)[0], by)
    with here.desk.database.reading() as connection:
        waits = count_letters_of(connection, action)
    counts = {} if dry_run else release_action(here.desk, action, here.now, by=by, reason=reason).counts
    if json:
        print_json({"action": action, "letters": waits, "released": not dry_run, "counts": counts})
        return
    print_line(", ".join(f"{count} x {letter}" for letter, count in waits.items()) or "Geen brieven.")
    print_line("Er is niets vrijgegeven (--dry-run)." if dry_run else "Vrijgegeven.")


@app.command("resolve")
def resolve(
    letter_id: Annotated[int, typer.Argument(metavar="ID", help="The letter's number in the outbox.")],
    fate: Annotated[Fate, typer.Argument(help="sent: it did arrive. resend: send it once more.")],
    by: By = SYSTEM_USER,
) -> None:
    """Settle a letter of which nobody knows whether it arrived.

    Example: inkoopkalender letters resolve 412 sent
    """
    database = open_as(by)
    at = read_now(database)
    with database.changing(actor=by, at=at, why=f"resolve letter: {fate}") as change:
        resolve_letter(change.connection, letter_id, resend=fate is Fate.RESEND, at=at)
        change.record("letter resolved", {"letter": letter_id, "fate": str(fate)})
    print_line(f"Brief {letter_id}: {'wordt opnieuw verzonden' if fate is Fate.RESEND else 'is aangekomen'}.")


@app.command("pause")
def pause(by: By = SYSTEM_USER) -> None:
    """Hold every letter back until `resume`.

    Example: inkoopkalender letters pause --by anna
    """
    _set_paused(by, paused=True)


@app.command("resume")
def resume(by: By = SYSTEM_USER) -> None:
    """Let letters go again.

    Example: inkoopkalender letters resume --by anna
    """
    _set_paused(by, paused=False)


def _set_paused(by: str, *, paused: bool) -> None:
    what = "letters paused" if paused else "letters resumed"
    database = open_as(by)
    with database.changing(actor=by, at=read_now(database), why=what) as change:
        pause_letters(change.connection, paused=paused)
        change.record(what)
    print_line("Brieven wachten nu." if paused else "Brieven gaan weer weg.")


def _registered_name(agb: str) -> str:
    """Look the organisation up where there is a database; a preview never makes one."""
    settings = load_settings()
    if agb == AGB or not (settings.database or (settings.folder / "inkoopkalender.db").exists()):
        return ""
    with open_register().reading() as connection:
        found = find_organisation_by_agb(connection, agb)
    return found.name if found else ""


def _parts(composed: Composed) -> dict[str, object]:
    return {"subject": composed.subject, "text": composed.text, "html": composed.html}


def _show_in_browser(letter: str, html: str) -> None:
    file = Path(tempfile.mkdtemp(prefix="inkoopkalender-")) / f"{letter}.html"
    file.write_text(html, encoding="utf-8")
    webbrowser.open(file.as_uri())
