"""How long the file of a kind of submission is kept, as `submissions.yaml` says it.

Only the term: what is past it, and that a person deletes it, is for the use case `keeping`.
"""

from typing import Annotated

from pydantic import Field, model_validator

from inkoopkalender.content.calendar_shapes import Key, Shape
from inkoopkalender.content.submission_fields import Truth


class KeepShape(Shape):
    """A term in months, from the end of an event of the calendar or the receipt, whichever is later."""

    months: Annotated[int, Field(ge=1, le=600)] = Field(description="How many months the bytes are kept")
    after: Key = Field(description="The event of the calendar from whose end the months count")
    section: str = Field("", description="Where the policy states the term")
    proposed: Truth = Field(default=False, description="The policy states no term: it is a proposal")

    @model_validator(mode="after")
    def _says_where_from(self) -> "KeepShape":
        if not self.section and not self.proposed:
            raise ValueError("noem bij keep de section van het beleid, of zet er proposed: true bij")
        return self
