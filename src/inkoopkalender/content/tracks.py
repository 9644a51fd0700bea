"""Reads `calendars/<insurer>/<sector>/<year>/tracks.yaml`: who belongs to which track, as data.

Every track that the catalogue lists in the calendar has its rule there, and no other. A team's own content
folder may hold a file in its place.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from inkoopkalender.content.places import placed
from inkoopkalender.content.root import calendar_folders, laid_over
from inkoopkalender.content.shape_findings import findings_of, keys_of
from inkoopkalender.content.track_shapes import (
    ConditionShape,
    HasContractShape,
    HasRelationShape,
    ParameterShape,
    RuleShape,
    TrackRuleShape,
    TracksShape,
)
from inkoopkalender.content.yaml_text import read_yaml
from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.track_rules import Parameter, TrackRules
from inkoopkalender.errors import ContentError, MisuseError

TRACKS_FILE: Final = "tracks.yaml"
_SHAPES: Final = (
    TracksShape,
    TrackRuleShape,
    RuleShape,
    ConditionShape,
    ParameterShape,
    HasContractShape,
    HasRelationShape,
)


def load_track_rules(calendar: Calendar, root: Path | None = None) -> TrackRules:
    """Return the rules of a calendar's round. Raises MisuseError without any, ContentError for its faults."""
    file = laid_over(f"{calendar.key}/{TRACKS_FILE}", calendar_folders(root))
    if not file.is_file():
        raise MisuseError(
            f"De ronde {calendar.key} heeft geen regels voor haar sporen; gezocht: "
            f"calendars/{calendar.key}/{TRACKS_FILE}.\nHoe zo'n bestand eruitziet: docs/reference/tracks.md"
        )
    text = read_yaml(file)
    findings = text.findings
    if not findings:
        try:
            shape = TracksShape.model_validate(text.tree)
        except ValidationError as fault:
            findings = findings_of(fault, text, keys_of(*_SHAPES))
        else:
            rules, findings = _rules(shape, calendar)
            if rules is not None:
                return rules
    raise ContentError("\n".join(str(placed(each, text, file)) for each in findings))


def _rules(shape: TracksShape, calendar: Calendar) -> tuple[TrackRules | None, list[Finding]]:
    tracks = {name: track.key for track in calendar.tracks for name in track.catalogue}
    parameters = {name: one.parameter(name) for name, one in shape.parameters.items()}
    findings = [
        _finding(
            "unknown-track",
            ("tracks", name),
            f"{name} staat bij geen spoor van de kalender (tracks, catalogue)",
        )
        for name in shape.tracks
        if name not in tracks
    ]
    findings += [
        _finding("missing-track", ("tracks",), f"{name}, van spoor {track}, heeft hier geen regel")
        for name, track in tracks.items()
        if name not in shape.tracks
    ]
    findings += _faults_of_rules(shape, parameters)
    if findings:
        return None, findings
    key, core = calendar.key, shape.core_areas
    return (
        TrackRules(
            key.insurer,
            key.sector,
            key.contract_year,
            shape.document,
            tuple(one.track_rule(name, tracks[name], parameters) for name, one in shape.tracks.items()),
            tuple(one.condition(name, parameters) for name, one in shape.conditions.items()),
            () if core is None else core.areas,
            "" if core is None else f"{core.source} ({core.basis})",
        ),
        [],
    )


def _faults_of_rules(shape: TracksShape, parameters: Mapping[str, Parameter]) -> list[Finding]:
    found = []
    for name, track in shape.tracks.items():
        try:
            track.track_rule(name, "", parameters)
        except ValueError as fault:
            found.append(_finding("rule", ("tracks", name, "rule"), f"{name}: {fault}"))
    for name, condition in shape.conditions.items():
        try:
            condition.condition(name, parameters)
        except ValueError as fault:
            found.append(_finding("rule", ("conditions", name, "rule"), f"{name}: {fault}"))
    return found


def _finding(code: str, path: tuple[str, ...], message: str) -> Finding:
    return Finding(
        code, "error", f"{message}.", "Verbeter de regel. Uitleg: docs/reference/tracks.md", path=path
    )
