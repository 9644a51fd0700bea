"""What must hold between the answers of one submission, and for which round and provider it is.

The checks are data (`submissions.yaml`); one function per rule. A check is left out when an answer it
reads is missing: that is a finding of its own already.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from inkoopkalender.content.submissions import CheckShape, SubmissionKind
from inkoopkalender.intake.columns import Value
from inkoopkalender.intake.fields import Place
from inkoopkalender.intake.findings import FileFinding, shown


@dataclass(frozen=True, slots=True)
class Asked:
    """What the asker knows: the round's year, whose file it must be, and when it came in."""

    contract_year: int
    codes: Collection[str] = ()
    received_on: date | None = None


def check_answers(
    kind: SubmissionKind, values: Mapping[str, Value], places: Mapping[str, Place], asked: Asked
) -> list[FileFinding]:
    """Return what does not hold, at the place of the answer that the check is about."""
    findings = [
        _finding(message, code, name, values, places)
        for name, code, message in _identity_faults(kind, values, asked)
    ]
    for code, check in kind.checks.items():
        known = all(values.get(name) is not None for name in check.fields)
        if known and not _RULES[check.rule](check, values, asked):
            findings.append(_finding(check.message, code, check.field, values, places))
    return findings


def _finding(
    message: str, code: str, name: str, values: Mapping[str, Value], places: Mapping[str, Place]
) -> FileFinding:
    place = places[name]
    return FileFinding(code, "error", place.sheet, place.row, place.column, shown(values[name]), message)


def _identity_faults(
    kind: SubmissionKind, values: Mapping[str, Value], asked: Asked
) -> list[tuple[str, str, str]]:
    """Return (field, code, message) when the file is about another round or another provider."""
    faults = []
    for name, field in kind.fields.items():
        value = values.get(name)
        if value is None:
            continue
        if field.identifies == "contract-year" and value != asked.contract_year:
            faults.append((name, "round-other", _OTHER_ROUND.format(said=value, year=asked.contract_year)))
        if field.identifies == "provider" and asked.codes and value not in asked.codes:
            faults.append((name, "agb-other", _OTHER_PROVIDER.format(said=value)))
    return faults


_OTHER_ROUND: Final = (
    "Dit formulier is voor contractjaar {said}; deze ronde is {year}. Gebruik het formulier van {year}."
)
_OTHER_PROVIDER: Final = "AGB-code {said} is niet van de organisatie die dit inlevert. Verbeter de code."


def _at_most(check: CheckShape, values: Mapping[str, Value], _: Asked) -> bool:
    return _number(values, check.field) <= _number(values, check.other)


def _percentage_of(check: CheckShape, values: Mapping[str, Value], _: Asked) -> bool:
    part, whole = _number(values, check.part), _number(values, check.whole)
    stated = _number(values, check.field)
    return abs(stated * whole - 100 * part) <= check.margin * whole


def _not_after_receipt(check: CheckShape, values: Mapping[str, Value], asked: Asked) -> bool:
    value = values[check.field]
    return asked.received_on is None or not isinstance(value, date) or value <= asked.received_on


def _number(values: Mapping[str, Value], name: str | None) -> Decimal:
    value = values[name or ""]
    if not isinstance(value, (int, Decimal)):
        raise TypeError(f"the check needs numbers; '{name}' is {value!r}")
    return Decimal(value)


_RULES: Final[Mapping[str, Callable[[CheckShape, Mapping[str, Value], Asked], bool]]] = {
    "at-most": _at_most,
    "percentage-of": _percentage_of,
    "not-after-receipt": _not_after_receipt,
}
