"""What a reason may hold that a person gives: the audit keeps it for ever, and letters may say it."""

import typer

from inkoopkalender.intake.findings import holds_bsn


def told(reason: str, empty: str) -> str:
    """Return the reason. Raises BadParameter: `empty` for none, or for a citizen service number."""
    if not reason.strip():
        raise typer.BadParameter(empty)
    if holds_bsn(reason):
        raise typer.BadParameter("in de reden staat een burgerservicenummer. Noem de zaak zonder dat nummer.")
    return reason
