"""What must hold between the answers of one submission, and for which round and provider it is.

The checks are data (`submissions.yaml`); one function per rule. A check is left out when an answer it
reads is missing: that is a finding of its own already.
"""

import re
from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from inkoopkalender.content.submission_checks import CheckShape, Rule
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.columns import Value
from inkoopkalender.intake.conditions import settle_conditions
from inkoopkalender.intake.fields import Place
from inkoopkalender.intake.findings import FileFinding, Severity, shown
from inkoopkalender.intake.rows import Record

CENTS: Final = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the asker knows: the round's year, whose file it must be, and when it came in."""

    contract_year: int
    codes: Collection[str] = ()
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Answers:
    """The answers as a rule reads them; euros are cents."""

    kind: SubmissionKind
    values: Mapping[str, Value]
    asked: Asked

    def number(self, name: str | None) -> Decimal:
        value = self.values[name or ""]
        if not isinstance(value, (int, Decimal)):
            raise TypeError(f"the check needs numbers; '{name}' is {value!r}")
        return Decimal(value)

    def in_units_of(self, name: str, stated: Decimal) -> Decimal:
        return stated * CENTS if self.kind.fields[name].type == "euro" else stated


def values_of(kind: SubmissionKind, record: Record) -> tuple[dict[str, Value], dict[str, Place]]:
    """Return a row's answers by field name, and where each stands."""
    values = {name: record.values.get(field.column) for name, field in kind.fields.items()}
    places = {name: Place(record.sheet, record.row, field.column) for name, field in kind.fields.items()}
    return values, places


def check_answers(
    kind: SubmissionKind,
    values: MutableMapping[str, Value],
    places: Mapping[str, Place],
    asked: Asked,
    found: Sequence[FileFinding] = (),
) -> list[FileFinding]:
    """Return what does not hold, at the place of the answer that it is about.

    `found` is what reading the cells led to. What is not asked, given another answer, leaves `values`.
    """
    faulty = {Place(one.sheet, one.row, one.column) for one in found if one.row and one.severity == "error"}
    findings = settle_conditions(kind, values, places, faulty)
    faults = [
        *((name, code, message, _ERROR) for name, code, message in _identity_faults(kind, values, asked)),
        *((name, "cell-pattern", message, _ERROR) for name, message in _form_faults(kind, values)),
        *((name, code, message, _ERROR) for name, code, message in _declaration_faults(kind, values, asked)),
    ]
    for code, check in kind.checks.items():
        known = all(values.get(name) is not None for name in check.fields)
        if known and not _RULES[check.rule](check, _Answers(kind, values, asked)):
            faults.append((check.field, code, check.message, check.severity))
    return findings + [_finding(fault, values, places) for fault in faults]


_ERROR: Final[Severity] = "error"
_Fault = tuple[str, str, str, Severity]
"""A field, a code, a message and how bad it is."""


def _finding(fault: _Fault, values: Mapping[str, Value], places: Mapping[str, Place]) -> FileFinding:
    name, code, message, severity = fault
    place = places[name]
    return FileFinding(code, severity, place.sheet, place.row, place.column, shown(values[name]), message)


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


def _form_faults(kind: SubmissionKind, values: Mapping[str, Value]) -> list[tuple[str, str]]:
    return [
        (name, f"'{shown(value)}' kan niet in '{field.label}'. Schrijf het als {field.form}.")
        for name, field in kind.fields.items()
        if field.pattern
        and isinstance(value := values.get(name), str)
        and not re.fullmatch(field.pattern, value)
    ]


def _declaration_faults(
    kind: SubmissionKind, values: Mapping[str, Value], asked: Asked
) -> list[tuple[str, str, str]]:
    declared = kind.declaration
    if declared is None:
        return []
    faults = []
    if values.get(declared.agreed) is False:
        faults.append((declared.agreed, "declaration-not-given", _NOT_DECLARED))
    signed_on = values.get(declared.signed_on)
    if isinstance(signed_on, date) and asked.received_on is not None and signed_on > asked.received_on:
        faults.append((declared.signed_on, "declaration-date", _DECLARED_LATER))
    return faults


_NOT_DECLARED: Final = (
    "Zonder de verklaring van het bestuur is dit niet compleet. Laat het bestuur verklaren, en vul dan ja in."
)
_DECLARED_LATER: Final = "De verklaring is van na de dag waarop wij dit ontvingen. Verbeter de datum."


# --- the rules ------------------------------------------------------------------------------------
def _limit(check: CheckShape, answers: _Answers) -> Decimal:
    if check.limit is not None:
        return answers.in_units_of(check.field, check.limit)
    return answers.number(check.other)


def _at_most(check: CheckShape, answers: _Answers) -> bool:
    return check.times * answers.number(check.field) <= _limit(check, answers)


def _at_least(check: CheckShape, answers: _Answers) -> bool:
    return check.times * answers.number(check.field) >= _limit(check, answers)


def _sum_of(check: CheckShape, answers: _Answers) -> bool:
    total = sum((answers.number(part) for part in check.parts), Decimal(0))
    return abs(answers.number(check.field) - total) <= answers.in_units_of(check.field, check.margin)


def _percentage_of(check: CheckShape, answers: _Answers) -> bool:
    part, whole = answers.number(check.part), answers.number(check.whole)
    stated = answers.number(check.field)
    return abs(stated * whole - 100 * part) <= check.margin * whole


def _not_before(check: CheckShape, answers: _Answers) -> bool:
    value, other = answers.values[check.field], answers.values[check.other or ""]
    return not isinstance(value, date) or not isinstance(other, date) or value >= other


def _not_after_receipt(check: CheckShape, answers: _Answers) -> bool:
    value, received_on = answers.values[check.field], answers.asked.received_on
    return received_on is None or not isinstance(value, date) or value <= received_on


def _within(check: CheckShape, answers: _Answers) -> bool:
    value = answers.values[check.field]
    if not isinstance(value, date) or check.first is None or check.last is None:
        return True
    return check.first <= value <= check.last


_RULES: Final[Mapping[Rule, Callable[[CheckShape, _Answers], bool]]] = {
    "at-most": _at_most,
    "at-least": _at_least,
    "sum-of": _sum_of,
    "percentage-of": _percentage_of,
    "not-before": _not_before,
    "not-after-receipt": _not_after_receipt,
    "within": _within,
}
