"""What pydantic says about a file, said with the place and the next step."""

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from inkoopkalender.content.yaml_text import YamlText
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.phrase_help import nearest


def findings_of(fault: ValidationError, text: YamlText, known_keys: list[str]) -> list[Finding]:
    """Make findings; `known_keys` are the keys among which a misspelt one is looked up."""
    return [_finding(details, text, known_keys) for details in fault.errors(include_url=False)]


def keys_of(*shapes: type[BaseModel]) -> list[str]:
    """Give all keys that the shapes know, as they are written in a file."""
    return [field.alias or name for shape in shapes for name, field in shape.model_fields.items()]


def _finding(details: ErrorDetails, text: YamlText, known_keys: list[str]) -> Finding:
    path = tuple(str(part) for part in details["loc"] if part != "[key]")
    code, message, next_step = _say(details, path, known_keys)
    place = text.keys.get(path) if code in ("unknown-key", "key") else None
    line, column = place or text.place(path)
    return Finding(code, "error", message, next_step, path, line=line, column=column)


def _say(details: ErrorDetails, path: tuple[str, ...], known_keys: list[str]) -> tuple[str, str, str]:
    """Choose the code, the message and the next step."""
    name, where = path[-1] if path else "file", ".".join(path[:-1]) or "the file"
    kind = details["type"]
    if kind == "missing":
        return "missing-key", f"{where}: the key '{name}' is missing.", f"Add '{name}:'."
    if kind == "extra_forbidden":
        close = nearest(name, known_keys)
        hint = f"Did you mean '{close}'?" if close else "Known keys: docs/reference/calendar-language.md."
        return "unknown-key", f"{where}: there is no key '{name}'.", hint
    if details["loc"] and details["loc"][-1] == "[key]":
        return "key", f"'{name}' cannot be a key.", "Use small letters, figures and single hyphens."
    if kind == "literal_error":
        expected = str(details.get("ctx", {}).get("expected", ""))
        close = nearest(str(details["input"]), expected.replace("'", "").replace(" or ", ", ").split(", "))
        hint = f"Did you mean '{close}'? " if close else ""
        return "value", f"{where}: '{details['input']}' is no {name}.", f"{hint}Known are: {expected}."
    said = details["msg"].removeprefix("Value error, ")
    return "value", f"{where}: '{name}' cannot be this: {said}.", "See docs/reference/calendar-language.md."
