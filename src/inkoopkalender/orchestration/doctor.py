"""Looks at everything an installation needs, without changing anything: it works before there is anything."""

from inkoopkalender.orchestration.addresses import read_addresses
from inkoopkalender.orchestration.checks import Check
from inkoopkalender.orchestration.folder_lock import find_holder
from inkoopkalender.orchestration.installation_checks import (
    check_content,
    check_database,
    check_mail,
    check_prefect_database,
    check_up,
)
from inkoopkalender.orchestration.machine_checks import check_packages, check_ports, check_python, check_room
from inkoopkalender.settings import Settings


def examine(settings: Settings) -> tuple[Check, ...]:
    """Return every look, in the order in which one thing rests on another."""
    folder = settings.folder.resolve()
    pid = find_holder(folder)
    found = read_addresses(folder) if pid is not None else None
    running = found if found is not None and found.pid == pid else None
    return (
        check_python(),
        check_packages(),
        check_content(settings.content),
        check_room(folder),
        *check_database(settings),
        check_mail(settings, running),
        check_prefect_database(folder, settings, pid),
        *check_ports(settings, running),
        check_up(pid, running),
    )
