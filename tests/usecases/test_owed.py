"""Who owes what: one state per organisation and kind, by as many queries for ten as for ten thousand."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from builders import PERSON, A, B, C, D, a_desk, at, letters, tick, upload
from sqlalchemy import event, insert, select
from typer.testing import CliRunner

from inkoopkalender.cli.submissions import app
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.tables import (
    contacts,
    findings,
    organisations,
    outbox,
    participations,
    provider_codes,
    submissions,
)
from inkoopkalender.storage.waivers import Waiver, add_waiver
from inkoopkalender.usecases.deliveries import UnknownSubmissionError
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.owed import OwedReport, read_owed

END, LATER = at("2026-06-01T00:00"), at("2026-06-15T00:00")
KIND = "quality-survey"


def report(desk: Desk, kind: str | None = None) -> OwedReport:
    with desk.database.reading() as connection:
        return read_owed(connection, desk, kind)


def four_states(folder: Path, database: Database | None = None) -> Desk:
    """A accepted after a faulty one, B with a fault, C silent with more time, D too late."""
    desk = a_desk(folder, [A, B, C, D], database=database)
    upload(desk, A, at("2026-05-10T10:00"), clients=None)
    upload(desk, A, at("2026-05-11T10:00"))
    upload(desk, B, at("2026-05-12T10:00"), clients=None, nps=101)
    upload(desk, D, at("2026-06-01T00:05"))
    with desk.database.changing(actor=PERSON, at=END, why="more time") as change:
        ids = {one.organisation.agb: one.organisation.organisation_id for one in report(desk).organisations}
        waiver = Waiver(ids[C.agb], KIND, LATER, "ziekte", PERSON, END)
        add_waiver(change.connection, desk.round.round_id, waiver)
    return desk


def test_every_organisation_has_its_state_its_end_and_its_contact(tmp_path: Path, database: Database) -> None:
    desk = four_states(tmp_path, database)

    found = report(desk)

    assert found.counts[KIND] == {"accepted": 1, "rejected": 1, "late": 1, "missing": 1}
    assert [
        (one.organisation.agb, item.kind, item.state, item.findings, item.revision, item.until)
        for one in found.organisations
        for item in one.items
    ] == [
        (A.agb, KIND, "accepted", 0, 2, END),
        (B.agb, KIND, "rejected", 2, 1, END),
        (C.agb, KIND, "missing", 0, 0, LATER),
        (D.agb, KIND, "late", 0, 1, END),
    ]
    first = found.organisations[0].organisation
    assert (first.contact_name, first.email) == ("Anne Voorbeeld", "post.1@zorg.example")


def test_only_what_is_asked_of_everybody_is_missing_unless_a_kind_is_named(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])

    everything = {
        name: counts["missing"] for name, counts in report(desk).counts.items() if counts["missing"]
    }
    named = {name: report(desk, name).counts[name]["missing"] for name in ("technology-plan", "new-provider")}

    assert everything == {KIND: 2}
    assert named == {"technology-plan": 2, "new-provider": 0}


def test_of_one_kind_only_that_one_is_told_and_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    desk = four_states(tmp_path)

    assert list(report(desk, KIND).counts) == [KIND]
    assert report(desk, KIND).counts[KIND] == report(desk).counts[KIND]
    with pytest.raises(UnknownSubmissionError):
        report(desk, "onbekend")


def add_many(desk: Desk, count: int) -> None:
    """Organisations with a code, a contact, a place in the round, and of every second one a faulty file."""
    numbers = range(1_000, 1_000 + count)
    now = at("2026-05-01T09:00")
    with desk.database.changing(actor="test", at=now, why="many") as change:
        write = change.connection.execute
        write(insert(organisations), [
            {"id": one, "kvk": f"91{one:06}", "name": f"Zorg {one}", "place": "Goes", "postcode": "4461AB",
             "changed_at": now} for one in numbers
        ])  # fmt: skip
        write(insert(provider_codes), [
            {"agb": f"77{one:06}", "organisation_id": one, "main": True} for one in numbers
        ])  # fmt: skip
        write(insert(contacts), [
            {"organisation_id": one, "role": "contractering", "name": "Anne Voorbeeld",
             "email": f"p{one}@zorg.example", "language": "nl"} for one in numbers
        ])  # fmt: skip
        write(insert(participations), [
            {"round_id": desk.round.round_id, "organisation_id": one, "track": "existing",
             "standing": "invited", "joined_at": now} for one in numbers
        ])  # fmt: skip
        write(insert(submissions), [
            {"id": one, "round_id": desk.round.round_id, "organisation_id": one, "kind": KIND, "revision": 1,
             "channel": "upload", "received_at": now, "recorded_at": now, "state": "rejected",
             "filename": "u.xlsx", "sha256": "0" * 64, "content": {}} for one in numbers if one % 2
        ])  # fmt: skip
        write(insert(findings), [
            {"submission_id": one, "code": "cell-empty", "severity": "error", "sheet": "Kwaliteit", "row": 2,
             "column": "Antwoord", "value": "", "message": "Vul in."} for one in numbers if one % 2
        ])  # fmt: skip


def queries_of(desk: Desk) -> tuple[int, OwedReport]:
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(desk.database.engine, "before_cursor_execute", note)
    found = report(desk)
    event.remove(desk.database.engine, "before_cursor_execute", note)
    return sum(one.lstrip().upper().startswith("SELECT") for one in asked), found


def test_ten_thousand_organisations_take_as_many_queries_as_ten(tmp_path: Path) -> None:
    few = a_desk(tmp_path, [])
    add_many(few, 10)
    (tmp_path / "veel").mkdir()
    many = a_desk(tmp_path / "veel", [])
    add_many(many, 10_000)

    of_few, small = queries_of(few)
    of_many, large = queries_of(many)

    assert small.counts[KIND] == {"accepted": 0, "rejected": 5, "late": 0, "missing": 5}
    assert large.counts[KIND] == {"accepted": 0, "rejected": 5_000, "late": 0, "missing": 5_000}
    assert (of_few, of_many) == (8, 8)


def run(desk: Desk, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(desk.settings.folder))
    monkeypatch.setenv("INKOOPKALENDER_DATABASE", f"sqlite:///{desk.settings.folder / 'round.db'}")
    result = CliRunner().invoke(app, ["owed", desk.key, *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_tells_the_same_as_text_json_and_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = four_states(tmp_path)

    text = run(desk, monkeypatch, "--kind", KIND)
    document = json.loads(run(desk, monkeypatch, "--json"))
    rows = list(csv.DictReader(io.StringIO(run(desk, monkeypatch, "--csv")), delimiter=";"))

    assert text.splitlines()[0] == "quality-survey: aangenomen 1, met fouten 1, te laat 1, ontbreekt 1"
    assert "14-06-2026" in text
    assert A.agb not in text
    assert document["counts"][KIND] == {"accepted": 1, "rejected": 1, "late": 1, "missing": 1}
    assert document["organisations"][2] == {
        "agb": C.agb,
        "name": "Zorg 3",
        "contact": "Anne Voorbeeld",
        "email": "post.3@zorg.example",
        "submissions": [
            {
                "kind": KIND,
                "state": "missing",
                "findings": 0,
                "revision": 0,
                "received_at": None,
                "until": "2026-06-15T00:00:00+02:00",
            }
        ],
    }
    assert [(row["agb"], row["stand"], row["bevindingen"], row["versie"]) for row in rows] == [
        (A.agb, "aangenomen", "0", "2"),
        (B.agb, "met fouten", "2", "1"),
        (C.agb, "ontbreekt", "0", ""),
        (D.agb, "te laat", "0", "1"),
    ]


# --- reminders -------------------------------------------------------------------------------------
def with_a_second_kind(desk: Desk) -> Desk:
    """The same window asks a statement as well."""
    survey = desk.submissions[KIND]
    assert survey.hand_in is not None
    second = survey.model_copy(update={"name": "statement", "asks": ("de bestuursverklaring",)})
    return replace(desk, submissions={**desk.submissions, "statement": second})


def test_a_reminder_names_every_kind_that_is_still_missing_in_its_window(tmp_path: Path) -> None:
    desk = with_a_second_kind(a_desk(tmp_path, [A, B, C]))
    upload(desk, A, at("2026-05-10T10:00"))
    with desk.database.changing(actor="test", at=END, why="a statement") as change:
        change.connection.execute(insert(submissions), [
            {"round_id": desk.round.round_id, "organisation_id": number, "kind": "statement", "revision": 1,
             "channel": "upload", "received_at": at("2026-05-11T10:00"), "recorded_at": END,
             "state": "accepted", "filename": "v.xlsx", "sha256": "0" * 64, "content": {}}
            for number in (2,)
        ])  # fmt: skip

    tick(desk, at("2026-05-15T09:00"))

    query = select(provider_codes.c.agb, outbox.c.text).join(
        provider_codes, provider_codes.c.organisation_id == outbox.c.organisation_id
    )
    with desk.database.reading() as connection:
        rows = connection.execute(query.where(outbox.c.letter == "survey-reminder"))
        bodies = {row.agb: " ".join(row.text.split()) for row in rows}
    asks = desk.submissions[KIND].asks
    named = {
        agb: [item for item in (*asks, "de bestuursverklaring") if f"- {item}" in text]
        for agb, text in bodies.items()
    }
    assert named == {
        A.agb: ["de bestuursverklaring"],
        B.agb: list(asks),
        C.agb: [*asks, "de bestuursverklaring"],
    }
    assert [agb for _, agb, _ in letters(desk, "survey-reminder")] == [A.agb, B.agb, C.agb]
