"""Questions that are asked only after a certain answer: missing, given for nothing, or left alone.

A question whose condition cannot be known (the answer before it is missing or unreadable) is left alone:
that is a finding of its own already.
"""

from collections.abc import Collection, Mapping, MutableMapping

from inkoopkalender.content.submission_fields import FieldShape, WhenShape
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.columns import Value, as_text
from inkoopkalender.intake.fields import Place
from inkoopkalender.intake.findings import FileFinding, Severity, shown


def holds(when: WhenShape, values: Mapping[str, Value]) -> bool | None:
    """Say whether one of the named answers was given; None when there is no answer to go by."""
    answer = values.get(when.field)
    if not isinstance(answer, (bool, str)):
        return None
    return as_text(answer) in when.answers


def settle_conditions(
    kind: SubmissionKind,
    values: MutableMapping[str, Value],
    places: Mapping[str, Place],
    faulty: Collection[Place],
) -> list[FileFinding]:
    """Return what is missing or not asked, in the order of the form; what is not asked leaves `values`.

    `faulty` are the places about which there is an error already.
    """
    findings: list[FileFinding] = []
    asked: dict[str, bool | None] = {}
    for name, field in kind.fields.items():
        when = field.required_when
        asked[name] = True if when is None else _is_asked(when, asked, values)
        if when is None or asked[name] is None or places.get(name) in faulty:
            continue
        if asked[name]:
            findings += _needed(kind, field, when, values.get(name), places.get(name))
        elif values.get(name) is not None and field.otherwise != "optional":
            findings.append(_not_asked(kind, field, when, values[name], places[name]))
            values[name] = None
    return findings


def question_missing(field: FieldShape) -> FileFinding:
    """Return that a question that must be answered has no row in the file."""
    message = f"De vraag '{field.label}' ({field.column}) staat niet in het bestand. Zet de regel terug."
    return FileFinding("question-missing", "error", field.sheet, None, "Code", field.column, message)


def _is_asked(when: WhenShape, asked: Mapping[str, bool | None], values: Mapping[str, Value]) -> bool | None:
    return holds(when, values) if asked[when.field] else asked[when.field]


def _needed(
    kind: SubmissionKind, field: FieldShape, when: WhenShape, value: Value, place: Place | None
) -> list[FileFinding]:
    if value is not None:
        return []
    if place is None:
        return [question_missing(field)]
    said = " of ".join(when.answers)
    message = (
        f"'{field.label}' is leeg. Vul het in: dat hoort zo bij {said} "
        f"op de vraag '{kind.fields[when.field].label}'."
    )
    return [FileFinding("answer-needed", "error", place.sheet, place.row, place.column, "", message)]


def _not_asked(
    kind: SubmissionKind, field: FieldShape, when: WhenShape, value: Value, place: Place
) -> FileFinding:
    refused = field.otherwise == "forbidden"
    code, severity = _NOT_ASKED[refused]
    step = "Maak de cel leeg, of verbeter dat antwoord." if refused else "Het wordt niet gelezen."
    message = (
        f"'{field.label}' hoort alleen bij {' of '.join(when.answers)} "
        f"op de vraag '{kind.fields[when.field].label}'. {step}"
    )
    return FileFinding(code, severity, place.sheet, place.row, place.column, shown(value), message)


_NOT_ASKED: Mapping[bool, tuple[str, Severity]] = {
    True: ("answer-not-asked", "error"),
    False: ("answer-ignored", "warning"),
}
