"""What the register knows of an organisation besides name and codes: dated facts with a source, relations.

A fact is never changed: a later or corrected one stands beside it, and the newest counts. What follows from
a fact (a track, a class) is not decided here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from inkoopkalender.domain.codes import KvkNumber

FactKind = Literal["sectors", "core_region", "clients", "turnover_cents"]
RelationKind = Literal["group", "full-subsidiary", "cooperative-member"]
FACT_KINDS: Final[tuple[FactKind, ...]] = get_args(FactKind)
COUNTED: Final = frozenset({"clients", "turnover_cents"})
"""The kinds whose value is a whole number."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as of a day. `value` is a number for the kinds in COUNTED (euros as whole cents), else text.

    `sectors` are keys in order, parted by a comma and a space. `insurer` is the insurer with which the
    turnover was made, as in a round's key; empty for all together, and for the other kinds.
    """

    kind: FactKind
    insurer: str
    value: int | str
    as_of: date
    source: str

    @property
    def subject(self) -> tuple[FactKind, str]:
        """What the fact is about; the newest of a subject counts."""
        return (self.kind, self.insurer)


@dataclass(frozen=True, slots=True)
class Relation:
    """What an organisation is to another one: part of its group, its full subsidiary, a member of it."""

    kind: RelationKind
    related_kvk: KvkNumber
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """The facts (in the order in which they were recorded) and relations of one organisation."""

    facts: tuple[Fact, ...] = ()
    relations: tuple[Relation, ...] = ()

    def says(self, fact: Fact) -> bool:
        """Say whether the last word about this subject and day is this very fact."""
        same = [one for one in self.facts if (one.subject, one.as_of) == (fact.subject, fact.as_of)]
        return bool(same) and same[-1] == fact


NOTHING_KNOWN: Final = Known()


def current_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the fact that counts of each subject: the latest day, then the one recorded last.

    `facts` come in the order in which they were recorded; the result is by kind and insurer.
    """
    newest: dict[tuple[FactKind, str], Fact] = {}
    for fact in facts:
        held = newest.get(fact.subject)
        if held is None or fact.as_of >= held.as_of:
            newest[fact.subject] = fact
    return tuple(newest[subject] for subject in sorted(newest, key=_place))


def _place(subject: tuple[FactKind, str]) -> tuple[int, str]:
    return (FACT_KINDS.index(subject[0]), subject[1])
