"""Every setting is documented with its default, and the commented file of defaults says the same."""

import re
from pathlib import Path

from pydantic import BaseModel

from inkoopkalender.settings import Settings, read_defaults

ROOT = Path(__file__).parents[2]
DEFAULTS = ROOT / "config" / "default.toml"
ROW = re.compile(
    r"^\| `(?P<name>[a-z_.]+)` \| `(?P<variable>[A-Z_]+)` \| `(?P<default>.*?)` \|", re.MULTILINE
)
UNSET = "not set"


def test_commented_defaults_are_the_defaults() -> None:
    assert read_defaults(DEFAULTS) == {
        "mode": "demo",
        "folder": "var",
        "database": "",
        "batch": 250,
        "execution": "inline",
        **{name: shape().model_dump() for name, shape in groups().items()},
    }
    assert set(read_defaults(DEFAULTS)) | {"content"} == set(Settings.model_fields)


def test_every_default_stands_on_a_line_with_a_comment() -> None:
    lines = DEFAULTS.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if "=" in line and "#" not in line] == []
    assert any(line.startswith("# content =") for line in lines)


def test_page_of_settings_has_a_row_with_the_default_of_each() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")

    documented = {row["name"]: (row["variable"], row["default"]) for row in ROW.finditer(page)}

    assert documented == {
        **{name: expected(Settings, name) for name in Settings.model_fields if name not in groups()},
        **{
            f"{group}.{name}": expected(shape, name, f"{group.upper()}__")
            for group, shape in groups().items()
            for name in shape.model_fields
        },
    }


def groups() -> dict[str, type[BaseModel]]:
    """Return the groups of settings by name."""
    shapes = {name: field.annotation for name, field in Settings.model_fields.items()}
    return {
        name: shape for name, shape in shapes.items() if isinstance(shape, type) and issubclass(shape, BaseModel)
    }


def expected(shape: type[BaseModel], name: str, prefix: str = "") -> tuple[str, str]:
    """Return the environment variable of a setting, and its default as a TOML file writes it."""
    default = shape.model_fields[name].default
    words = {None: UNSET, True: "true", False: "false"}
    text = words[default] if default is None or isinstance(default, bool) else str(default)
    quoted = f'"{text}"' if isinstance(default, str | Path) else text
    return f"INKOOPKALENDER_{prefix}{name.upper()}", quoted
