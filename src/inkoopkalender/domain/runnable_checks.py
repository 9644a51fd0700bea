"""Whether a round can run: its phases need letters, and its surveys need a form.

A calendar alone can be shown, checked and compared. What is missing to run it is one warning as long as a
whole file is missing, and an error for each thing that the file lacks. An intake that names no submission
is a warning as long as the round has no letters: it cannot open then.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from inkoopkalender.domain.calendar import Calendar, Event
from inkoopkalender.domain.findings import Finding, Severity
from inkoopkalender.domain.phase_letters import CASE_PHASES, letters_of
from inkoopkalender.domain.phrase_help import nearest

NOT_RUNNABLE = "round-not-runnable"


@dataclass(frozen=True, slots=True)
class RoundContent:
    """The names in the files beside a calendar; None for a file that is not there.

    `windows` gives the events that a kind of submission names as its windows, `amends` that until whose end
    it may be amended.
    """

    letters: frozenset[str] | None
    submissions: frozenset[str] | None
    windows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    amends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def check_runnable(calendar: Calendar, content: RoundContent) -> Iterator[Finding]:
    """Give what is missing for the events with a phase, and windows that are no event."""
    yield from _check_windows(calendar, content)
    phased = [event for event in calendar.events if event.phase]
    if not phased:
        return
    files = (("letters.yaml", content.letters), ("submissions.yaml", content.submissions))
    missing = [name for name, names in files if names is None]
    if missing:
        have = "gebeurtenis heeft" if len(phased) == 1 else "gebeurtenissen hebben"
        lacking = f"{' en '.join(missing)} {'ontbreekt' if len(missing) == 1 else 'ontbreken'}"
        message = f"{len(phased)} {have} een phase, maar {lacking}."
        only = "alleen ontvangen" if content.submissions else "niet open"
        next_step = f"Zonder kan de ronde {only}. Zo maakt u ze: docs/how-to/add-a-calendar.md, stap 5."
        yield Finding(NOT_RUNNABLE, "warning", message, next_step, ("events",))
    for event in calendar.events:
        if content.letters is not None:
            yield from _check_letters(event, content.letters)
        if content.submissions is not None:
            yield from _check_submission(event, content.submissions, may_open=content.letters is not None)


def _check_windows(calendar: Calendar, content: RoundContent) -> Iterator[Finding]:
    events = [event.key for event in calendar.events]
    named = [(kind, event, "ingeleverd bij") for kind, all_ in content.windows.items() for event in all_]
    named += [
        (kind, event, "gewijzigd tot en met")
        for kind, all_ in content.amends.items()
        for event in all_
        if event != "window"
    ]
    for kind, window, what in named:
        if window not in events:
            close = nearest(window, events)
            message = f"submissions.yaml: '{kind}' wordt {what} '{window}', en die gebeurtenis is er niet."
            next_step = f"Bedoelt u '{close}'?" if close else "Noem een gebeurtenis uit calendar.yaml."
            yield Finding("unknown-window", "error", message, next_step, ("events",))


def _check_letters(event: Event, letters: frozenset[str]) -> Iterator[Finding]:
    lacking = [name for name in letters_of(event) if name not in letters]
    if lacking:
        message = f"{event.key}: {event.phase} schrijft {', '.join(lacking)}; letters.yaml noemt dat niet."
        next_step = "Zet elke brief onder letters:, met haar map in templates/mail, of haal de phase weg."
        yield Finding("unknown-letter", "error", message, next_step, ("events", event.key, "phase"))


def _check_submission(event: Event, submissions: frozenset[str], *, may_open: bool) -> Iterator[Finding]:
    if event.phase == "intake" and event.submission is None:
        message = f"{event.key}: een intake zonder submission kan niets ontvangen."
        next_step = f"Noem wat er ingeleverd wordt. Er is: {', '.join(sorted(submissions)) or 'nog niets'}."
        severity: Severity = "error" if may_open else "warning"
        yield Finding("missing-submission", severity, message, next_step, ("events", event.key, "phase"))
    elif event.submission and event.submission not in submissions and event.phase not in CASE_PHASES:
        close = nearest(event.submission, sorted(submissions))
        message = f"{event.key}: submissions.yaml beschrijft '{event.submission}' niet."
        next_step = (
            f"Bedoelt u '{close}'?" if close else "Beschrijf het formulier daar, of laat submission weg."
        )
        path = ("events", event.key, "submission")
        yield Finding("unknown-submission", "error", message, next_step, path)
