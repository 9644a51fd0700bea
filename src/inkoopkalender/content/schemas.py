"""The JSON Schemas of the content files, for editors; made from the shapes.

`python -m inkoopkalender.content.schemas docs/reference/schemas` writes them.
"""

import json
import sys
from pathlib import Path

from inkoopkalender.content.calendar_shapes import CalendarShape


def calendar_schema() -> str:
    """Give the schema of `calendar.yaml` as the text of its file."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **CalendarShape.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write every schema into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "calendar.schema.json").write_text(calendar_schema(), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
