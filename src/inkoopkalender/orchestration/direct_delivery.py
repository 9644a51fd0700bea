"""Delivery without a flow run, for when Prefect cannot be had.

`python -m inkoopkalender.orchestration.direct_delivery` sends what `deliver_letters` sends, by the same
journal. Ends with 0, or 1 when letters still wait.
"""

import sys

from inkoopkalender import logs
from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.orchestration.at_work import at_work
from inkoopkalender.orchestration.delivery import deliver_now

LOG = logs.get("delivery")


def main() -> int:
    """Deliver what waits; return the exit code."""
    logs.configure("delivery")
    try:
        with at_work() as work:
            report = deliver_now(work)
    except InkoopkalenderError as error:
        LOG.warning("not delivered", error=type(error).__name__)
        return error.exit_code
    LOG.info(
        "delivered", sent=report.sent, retried=report.retried, failed=report.failed, unknown=report.unknown
    )
    return 1 if report.problem else 0


if __name__ == "__main__":
    sys.exit(main())
