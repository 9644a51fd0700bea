"""The JSON Schemas of the content files, for editors; made from the shapes.

`python -m inkoopkalender.content.schemas docs/reference/schemas` writes them.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel

from inkoopkalender.content.calendar_shapes import CalendarShape
from inkoopkalender.content.national_shapes import NationalShape
from inkoopkalender.content.submissions import SubmissionsShape
from inkoopkalender.content.track_shapes import TracksShape

SHAPES: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "calendar": CalendarShape,
        "national": NationalShape,
        "submissions": SubmissionsShape,
        "tracks": TracksShape,
    }
)
"""The name of a schema's file, up to `.schema.json`, and the shape that it is made from."""


def schema_of(name: str) -> str:
    """Give a schema as the text of its file."""
    made = SHAPES[name].model_json_schema()
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write every schema into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SHAPES:
        (folder / f"{name}.schema.json").write_text(schema_of(name), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
