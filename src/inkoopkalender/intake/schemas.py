"""The JSON Schemas of the files that come in: one row of each, made from the columns.

`python -m inkoopkalender.intake.schemas docs/reference/schemas` writes them. A cell is given as the text
that stands in CSV; how text becomes a value is in docs/reference/imports.md.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from inkoopkalender.intake.areas import AREA_COLUMNS
from inkoopkalender.intake.columns import Column, Kind
from inkoopkalender.intake.contracts import CONTRACT_COLUMNS
from inkoopkalender.intake.people import REGISTER_COLUMNS
from inkoopkalender.intake.records import PUBLICATION_COLUMNS, SCORE_COLUMNS, SIGNING_COLUMNS

IMPORTS: Final[Mapping[str, tuple[str, Sequence[Column]]]] = {
    "register": ("A row of the register of providers", REGISTER_COLUMNS),
    "contracts": ("A row of a year's contracts", CONTRACT_COLUMNS),
    "areas": ("A row of clients per postcode area", AREA_COLUMNS),
    "scores": ("A row of the scores in the value model", SCORE_COLUMNS),
    "signing-export": ("A row of VECOZO's export of signatures", SIGNING_COLUMNS),
    "publication-list": ("A row of a published list of contracted providers", PUBLICATION_COLUMNS),
}
_NUMBER: Final = r"^-?[0-9]{1,3}(\.?[0-9]{3})*(,[0-9]{1,2})?$"
_PATTERNS: Final[Mapping[Kind, str]] = {
    "agb": "^[0-9]{8}$",
    "kvk": "^[0-9]{8}$",
    "postcode": "^[1-9][0-9]{3} ?[A-Za-z]{2}$",
    "whole": r"^-?[0-9]{1,3}(\.?[0-9]{3})*$",
    "decimal": _NUMBER,
    "percent": _NUMBER,
    "euro": _NUMBER,
    "date": "^([0-9]{1,2}-[0-9]{1,2}-[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})$",
}


def schema_of(title: str, columns: Sequence[Column]) -> str:
    """Return the schema of one row as the text of its file."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": "Proposed: no policy states this form.",
        "type": "object",
        "properties": {column.name: _property(column) for column in columns},
        "required": [column.name for column in columns if column.heading],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write the schema of every import into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (title, columns) in IMPORTS.items():
        (folder / f"{name}.schema.json").write_text(schema_of(title, columns), encoding="utf-8")


def _property(column: Column) -> dict[str, object]:
    found: dict[str, object] = {"type": "string", "description": column.help}
    if column.kind == "yes_no":
        found["enum"] = ["ja", "nee"]
    elif column.choices:
        found["enum"] = list(column.choices)
    elif column.kind in _PATTERNS:
        found["pattern"] = _PATTERNS[column.kind]
    elif column.kind == "email":
        found["format"] = "email"
    if column.kind == "text":
        found["maxLength"] = column.longest
    if column.default:
        found["default"] = column.default
    return found if column.required and not column.default else {"anyOf": [found, {"const": ""}]}


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
