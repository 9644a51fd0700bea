"""Reads `submissions.yaml`: what a provider is asked to hand in, as data.

A kind has fields, checks between them, documents that come with it, and how it is handed in. What the
policy does not state about the form is marked `proposed`. Holding a file against a kind is for the intake.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from pydantic import ConfigDict, Field, RootModel, TypeAdapter, ValidationError, model_validator
from pydantic.config import JsonDict

from inkoopkalender.content.calendar_shapes import Key, Shape, Text
from inkoopkalender.content.hand_in import HandInShape, LatePolicy
from inkoopkalender.content.likeness import LIKENESS, whole_kind
from inkoopkalender.content.root import calendar_folders, laid_over
from inkoopkalender.content.round_content import SUBMISSIONS_FILE, submission_files
from inkoopkalender.content.shape_findings import findings_of, keys_of
from inkoopkalender.content.submission_checks import CheckShape, fault_of_types
from inkoopkalender.content.submission_documents import DocumentShape
from inkoopkalender.content.submission_fields import (
    FieldShape,
    FieldType,
    Name,
    Truth,
    WhenShape,
    check_condition,
)
from inkoopkalender.content.submission_keeping import KeepShape
from inkoopkalender.content.submission_mail import MailShape, SubjectPartShape
from inkoopkalender.content.submission_tables import TableShape, TotalShape, check_tables
from inkoopkalender.content.yaml_text import YamlText, read_yaml
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError

_DECLARED: Final[Mapping[str, FieldType]] = {"agreed": "yes_no", "name": "text", "signed_on": "date"}


class DeclarationShape(Shape):
    """What the board declares; the fields that hold its yes, its name and the day are always required."""

    text: Text
    agreed: Name
    name: Name
    signed_on: Name


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
    like: Key | None = Field(
        default=None,
        description=f"A kind of the same file; from it comes what is left out here: {', '.join(LIKENESS)}",
    )
    fields: Mapping[Name, FieldShape] = Field(default_factory=dict)
    checks: Mapping[Key, CheckShape] = Field(default_factory=dict)
    tables: Mapping[Name, TableShape] = Field(
        default_factory=dict, description="Sheets of lines beside the questions, by name"
    )
    hand_in: HandInShape | None = None
    mail: MailShape | None = Field(default=None, description="What the mail must hold, with channel: mail")
    declaration: DeclarationShape | None = None
    documents: Mapping[Key, DocumentShape] = Field(default_factory=dict)
    patient_level: Truth = Field(
        default=False, description="Its rows are about people: its files are sealed before they are stored"
    )
    keep: KeepShape | None = Field(
        default=None, description="How long its files are kept; left out: for good"
    )

    @model_validator(mode="after")
    def _asks_something(self) -> "SubmissionKind":
        if not self.fields and self.mail is None:
            at_fault = (
                "fields ontbreekt" if self.like is None else f"like: '{self.like}' staat niet in dit bestand"
            )
            raise ValueError(f"{at_fault}; er is dus geen vraag")
        return self

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
                check_condition(name, field.required_when, known)
            known[name] = field
        for name, document in self.documents.items():
            if document.required_when is not None:
                check_condition(name, document.required_when, known)
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
    def _tables_fit_beside_the_questions(self) -> "SubmissionKind":
        if self.layout == "rows" and self.tables:
            raise ValueError("tables hoort bij een formulier, niet bij layout: rows")
        check_tables(self.tables, self.fields)
        for name in self.tables:
            try:
                self.lines_of(name)
            except ValidationError as fault:
                said = fault.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
                raise ValueError(f"de tabel '{name}': {said}") from None
        return self

    @model_validator(mode="after")
    def _a_mail_comes_by_mail(self) -> "SubmissionKind":
        if self.mail is not None and (self.hand_in is None or self.hand_in.channel != "mail"):
            raise ValueError("mail hoort bij hand_in met channel: mail")
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
    def late(self) -> LatePolicy:
        """What becomes of what comes in after its period."""
        return self.hand_in.late if self.hand_in else "refuse"

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of the form with a row per question, in order; those of tables come after them."""
        return tuple(dict.fromkeys(field.sheet for field in self.fields.values()))

    def lines_of(self, table: str) -> "SubmissionKind":
        """Return a table as a kind by itself, with `layout: rows`: a line of it is a case."""
        shape = self.tables[table]
        return SubmissionKind(
            name=self.name,
            id=self.id,
            title=shape.title,
            layout="rows",
            section=shape.section or self.section,
            proposed=self.proposed,
            asks=self.asks,
            fields=shape.fields_on_sheet(),
            checks=shape.checks,
        )


class SubmissionsShape(RootModel[dict[Key, SubmissionKind]]):
    """A round's `submissions.yaml`: what providers are asked to hand in, by name."""


class SubmissionFaultsError(ContentError):
    """`submissions.yaml` holds errors; `findings` are all of them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


def load_submission_kinds(key: RoundKey, root: Path | None = None) -> Mapping[str, SubmissionKind]:
    """Return the kinds of a round by name, its insurer's first; `root` is the content folder laid over ours.

    A kind of the round's own file wins over one of its insurer by that name. Raises ContentError when the
    round has no file, or for the errors of one.
    """
    folders = calendar_folders(root)
    file = laid_over(f"{key}/{SUBMISSIONS_FILE}", folders)
    if not file.is_file():
        raise ContentError(
            f"De ronde {key} vraagt geen aanleveringen: {file.name} staat niet in de map van de ronde.\n"
            f"Zet het bestand in {file.parent}, of kies een andere ronde: inkoopkalender calendar list"
        )
    kinds: dict[str, SubmissionKind] = {}
    for place, each in submission_files(key, folders).items():
        some, findings = _kinds(read_yaml(each))
        if findings:
            raise SubmissionFaultsError(tuple(replace(finding, file=place) for finding in findings))
        kinds |= some
    return kinds


def _kinds(text: YamlText) -> tuple[Mapping[str, SubmissionKind], list[Finding]]:
    tree = text.tree
    if text.findings or not isinstance(tree, dict):
        return {}, text.findings or [_not_a_mapping()]
    named = {name: whole_kind(name, kind, tree) for name, kind in tree.items()}
    try:
        return _FILE.validate_python(named), []
    except ValidationError as fault:
        return {}, findings_of(fault, text, keys_of(*_SHAPES))


_SHAPES: Final = (
    SubmissionKind, FieldShape, CheckShape, WhenShape, HandInShape, DeclarationShape, DocumentShape,
    TableShape, TotalShape, MailShape, SubjectPartShape, KeepShape,
)  # fmt: skip
_FILE = TypeAdapter(dict[Key, SubmissionKind])


def _not_a_mapping() -> Finding:
    message = "Het bestand noemt geen aanleveringen."
    return Finding("value", "error", message, "Begin met quality-survey:", line=1, column=1)
