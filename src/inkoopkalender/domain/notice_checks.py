"""Whether providers hear of a date in time, and have time to study what they must answer.

Everything counts in calendar days, between last days: from the publication of the policy, and from an offer
or a proposal. What has no date yet is not judged.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from inkoopkalender.domain.calendar import Phase
from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.national import Parameter, Parameters
from inkoopkalender.domain.phase_pairs import acted_on, pairs, plural, share_track
from inkoopkalender.domain.timeline import ResolvedEvent

_ANSWERED: tuple[tuple[Phase, Phase], ...] = (
    ("offer-contracts", "sign-contracts"),
    ("propose-production", "contracting"),
)
"""What a provider is given, and the window in which it answers."""
_DATED = ("deadline", "window", "milestone")


def check_notice(events: Sequence[ResolvedEvent], parameters: Parameters) -> Iterator[Finding]:
    """Give a warning for each date that comes too soon after what announces it."""
    for policy in events:
        published = acted_on(policy) if policy.phase == "publish-policy" else None
        if published is not None:
            asked = [event for event in events if _asks(event) and share_track(policy, event)]
            yield from _check_announced(policy, published, asked, parameters.notice_days)
            yield from _check_first(policy, published, asked, parameters.study_days)
    for given, answered in _ANSWERED:
        for offer, answer in pairs(events, given, answered):
            yield from _check_study(offer, acted_on(offer), answer, parameters.study_days)


def _asks(event: ResolvedEvent) -> bool:
    """Say whether a provider must do something by a date of its own."""
    by_provider = event.actor in ("provider", "both") and event.kind in _DATED
    return by_provider and event.last_day is not None and event.relative_to is None


def _check_announced(
    policy: ResolvedEvent, published: date, asked: Sequence[ResolvedEvent], notice: Parameter
) -> Iterator[Finding]:
    """Judge the opening; the end, for what has no opening or is open as soon as the policy is there."""
    for event in asked:
        opens = event.start.date() if event.start else None
        judged = opens if opens is not None and opens > published else event.last_day
        if judged is None or not 0 <= (judged - published).days < notice.days:
            continue
        does = "opent" if judged == opens else "eindigt"
        message = (
            f"{event.key} {does} op {short_date(judged)}, {plural((judged - published).days)} na "
            f"{policy.key} ({short_date(published)}); gevraagd: {plural(notice.days)}."
        )
        next_step = f"Publiceer eerder, of kondig deze datum apart aan: {notice}."
        yield Finding("short-notice", "warning", message, next_step, ("events", event.key, "when"))


def _check_first(
    policy: ResolvedEvent, published: date, asked: Sequence[ResolvedEvent], study: Parameter
) -> Iterator[Finding]:
    """Judge the first thing to hand in after the policy's publication."""
    handed_in = [event for event in asked if event.submission and event.last_day]
    coming = [event for event in handed_in if event.last_day and event.last_day >= published]
    if coming:
        first = min(coming, key=lambda event: (event.last_day or published, event.key))
        yield from _check_study(policy, published, first, study)


def _check_study(
    given: ResolvedEvent, given_on: date | None, answer: ResolvedEvent, study: Parameter
) -> Iterator[Finding]:
    last_day = answer.last_day
    if given_on is None or last_day is None or not 0 <= (last_day - given_on).days < study.days:
        return
    message = (
        f"{answer.key} eindigt op {short_date(last_day)}, {plural((last_day - given_on).days)} na "
        f"{given.key} ({short_date(given_on)}); gevraagd: {plural(study.days)}."
    )
    next_step = f"Geef aanbieders langer de tijd, of kom eerder (act): {study}."
    yield Finding("short-study", "warning", message, next_step, ("events", answer.key, "when"))
