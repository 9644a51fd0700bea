"""What waits for a person in a round, each with what to do about it: a page of ours, or the exact command."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from inkoopkalender.domain.actions import Action, Promise
from inkoopkalender.domain.dutch import counted, listed, number
from inkoopkalender.storage.glance import Held
from inkoopkalender.usecases.round_state import RoundState
from inkoopkalender.web import words
from inkoopkalender.web.moment_words import end_words
from inkoopkalender.web.phase_words import due_moment
from inkoopkalender.web.round_sentence import action_words
from inkoopkalender.web.waiting_words import EXPORT, PARAMETER
from inkoopkalender.web.words import duty_words, named

_MOST_NUMBERS = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: in a sentence, why it matters, and the page or the command that settles it."""

    kind: str
    what: str
    why: str = ""
    address: str = ""
    button: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What else was read of a round for its list of what waits."""

    held: Mapping[str, Held]
    """Action that waits for release -> its letters."""
    unknown: Sequence[int] = ()
    """Letters of which nobody knows whether they arrived."""


def waiting_list(state: RoundState, unsettled: Unsettled) -> list[Waiting]:
    """Return what waits for a person, the most pressing first."""
    return [
        *_releases(state, unsettled),
        *_past(state),
        *_exports(state),
        *_parameters(state),
        *_questions(state),
        *_cases(state),
        *_unknown(unsettled),
    ]


def waiting_parameters(state: RoundState) -> dict[str, str]:
    """Return the unset parameters for which something waits, or soon will, with what that is."""
    due = {
        one.removeprefix(PARAMETER): action_words(action, state)
        for action in state.due
        for one in action.waits_for
        if one.startswith(PARAMETER)
    }
    return dict(sorted(due.items()))


def _releases(state: RoundState, unsettled: Unsettled) -> Iterator[Waiting]:
    for row in state.ledger:
        if row.state != "waiting":
            continue
        held = unsettled.held.get(row.key, Held(0, 0))
        letters = counted(held.letters, "brief", "brieven")
        to = counted(held.organisations, "organisatie", "organisaties")
        due_at = due_moment(row.kind, row.occurrence, row.due_at.astimezone(state.desk.zone))
        what = f"{duty_words(row.kind, row.occurrence)}: {letters} aan {to} klaar".capitalize()
        yield Waiting(
            "release",
            what,
            f"Er gaat niets weg en er verandert niets tot iemand dit vrijgeeft; aan de beurt sinds {due_at}.",
            f"/rounds/{state.desk.key}/release?{urlencode({'action': row.key})}",
            "Bekijken en vrijgeven",
        )


def _past(state: RoundState) -> Iterator[Waiting]:
    if state.unmarked:
        yield Waiting(
            "past",
            f"{counted(state.unmarked, 'actie', 'acties')} van vóór de opening: gedaan, of nog te doen?",
            "Deze ronde ging midden in het seizoen open. Wat hierop volgt, wacht op uw antwoord.",
            f"/rounds/{state.desk.key}/past",
            "Bekijken en aanwijzen",
        )


def _exports(state: RoundState) -> Iterator[Waiting]:
    for action in state.due:
        if not any(one.startswith(EXPORT) for one in action.waits_for):
            continue
        event = state.desk.timeline.event(action.key.event)
        until = end_words(event.end.astimezone(state.desk.zone)) if event.end else ""
        moment = event.end.astimezone(state.desk.zone).isoformat() if event.end else "TIJDSTIP"
        yield Waiting(
            "export",
            f"Export van VECOZO nodig, volledig t/m {until}",
            f"Zolang wacht: {action_words(action, state)}.",
            command=_import_command(action, state, moment),
        )


def _import_command(action: Action, state: RoundState, moment: str) -> str:
    event = state.desk.timeline.event(action.key.event)
    if event.phase == "sign-contracts":
        return (
            f"inkoopkalender sign import BESTAND --round {state.desk.key} --complete-until {moment} --by NAAM"
        )
    kind = event.submission or event.key
    return (
        f"inkoopkalender submissions import BESTAND --as {kind} --round {state.desk.key} "
        f"--complete-until {moment} --by NAAM"
    )


def _parameters(state: RoundState) -> Iterator[Waiting]:
    for name, waits in waiting_parameters(state).items():
        yield Waiting(
            "parameter",
            f"Waarde nodig: {named(name, words.PARAMETERS)}",
            f"Zolang wacht: {waits}.",
            f"/rounds/{state.desk.key}#waarden",
            "Instellen",
        )


def _questions(state: RoundState) -> Iterator[Waiting]:
    for kind, count in state.tasks.items():
        yield Waiting(
            "question",
            f"{number(count)} × {named(kind, words.TASKS)}",
            "Elke vraag hoort bij één aanbieder; het antwoord met de reden komt in het logboek.",
            command=f"inkoopkalender tasks list {state.desk.key}",
        )


def _cases(state: RoundState) -> Iterator[Waiting]:
    for kind, (_, waits) in state.cases.items():
        promised = [one for one in state.facts.promises if one.kept_at is None and _is_of(one, kind, state)]
        ends = sorted(one.event.end for one in promised if one.event.end is not None)
        first = (
            f"De eerste toezegging loopt af: {end_words(ends[0].astimezone(state.desk.zone))}."
            if ends
            else ""
        )
        if waits:
            yield Waiting(
                "case",
                f"{counted(waits, *_CASES.get(kind, (kind, kind)))} op een besluit of antwoord",
                first,
                command=f"inkoopkalender cases list {state.desk.key}",
            )


def _is_of(promise: Promise, kind: str, state: RoundState) -> bool:
    subjects = {fact.key: fact.subject for fact in state.desk.calendar.facts}
    return subjects.get(promise.event.relative_to or "") == kind


def _unknown(unsettled: Unsettled) -> Iterator[Waiting]:
    if not unsettled.unknown:
        return
    some = [str(one) for one in unsettled.unknown[:_MOST_NUMBERS]]
    more = len(unsettled.unknown) - len(some)
    listing = listed([*some, *([f"nog {more}"] if more else [])])
    yield Waiting(
        "letter",
        f"{counted(len(unsettled.unknown), 'brief', 'brieven')} waarvan niemand weet of zij aankwam",
        f"De verbinding viel weg op het beslissende moment: nummer {listing}.",
        command=f"inkoopkalender letters resolve {some[0]} sent   (of: resend)",
    )


_CASES: Mapping[str, tuple[str, str]] = {
    "enrolment": ("inschrijving wacht", "inschrijvingen wachten"),
    "objection": ("bezwaar wacht", "bezwaren wachten"),
    "question": ("vraag wacht", "vragen wachten"),
    "digital-care-request": ("aanvraag digitale zorg wacht", "aanvragen digitale zorg wachten"),
    "extra-purchase-request": ("aanvraag bijcontractering wacht", "aanvragen bijcontractering wachten"),
}
