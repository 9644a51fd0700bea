"""What comes of a round's track rules for one organisation: every track's verdict, and its main track.

A person's choice goes before the rule, and keeps what the rule said. Nothing is stored here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from inkoopkalender.domain.track_judging import Ground, Judgement, judge
from inkoopkalender.domain.track_rules import Condition, TrackRule, TrackRules
from inkoopkalender.domain.track_subject import Subject

Verdict: TypeAlias = Literal["in", "not", "unknown", "person"]
Met: TypeAlias = Literal["met", "not_met", "unknown", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A person said that an organisation is, or is not, in one of the catalogue's tracks."""

    catalogue: str
    verdict: Literal["in", "not"]
    reason: str
    chosen_by: str
    chosen_at: datetime


@dataclass(frozen=True, slots=True)
class TrackVerdict:
    """One track for one organisation; `by_rule` is what the rule says where a person chose otherwise."""

    rule: TrackRule
    verdict: Verdict
    grounds: tuple[Ground, ...]
    by_rule: Verdict
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class ConditionVerdict:
    """One condition for one organisation, with its numbers also while it is not known whether it applies."""

    condition: Condition
    met: Met
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """The tracks of one organisation: all verdicts in the order of the file, and what follows.

    `main` is the calendar's track of the first track with a group that it is in, empty without one;
    `beside` the calendar's other tracks. `clashes` are tracks that exclude each other, all of them `in`.
    """

    verdicts: tuple[TrackVerdict, ...]
    main: str
    beside: tuple[str, ...]
    clashes: tuple[tuple[str, ...], ...]

    @property
    def unsettled(self) -> tuple[TrackVerdict, ...]:
        """The tracks with a group of which a fact is missing: the main track may still turn."""
        return tuple(one for one in self.verdicts if one.rule.group and one.verdict == "unknown")


def place(subject: Subject, rules: TrackRules, choices: Mapping[str, Choice]) -> Placing:
    """Say of every track whether the organisation is in it; `choices` by the catalogue's number."""
    verdicts = tuple(_verdict(one, subject, rules, choices.get(one.catalogue)) for one in rules.tracks)
    inside = [one.rule for one in verdicts if one.verdict == "in"]
    main = next((rule.track for rule in inside if rule.group), "")
    groups: dict[str, list[str]] = defaultdict(list)
    for rule in inside:
        if rule.group:
            groups[rule.group].append(rule.catalogue)
    beside = dict.fromkeys(rule.track for rule in inside if rule.track != main)
    return Placing(
        verdicts, main, tuple(beside), tuple(tuple(names) for names in groups.values() if len(names) > 1)
    )


def meet(subject: Subject, rules: TrackRules) -> tuple[ConditionVerdict, ...]:
    """Say of every condition whether the organisation falls under it, and meets it."""
    return tuple(_met(one, subject, rules) for one in rules.conditions)


def needs_person(placings: Sequence[Placing]) -> int:
    """Count the placings that clash or of which the main track may still turn."""
    return sum(bool(one.clashes or one.unsettled) for one in placings)


def _verdict(rule: TrackRule, subject: Subject, rules: TrackRules, choice: Choice | None) -> TrackVerdict:
    judged = Judgement(holds=True) if rule.rule is None else judge(rule.rule, subject, rules)
    verdict: Verdict = "in" if judged.holds else "not" if judged.holds is False else "unknown"
    grounds = judged.grounds
    if rule.person is not None and verdict == "in":
        verdict, grounds = "person", (*grounds, Ground(rule.person.why, rule.person.why, rule.person.ask))
    if choice is None:
        return TrackVerdict(rule, verdict, grounds, verdict)
    return TrackVerdict(rule, choice.verdict, grounds, verdict, choice)


def _met(condition: Condition, subject: Subject, rules: TrackRules) -> ConditionVerdict:
    applies = judge(condition.applies, subject, rules)
    if applies.holds is False:
        return ConditionVerdict(condition, "not_applicable", applies.grounds)
    judged = judge(condition.rule, subject, rules)
    met: Met = "unknown"
    if applies.holds and judged.holds is not None:
        met = "met" if judged.holds else "not_met"
    return ConditionVerdict(condition, met, tuple(dict.fromkeys((*applies.grounds, *judged.grounds))))
