"""Who belongs to a track, as data: a small closed language over what the register knows.

`all`, `any` and `not` join conditions on a fact, on a contract of an earlier year and on a relation. There
is no other operator, and nothing is executed. What the words mean is said by `track_judging`.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias, get_args

from inkoopkalender.domain.register_facts import RelationKind

TextFact: TypeAlias = Literal["care_type", "sectors", "core_region"]
NumberFact: TypeAlias = Literal[
    "clients", "turnover", "agreement", "claimed", "core_share", "clients_per_core_area"
]
Comparison: TypeAlias = Literal["at_least", "above", "at_most", "below"]
Basis: TypeAlias = Literal["policy", "proposed"]
Unit: TypeAlias = Literal["eur", "percent", "clients"]
TEXT_FACTS: Final[tuple[TextFact, ...]] = get_args(TextFact)
UNITS: Final[dict[NumberFact, Unit]] = {
    "clients": "clients",
    "turnover": "eur",
    "agreement": "eur",
    "claimed": "eur",
    "core_share": "percent",
    "clients_per_core_area": "clients",
}
"""What each number is counted in: euros, percent from 0 to 100, clients."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A limit: its value in its unit, where it stands, and whether the policy states it."""

    name: str
    value: Fraction
    unit: Unit
    section: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Among:
    """One of the words of a fact is one of `values`: care types of its codes, kinds of provider, region."""

    fact: TextFact
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A number against a limit; turnover with the round's insurer, or with `everybody` together."""

    fact: NumberFact
    comparison: Comparison
    limit: Parameter
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class HasContract:
    """A contract with the round's insurer, `years_back` before the contract year (0: for that year).

    `sector` is empty for the round's own. With `claimed` a contract on which nothing was declared is
    neither yes nor no: a person decides.
    """

    sector: str = ""
    years_back: int = 1
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class HasRelation:
    """A relation of this kind with another organisation; `of_others`: others have it with this one."""

    kind: RelationKind
    of_others: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the rules holds."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of the rules holds."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The rule does not hold."""

    rule: "Rule"


Rule: TypeAlias = Among | Compared | HasContract | HasRelation | All | Any | Not


@dataclass(frozen=True, slots=True)
class Person:
    """Why a person decides on a track in the end, and who is asked."""

    why: str
    ask: str


@dataclass(frozen=True, slots=True)
class TrackRule:
    """Who belongs to one of the catalogue's tracks, which is part of `track` of the calendar.

    Whoever fails `rule` is not in it; with a `person`, who fulfils it is for that person. `group` names the
    tracks that exclude each other, and of which one is the main track; tracks without come beside it.
    """

    catalogue: str
    track: str
    section: str
    basis: Basis
    group: str = ""
    rule: Rule | None = None
    person: Person | None = None
    ambiguities: tuple[str, ...] = ()
    proposed: str = ""
    """What of it the policy does not state, in Dutch."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What the policy asks of whoever falls under it; it places nobody in a track."""

    id: str
    title: str
    section: str
    basis: Basis
    applies: Rule
    rule: Rule
    ambiguities: tuple[str, ...] = ()
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class TrackRules:
    """The rules of a round. `core_areas` are the first digits of the core region's postcode areas."""

    insurer: str
    sector: str
    contract_year: int
    document: str
    tracks: tuple[TrackRule, ...]
    conditions: tuple[Condition, ...] = ()
    core_areas: tuple[str, ...] = ()
    core_areas_basis: str = ""
