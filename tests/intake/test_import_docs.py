import re
from pathlib import Path

import pytest

from inkoopkalender.intake.schemas import IMPORTS, schema_of

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", IMPORTS)
def test_the_schema_is_up_to_date(name: str) -> None:
    written = (REFERENCE / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")

    assert written == schema_of(*IMPORTS[name]), (
        "run python -m inkoopkalender.intake.schemas docs/reference/schemas"
    )


def test_every_column_is_documented_in_its_order() -> None:
    text = (REFERENCE / "imports.md").read_text(encoding="utf-8")

    documented = re.findall(r"^\| `([a-z_]+)` \|", text, flags=re.MULTILINE)
    assert documented == [column.name for _, columns in IMPORTS.values() for column in columns]
