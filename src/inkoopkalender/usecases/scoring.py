"""The class of each provider in the value model, from given points and cut-offs that a person sets.

Policy: CZ wijkverpleging 2027, 2.3.3. The policy publishes neither points nor cut-offs (A-WV-06): they are
parameters, and unset ones lead to a person, never to a guess.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from inkoopkalender.intake.findings import without_bsn
from inkoopkalender.intake.readers import read_with
from inkoopkalender.intake.records import read_scores, refused_list
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.decisions import (
    Outcome,
    list_outcomes,
    list_scores,
    open_tasks,
    record_outcomes,
    record_scores,
)
from inkoopkalender.storage.register import organisation_ids_by_agb
from inkoopkalender.usecases.desk import Desk, read_parameters
from inkoopkalender.usecases.imports import ImportReport, unknown_agb
from inkoopkalender.usecases.work import Counts, Work, audience_of, in_batches

CUT_A, CUT_B = "waardemodel_cut_a", "waardemodel_cut_b"
"""Parameters: the smallest sum of points for class A, and for class B."""


def score_providers(work: Work) -> None:
    """Give every provider in the value model its class, where points and cut-offs allow."""
    in_batches(
        work,
        audience_of(work),
        lambda change, ids: _score(work, change.connection, ids),
    )


def class_of(points: tuple[int, int] | None, parameters: Mapping[str, Any]) -> str | None:
    """Return A, B or C for (quality, cost) points, or None where a person must say (R-WV-SCORE)."""
    if points is None or CUT_A not in parameters or CUT_B not in parameters:
        return None
    total = sum(points)
    if total >= int(parameters[CUT_A]):
        return "A"
    return "B" if total >= int(parameters[CUT_B]) else "C"


def _score(work: Work, connection: Connection, organisation_ids: Sequence[int]) -> Counts:
    desk, round_id = work.desk, work.desk.round.round_id
    parameters = read_parameters(connection, desk)
    model = list_outcomes(connection, round_id, "R-WV-100K")
    known = list_outcomes(connection, round_id, "R-WV-SCORE")
    points = list_scores(connection, round_id)
    in_model = [one for one in organisation_ids if one in model and model[one].outcome == "met"]
    asked = [one for one in in_model if one not in known]
    classes = {one: class_of(points.get(one), parameters) for one in asked}
    found = [_outcome(one, letter, points.get(one), parameters) for one, letter in classes.items()]
    record_outcomes(connection, round_id, found, by=desk.actor, at=work.now)
    unclear = [one for one, letter in classes.items() if letter is None]
    open_tasks(connection, round_id, [_question(one) for one in unclear], at=work.now)
    return {
        "scored": len(asked) - len(unclear),
        "unclear": len(unclear),
        "class_c_kept": len(in_model) - len(asked),
    }


def _outcome(
    organisation_id: int, letter: str | None, points: tuple[int, int] | None, parameters: Mapping[str, Any]
) -> Outcome:
    cuts = {name: parameters.get(name) for name in (CUT_A, CUT_B)}
    because = {
        "section": "2.3.3",
        "points": list(points) if points else None,
        "parameters": cuts,
        "reading": "A-WV-06",
    }
    return Outcome(organisation_id, "R-WV-SCORE", "met" if letter else "human", letter or "", because)


def _question(organisation_id: int) -> dict[str, object]:
    return {
        "organisation_id": organisation_id,
        "kind": "class",
        "subject": f"organisation {organisation_id}",
        "question": "Punten of grenzen van het waardemodel ontbreken. Welke klasse: A, B of C?",
        "ambiguity": "A-WV-06",
    }


def import_scores(desk: Desk, content: bytes, filename: str, *, by: str, now: datetime) -> ImportReport:
    """Store the quality and cost points of a file; rows with faults are named and left out."""
    read = read_with(desk.readers, read_scores, refused_list, content, filename)
    with desk.database.changing(actor=by, at=now, why=f"scores from {without_bsn(filename)}") as change:
        codes = organisation_ids_by_agb(change.connection)
        known = [row for row in read.rows if row.agb in codes]
        points = {codes[row.agb]: (row.quality_points, row.cost_points) for row in known}
        stored = record_scores(change.connection, desk.round.round_id, points, at=now)
        change.record("scores imported", {"rows": stored}, chain=desk.key)
    findings = (*read.findings, *(unknown_agb(row.agb, row.row) for row in read.rows if row.agb not in codes))
    return ImportReport(rows=len(read.rows), counts={"stored": stored}, findings=findings)
