from pathlib import Path

from inkoopkalender.content.schemas import calendar_schema

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "schemas" / "calendar.schema.json"


def test_schema_on_file_is_the_one_made_from_the_shapes() -> None:
    told = "run: python -m inkoopkalender.content.schemas docs/reference/schemas"

    assert SCHEMA.read_text(encoding="utf-8") == calendar_schema(), told
