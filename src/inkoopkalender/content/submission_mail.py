"""What a mail must hold that hands something in, as data: its subject, piece by piece, and its text.

Reading a mail, and holding it against this, is for the intake.
"""

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from inkoopkalender.content.calendar_shapes import AmbiguityId, Key, Shape, Text
from inkoopkalender.content.submission_fields import Truth


class SubjectPartShape(Shape):
    """One thing that the subject of a mail says, wherever in it, in capitals or not."""

    pattern: Text = Field(description="A regular expression that is looked for in the subject")
    message: Text = Field(description="In Dutch: what is missing, or wrong, and what to do")
    required: Truth = True
    identifies: Literal["contract-year", "provider"] | None = Field(
        None, description="What is found must be the round's year, or a code of who hands it in"
    )
    severity: Literal["error", "warning"] = "error"
    section: str = ""
    ambiguities: tuple[AmbiguityId, ...] = ()
    proposed: Truth = False

    @model_validator(mode="after")
    def _can_be_looked_for(self) -> "SubjectPartShape":
        try:
            re.compile(self.pattern)
        except re.error as fault:
            raise ValueError(f"pattern is geen reguliere expressie ({fault})") from None
        return self


class MailShape(Shape):
    """What the mail itself must hold; its attachments are the documents of the kind."""

    example: Text = Field(description="A right subject: it is told to who sent a wrong one")
    subject: Mapping[Key, SubjectPartShape] = Field(min_length=1)
    text: Truth = Field(default=True, description="Whether the mail must say something, or bring something")

    @model_validator(mode="after")
    def _example_is_right(self) -> "MailShape":
        for name, part in self.subject.items():
            if not re.search(part.pattern, self.example, re.IGNORECASE):
                raise ValueError(f"example heeft niet wat '{name}' vraagt")
        return self
