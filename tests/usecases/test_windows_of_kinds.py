"""Every kind of submission is received in the period of its own event, from whom may hand it in."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import (
    NEW,
    A,
    B,
    Org,
    a_desk,
    add_organisations,
    answers,
    at,
    letters,
    standings,
    tasks,
    tick,
    upload,
)  # fmt: skip
from received_rounds import a_round, give
from sqlalchemy import select
from submission_forms import KINDZORG, SMR, VGZ, VGZ_NEW, WV, WV_NEW, Answers

from inkoopkalender.content.root import content_root
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.outbox import list_letters
from inkoopkalender.storage.submissions import count_submissions
from inkoopkalender.storage.tables import outbox
from inkoopkalender.usecases.deliveries import UnknownSubmissionError, windows_of
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.waivers import AskedWaiver, grant_waiver

CARESQ = RoundKey("caresq", "stoppen-met-roken", 2026)
TICK = timedelta(microseconds=100_000)


def counted(desk: Desk, kind: str) -> dict[str, int]:
    with desk.database.reading() as connection:
        states = count_submissions(connection, desk.round.round_id).get(kind, {})
    return {state: count for state, count in states.items() if count}


def subjects(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.reading() as connection:
        return [(one.letter, one.subject) for one in list_letters(connection, round_id=desk.round.round_id)]


def test_a_kind_has_the_event_that_it_names_or_the_intake_that_names_it(tmp_path: Path) -> None:
    expected = {
        str(WV): {
            "quality-survey": "quality-survey",
            "kindzorg-survey": "child-care-survey",
            "new-provider": "new-provider-enrolment",
        },
        str(SMR): {"mds": "mds-results", "new-provider": "new-proposal"},
        str(VGZ): {"new-provider": "new-gp-application"},
    }

    found = {
        str(key): {kind: event.key for kind, event in windows_of(a_round(key, tmp_path, A)).items()}
        for key in (WV, SMR, VGZ)
    }

    chosen = {key: {kind: found[key][kind] for kind in kinds} for key, kinds in expected.items()}
    assert chosen == expected


def test_on_1_may_child_care_is_taken_and_the_survey_is_not_open_yet(
    tmp_path: Path, database: Database
) -> None:
    desk = a_desk(tmp_path, [A], database=database)
    first_of_may = at("2026-05-01T00:00")

    receipt = give(desk, "kindzorg-survey", A, first_of_may, KINDZORG)
    with pytest.raises(UnknownSubmissionError, match=r"De uitvraag opent op 02-05-2026"):
        upload(desk, A, at("2026-05-01T23:59"))
    with pytest.raises(UnknownSubmissionError, match=r"De uitvraag opent op 01-05-2026"):
        give(desk, "kindzorg-survey", A, first_of_may - TICK, KINDZORG)

    assert (receipt.state, receipt.revision, receipt.findings) == ("accepted", 1, ())
    assert counted(desk, "kindzorg-survey") == {"accepted": 1}
    assert counted(desk, "quality-survey") == {}


@pytest.mark.parametrize("kind", ["kindzorg-survey", "quality-survey"])
def test_both_end_with_31_may(tmp_path: Path, kind: str) -> None:
    desk = a_desk(tmp_path, [A])
    end = at("2026-06-01T00:00")
    given = KINDZORG if kind == "kindzorg-survey" else answers(A)

    states = [give(desk, kind, A, moment, given).state for moment in (end - TICK, end)]

    assert states == ["accepted", "refused"]


def test_child_care_does_not_answer_the_survey(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    give(desk, "kindzorg-survey", A, at("2026-05-10T10:00"), KINDZORG)

    assert standings(desk) == {A.agb: "invited"}
    upload(desk, A, at("2026-05-11T10:00"))
    assert standings(desk) == {A.agb: "submitted"}


def test_the_survey_keeps_its_own_receipts_and_child_care_gets_those_of_every_round(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    late = at("2026-06-01T00:00")

    upload(desk, A, at("2026-05-10T10:00"))
    upload(desk, A, late)
    give(desk, "kindzorg-survey", A, at("2026-05-10T10:00"), KINDZORG)
    give(desk, "kindzorg-survey", A, at("2026-05-10T11:00"), KINDZORG, children="veel")
    give(desk, "kindzorg-survey", A, late, KINDZORG)

    assert letters(desk) == [
        ("survey-receipt", A.agb, "queued"),
        ("survey-refused-late", A.agb, "queued"),
        ("submission-receipt", A.agb, "queued"),
        ("submission-rejected", A.agb, "queued"),
        ("submission-refused-late", A.agb, "queued"),
    ]


def test_a_round_whose_letters_name_no_receipt_answers_its_survey_with_those_of_every_round(
    tmp_path: Path,
) -> None:
    place = tmp_path / "own" / "calendars" / str(WV)
    place.mkdir(parents=True)
    text = (content_root() / "calendars" / str(WV) / "letters.yaml").read_text(encoding="utf-8")
    start, end = text.index("  survey-receipt:"), text.index("  survey-missing-class-c:")
    (place / "letters.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    desk = a_round(WV, tmp_path, A, root=tmp_path / "own", as_existing=True)

    receipts = [
        give(desk, "quality-survey", A, at(moment), answers(A))
        for moment in ("2026-05-31T12:00", "2026-06-01T00:00")
    ]

    assert (desk.receives_only, [one.state for one in receipts]) == (False, ["accepted", "refused"])
    assert [name for name, _ in subjects(desk)] == ["submission-receipt", "submission-refused-late"]


@pytest.mark.parametrize(
    ("key", "answers", "moment", "organisation"),
    [
        (WV, WV_NEW, "2027-02-28T23:59:59.900000", A),
        (WV, WV_NEW, "2026-12-01T00:00", NEW),
        (VGZ, VGZ_NEW, "2025-12-31T23:59:59.900000", NEW),
    ],
    ids=str,
)
def test_a_newcomers_form_is_taken_from_any_organisation_in_the_register(
    tmp_path: Path, key: RoundKey, answers: Answers, moment: str, organisation: Org
) -> None:
    desk = a_round(key, tmp_path, A, NEW)

    receipt = give(desk, "new-provider", organisation, at(moment), answers)

    assert (receipt.state, [one.code for one in receipt.findings]) == ("accepted", [])
    assert receipt.answered
    assert [letter for letter, _ in subjects(desk)] == ["submission-receipt"]


def test_who_came_into_the_register_after_the_opening_may_hand_in_as_newcomer(
    tmp_path: Path, database: Database
) -> None:
    desk = a_round(VGZ, tmp_path, A, database=database)
    add_organisations(database, [B])

    assert give(desk, "new-provider", B, at("2025-06-01T12:00"), VGZ_NEW).state == "accepted"


def test_a_code_that_nobody_has_is_told(tmp_path: Path) -> None:
    desk = a_round(VGZ, tmp_path, A)

    with pytest.raises(UnknownSubmissionError, match=B.agb):
        give(desk, "new-provider", B, at("2025-06-01T12:00"), VGZ_NEW)

    assert subjects(desk) == []


def test_participants_are_those_of_the_track_of_the_event(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, NEW])
    kind = desk.submissions["new-provider"]
    assert kind.hand_in is not None
    hand_in = kind.hand_in.model_copy(update={"who": "participants"})
    desk = replace(
        desk, submissions={**desk.submissions, kind.name: kind.model_copy(update={"hand_in": hand_in})}
    )
    moment = at("2026-12-10T12:00")

    with pytest.raises(UnknownSubmissionError, match=A.agb):
        give(desk, "new-provider", A, moment, WV_NEW)

    assert give(desk, "new-provider", NEW, moment, WV_NEW).state == "accepted"


def test_an_event_without_an_end_is_never_late(tmp_path: Path) -> None:
    desk = _with_words(tmp_path, "vanaf 1 april 2026")
    long_after = at("2031-01-01T12:00")

    receipt = give(desk, "kindzorg-survey", A, long_after, KINDZORG)
    with pytest.raises(UnknownSubmissionError, match="01-04-2026"):
        give(desk, "kindzorg-survey", A, at("2026-03-31T23:59"), KINDZORG)

    assert receipt.state == "accepted"
    (written,) = subjects(desk)
    assert written[0] == "submission-receipt"


def _with_words(folder: Path, words: str) -> Desk:
    """The round with other words for the period of child care, in a folder laid over ours."""
    place = folder / "own" / "calendars" / str(WV)
    shutil.copytree(content_root() / "calendars" / str(WV), place)
    file = place / "calendar.yaml"
    text = file.read_text(encoding="utf-8")
    assert "when: tussen 1 en 31 mei\n    year: 2026\n" in text
    file.write_text(
        text.replace("when: tussen 1 en 31 mei\n    year: 2026\n", f"when: {words}\n"), encoding="utf-8"
    )
    return a_round(WV, folder, A, root=folder / "own")


def test_a_kind_without_a_window_says_what_to_write(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    kind = desk.submissions["kindzorg-survey"]
    desk = replace(
        desk, submissions={**desk.submissions, kind.name: kind.model_copy(update={"hand_in": None})}
    )

    with pytest.raises(UnknownSubmissionError, match=r"hand_in: \{window: \.\.\.\}"):
        give(desk, kind.name, A, at("2026-05-10T10:00"), KINDZORG)


REQUEST = """request:
  id: SUB-X-01
  title: Aanvraag van een overeenkomst
  section: "4"
  proposed: Verzonnen, voor deze test.
  asks: [uw aanvraag]
  hand_in: {window: contract-requests, who: anyone}
  fields:
    agb: {sheet: A, column: agb, label: AGB-code, type: agb, identifies: provider}
    plan: {sheet: A, column: plan, label: Wat biedt u?, type: text}
"""


def test_a_window_without_a_date_is_always_open_in_a_round_of_another_insurer(tmp_path: Path) -> None:
    place = tmp_path / "own" / "calendars" / str(CARESQ)
    place.mkdir(parents=True)
    (place / "submissions.yaml").write_text(REQUEST, encoding="utf-8")
    desk = a_round(CARESQ, tmp_path, A, root=tmp_path / "own")

    states = [
        give(desk, "request", A, at(moment), {"plan": "Groepen in Goes."}).state
        for moment in ("2025-01-03T00:00", "2030-01-01T00:00")
    ]

    assert states == ["accepted", "accepted"]
    assert subjects(desk)[0] == (
        "submission-receipt",
        f"Ontvangen: Aanvraag van een overeenkomst, versie 1 [AGB {A.agb} · stoppen met roken]",
    )
    with desk.database.reading() as connection:
        senders = set(connection.execute(select(outbox.c.sender)).scalars())
    assert senders == {"Caresq <zorginkoop@caresq.nl>"}


def test_nothing_is_due_in_a_round_that_only_receives(tmp_path: Path) -> None:
    desk = a_round(VGZ, tmp_path, A)

    assert (desk.receives_only, tick(desk, at("2026-01-15T10:00"))) == (True, {})
    assert a_round(WV, tmp_path, A).receives_only is False


def test_without_a_contact_no_receipt_goes_out_and_somebody_is_asked_for_one(tmp_path: Path) -> None:
    nobody = Org(7, contact=False)
    desk = a_round(VGZ, tmp_path, nobody)

    receipt = give(desk, "new-provider", nobody, at("2025-06-01T12:00"), VGZ_NEW)

    (asked,) = [one for one in tasks(desk) if one.kind == "no-recipient"]
    assert (receipt.state, receipt.answered) == ("accepted", False)
    assert asked.subject == f"{nobody.agb} submission-receipt"


def test_a_later_end_makes_what_was_too_late_count(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    late = give(desk, "kindzorg-survey", A, at("2026-06-02T10:00"), KINDZORG)
    asked = AskedWaiver(A.agb, "kindzorg-survey", at("2026-06-14T00:00"), "brand")

    granted = grant_waiver(desk, asked, by="Robin", now=at("2026-06-03T09:00"), dry_run=False)

    assert (late.state, granted.submissions) == ("refused", {"accepted": 1})
    assert standings(desk) == {A.agb: "invited"}
    assert [letter for letter, _, state in letters(desk) if state != "withdrawn"] == [
        "submission-receipt",
        "submission-waiver",
    ]
