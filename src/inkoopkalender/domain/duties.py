"""The kinds of duty a calendar gives rise to, in their fixed order, and which phase owes which.

A duty says when it is due against its event, what a missed moment means (`catch_up`), whether a
person releases its consequences, and what must have been done before. Adding a kind is a row here,
a function in `usecases` and its test.
"""

from dataclasses import dataclass
from typing import Literal

from inkoopkalender.domain.calendar import Phase

Anchor = Literal["act", "start", "end", "leads", "promise", "change"]
"""act: when the insurer acts; start and end of the window; leads: each reminder; promise: per case;
change: a date that was moved, whatever the phase of its event."""
CatchUp = Literal["must", "while useful"]
"""must: however late, once. while useful: until its use is over, then recorded as lapsed."""
Release = Literal["automatic", "person"]


TELL = "tell_of_change"
"""The duty to tell the providers of a moved date."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of action."""

    kind: str
    anchor: Anchor
    catch_up: CatchUp = "must"
    release: Release = "automatic"
    """Who lets its letters leave and its consequences hold, where the event does not say (`releasable`)."""
    letters: bool = False
    """Writes letters that leave by themselves, unless the event says that a person releases them."""
    after: tuple[str, ...] = ()
    """Kinds of the same round that must be finished first."""
    needs_export: bool = False
    """Waits until an export that is complete up to the window's end has been imported."""
    waivable: bool = False
    """Done once more for an organisation with a waiver, counted from the end that it was granted."""
    needs_parameters: tuple[str, ...] = ()
    """Waits until these parameters of the round are set."""

    @property
    def releasable(self) -> bool:
        """Whether an event's `release` concerns it: it writes letters or has consequences."""
        return self.letters or self.release == "person"


DUTIES: tuple[Duty, ...] = (
    Duty(TELL, "change", release="person", letters=True),
    Duty("publish_policy", "act", letters=True, needs_parameters=("policy_document", "policy_address")),
    Duty("close_objections", "end"),
    Duty("open_intake", "start", letters=True),
    Duty("register_new_providers", "start"),
    Duty("remind_providers", "leads", catch_up="while useful", letters=True, waivable=True),
    Duty("close_intake", "end"),
    Duty("assess_round", "end", release="person", after=("close_intake",), needs_export=True, waivable=True),
    Duty("score_providers", "act", after=("assess_round",)),
    Duty("propose_production", "act", release="person", after=("score_providers",)),
    Duty("close_contracting", "end", after=("propose_production",)),
    Duty("offer_contracts", "act", release="person", after=("assess_round", "propose_production")),
    Duty("close_signing", "end", after=("offer_contracts",)),
    Duty("lapse_unsigned", "end", release="person", after=("close_signing",), needs_export=True),
    Duty("publish_contracted_care", "act", release="person", after=("lapse_unsigned",)),
    Duty("close_enrolment", "end"),
    Duty("watch_promises", "promise"),
)
"""In the order in which actions of one moment are done."""

DUTY: dict[str, Duty] = {duty.kind: duty for duty in DUTIES}
ORDER: dict[str, int] = {duty.kind: place for place, duty in enumerate(DUTIES)}

PHASE_DUTIES: dict[Phase, tuple[str, ...]] = {
    "publish-policy": ("publish_policy",),
    "objections": ("close_objections",),
    "intake": ("open_intake", "remind_providers", "close_intake", "assess_round"),
    "propose-production": ("score_providers", "propose_production"),
    "contracting": ("remind_providers", "close_contracting"),
    "offer-contracts": ("offer_contracts",),
    "sign-contracts": ("remind_providers", "close_signing", "lapse_unsigned"),
    "publish-contracted-care": ("publish_contracted_care",),
    "enrol-new-providers": ("register_new_providers", "close_enrolment"),
    "promise": ("watch_promises",),
}
