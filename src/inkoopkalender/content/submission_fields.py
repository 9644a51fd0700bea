"""One question of a form, as data: what it asks, what may be answered, and when it is asked at all.

How questions stand beside one another is for `submissions`; reading an answer is for the intake.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from inkoopkalender.content.calendar_shapes import AmbiguityId, Shape, Text, truth

FieldType = Literal["text", "agb", "kvk", "whole", "decimal", "percent", "euro", "date", "choice", "yes_no"]
NUMBERS: Final[frozenset[FieldType]] = frozenset({"whole", "decimal", "percent", "euro"})
YES_NO: Final = ("ja", "nee")
LONGEST_CELL: Final = 32_767
"""Characters that a cell of a workbook can hold."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Truth = Annotated[bool, BeforeValidator(truth)]


class WhenShape(Shape):
    """An earlier answer on which something depends; it holds when one of the named answers was given."""

    field: Name
    answers: tuple[Text, ...] = Field(alias="is", min_length=1, description="ja, nee, or a choice")


class ColumnShape(Shape):
    """One question, wherever it stands. `column` is its code in the form, its heading in a table."""

    column: Name
    label: Text
    help: str = ""
    type: FieldType
    unit: str = ""
    required: Truth = True
    required_when: WhenShape | None = Field(
        None, description="The earlier answer that makes this one required; `required` is then left out"
    )
    otherwise: Literal["ignored", "forbidden", "optional"] = Field(
        "ignored", description="What an answer is when required_when does not hold"
    )
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: tuple[Text, ...] = ()
    longest: Annotated[int, Field(ge=1, le=LONGEST_CELL)] | None = Field(
        None, description="Most characters of a text; 200 when left out"
    )
    pattern: Text | None = Field(None, description="A regular expression for the whole of a text")
    form: Text | None = Field(None, description="The pattern in Dutch words: it is told to the provider")
    identifies: Literal["contract-year", "provider"] | None = Field(
        None, description="The answer that says which round or which provider the file is about"
    )
    section: str = Field("", description="Where the policy asks this")
    ambiguities: tuple[AmbiguityId, ...] = ()
    proposed: Truth = Field(
        default=False, description="The policy does not state this; a proposal of the team's own"
    )

    @property
    def always(self) -> bool:
        """Say whether it must be answered whatever else is answered."""
        return self.required and self.required_when is None

    @property
    def possible(self) -> tuple[str, ...]:
        """The answers among which one is chosen; empty for any other type."""
        return YES_NO if self.type == "yes_no" else self.choices

    @model_validator(mode="after")
    def _choices_for_a_choice(self) -> "ColumnShape":
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("choices hoort bij type: choice, en alleen daarbij")
        return self

    @model_validator(mode="after")
    def _required_in_one_way(self) -> "ColumnShape":
        given = self.model_fields_set
        if self.required_when is not None and "required" in given:
            raise ValueError("required en required_when gaan niet samen; laat required weg")
        if self.required_when is None and "otherwise" in given:
            raise ValueError("otherwise hoort bij required_when, en alleen daarbij")
        return self

    @model_validator(mode="after")
    def _bounds_for_a_number(self) -> "ColumnShape":
        bounds = [bound for bound in (self.minimum, self.maximum) if bound is not None]
        if bounds and self.type not in NUMBERS:
            raise ValueError("minimum en maximum horen bij een getal")
        if bounds != sorted(bounds):
            raise ValueError("minimum is groter dan maximum")
        return self

    @model_validator(mode="after")
    def _form_of_a_text(self) -> "ColumnShape":
        if self.type != "text" and (self.longest or self.pattern):
            raise ValueError("longest en pattern horen bij type: text")
        if (self.pattern is None) != (self.form is None):
            raise ValueError("pattern en form horen bij elkaar: de vorm, en de vorm in woorden")
        try:
            re.compile(self.pattern or "")
        except re.error as fault:
            raise ValueError(f"pattern is geen reguliere expressie ({fault})") from None
        return self


class FieldShape(ColumnShape):
    """One question of a form, on one of its sheets."""

    sheet: Text


def check_condition(name: str, when: WhenShape, known: Mapping[str, ColumnShape]) -> None:
    """Raise ValueError for a condition on a question that is not asked before, or that never holds."""
    if when.field not in known:
        raise ValueError(
            f"required_when van '{name}' noemt '{when.field}', en dat is geen vraag die ervóór komt"
        )
    possible = known[when.field].possible
    wrong = [answer for answer in when.answers if answer not in possible]
    if wrong:
        can = f"kan daar niet; wel: {', '.join(possible)}" if possible else "hoort bij ja/nee of een keuze"
        raise ValueError(f"required_when van '{name}': '{wrong[0]}' bij '{when.field}' {can}")
