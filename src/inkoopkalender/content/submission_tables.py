"""A table of lines beside the questions of a form, as data: its columns, its checks, and what it adds up to.

Each line is read as a row of a kind with `layout: rows`. Reading lines is for the intake.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final

from pydantic import Field

from inkoopkalender.content.calendar_shapes import AmbiguityId, Key, Shape, Text
from inkoopkalender.content.submission_checks import CheckShape
from inkoopkalender.content.submission_fields import (
    NUMBERS,
    ColumnShape,
    FieldShape,
    Name,
    Truth,
    WhenShape,
    check_condition,
)

MOST_LINES: Final = 100_000
_NOT_OF_A_TABLE: Final = frozenset({"toelichting", "kolommen", "keuzes", "bevindingen"})
"""Sheets that our own templates and answers use."""


class TotalShape(Shape):
    """A question of the form whose answer the lines add up to; left out while one of them cannot be read."""

    field: Name = Field(description="The question of the form with the total")
    product: tuple[Name, ...] = Field(
        min_length=1, description="The columns that are multiplied in each line; one column is only added"
    )
    where: WhenShape | None = Field(None, description="Only the lines with one of these answers count")
    margin: Decimal = Field(Decimal(0), ge=0, description="In the form's own unit")
    message: Text


class TableShape(Shape):
    """A sheet of lines: a column per question, a line per case."""

    id: str = Field("", description="The catalogue's own number, where the table has one of its own")
    sheet: Text
    title: Text = Field(description="What the lines are, in Dutch, as in: 'Vul hier de prijsvoorstellen in'")
    help: str = ""
    least: Annotated[int, Field(ge=0, le=MOST_LINES)] = Field(1, description="Lines; 0: it may stay empty")
    most: Annotated[int, Field(ge=1, le=MOST_LINES)] = Field(5_000, description="Lines")
    required_when: WhenShape | None = Field(
        None, description="The answer after which there are lines; after another, lines are an error"
    )
    unique: tuple[Name, ...] = Field((), description="Columns that together differ in every line")
    section: str = ""
    ambiguities: tuple[AmbiguityId, ...] = ()
    proposed: Truth = False
    fields: Mapping[Name, ColumnShape] = Field(min_length=1)
    checks: Mapping[Key, CheckShape] = Field(
        default_factory=dict, description="What must hold within each line"
    )
    totals: Mapping[Key, TotalShape] = Field(default_factory=dict)

    def fields_on_sheet(self) -> dict[str, FieldShape]:
        """Return the columns as questions that stand on the table's sheet."""
        return {
            name: FieldShape.model_validate(
                {"sheet": self.sheet, **column.model_dump(exclude_unset=True, by_alias=True)}
            )
            for name, column in self.fields.items()
        }


def check_tables(tables: Mapping[str, TableShape], fields: Mapping[str, FieldShape]) -> None:
    """Raise ValueError, in Dutch, for what cannot stand together in a form and its tables."""
    sheets = [field.sheet.casefold() for field in fields.values()]
    for name, table in tables.items():
        if table.sheet.casefold() in {*sheets, *_NOT_OF_A_TABLE}:
            raise ValueError(f"de tabel '{name}' kan niet op het blad '{table.sheet}'; dat blad is er al")
        sheets.append(table.sheet.casefold())
        if name in fields or any(field.column == name for field in fields.values()):
            raise ValueError(f"de tabel '{name}' heet als een vraag")
        if table.least > table.most:
            raise ValueError(f"de tabel '{name}': least is groter dan most")
        _check_columns(name, table)
        if table.required_when is not None:
            check_condition(name, table.required_when, fields)
        for code, total in table.totals.items():
            _check_total(code, total, table, fields)


def _check_columns(name: str, table: TableShape) -> None:
    named = (*table.unique, *(column for total in table.totals.values() for column in total.product))
    for column in named:
        if column not in table.fields:
            raise ValueError(f"de tabel '{name}' noemt '{column}', en dat is geen kolom van haar")


def _check_total(code: str, total: TotalShape, table: TableShape, fields: Mapping[str, FieldShape]) -> None:
    if total.field not in fields:
        raise ValueError(f"het totaal '{code}' noemt '{total.field}', en dat is geen vraag van het formulier")
    types = {total.field: fields[total.field].type} | {one: table.fields[one].type for one in total.product}
    for name, kind in types.items():
        if kind not in NUMBERS:
            raise ValueError(f"het totaal '{code}' rekent met '{name}', en dat is geen getal")
    euros = sum(table.fields[one].type == "euro" for one in total.product)
    if euros != (fields[total.field].type == "euro"):
        raise ValueError(f"het totaal '{code}' is geen bedrag maal aantallen, of geen aantal van aantallen")
    if total.where is not None:
        check_condition(code, total.where, table.fields)
