"""Reads `calendars/national/<contract year>.yaml`, and what `insurer.yaml` sets in its place.

A team's own content folder may hold a national calendar of its own; without one, ours holds. What is wrong
with a file is a finding in that file.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from inkoopkalender.content.national_shapes import (
    InsurerParametersShape,
    InsurerTermsShape,
    LegalSourceShape,
    NationalShape,
    ParameterShape,
    ParametersShape,
    StatutoryDateShape,
)
from inkoopkalender.content.places import placed, shown
from inkoopkalender.content.root import calendar_folders, laid_over
from inkoopkalender.content.shape_findings import findings_of, keys_of
from inkoopkalender.content.yaml_text import read_yaml
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.national import LegalSource, NationalCalendar, Parameter, Parameters, StatutoryDate
from inkoopkalender.domain.phrases import PhraseError
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.statutory_checks import latest_end
from inkoopkalender.errors import ContentError

_SHAPES = (LegalSourceShape, NationalShape, ParameterShape, ParametersShape, StatutoryDateShape)
_ZONE = ZoneInfo("Europe/Amsterdam")
_Findings = tuple[Finding, ...]
AnyShape = TypeVar("AnyShape", bound=BaseModel)


def load_national(key: RoundKey, root: Path | None = None) -> NationalCalendar | None:
    """Give the national calendar of a round's contract year, with what its insurer sets instead.

    None when there is none for that year. Raises ContentError with all findings.
    """
    calendar, findings = read_national(key, calendar_folders(root))
    if findings:
        raise ContentError("\n".join(str(finding) for finding in findings))
    return calendar


def read_national(key: RoundKey, folders: Sequence[Path]) -> tuple[NationalCalendar | None, _Findings]:
    """Read and check; None when there is none for the contract year, or when its form is not right."""
    file = laid_over(f"national/{key.contract_year}.yaml", folders)
    if not file.is_file():
        return None, ()
    shape, findings = _read(file, NationalShape, keys_of(*_SHAPES))
    if shape is None:
        return None, findings
    calendar = _national(shape, key.contract_year, file)
    text = read_yaml(file)
    faults = tuple(placed(each, text, file) for each in map(_fault_of, calendar.dates) if each is not None)
    insurer = laid_over(f"{key.insurer}/insurer.yaml", folders)
    terms, others = read_insurer_terms(insurer)
    own = {} if terms is None else terms.parameters.model_dump(exclude_none=True)
    where = shown(insurer)
    instead = {name: Parameter(name, days, "insurer", where) for name, days in own.items()}
    return replace(calendar, parameters=replace(calendar.parameters, **instead)), (*faults, *others)


def read_insurer_terms(file: Path) -> tuple[InsurerTermsShape | None, _Findings]:
    """Read what `insurer.yaml` sets for its own rounds; None when it is not there, or not right."""
    if not file.is_file():
        return None, ()
    return _read(file, InsurerTermsShape, keys_of(InsurerTermsShape, InsurerParametersShape))


def _read(file: Path, shape: type[AnyShape], known: list[str]) -> tuple[AnyShape | None, _Findings]:
    text = read_yaml(file)
    findings = text.findings
    if not findings:
        try:
            return shape.model_validate(text.tree), ()
        except ValidationError as fault:
            findings = findings_of(fault, text, known)
    return None, tuple(placed(each, text, file) for each in findings)


def _national(shape: NationalShape, contract_year: int, file: Path) -> NationalCalendar:
    dates = (
        StatutoryDate(key, each.phase, each.when, each.does, LegalSource(**each.source.model_dump()))
        for key, each in shape.dates.items()
    )
    asked = {name: getattr(shape.parameters, name) for name in ParametersShape.model_fields}
    parameters = {name: Parameter(name, each.days, each.basis, shown(file)) for name, each in asked.items()}
    return NationalCalendar(contract_year, tuple(dates), Parameters(**parameters))


def _fault_of(each: StatutoryDate) -> Finding | None:
    path = ("dates", each.key, "when")
    try:
        end = latest_end(each, _ZONE)
    except PhraseError as fault:
        message = f"{each.key}: {fault.problem}"
        return Finding("words", "error", message, fault.next_step, path, fault.column - 1)
    message = f"{each.key}: '{each.when}' heeft geen einde, en zegt dus niet hoe laat het uiterlijk mag."
    return None if end else Finding("no-end", "error", message, "Schrijf bijvoorbeeld uiterlijk D.", path)
