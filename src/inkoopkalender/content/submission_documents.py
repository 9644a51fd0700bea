"""A document that comes with a form, as data: how many files, of which types, how large, and when.

Whether a file is what it says is for the intake.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from inkoopkalender.content.calendar_shapes import Shape, Text
from inkoopkalender.content.submission_fields import Truth, WhenShape

DocumentType = Literal["pdf", "docx", "xlsx", "jpg", "png"]


class DocumentShape(Shape):
    """A document that comes with the form, as files of a few types."""

    id: str = Field("", description="The catalogue's own number, where the document has one of its own")
    title: Text
    help: str = ""
    types: tuple[DocumentType, ...]
    largest_mb: Annotated[int, Field(ge=1, le=100)] = Field(
        10, description="Of each file, in 1,000,000 bytes"
    )
    at_most: Annotated[int, Field(ge=1, le=50)] = Field(1, description="Files")
    required: Truth = True
    required_when: WhenShape | None = Field(
        None, description="The answer that makes it required; `required` is then left out"
    )
    section: str = ""
    proposed: Truth = False

    @model_validator(mode="after")
    def _says_what_and_when(self) -> "DocumentShape":
        if self.required_when is not None and "required" in self.model_fields_set:
            raise ValueError("required en required_when gaan niet samen; laat required weg")
        if not self.types:
            raise ValueError("types noemt geen soort bestand; bijvoorbeeld [pdf]")
        return self
