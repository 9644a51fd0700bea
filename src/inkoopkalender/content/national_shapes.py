"""The form of `national/<contract year>.yaml`, and of what an insurer sets instead in `insurer.yaml`.

The JSON Schema for editors is made from these shapes. Whether the words of a date can be read is checked
where the file is read.
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from inkoopkalender.content.calendar_shapes import Key, Shape, Text
from inkoopkalender.domain.calendar import Phase
from inkoopkalender.domain.national import Verified

Days = Annotated[int, Field(ge=0, le=366)]
Address = Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$")]


def _day(value: object) -> object:
    """Take only 2016-01-01; a bare number would be read as seconds."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError(f"'{value}' is geen dag; schrijf die als 2016-01-01")
    return value


IsoDay = Annotated[date, BeforeValidator(_day)]


class LegalSourceShape(Shape):
    """Where the law says it, and how well that was read."""

    title: Text
    article: Text | None = Field(None, description="Left out when it was not read")
    since: IsoDay | None = Field(None, description="From when the rule holds, as far as that was read")
    url: Address = Field(description="The public text")
    verified: Verified = Field(
        description="current: the text in force; derived: the text in force, about something else; "
        "earlier: an older text that says the same; unread: none of these"
    )
    note: Text = Field(description="What was read and what was not, in Dutch")


class StatutoryDateShape(Shape):
    """The latest moment at which the events of a phase may happen."""

    phase: Phase
    when: Text = Field(description="The words, in the calendar language; they must have an end")
    does: Text = Field(description="What must have happened by then, in short Dutch words of our own")
    source: LegalSourceShape


class ParameterShape(Shape):
    """A number of calendar days that the checks ask for."""

    days: Days
    basis: Literal["law", "proposed"] = Field(description="proposed: no law gives a number; ours to discuss")
    note: Text = Field(description="Why this number, in Dutch")


class ParametersShape(Shape):
    """The terms that the checks ask for."""

    notice_days: ParameterShape = Field(
        description="How long before its window opens, or its term ends, a date must have been announced"
    )
    study_days: ParameterShape = Field(
        description="How long a provider has from an offer to its last day, and from policy to first hand-in"
    )
    handling_days: ParameterShape = Field(
        description="How long the insurer has from a closed window to what follows from it"
    )


class NationalShape(Shape):
    """What holds for every insurer in one contract year, which the file's name gives."""

    dates: dict[Key, StatutoryDateShape] = Field(min_length=1)
    parameters: ParametersShape


class InsurerParametersShape(Shape):
    """What an insurer sets for its own rounds, in place of the national parameters."""

    notice_days: Days | None = None
    study_days: Days | None = None
    handling_days: Days | None = None


class InsurerTermsShape(Shape):
    """The part of `insurer.yaml` that the checks read; the rest of it is for the letters."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    parameters: InsurerParametersShape = InsurerParametersShape()
    closing_days: tuple[IsoDay, ...] = ()
