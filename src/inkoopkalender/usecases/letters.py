"""Puts a duty's letters into the outbox: whom, which facts, when they may leave.

One letter per organisation. A letter that exists for the same origin, organisation and contact is not
written again, so repeating this is safe. Nothing is sent here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from inkoopkalender.content.letters import LetterKind
from inkoopkalender.domain import dutch
from inkoopkalender.domain.office_hours import next_office_moment
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.errors import MisuseError
from inkoopkalender.mail.facts import (
    ContactFacts,
    Deadline,
    OrganisationFacts,
    make_approximate,
    make_deadline,
    make_round,
)
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.decisions import open_tasks
from inkoopkalender.storage.outbox import Attachment, OutboxLetter, enqueue, message_id_for
from inkoopkalender.storage.recipients import Recipient, list_recipients
from inkoopkalender.usecases.desk import Desk

_AT_ONCE = ("receipt", "decision")
FactsFor = Callable[[Recipient], Mapping[str, object]]


def write_letters(
    desk: Desk,
    connection: Connection,
    letter: str,
    organisation_ids: Iterable[int],
    facts_for: FactsFor,
    *,
    origin: str,
    now: datetime,
    held: bool = False,
    useful_until: datetime | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> dict[str, int]:
    """Write one letter per organisation; return counts of `letters` and `without_address`.

    `held` letters wait for a person's release. A receipt or a decision leaves at once, any other letter at
    the next office hour; one that could only leave when it is of no use any more is not written. An
    organisation without a contact becomes a task for a person.
    """
    kind = desk.letters[letter]
    if useful_until is not None and useful_until <= next_office_moment(now, desk.calendar):
        return {"letters": 0, "without_address": 0}
    recipients = list_recipients(connection, organisation_ids, kind.recipients)
    written = [
        replace(
            _letter(
                desk, kind, one, facts_for(one), origin=origin, now=now, held=held, useful_until=useful_until
            ),
            attachments=attachments,
        )
        for one in recipients
        if one.contact_id is not None
    ]
    nobody = [one for one in recipients if one.contact_id is None]
    open_tasks(connection, desk.round.round_id, [_ask_for_address(one, letter) for one in nobody], at=now)
    return {"letters": enqueue(connection, written), "without_address": len(nobody)}


def _ask_for_address(recipient: Recipient, letter: str) -> dict[str, object]:
    return {
        "organisation_id": recipient.organisation_id,
        "kind": "no-recipient",
        "subject": f"{recipient.agb} {letter}",
        "question": f"AGB {recipient.agb} heeft geen contactpersoon: "
        f"de brief '{letter}' kon niet worden geschreven. Voeg een contactpersoon toe.",
    }


def _letter(
    desk: Desk,
    kind: LetterKind,
    recipient: Recipient,
    facts: Mapping[str, object],
    *,
    origin: str,
    now: datetime,
    held: bool,
    useful_until: datetime | None,
) -> OutboxLetter:
    assert recipient.contact_id is not None, "recipients without a contact are filtered out"
    leaves_at = now if kind.purpose in _AT_ONCE else next_office_moment(now, desk.calendar)
    composed = desk.composer.compose(kind.name, {**_common(desk, recipient, leaves_at), **facts})
    notice = kind.channel == "vecozo-notice"
    return OutboxLetter(
        round_id=desk.round.round_id,
        origin=origin,
        organisation_id=recipient.organisation_id,
        contact_id=recipient.contact_id,
        letter=kind.name,
        channel=kind.channel,
        message_id=message_id_for(
            origin, recipient.organisation_id, recipient.contact_id, kind.name, desk.brand.message_domain
        ),
        sender=desk.brand.sender,
        recipient=recipient.email,
        subject=composed.subject,
        text=composed.text,
        html=composed.html,
        attachments=(),
        state="composed" if held else "recorded" if notice else "queued",
        composed_at=now,
        not_before=leaves_at,
        useful_until=useful_until,
    )


def _common(desk: Desk, recipient: Recipient, leaves_at: datetime) -> dict[str, object]:
    """Return the facts that every letter of the round knows."""
    return {
        "round": make_round(desk.calendar.key, desk.calendar.source.title),
        "organisation": OrganisationFacts(recipient.name, recipient.agb, recipient.codes),
        "contact": ContactFacts(recipient.contact_name),
        "today": leaves_at.astimezone(desk.zone).date(),
    }


def deadline(desk: Desk, event: ResolvedEvent, now: datetime) -> Deadline:
    """Return an event's end as letters say it, seen from `now`. Raises MisuseError for an open end."""
    today = now.astimezone(desk.zone).date()
    if event.end is None or event.last_day is None:
        raise MisuseError(
            f"De gebeurtenis {event.key} heeft geen einde dat een brief kan noemen. Geef haar een datum."
        )
    if event.approximate and event.span and event.span.bound != "start":
        return make_approximate(event.last_day, event.quote, today)
    return make_deadline(event.end, today)


def moment_in_words(desk: Desk, moment: datetime) -> str:
    """Return a moment as letters say it, in the calendar's zone."""
    return dutch.long_moment(moment.astimezone(desk.zone))
