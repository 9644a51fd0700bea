"""What `doctor` looks at in the installation: databases, content, mail, clock, letters, `up` itself."""

import smtplib
from datetime import datetime, timedelta
from pathlib import Path

from inkoopkalender import clock
from inkoopkalender.clock import HOME
from inkoopkalender.content.calendars import list_calendar_keys, load_calendar
from inkoopkalender.domain.dutch import counted
from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.orchestration.addresses import HOST, Addresses, ask
from inkoopkalender.orchestration.checks import Check
from inkoopkalender.orchestration.prefect_database import DATABASE, look
from inkoopkalender.settings import MailSettings, Settings
from inkoopkalender.storage.database import open_as_it_is
from inkoopkalender.storage.inspection import Inspection, inspect_database
from inkoopkalender.usecases.round_clock import PRODUCTION, clock_set_back

_PATIENCE = 5.0


def check_up(pid: int | None, running: Addresses | None) -> Check:
    """Look whether `up` runs here, and whether what it runs answers."""
    if pid is None:
        return Check("up", "ok", "draait niet in deze map; starten: inkoopkalender up")
    if running is None:
        return Check("up", "let op", f"proces {pid} is nog aan het starten", "Kijk over een minuut opnieuw.")
    silent = [
        name
        for name, url in (("de pagina's", f"{running.web}/health"), ("Prefect", f"{running.prefect}/health"))
        if ask(url) is None
    ]
    if silent:
        found = f"proces {pid} draait, maar {' en '.join(silent)}: geen antwoord"
        return Check("up", "fout", found, "Wacht een minuut; blijft het zo, kijk dan in de map log.")
    return Check("up", "ok", f"proces {pid}; pagina's op {running.web}/")


def check_content(root: Path | None) -> Check:
    """Look whether every calendar can be read."""
    try:
        keys = list_calendar_keys(root)
        for key in keys:
            load_calendar(key, root)
    except InkoopkalenderError as fault:
        return Check("kalenders", "fout", str(fault), "Kijk wat er aan schort: inkoopkalender calendar check")
    if not keys:
        return Check("kalenders", "fout", "er is geen enkele kalender", "Zie docs/how-to/add-a-calendar.md")
    return Check("kalenders", "ok", f"{counted(len(keys), 'kalender', 'kalenders')} gelezen")


def check_prefect_database(folder: Path, settings: Settings, pid: int | None) -> Check:
    """Look whether Prefect's own database is one with which its server can start."""
    name = "database van Prefect"
    if settings.prefect.url:
        answers = ask(f"{settings.prefect.url.rstrip('/')}/health") is not None
        found = f"eigen server {settings.prefect.url}"
        step = "" if answers else "Kijk of die server draait (instelling prefect.url)."
        return Check(
            "Prefect", "ok" if answers else "fout", found + ("" if answers else ": geen antwoord"), step
        )
    condition = look(folder / "prefect" / DATABASE)
    aside = (
        "Niets te doen: up zet haar apart en begint een nieuwe. Wat gedaan is, staat in de eigen database."
    )
    return {
        "absent": Check(name, "ok", "is er nog niet; up maakt haar"),
        "fit": Check(name, "ok", "past bij deze Prefect"),
        "older": Check(name, "ok", "van een oudere Prefect; up brengt haar bij"),
        "unknown": Check(name, "let op", "van een versie van Prefect die hier niet bekend is", aside),
        "damaged": Check(name, "let op", "beschadigd", aside),
        "locked": Check(name, "ok", "in gebruik")
        if pid is not None
        else Check(name, "fout", "een ander programma houdt haar bezet", "Sluit dat programma."),
    }[condition]


def check_mail(settings: Settings, running: Addresses | None) -> Check:
    """Look whether the mail server greets; outside production that is the catcher of `up`."""
    mail = settings.mail
    if settings.mode != PRODUCTION:
        if running is None or running.mail_port is None:
            return Check("mailserver", "ok", "demo: de postvanger komt met up")
        mail = mail.model_copy(update={"host": HOST, "port": running.mail_port, "start_tls": False})
    where = f"{mail.host}:{mail.port}"
    try:
        return _greet(mail, where)
    except (OSError, smtplib.SMTPException) as error:
        return Check(
            "mailserver",
            "fout",
            f"{where} antwoordt niet ({type(error).__name__})",
            "Controleer mail.host en mail.port, en of de server draait. Brieven wachten zo lang.",
        )


def check_database(settings: Settings) -> list[Check]:
    """Look at our own database, and at what it says of clock and letters."""
    try:
        found = inspect_database(settings.database_url)
    except InkoopkalenderError as fault:
        first, _, step = str(fault).partition("\n")
        return [Check("database", "fout", first, step)]
    if found is None:
        return [Check("database", "ok", "is er nog niet; de eerste opdracht maakt haar")]
    if found.revision != found.newest:
        return [_judge_tables(found)]
    database = open_as_it_is(settings.database_url)
    try:
        latest = clock_set_back(database)
    finally:
        database.close()
    return [_judge_mode(found, settings), judge_clock(found.offset, latest), _judge_letters(found)]


def judge_clock(offset: timedelta, latest: datetime | None) -> Check:
    """Judge the clock of a database: moved by so much, and the latest change when it lies after now."""
    now = f"{clock.now(offset).astimezone(HOME):%Y-%m-%d %H:%M}"
    if latest is not None:
        last = f"{latest.astimezone(HOME):%Y-%m-%d %H:%M}"
        step = "De klok is teruggezet. Zet haar goed, of wacht tot het weer zo laat is."
        return Check("klok", "fout", f"het is {now}, maar de laatste wijziging is van {last}", step)
    return Check("klok", "ok", f"verzet: hier is het {now}" if offset else f"{now}, niet verzet")


def _judge_tables(found: Inspection) -> Check:
    if found.revision > found.newest:
        text = f"tabellen van versie {found.revision}; dit programma kent {found.newest}"
        return Check("database", "fout", text, "Werk het programma bij: dit is er te oud voor.")
    text = f"tabellen van versie {found.revision or '-'}; nodig is {found.newest}"
    return Check("database", "let op", text, "Maak een kopie; up of een andere opdracht brengt haar bij.")


def _judge_mode(found: Inspection, settings: Settings) -> Check:
    size = f", {found.size / 1e6:.1f} MB" if found.size is not None else ""
    if (found.mode == PRODUCTION) != (settings.mode == PRODUCTION):
        step = "Zet de instelling mode goed, of kies een andere database."
        if found.mode == PRODUCTION:
            return Check("database", "fout", "is in productie, maar dit programma niet", step)
        return Check("database", "let op", "is nog niet in productie; de eerste opdracht merkt haar", step)
    return Check("database", "ok", f"bij ({found.revision}), {found.mode}{size}; er kan in worden geschreven")


def _judge_letters(found: Inspection) -> Check:
    counts = found.letters or {}
    unknown = counts.get("unknown", 0)
    waits = counts.get("queued", 0) + counts.get("retry", 0) + counts.get("sending", 0)
    text = f"{waits} wachten, {counts.get('composed', 0)} wachten op vrijgave, {unknown} onbekend"
    if unknown:
        return Check(
            "brieven",
            "let op",
            text,
            "Zoek uit of ze aankwamen: inkoopkalender letters outbox --state unknown",
        )
    if found.paused:
        return Check(
            "brieven", "let op", f"{text}; alles staat stil", "Weer laten gaan: inkoopkalender letters resume"
        )
    return Check("brieven", "ok", text)


def _greet(mail: MailSettings, where: str) -> Check:
    with smtplib.SMTP(mail.host, mail.port, timeout=_PATIENCE) as server:
        code, _ = server.ehlo()
        if code != 250:  # noqa: PLR2004 -- SMTP's word for yes
            return Check("mailserver", "fout", f"{where} antwoordt {code} op EHLO", "Vraag de beheerder.")
        if mail.start_tls and not server.has_extn("starttls"):
            step = "Zet mail.start_tls uit, of gebruik een poort waar het wel kan."
            return Check("mailserver", "fout", f"{where} kent geen STARTTLS", step)
    return Check("mailserver", "ok", f"{where} antwoordt")
