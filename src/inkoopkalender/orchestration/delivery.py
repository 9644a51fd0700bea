"""Delivery as a flow run: what waits in the outbox leaves, and the run says how many.

No name, address or code goes to Prefect; what became of each letter stands in the outbox.
"""

from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from inkoopkalender.clock import HOME
from inkoopkalender.domain.dutch import counted
from inkoopkalender.mail.deliver import DeliveryReport, deliver_waiting
from inkoopkalender.orchestration.at_work import AtWork, at_work
from inkoopkalender.orchestration.faults import told_by_type
from inkoopkalender.orchestration.naming import describe_run
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.round_clock import read_clock


def run_delivery() -> State:
    """Deliver what waits; the state that Prefect shows says what left and why something still waits."""
    with told_by_type("deliver_letters"), at_work() as work:
        describe_run(str(flow_run.id), f"{work.now.astimezone(HOME):%Y-%m-%d %H:%M} deliver_letters")
        report = deliver_now(work)
    message = summary(report)
    return Failed(message=message) if report.problem else Completed(message=message)


def deliver_now(work: AtWork) -> DeliveryReport:
    """Deliver what waits, by the database's own clock. Raises what `deliver_waiting` raises."""
    return deliver_waiting(
        work.database,
        work.settings.mail,
        work.settings.journal,
        now=read_clock(work.database),
        actor=SYSTEM_USER,
        production=work.settings.mode == "production",
    )


def summary(report: DeliveryReport) -> str:
    """Say in a line what a delivery did, and what is in the way of the rest."""
    parts = [
        (report.sent, "verstuurd"),
        (report.retried, "nog eens te proberen"),
        (report.failed, "mislukt"),
        (report.unknown, "onbekend of ze aankwamen"),
        (report.lapsed, "vervallen"),
        (report.put_back, "teruggelegd"),
    ]
    said = ", ".join(f"{counted(count, 'brief', 'brieven')} {what}" for count, what in parts if count)
    return " ".join(part for part in (f"{said}." if said else "Er wachtte niets.", report.problem) if part)
