"""Reads `submissions.yaml`: what a provider is asked to hand in, as data.

A kind has fields (question, type, unit, range) and checks between fields. What the policy does not state
about the form is marked `proposed`. How a file is held against a kind is for the intake.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, TypeAdapter, ValidationError, model_validator

from inkoopkalender.content.calendar_shapes import AmbiguityId, Key, Shape, Text, truth
from inkoopkalender.content.root import calendar_folders, laid_over
from inkoopkalender.content.round_content import SUBMISSIONS_FILE
from inkoopkalender.content.shape_findings import findings_of, keys_of
from inkoopkalender.content.yaml_text import YamlText, read_yaml
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError

FieldType = Literal["text", "agb", "kvk", "whole", "decimal", "percent", "euro", "date", "choice", "yes_no"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


Truth = Annotated[bool, BeforeValidator(truth)]


class FieldShape(Shape):
    """One question. `column` is its code in the form and its heading in an export."""

    sheet: Text
    column: Name
    label: Text
    help: str = ""
    type: FieldType
    unit: str = ""
    required: Truth = True
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: tuple[Text, ...] = ()
    identifies: Literal["contract-year", "provider"] | None = Field(
        None, description="The answer that says which round or which provider the file is about"
    )
    section: str = Field("", description="Where the policy asks this")
    ambiguities: tuple[AmbiguityId, ...] = ()
    proposed: Truth = Field(
        default=False, description="The policy does not state this; a proposal of the team's own"
    )

    @model_validator(mode="after")
    def _choices_for_a_choice(self) -> "FieldShape":
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("choices hoort bij type: choice, en alleen daarbij")
        return self


class CheckShape(Shape):
    """Something that must hold between answers; it is left out when one of them is missing."""

    rule: Literal["at-most", "percentage-of", "not-after-receipt"]
    field: Name
    other: Name | None = Field(None, description="at-most: the field that is not exceeded")
    part: Name | None = Field(None, description="percentage-of: the count that the percentage is of")
    whole: Name | None = Field(None, description="percentage-of: the count that is 100 percent")
    margin: Decimal = Decimal(0)
    message: Text

    @model_validator(mode="after")
    def _needs_its_fields(self) -> "CheckShape":
        needed = {"at-most": ("other",), "percentage-of": ("part", "whole"), "not-after-receipt": ()}
        for name in needed[self.rule]:
            if getattr(self, name) is None:
                raise ValueError(f"bij rule: {self.rule} hoort de sleutel '{name}'")
        return self

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that the check reads."""
        return tuple(name for name in (self.field, self.other, self.part, self.whole) if name)


class SubmissionKind(Shape):
    """A kind of submission: its fields in the order of the form, and its checks."""

    name: Key
    id: Text = Field(description="The catalogue's own number, such as SUB-WV-01")
    title: Text
    layout: Literal["form", "rows"] = Field(
        "form", description="form: a row per question, once; rows: a column per question, a row per case"
    )
    section: Text
    proposed: Text = Field(description="What of the form is a proposal, in Dutch; it is shown on the form")
    asks: tuple[Text, ...] = Field(min_length=1, description="What letters name as asked for, in Dutch")
    fields: Mapping[Name, FieldShape]
    checks: Mapping[Key, CheckShape] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_together(self) -> "SubmissionKind":
        columns = [field.column for field in self.fields.values()]
        twice = sorted({column for column in columns if columns.count(column) > 1})
        if twice:
            raise ValueError(f"de kolom '{twice[0]}' staat bij twee vragen")
        for code, check in self.checks.items():
            unknown = [name for name in check.fields if name not in self.fields]
            if unknown:
                raise ValueError(f"de controle '{code}' noemt '{unknown[0]}', en dat is geen vraag")
        return self

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of the form, in order."""
        return tuple(dict.fromkeys(field.sheet for field in self.fields.values()))


class SubmissionFaultsError(ContentError):
    """`submissions.yaml` holds errors; `findings` are all of them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


def load_submission_kinds(key: RoundKey, root: Path | None = None) -> Mapping[str, SubmissionKind]:
    """Return the kinds of a round by name; `root` is the content folder laid over ours.

    Raises ContentError when there are none, or for their errors.
    """
    file = laid_over(f"{key}/{SUBMISSIONS_FILE}", calendar_folders(root))
    if not file.is_file():
        raise ContentError(
            f"De ronde {key} vraagt geen aanleveringen: {file.name} staat niet in de map van de ronde.\n"
            f"Zet het bestand in {file.parent}, of kies een andere ronde: inkoopkalender calendar list"
        )
    text = read_yaml(file)
    kinds, findings = _kinds(text)
    if findings:
        place = f"calendars/{key}/{SUBMISSIONS_FILE}"
        raise SubmissionFaultsError(tuple(replace(finding, file=place) for finding in findings))
    return kinds


def _kinds(text: YamlText) -> tuple[Mapping[str, SubmissionKind], list[Finding]]:
    tree = text.tree
    if text.findings or not isinstance(tree, dict):
        return {}, text.findings or [_not_a_mapping()]
    named = {name: {"name": name, **kind} if isinstance(kind, dict) else kind for name, kind in tree.items()}
    try:
        return _FILE.validate_python(named), []
    except ValidationError as fault:
        return {}, findings_of(fault, text, keys_of(SubmissionKind, FieldShape, CheckShape))


_FILE = TypeAdapter(dict[Key, SubmissionKind])


def _not_a_mapping() -> Finding:
    message = "Het bestand noemt geen aanleveringen."
    return Finding("value", "error", message, "Begin met quality-survey:", line=1, column=1)
