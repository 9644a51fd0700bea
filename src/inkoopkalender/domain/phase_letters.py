"""Which letters the duties and the cases of a phase write, and which phases ask for a form.

The names are those of `letters.yaml`. Adding a letter to a duty is a row here, so that a round without it is
refused before it opens and not in the middle of its year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from inkoopkalender.domain.calendar import Event, Phase


@dataclass(frozen=True, slots=True)
class PhaseLetter:
    """A letter of a phase; `needs` is what the event's `remind` must say for it to be written."""

    name: str
    needs: Literal["", "open", "before_end"] = ""


PHASE_LETTERS: Mapping[Phase, tuple[PhaseLetter, ...]] = MappingProxyType(
    {
        "publish-policy": (PhaseLetter("policy-announced"),),
        "objections": (PhaseLetter("objection-received"), PhaseLetter("objection-too-late")),
        "intake": (
            PhaseLetter("survey-opened", "open"),
            PhaseLetter("survey-reminder", "before_end"),
            PhaseLetter("survey-missing"),
            PhaseLetter("survey-missing-class-c"),
        ),
        "propose-production": (PhaseLetter("production-proposal"), PhaseLetter("not-continued")),
        "contracting": (PhaseLetter("reaction-reminder", "before_end"), PhaseLetter("reaction-receipt")),
        "offer-contracts": (PhaseLetter("contract-offered"),),
        "sign-contracts": (PhaseLetter("signing-reminder", "before_end"), PhaseLetter("contract-lapsed")),
        "publish-contracted-care": (),
        "enrol-new-providers": (
            PhaseLetter("enrolment-received"),
            PhaseLetter("enrolment-not-handled"),
            PhaseLetter("enrolment-offered"),
            PhaseLetter("enrolment-refused"),
        ),
        "promise": (),
    }
)

ROUND_LETTERS = ("submission-waiver", "date-changed")
"""Letters of every round and of no phase: more time for one provider, and a date that was moved."""

SURVEY_RECEIPTS = ("survey-receipt", "survey-rejected", "survey-refused-late", "waiver-granted")
"""Letters with which a round may speak of its survey in words of its own; without them it gets the others."""

RECEIPT_LETTERS = (
    "submission-receipt",
    "submission-rejected",
    "submission-refused-late",
    "submission-late",
)
"""Letters of every round: the answer to what was handed in, where the round has none of its own for it."""

CASE_PHASES: tuple[Phase, ...] = ("objections", "contracting", "enrol-new-providers")
"""Phases in which what comes in is recorded by a command of its own, and no form is looked up."""


def letters_of(event: Event) -> tuple[str, ...]:
    """Give the letters that an event gives rise to, in the order of the table."""
    if event.phase is None:
        return ()
    remind = event.remind
    said = {
        "": True,
        "open": remind is not None and remind.open,
        "before_end": remind is not None and bool(remind.before_end),
    }
    return tuple(each.name for each in PHASE_LETTERS[event.phase] if said[each.needs])
