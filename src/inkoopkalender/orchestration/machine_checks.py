"""What `doctor` looks at on the machine: Python, the packages this program needs, ports, room on the disk."""

import importlib.metadata
import re
import shutil
import sys
from collections.abc import Iterator
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path

from inkoopkalender.orchestration.addresses import HOST, Addresses, port_is_free
from inkoopkalender.orchestration.checks import Check
from inkoopkalender.settings import Settings
from inkoopkalender.usecases.round_clock import PRODUCTION

_NAMED = ("prefect", "fastapi", "sqlalchemy")
"""The packages on whose release most depends; the others are only mentioned when they are wrong."""
_COMPARE = {"==": eq, ">=": ge, "<=": le, "<": lt, ">": gt, "!=": ne}
_REQUIREMENT = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?([^;]*)")
_SPECIFIER = re.compile(r"(==|>=|<=|!=|<|>)\s*([\d.]+)")
_LITTLE, _TOO_LITTLE = 1_000_000_000, 100_000_000


def check_python() -> Check:
    """Look whether this Python is one that the program was tried on."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    wanted = importlib.metadata.metadata("inkoopkalender")["Requires-Python"]
    if _fits(version, wanted):
        return Check("Python", "ok", version)
    return Check("Python", "fout", f"{version}, en nodig is {wanted}", "Maak de omgeving opnieuw: make setup")


def check_packages() -> Check:
    """Look whether the installed packages are releases that this program goes with."""
    wrong = []
    found = {}
    for name, wanted in _requirements():
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{name} ontbreekt")
            continue
        if not _fits(found[name], wanted):
            wrong.append(f"{name} is {found[name]}, en nodig is {wanted}")
    if wrong:
        return Check("pakketten", "fout", "; ".join(wrong), "Zet de omgeving gelijk aan het slot: make setup")
    return Check("pakketten", "ok", ", ".join(f"{name} {found[name]}" for name in _NAMED))


def check_ports(settings: Settings, running: Addresses | None) -> list[Check]:
    """Look whether the ports are free for `up`, or used by the one that runs."""
    wanted = {"poort van de pagina's": settings.web.port}
    if not settings.prefect.url:
        wanted["poort van Prefect"] = settings.prefect.port
    if settings.mode != PRODUCTION:
        wanted["poort van de postvanger"] = settings.mail.port
    own = _ports_of(running) if running else set()
    return [_check_port(name, port, own) for name, port in wanted.items()]


def check_room(folder: Path) -> Check:
    """Look how much room there is where the working folder is, or will be."""
    place = next(one for one in (folder, *folder.parents) if one.exists())
    return judge_room(shutil.disk_usage(place).free, place)


def judge_room(free: int, place: Path) -> Check:
    """Judge so many free bytes."""
    found = (
        f"{free / 1e9:.1f} GB vrij bij {place}"
        if free >= _LITTLE
        else f"{free / 1e6:.0f} MB vrij bij {place}"
    )
    if free < _TOO_LITTLE:
        return Check("schijf", "fout", found, "Maak nu ruimte: zonder ruimte kan niets worden vastgelegd.")
    if free < _LITTLE:
        return Check("schijf", "let op", found, "Maak ruimte, of zet de map elders (instelling folder).")
    return Check("schijf", "ok", found)


def _check_port(name: str, port: int, own: set[int]) -> Check:
    if port in own:
        return Check(name, "ok", f"{port}, in gebruik door de inkoopkalender die hier draait")
    if port_is_free(port):
        return Check(name, "ok", f"{port} is vrij")
    step = "Niet nodig iets te doen: up kiest een andere poort en zegt welke."
    return Check(name, "let op", f"{port} is op {HOST} in gebruik door een ander programma", step)


def _ports_of(running: Addresses) -> set[int]:
    found = {int(one) for one in re.findall(rf"{re.escape(HOST)}:(\d+)", f"{running.web} {running.prefect}")}
    return found | ({running.mail_port} if running.mail_port else set())


def _requirements() -> Iterator[tuple[str, str]]:
    """Give each package that this one needs always, and which releases of it."""
    for line in importlib.metadata.requires("inkoopkalender") or ():
        if "extra ==" not in line and (found := _REQUIREMENT.match(line)):
            yield found.group(1), found.group(2).strip()


def _fits(version: str, wanted: str) -> bool:
    """Compare releases by their numbers, which is all that our requirements use."""
    return all(_COMPARE[sign](*_aligned(version, bound)) for sign, bound in _SPECIFIER.findall(wanted))


def _aligned(*versions: str) -> list[tuple[int, ...]]:
    parts = [[int(part) for part in re.findall(r"\d+", one.split("+")[0])] for one in versions]
    longest = max(len(one) for one in parts)
    return [tuple(one + [0] * (longest - len(one))) for one in parts]
