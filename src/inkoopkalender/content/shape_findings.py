"""What pydantic says about a file, said in Dutch with the place and the next step."""

from collections.abc import Mapping

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from inkoopkalender.content.yaml_text import YamlText
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.phrase_help import nearest
from inkoopkalender.value_faults import expected_words

_IN_DUTCH: Mapping[str, str] = {
    "wanneer": "when", "citaat": "quote", "paragraaf": "section", "wie": "actor", "wat": "does",
    "spoor": "track", "kanaal": "channel", "fase": "phase", "jaar": "year", "eigenaar": "owner",
    "herinneringen": "remind", "bron": "source", "sporen": "tracks", "feiten": "facts",
    "gebeurtenissen": "events", "verzekeraar": "insurer", "aanbieder": "provider", "beide": "both",
    "ander": "other", "verwacht": "expected", "bevestigd": "confirmed",
}  # fmt: skip
"""What somebody who thinks in Dutch writes for a key or a choice."""


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
    name, where = path[-1] if path else "", ".".join(path[:-1]) or "het bestand"
    kind = details["type"]
    if kind == "missing":
        return "missing-key", f"{where}: de sleutel '{name}' ontbreekt.", f"Voeg '{name}:' toe."
    if kind == "extra_forbidden":
        close = _IN_DUTCH.get(name.lower()) or nearest(name, known_keys)
        hint = f"Bedoelt u '{close}'?" if close else "Haal de sleutel weg. Welke er zijn: docs/reference/."
        return "unknown-key", f"{where}: er is geen sleutel '{name}'.", hint
    if details["loc"] and details["loc"][-1] == "[key]":
        return "key", f"{where}: '{name}' kan geen sleutel zijn.", _expected(details)
    if kind == "value_error":
        message = details["msg"].removeprefix("Value error, ")
        return "value", f"{_place(path)}: {message}.", "Verbeter de waarde. Uitleg: docs/reference/."
    return "value", f"{_place(path)}: {_shown(details['input'])} kan hier niet.", _expected(details)


def _expected(details: ErrorDetails) -> str:
    """Say what can stand there; for a choice, first the one that is nearest."""
    context: Mapping[str, object] = details.get("ctx", {})
    words = expected_words(details["type"], context)
    if not words:
        return f"Verbeter de waarde ({details['msg']})."
    if details["type"] != "literal_error":
        return f"Verwacht: {words}."
    choices = words.replace("'", "").replace(" of ", ", ").split(", ")
    named = _IN_DUTCH.get(str(details["input"]).lower())
    close = named if named in choices else nearest(str(details["input"]), choices)
    hint = f"Bedoelt u '{close}'? " if close else ""
    return f"{hint}Kies uit: {', '.join(choices)}."


def _place(path: tuple[str, ...]) -> str:
    return ".".join(path) or "het bestand"


def _shown(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else "deze waarde"
