from pathlib import Path

import pytest

from inkoopkalender.content.schemas import SHAPES, schema_of

SCHEMAS = Path(__file__).parents[2] / "docs" / "reference" / "schemas"


@pytest.mark.parametrize("name", SHAPES)
def test_schema_on_file_is_the_one_made_from_the_shapes(name: str) -> None:
    told = "run: python -m inkoopkalender.content.schemas docs/reference/schemas"

    assert (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8") == schema_of(name), told
