"""What must hold between the answers of a form, as data: one rule a check.

Whether it holds in a file is for the intake; the fields that it names are looked up in `submissions`.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from pydantic import Field, model_validator

from inkoopkalender.content.calendar_shapes import Shape, Text
from inkoopkalender.content.submission_fields import NUMBERS, FieldShape, Name

Rule = Literal[
    "at-most", "at-least", "sum-of", "percentage-of", "not-before", "not-after-receipt", "within"
]  # fmt: skip
DATE_RULES: Final[frozenset[Rule]] = frozenset({"not-before", "not-after-receipt", "within"})
_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "at-most": frozenset({"other", "limit", "times"}),
    "at-least": frozenset({"other", "limit", "times"}),
    "sum-of": frozenset({"parts", "margin"}),
    "percentage-of": frozenset({"part", "whole", "margin"}),
    "not-before": frozenset({"other"}),
    "not-after-receipt": frozenset(),
    "within": frozenset({"first", "last"}),
}
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "sum-of": ("parts",),
    "percentage-of": ("part", "whole"),
    "not-before": ("other",),
    "within": ("first", "last"),
}


class CheckShape(Shape):
    """Something that must hold between answers; it is left out when one of them is missing."""

    rule: Rule
    field: Name
    other: Name | None = Field(None, description="at-most, at-least, not-before: what it is compared with")
    limit: Decimal | None = Field(
        None, description="at-most, at-least: a number instead of another field, in the form's own unit"
    )
    times: Decimal = Field(
        Decimal(1), gt=0, description="at-most, at-least: the field is multiplied by it before it is compared"
    )
    parts: tuple[Name, ...] = Field((), description="sum-of: the fields that add up to it")
    part: Name | None = Field(None, description="percentage-of: the count that the percentage is of")
    whole: Name | None = Field(None, description="percentage-of: the count that is 100 percent")
    margin: Decimal = Field(
        Decimal(0), ge=0, description="sum-of: in the form's unit; percentage-of: in percentage points"
    )
    first: date | None = Field(None, description="within: the first day that fits")
    last: date | None = Field(None, description="within: the last day that fits")
    severity: Literal["error", "warning"] = "error"
    message: Text

    @model_validator(mode="after")
    def _has_the_keys_of_its_rule(self) -> "CheckShape":
        for name in _NEEDED.get(self.rule, ()):
            if not getattr(self, name):
                raise ValueError(f"bij rule: {self.rule} hoort de sleutel '{name}'")
        if "limit" in _KEYS[self.rule] and (self.other is None) == (self.limit is None):
            raise ValueError(f"bij rule: {self.rule} hoort de sleutel 'other', of anders 'limit'")
        if self.first and self.last and self.last < self.first:
            raise ValueError("bij rule: within ligt last niet vóór first")
        given = self.model_fields_set - {"rule", "field", "severity", "message"}
        for name in sorted(given - _KEYS[self.rule]):
            raise ValueError(f"de sleutel '{name}' hoort niet bij rule: {self.rule}")
        return self

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that the check reads."""
        named = (self.field, self.other, self.part, self.whole, *self.parts)
        return tuple(name for name in named if name)


def fault_of_types(code: str, check: CheckShape, fields: Mapping[str, FieldShape]) -> str:
    """Say in Dutch which field a rule cannot compare; empty when it can. The fields must exist."""
    types = {name: fields[name].type for name in check.fields}
    if check.rule in DATE_RULES:
        wrong, kind = [name for name in types if types[name] != "date"], "datum"
    else:
        wrong, kind = [name for name in types if types[name] not in NUMBERS], "getal"
    if wrong:
        return f"de controle '{code}' rekent met '{wrong[0]}', en dat is geen {kind}"
    compared = {
        name: types[name] for name in check.fields if name in (check.field, check.other, *check.parts)
    }
    if len({each == "euro" for each in compared.values()}) > 1:
        return f"de controle '{code}' vergelijkt euro's met iets anders"
    return ""
