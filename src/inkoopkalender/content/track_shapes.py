"""The form of `tracks.yaml`: which keys there are, what each may hold, and the rule that they make.

Values arrive as text and are converted here. That the tracks are those of the calendar is looked at by
`tracks`.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from inkoopkalender.content.calendar_shapes import AmbiguityId, CatalogueId, Key, Shape, Text
from inkoopkalender.content.submission_fields import Truth
from inkoopkalender.domain.register_facts import RelationKind
from inkoopkalender.domain.track_rules import (
    TEXT_FACTS,
    UNITS,
    All,
    Among,
    Any,
    Basis,
    Compared,
    Comparison,
    Condition,
    HasContract,
    HasRelation,
    Not,
    NumberFact,
    Parameter,
    Person,
    Rule,
    TextFact,
    TrackRule,
    Unit,
)

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}$")]
Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$")]
Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{0,78}$")]
Back = Annotated[int, Field(ge=0, le=3)]
_FORMS = ("all", "any", "not", "fact", "has_contract", "has_relation")
_COMPARISONS: tuple[Comparison, ...] = ("at_least", "above", "at_most", "below")


class HasContractShape(Shape):
    """A contract with the round's insurer."""

    sector: Key | Literal[""] = Field("", description="As in contracts import; left out: the round's own")
    years_back: Back = Field(1, description="0 is the contract year itself")
    claimed: Truth = Field(default=False, description="Something was declared on it")


class HasRelationShape(Shape):
    """A relation with another organisation."""

    kind: RelationKind
    of_others: Truth = Field(default=False, description="Others have it with this one, as members")


class RuleShape(Shape):
    """One condition, or several joined: exactly one of all, any, not, fact, has_contract, has_relation."""

    all: "tuple[RuleShape, ...] | None" = None
    any: "tuple[RuleShape, ...] | None" = None
    no: "RuleShape | None" = Field(None, alias="not")
    fact: TextFact | NumberFact | None = None
    equals: Word | None = Field(None, alias="is", description="The word of a text fact")
    among: tuple[Word, ...] | None = Field(None, alias="in", description="Any of the words of a text fact")
    at_least: Key | None = Field(None, description="The name of a parameter")
    above: Key | None = None
    at_most: Key | None = None
    below: Key | None = None
    with_everybody: Truth = Field(default=False, description="turnover: with all insurers")
    has_contract: HasContractShape | None = None
    has_relation: HasRelationShape | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> "RuleShape":
        given = self.model_fields_set
        forms = [name for name in _FORMS if ("no" if name == "not" else name) in given]
        if len(forms) != 1:
            raise ValueError(f"een regel heeft precies één van {', '.join(_FORMS)}")
        if self.all == () or self.any == () or self.among == ():
            raise ValueError("een lege lijst zegt niets")
        tests = [one for one in ("equals", "among", *_COMPARISONS) if one in given]
        if self.fact is None:
            if tests or self.with_everybody:
                raise ValueError("is, in, at_least, above, at_most en below horen bij een fact")
        elif len(tests) != 1:
            raise ValueError(f"bij {self.fact} staat precies één van is, in, at_least, above, at_most, below")
        elif (self.fact in TEXT_FACTS) is not (tests[0] in ("equals", "among")):
            raise ValueError(f"{self.fact} kan niet met {tests[0].replace('equals', 'is')}")
        elif self.with_everybody and self.fact != "turnover":
            raise ValueError("with_everybody hoort bij turnover")
        return self

    def rule(self, parameters: Mapping[str, Parameter]) -> Rule:
        """Make the rule. Raises ValueError for a parameter that is not there, or of another unit."""
        if self.all is not None:
            return All(tuple(one.rule(parameters) for one in self.all))
        if self.any is not None:
            return Any(tuple(one.rule(parameters) for one in self.any))
        if self.no is not None:
            return Not(self.no.rule(parameters))
        if self.has_contract is not None:
            asked = self.has_contract
            return HasContract(asked.sector, asked.years_back, asked.claimed)
        if self.has_relation is not None:
            return HasRelation(self.has_relation.kind, self.has_relation.of_others)
        return self._test(parameters)

    def _test(self, parameters: Mapping[str, Parameter]) -> Rule:
        fact = self.fact
        assert fact is not None, "one of the forms is given"
        if fact == "care_type" or fact == "sectors" or fact == "core_region":  # noqa: PLR1714 -- narrows the type
            return Among(fact, self.among or (self.equals or "",))
        comparison = next(one for one in _COMPARISONS if getattr(self, one) is not None)
        name = getattr(self, comparison)
        limit = parameters.get(name)
        if limit is None:
            raise ValueError(f"er is geen parameter '{name}'; er zijn: {', '.join(parameters) or 'geen'}")
        if limit.unit != UNITS[fact]:
            raise ValueError(f"{fact} telt in {UNITS[fact]}, parameter '{name}' in {limit.unit}")
        return Compared(fact, comparison, limit, self.with_everybody)


class ParameterShape(Shape):
    """A limit."""

    value: Amount
    unit: Unit = Field(description="eur, percent (0-100) or clients")
    section: str = ""
    basis: Basis

    def parameter(self, name: str) -> Parameter:
        """Make the parameter; its value is exact."""
        return Parameter(name, Fraction(self.value), self.unit, self.section, self.basis)


class PersonShape(Shape):
    """Why a person decides, and who."""

    why: Text
    ask: Text


class TrackRuleShape(Shape):
    """Who belongs to a track of the catalogue."""

    section: Text
    basis: Basis = Field(description="policy, or proposed when the policy does not state who belongs to it")
    group: Key | Literal[""] = Field(
        "", description="Tracks of one group exclude each other; left out: beside"
    )
    rule: RuleShape | None = Field(None, description="Left out when no fact of the register says anything")
    person: PersonShape | None = None
    ambiguities: tuple[AmbiguityId, ...] = ()
    proposed: str = Field("", description="What of it the policy does not state, in Dutch")

    @model_validator(mode="after")
    def _says_something(self) -> "TrackRuleShape":
        if self.rule is None and self.person is None:
            raise ValueError("zonder rule hoort er een person bij die zegt waarom een mens beslist")
        if self.basis == "proposed" and not self.proposed:
            raise ValueError("basis is proposed: zeg in proposed wat het beleid niet zegt")
        return self

    def track_rule(self, catalogue: str, track: str, parameters: Mapping[str, Parameter]) -> TrackRule:
        """Make the rule of a track; `track` is the calendar's. Raises ValueError."""
        return TrackRule(
            catalogue,
            track,
            self.section,
            self.basis,
            self.group,
            None if self.rule is None else self.rule.rule(parameters),
            None if self.person is None else Person(self.person.why, self.person.ask),
            self.ambiguities,
            self.proposed,
        )


class ConditionShape(Shape):
    """What the policy asks of whoever falls under it."""

    title: Text
    section: Text
    basis: Basis
    applies: RuleShape
    rule: RuleShape
    ambiguities: tuple[AmbiguityId, ...] = ()
    proposed: str = ""

    def condition(self, name: str, parameters: Mapping[str, Parameter]) -> Condition:
        """Make the condition. Raises ValueError."""
        return Condition(
            name,
            self.title,
            self.section,
            self.basis,
            self.applies.rule(parameters),
            self.rule.rule(parameters),
            self.ambiguities,
            self.proposed,
        )


class CoreAreasShape(Shape):
    """The postcode areas of the core region, by their first digits."""

    basis: Basis
    source: Text
    areas: tuple[Digits, ...] = Field(min_length=1)


class TracksShape(Shape):
    """Who belongs to which track of a round."""

    document: Text = Field(description="File name of the policy's text")
    parameters: Mapping[Key, ParameterShape] = Field(default_factory=dict)
    core_areas: CoreAreasShape | None = None
    tracks: Mapping[CatalogueId, TrackRuleShape]
    conditions: Mapping[CatalogueId, ConditionShape] = Field(default_factory=dict)
