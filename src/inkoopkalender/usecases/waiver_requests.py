"""A waiver takes two people: one asks, another one with the right to decide approves; only then it holds.

Until then nothing changes and no letter is written. For which windows a second person is needed is data
(`second_approver` under `hand_in`). What an approved waiver does is in `waivers`.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Connection, Database
from inkoopkalender.storage.register import find_organisation_by_agb, get_organisation
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.storage.waiver_requests import (
    Decision,
    WaiverRequest,
    add_request,
    decide_request,
    list_requests,
)
from inkoopkalender.usecases.deliveries import read_window
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.waivers import (
    AskedWaiver,
    GrantedWaiver,
    NotStoredError,
    grant_waiver,
    put_in_effect,
)

VALID_FOR: Final = timedelta(days=14)
"""How long a request waits for somebody, at most: by then its reason is looked at anew."""


class RequestError(MisuseError):
    """There is no such request, it cannot be decided any more, or not by this person."""


def needs_second_person(desk: Desk, kind: str, now: datetime) -> bool:
    """Say whether a waiver of this kind waits for another person: any, or that of a window that closed.

    It closed at everybody's end: else one person could extend an earlier waiver time and again.
    """
    asked = desk.submissions.get(kind)
    if asked is None or asked.hand_in is None or asked.hand_in.second_approver == "any":
        return True
    with desk.database.reading() as connection:
        end = read_window(connection, desk, kind).event.end
    return end is not None and end <= now


def ask_waiver(desk: Desk, asked: AskedWaiver, *, by: str, now: datetime, dry_run: bool) -> GrantedWaiver:
    """Ask for a waiver and say what its approval would do now; asking again for the same stores nothing.

    Raises RequestError when no person asks, and what `grant_waiver` raises.
    """
    if by == SYSTEM_USER:
        raise RequestError(
            "Uitstel vraagt een mens aan, en een ander keurt het goed.\nNoem uzelf met --by NAAM."
        )
    foreseen = grant_waiver(desk, asked, by=by, now=now, dry_run=True)
    if foreseen.already:
        return foreseen
    with desk.database.changing(actor=by, at=now, why=asked.reason) as change:
        organisation = find_organisation_by_agb(change.connection, asked.agb)
        assert organisation is not None  # grant_waiver found it
        same = _find_same(change.connection, desk, organisation.id, asked, now)
        if same is not None or dry_run:
            number, expires = (same.number, same.expires_at) if same else (None, _expiry(asked, now))
            return replace(
                foreseen, state="asked", request=number, expires_at=expires, already=same is not None
            )
        expires = _expiry(asked, now)
        number = add_request(
            change.connection,
            desk.round.round_id,
            organisation_id=organisation.id,
            kind=asked.kind,
            until=asked.until,
            reason=asked.reason,
            by=by,
            at=now,
            expires_at=expires,
        )
        facts = {
            "request": number,
            "organisation": organisation.id,
            "kind": asked.kind,
            "until": asked.until.isoformat(),
        }
        change.record("waiver asked", facts, chain=desk.key)
    return replace(foreseen, state="asked", request=number, expires_at=expires, stored=True)


def _expiry(asked: AskedWaiver, now: datetime) -> datetime:
    return min(now + VALID_FOR, asked.until)


def _find_same(
    connection: Connection, desk: Desk, organisation_id: int, asked: AskedWaiver, now: datetime
) -> WaiverRequest | None:
    wanted = (organisation_id, asked.kind, asked.until)
    return next(
        (
            one
            for one in list_requests(connection, desk.key)
            if one.waits(now) and (one.organisation_id, one.kind, one.until) == wanted
        ),
        None,
    )


def find_request(database: Database, number: int) -> WaiverRequest:
    """Return a request by its number. Raises RequestError."""
    with database.reading() as connection:
        found = next((one for one in list_requests(connection) if one.number == number), None)
    if found is None:
        raise RequestError(
            f"Er is geen aangevraagd uitstel {number}.\nWat er wacht: inkoopkalender waive list"
        )
    return found


def approve_waiver(
    desk: Desk, number: int, *, reason: str, by: str, now: datetime, dry_run: bool
) -> GrantedWaiver:
    """Let a waiver that somebody else asked for hold from now on: its letter goes, and what follows is done.

    Raises RequestError, and what `grant_waiver` raises when it no longer gives time. The caller made sure
    that `by` may decide.
    """
    request = find_request(desk.database, number)
    _need_waiting(request, now)
    if by in (request.asked_by, SYSTEM_USER):
        raise RequestError(
            f"{request.asked_by} vroeg uitstel {number} zelf aan; een ander keurt het goed.\n"
            "Laat iemand anders met de rol approver dit doen."
        )
    try:
        with desk.database.changing(actor=by, at=now, why=reason) as change:
            agb = get_organisation(change.connection, request.organisation_id).main_agb
            asked = AskedWaiver(agb, request.kind, request.until, request.reason)
            granted = put_in_effect(change, desk, asked, now)
            result = replace(granted, request=number)
            _end_dry_run(result, dry_run=dry_run)
            _decide(change.connection, number, "approved", reason, by, now)
            change.record("waiver approved", {"request": number}, chain=desk.key)
    except NotStoredError as end:
        return end.result
    return result


def _end_dry_run(result: GrantedWaiver, *, dry_run: bool) -> None:
    if dry_run:
        raise NotStoredError(replace(result, stored=False))


def refuse_waiver(desk: Desk, number: int, *, reason: str, by: str, now: datetime) -> None:
    """Let a request go: an approver refuses it, or who asked takes it back. Raises RequestError."""
    _need_waiting(find_request(desk.database, number), now)
    with desk.database.changing(actor=by, at=now, why=reason) as change:
        _decide(change.connection, number, "refused", reason, by, now)
        change.record("waiver refused", {"request": number}, chain=desk.key)


def _decide(
    connection: Connection, number: int, decision: Decision, reason: str, by: str, now: datetime
) -> None:
    if not decide_request(connection, number, decision, reason=reason, by=by, at=now):
        raise RequestError(
            f"Over uitstel {number} is zojuist al beslist.\nZie: inkoopkalender waive list --all"
        )


def _need_waiting(request: WaiverRequest, now: datetime) -> None:
    if request.decision is not None:
        raise RequestError(
            f"Over uitstel {request.number} is al beslist door {request.decided_by}.\n"
            "Zie: inkoopkalender waive list --all"
        )
    if not request.waits(now):
        raise RequestError(
            f"Uitstel {request.number} wachtte tot {request.expires_at:%d-%m-%Y} en is verlopen.\n"
            "Vraag het opnieuw aan: inkoopkalender submissions waive"
        )
