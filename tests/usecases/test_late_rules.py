"""What becomes of what comes too late, by the rule of its kind; and until when what counts may be amended.

The kind is that of child care, handed in from 1 to 31 May 2026: its end is 1 June, 0.00.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import SMALL, A, B, a_desk, assessed, at, export, letters, standings, tasks, upload
from received_rounds import give
from sqlalchemy import select
from submission_forms import KINDZORG

from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.storage.audit import list_links
from inkoopkalender.storage.database import Database, Transaction
from inkoopkalender.storage.decisions import Task, open_tasks
from inkoopkalender.storage.judging import take_back_question
from inkoopkalender.storage.submissions import list_current
from inkoopkalender.storage.tables import outbox, submissions
from inkoopkalender.usecases.calendar_change import change_date
from inkoopkalender.usecases.change_shapes import AskedChange
from inkoopkalender.usecases.deliveries import LATE_SUBMISSION, take_turn
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.receive import Receipt
from inkoopkalender.usecases.tasks import TaskDecidedError, UnusableAnswerError, decide
from inkoopkalender.usecases.waivers import AskedWaiver, grant_waiver

END = at("2026-06-01T00:00")
TICK = timedelta(microseconds=100_000)
LATE = at("2026-06-03T10:00")
KIND = "kindzorg-survey"


def ruled(desk: Desk, kind: str = KIND, **rules: str) -> Desk:
    """The desk, with other rules for handing one kind in."""
    asked = desk.submissions[kind]
    assert asked.hand_in is not None
    hand_in = type(asked.hand_in).model_validate(asked.hand_in.model_dump() | rules)
    changed = asked.model_copy(update={"hand_in": hand_in})
    return replace(desk, submissions={**desk.submissions, kind: changed})


def child_care(desk: Desk, moment: datetime, *, children: int | str = 100) -> Receipt:
    return give(desk, KIND, A, moment, KINDZORG, children=children)


def stored(desk: Desk, kind: str = KIND) -> list[tuple[str, str]]:
    query = select(submissions.c.state, submissions.c.late).where(submissions.c.kind == kind)
    with desk.database.reading() as connection:
        return [(row.state, row.late) for row in connection.execute(query.order_by(submissions.c.id))]


def counts(desk: Desk) -> dict[int, object]:
    with desk.database.reading() as connection:
        current = list_current(connection, desk.round.round_id, KIND)
    return {one: values["children"] for one, values in current.items()}


def texts(desk: Desk) -> list[tuple[str, str]]:
    query = select(outbox.c.letter, outbox.c.text).where(outbox.c.state != "withdrawn").order_by(outbox.c.id)
    with desk.database.reading() as connection:
        return [(row.letter, " ".join(row.text.split())) for row in connection.execute(query)]


@pytest.mark.parametrize(
    ("rule", "sound", "state", "counted", "letter", "said"),
    [
        ("refuse", True, "refused", {}, "submission-refused-late", "niet in behandeling"),
        ("refuse", False, "refused", {}, "submission-refused-late", "niet in behandeling"),
        ("accept-late", True, "accepted", {1: 100}, "submission-late", "We nemen haar toch in behandeling."),
        ("accept-late", False, "rejected", {}, "submission-rejected", "Verbeter wat hieronder staat"),
        ("consequence", True, "late", {}, "submission-late", "U krijgt de laagste vergoeding."),
        ("consequence", False, "rejected", {}, "submission-rejected", "Verbeter wat hieronder staat"),
        ("needs-approval", True, "late", {}, "submission-late", "Een medewerker beslist of we haar nog"),
        ("needs-approval", False, "rejected", {}, "submission-rejected", "Verbeter wat hieronder staat"),
    ],
)
def test_what_is_too_late_goes_by_the_rule_of_its_kind(
    tmp_path: Path,
    database: Database,
    rule: str,
    sound: bool,
    state: str,
    counted: dict[int, object],
    letter: str,
    said: str,
) -> None:
    means = "U krijgt de laagste vergoeding." if rule == "consequence" else ""
    desk = ruled(a_desk(tmp_path, [A], database=database), late=rule, late_means=means)

    receipt = child_care(desk, END, children=100 if sound else "veel")

    assert (receipt.state, receipt.late, stored(desk)) == (state, rule, [(state, rule)])
    assert counts(desk) == counted
    ((written, text),) = texts(desk)
    assert (written, said in text) == (letter, True)
    assert [one.kind for one in tasks(desk)] == (
        ["late-submission"] if (rule, sound) == ("needs-approval", True) else []
    )


@pytest.mark.parametrize("rule", ["refuse", "accept-late", "needs-approval"])
def test_in_time_no_rule_matters(tmp_path: Path, rule: str) -> None:
    desk = ruled(a_desk(tmp_path, [A]), late=rule)

    receipt = child_care(desk, END - TICK)

    assert (receipt.state, receipt.late, [name for name, _ in texts(desk)]) == (
        "accepted", "", ["submission-receipt"],
    )  # fmt: skip


def test_a_person_lets_a_late_one_count(tmp_path: Path, database: Database) -> None:
    desk = ruled(a_desk(tmp_path, [A], database=database), late="needs-approval")
    child_care(desk, LATE)
    (task,) = tasks(desk)

    with pytest.raises(UnusableAnswerError, match="accepted of refused"):
        decide(desk, task.task_id, "ja", reason="x", by="Robin", now=LATE)
    decide(desk, task.task_id, "accepted", reason="storing bij VECOZO", by="Robin", now=LATE)

    assert (stored(desk), counts(desk)) == ([("accepted", "needs-approval")], {1: 100})
    assert [name for name, _ in texts(desk)] == ["submission-late", "submission-late"]
    assert "We hebben besloten haar toch in behandeling te nemen." in texts(desk)[1][1]


def test_a_person_refuses_a_late_one(tmp_path: Path) -> None:
    desk = ruled(a_desk(tmp_path, [A]), late="needs-approval")
    child_care(desk, LATE)

    decide(desk, tasks(desk)[0].task_id, "refused", reason="geen reden", by="Robin", now=LATE)

    assert (stored(desk), counts(desk)) == ([("refused", "needs-approval")], {})
    assert [name for name, _ in texts(desk)] == ["submission-late", "submission-refused-late"]


def test_a_later_end_answers_the_question_by_itself(tmp_path: Path, database: Database) -> None:
    desk = ruled(a_desk(tmp_path, [A], database=database), late="needs-approval")
    child_care(desk, LATE)
    (task,) = tasks(desk)
    asked = AskedWaiver(A.agb, KIND, at("2026-06-14T00:00"), "brand")

    grant_waiver(desk, asked, by="Robin", now=at("2026-06-04T10:00"), dry_run=False)

    assert (stored(desk), counts(desk), tasks(desk)) == ([("accepted", "")], {1: 100}, [])
    assert [name for name, _ in texts(desk)] == ["submission-receipt", "submission-waiver"]
    with pytest.raises(TaskDecidedError):
        decide(desk, task.task_id, "refused", reason="x", by="Robin", now=LATE)


def decide_meanwhile(
    desk: Desk, task: Task, decision: str, meanwhile: Callable[[Transaction], None]
) -> InkoopkalenderError | None:
    """Let a person decide while another transaction is at work; return why it was not taken."""
    came: list[InkoopkalenderError | None] = []

    def person() -> None:
        try:
            decide(desk, task.task_id, decision, reason="gezien", by="Robin", now=LATE)
        except InkoopkalenderError as error:
            came.append(error)
        else:
            came.append(None)

    thread = threading.Thread(target=person)
    with desk.database.changing(actor="test", at=LATE, why="test") as change:
        take_turn(change.connection, desk, KIND)
        if task.kind != LATE_SUBMISSION:
            meanwhile(change)
        thread.start()
        thread.join(timeout=0.7)
        assert came == []
        if task.kind == LATE_SUBMISSION:
            meanwhile(change)
    thread.join(timeout=30)
    return came[0]


@pytest.mark.parametrize(("kind", "decision"), [(LATE_SUBMISSION, "accepted"), ("class", "A")])
def test_a_question_that_is_taken_back_at_the_same_moment_is_not_decided(
    tmp_path: Path, database: Database, kind: str, decision: str
) -> None:
    desk = ruled(a_desk(tmp_path, [A], database=database), late="needs-approval")
    child_care(desk, LATE)
    round_id = desk.round.round_id
    with desk.database.changing(actor="test", at=LATE, why="test") as change:
        other = {"organisation_id": 1, "kind": "class", "subject": "organisation 1", "question": "Welke?"}
        open_tasks(change.connection, round_id, [other], at=LATE)
    (task,) = [one for one in tasks(desk) if one.kind == kind]

    error = decide_meanwhile(
        desk,
        task,
        decision,
        lambda change: take_back_question(change.connection, round_id, kind, task.subject),
    )

    assert isinstance(error, TaskDecidedError)
    assert stored(desk) == [("late", "needs-approval")]
    with desk.database.reading() as connection:
        audited = [what for link in list_links(connection, desk.key) for what, _ in link.changes]
    assert "task decided" not in audited


def test_a_change_after_the_end_is_refused_though_a_first_late_one_is_taken(tmp_path: Path) -> None:
    desk = ruled(a_desk(tmp_path, [A, B]), late="accept-late")
    child_care(desk, END - TICK, children=90)

    receipts = [child_care(desk, END), give(desk, KIND, B, END, KINDZORG)]

    assert [(one.state, one.late) for one in receipts] == [("refused", "amend"), ("accepted", "accept-late")]
    assert counts(desk) == {1: 90, 2: 100}
    assert ("submission-refused-late", True) in [
        (name, "Wijzigen kon toen niet meer." in text) for name, text in texts(desk)
    ]


def test_amending_may_end_before_the_period_does(tmp_path: Path) -> None:
    desk = ruled(a_desk(tmp_path, [A, B]), amend_until="objections")  # up to and including 15 May 2026
    moments = ["2026-05-10T12:00", "2026-05-15T23:59:59.900000", "2026-05-16T00:00:00"]

    receipts = [child_care(desk, at(moment), children=70 + n) for n, moment in enumerate(moments)]
    first_of_another = give(desk, KIND, B, at("2026-05-31T23:59:59.900000"), KINDZORG)

    assert [(one.state, one.late) for one in (*receipts, first_of_another)] == [
        ("accepted", ""),
        ("accepted", ""),
        ("refused", "amend"),
        ("accepted", ""),
    ]
    assert counts(desk) == {1: 71, 2: 100}
    assert "Uiterste moment: vrijdag 15 mei 2026, tot 24.00 uur" in texts(desk)[2][1]


def test_amending_may_go_on_after_the_period(tmp_path: Path) -> None:
    desk = ruled(a_desk(tmp_path, [A, B]), amend_until="strategic-policy")  # up to and including 1 June 2026
    child_care(desk, END - TICK)

    states = [child_care(desk, moment).state for moment in (END, at("2026-06-02T00:00"))]
    first_of_another = give(desk, KIND, B, END, KINDZORG)

    assert states == ["accepted", "refused"]
    assert (first_of_another.state, first_of_another.late) == ("refused", "refuse")


def test_who_has_a_later_end_of_its_own_may_amend_until_then(tmp_path: Path, database: Database) -> None:
    desk = a_desk(tmp_path, [A, B], database=database)
    desk = ruled(desk, amend_until="objections")  # up to and including 15 May 2026
    for one in (A, B):
        give(desk, KIND, one, at("2026-05-10T12:00"), KINDZORG)
    asked = AskedWaiver(A.agb, KIND, at("2026-06-14T00:00"), "brand")
    grant_waiver(desk, asked, by="Robin", now=at("2026-05-20T10:00"), dry_run=False)

    moments = (LATE, at("2026-06-13T23:59"), at("2026-06-14T00:00"))
    states = [child_care(desk, moment).state for moment in moments]
    other = give(desk, KIND, B, LATE, KINDZORG)

    assert states == ["accepted", "accepted", "refused"]
    assert other.state == "refused"


def test_a_later_end_of_amending_opens_the_survey_again_for_nobody(
    tmp_path: Path, database: Database
) -> None:
    desk = a_desk(tmp_path, [A, B, SMALL], database=database)
    desk = ruled(desk, "quality-survey", amend_until="strategic-policy")  # up to and including 1 June 2026
    assessed(desk, [(B, at("2026-05-10T12:00"))])
    upload(desk, B, at("2026-06-04T09:00"))
    was, questions = standings(desk), tasks(desk)
    words = AskedChange("strategic-policy", "uiterlijk 15 juni 2026", "x", at("2026-06-04T10:00"))

    moved = change_date(desk, words, by="Robin", now=at("2026-06-04T10:00"), dry_run=False)

    assert stored(desk, "quality-survey") == [("accepted", ""), ("accepted", "")]
    assert (moved.stored, moved.submissions, moved.consequences) == (True, {"accepted": 1}, 0)
    assert (standings(desk), tasks(desk)) == (was, questions)
    assert sorted(was.values()) == ["in_review", "silent", "silent"]


def test_a_faulty_late_one_may_be_put_right(tmp_path: Path) -> None:
    desk = ruled(a_desk(tmp_path, [A]), late="accept-late")
    faulty_then_good: list[int | str] = ["veel", 100, 99]

    states = [
        child_care(desk, LATE + timedelta(hours=hour), children=children).state
        for hour, children in enumerate(faulty_then_good)
    ]

    assert states == ["rejected", "accepted", "refused"]
    assert counts(desk) == {1: 100}


@pytest.mark.parametrize(
    ("rule", "state", "standing", "letter"),
    [
        ("refuse", "late", "invited", []),
        ("accept-late", "accepted", "submitted", ["submission-late"]),
        ("needs-approval", "late", "invited", ["submission-late"]),
    ],
)
def test_a_late_row_of_an_export_goes_by_the_same_rule(
    tmp_path: Path, rule: str, state: str, standing: str, letter: list[str]
) -> None:
    desk = ruled(a_desk(tmp_path, [A]), "quality-survey", late=rule)

    export(desk, [(A, END)], now=at("2026-06-03T08:00"))

    assert stored(desk, "quality-survey") == [(state, rule)]
    assert standings(desk) == {A.agb: standing}
    assert [name for name, *_ in letters(desk)] == letter


@pytest.mark.parametrize("in_order", [True, False])
def test_the_order_of_the_rows_of_an_export_does_not_matter(
    tmp_path: Path, database: Database, in_order: bool
) -> None:
    desk = ruled(a_desk(tmp_path, [A], database=database), "quality-survey", late="needs-approval")
    rows = [(A, END - TICK), (A, LATE)]

    export(desk, rows if in_order else rows[::-1], now=at("2026-06-03T12:00"))

    assert stored(desk, "quality-survey") == [("accepted", ""), ("late", "amend")]
    assert (standings(desk), tasks(desk)) == ({A.agb: "submitted"}, [])


def test_findings_of_an_export_keep_the_order_of_the_file(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])

    report = export(
        desk,
        [(A, LATE, {"clients": None}), (B, END - TICK, {"clients": None})],
        now=at("2026-06-03T12:00"),
    )

    rows = [one.row for one in report.findings]
    assert list(dict.fromkeys(rows)) == [2, 3]
