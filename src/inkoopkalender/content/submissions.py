"""Reads `submissions.yaml`: what a provider is asked to hand in, as data.

A kind has fields, checks between them, documents that come with it, and how it is handed in. What the
policy does not state about the form is marked `proposed`. Holding a file against a kind is for the intake.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, RootModel, TypeAdapter, ValidationError, model_validator
from pydantic.config import JsonDict

from inkoopkalender.content.calendar_shapes import Key, Shape, Text
from inkoopkalender.content.root import calendar_folders, laid_over
from inkoopkalender.content.round_content import SUBMISSIONS_FILE
from inkoopkalender.content.shape_findings import findings_of, keys_of
from inkoopkalender.content.submission_checks import CheckShape, fault_of_types
from inkoopkalender.content.submission_fields import FieldShape, FieldType, Name, Truth, WhenShape
from inkoopkalender.content.submission_keeping import KeepShape
from inkoopkalender.content.yaml_text import YamlText, read_yaml
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError

Channel = Literal["vecozo", "upload", "mail", "portal"]
DocumentType = Literal["pdf", "docx", "xlsx", "jpg", "png"]
_DECLARED: Final[Mapping[str, FieldType]] = {"agreed": "yes_no", "name": "text", "signed_on": "date"}


class HandInShape(Shape):
    """How and when it is handed in: for the provider, on the form. `late: refuse` is what the intake does."""

    window: Key | None = Field(None, description="The event of the calendar in whose period it is handed in")
    channel: Channel | None = Field(None, description="Left out when the policy does not say")
    address: str = Field("", description="The mailbox or page, where the policy names one")
    late: Literal["refuse"] = Field(
        "refuse", description="What comes in after the period is refused, unless a waiver gave a later end"
    )
    second_approver: Literal["any", "closed-window"] = Field(
        "any", description="Which waivers wait for a second person: any, or only those of a closed window"
    )
    late_means: str = Field("", description="What being late leads to, in Dutch; left out when not stated")
    amend: str = Field("", description="Until when it may be handed in again, in Dutch")
    reviewer: str = Field("", description="Who judges it")


class DeclarationShape(Shape):
    """What the board declares; the fields that hold its yes, its name and the day are always required."""

    text: Text
    agreed: Name
    name: Name
    signed_on: Name


class DocumentShape(Shape):
    """A document that comes with the form, as files of a few types."""

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


def _without_name(schema: JsonDict) -> None:
    """Leave the name out of the schema: in a file it is the key, and is no key of its own."""
    properties, required = schema["properties"], schema["required"]
    if isinstance(properties, dict) and isinstance(required, list):
        properties.pop("name")
        required.remove("name")


class SubmissionKind(Shape):
    """A kind of submission: its fields in the order of the form, and its checks."""

    model_config = ConfigDict(json_schema_extra=_without_name)

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
    hand_in: HandInShape | None = None
    declaration: DeclarationShape | None = None
    documents: Mapping[Key, DocumentShape] = Field(default_factory=dict)
    patient_level: Truth = Field(
        default=False, description="Its rows are about people: its files are sealed before they are stored"
    )
    keep: KeepShape | None = Field(None, description="How long its files are kept; left out: for good")

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
            if fault := fault_of_types(code, check, self.fields):
                raise ValueError(fault)
        return self

    @model_validator(mode="after")
    def _conditions_can_hold(self) -> "SubmissionKind":
        known: dict[str, FieldShape] = {}
        for name, field in self.fields.items():
            if field.required_when is not None:
                _check_condition(name, field.required_when, known)
            known[name] = field
        for name, document in self.documents.items():
            if document.required_when is not None:
                _check_condition(name, document.required_when, known)
        return self

    @model_validator(mode="after")
    def _a_table_asks_per_row(self) -> "SubmissionKind":
        """Refuse what is said once for the whole of a form: a table has an answer per row."""
        if self.layout == "rows" and self.declaration is not None:
            raise ValueError("declaration hoort bij een formulier, niet bij layout: rows")
        if self.layout == "rows" and any(one.required_when for one in self.documents.values()):
            raise ValueError(
                "een document bij layout: rows hangt niet van een antwoord af; laat required_when weg"
            )
        return self

    @model_validator(mode="after")
    def _declaration_has_its_fields(self) -> "SubmissionKind":
        for part, kind in _DECLARED.items() if self.declaration else ():
            name = getattr(self.declaration, part)
            field = self.fields.get(name)
            if field is None or field.type != kind or not field.always:
                raise ValueError(f"declaration: '{name}' is geen verplichte vraag van type: {kind}")
        return self

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of the form, in order."""
        return tuple(dict.fromkeys(field.sheet for field in self.fields.values()))


def _check_condition(name: str, when: WhenShape, known: Mapping[str, FieldShape]) -> None:
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


class SubmissionsShape(RootModel[dict[Key, SubmissionKind]]):
    """A round's `submissions.yaml`: what providers are asked to hand in, by name."""


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
        return {}, findings_of(fault, text, keys_of(*_SHAPES))


_SHAPES: Final = (
    SubmissionKind, FieldShape, CheckShape, WhenShape, HandInShape, DeclarationShape, DocumentShape, KeepShape
)  # fmt: skip
_FILE = TypeAdapter(dict[Key, SubmissionKind])


def _not_a_mapping() -> Finding:
    message = "Het bestand noemt geen aanleveringen."
    return Finding("value", "error", message, "Begin met quality-survey:", line=1, column=1)
