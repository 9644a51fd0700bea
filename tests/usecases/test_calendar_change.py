"""Moving a date of an open round: what goes back, is due again, is told, and what is never undone."""

import base64
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from builders import (
    KEY,
    NEW,
    PERCENTAGES,
    PERSON,
    SMALL,
    A,
    B,
    C,
    a_desk,
    all_letters,
    asked,
    assessed,
    at,
    export,
    later,
    ledger,
    letters,
    release,
    scores,
    standings,
    tasks,
    tick,
    upload,
    with_parameters,
)
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.event import listen, remove

from inkoopkalender.content.root import content_root
from inkoopkalender.domain.actions import plan_actions
from inkoopkalender.mail.ics_entries import make_agenda
from inkoopkalender.mail.ics_publisher import find_publisher
from inkoopkalender.storage.audit import find_broken_links, list_links
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.decisions import list_outcomes
from inkoopkalender.storage.glance import list_held_samples
from inkoopkalender.storage.ledger import LedgerRow, list_actions
from inkoopkalender.storage.submissions import count_submissions
from inkoopkalender.storage.tables import outbox
from inkoopkalender.usecases import calendar_change
from inkoopkalender.usecases.calendar_change import UnknownEventError, change_date
from inkoopkalender.usecases.change_shapes import AskedChange, CalendarChange
from inkoopkalender.usecases.desk import Desk, brought_up_to_date, open_desk, read_facts, sequence_of
from inkoopkalender.usecases.run_action import run_due
from inkoopkalender.usecases.tasks import decide
from inkoopkalender.usecases.waivers import AskedWaiver, grant_waiver

SURVEY = "quality-survey"
WEEK_LATER = "2 mei 2026 t/m 7 juni 2026"
ON_20_MAY = at("2026-05-20T10:00")
END, NEW_END = at("2026-06-01T00:00"), at("2026-06-08T00:00")
AFTER_THE_END = at("2026-06-02T10:00")


def move(
    desk: Desk,
    words: str = WEEK_LATER,
    *,
    now: datetime = ON_20_MAY,
    event: str = SURVEY,
    announced_at: datetime | None = None,
    dry_run: bool = False,
) -> CalendarChange:
    asked_for = AskedChange(event, words, "VECOZO was niet bereikbaar.", announced_at or now)
    return change_date(desk, asked_for, by=PERSON, now=now, dry_run=dry_run)


def up_to_date(desk: Desk) -> Desk:
    with desk.database.reading() as connection:
        return brought_up_to_date(connection, desk)


def moved_to(desk: Desk, words: str = WEEK_LATER, *, now: datetime = ON_20_MAY) -> Desk:
    """Move the survey's date and return the desk as it is then."""
    assert move(desk, words, now=now).stored
    return up_to_date(desk)


def effects(result: CalendarChange) -> list[tuple[str, str, str]]:
    return [(one.kind, one.occurrence, one.effect) for one in result.actions]


def everything(desk: Desk) -> tuple[object, ...]:
    """What a change could touch: ledger, letters, standings, questions, audit."""
    with desk.database.reading() as connection:
        rows = list_actions(connection, desk.round.round_id, superseded=True)
        return rows, all_letters(desk), standings(desk), tasks(desk), list_links(connection)


def row_of(desk: Desk, kind: str) -> LedgerRow:
    (row,) = [row for row in ledger(desk) if row.kind == kind]
    return row


def outcome(desk: Desk, rule: str, organisation_id: int) -> str | None:
    with desk.database.reading() as connection:
        found = list_outcomes(connection, desk.round.round_id, rule).get(organisation_id)
    return None if found is None else f"{found.outcome} {found.value}".strip()


def counted(desk: Desk) -> dict[str, int]:
    with desk.database.reading() as connection:
        return count_submissions(connection, desk.round.round_id).get(SURVEY, {})


def release_change(desk: Desk, now: datetime) -> None:
    release(desk, "tell_of_change", now)


# --- while the window is open -----------------------------------------------------------------------
def test_later_date_moves_what_is_planned_and_makes_reminders_due_again(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    tick(desk, at("2026-05-15T09:00"))

    result = move(desk)

    assert (result.stored, result.revision, result.findings[0].severity) == (True, 2, "warning")
    assert effects(result) == [
        ("remind_providers", "14 days", "again"),
        ("remind_providers", "7 days", "moved"),
        ("remind_providers", "1 working day", "moved"),
        ("assess_round", "", "moved"),
        ("close_intake", "", "moved"),
    ]
    assert [f"{one.due_after:%d-%m %H:%M}" for one in result.actions if one.due_after] == [
        "22-05 09:00", "29-05 09:00", "05-06 09:00", "08-06 00:00", "08-06 00:00",
    ]  # fmt: skip


def test_dry_run_counts_the_same_and_changes_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    tick(desk, at("2026-05-15T09:00"))
    before = everything(desk)

    dry = move(desk, dry_run=True)
    after_the_dry_run = everything(desk)
    real = move(desk)

    assert after_the_dry_run == before
    assert replace(real, stored=False) == dry
    assert everything(desk) != before


def test_letters_that_have_not_left_are_withdrawn_and_sent_ones_are_counted(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, NEW])
    tick(desk, at("2026-05-15T18:00"))

    result = move(desk, now=at("2026-05-16T10:00"))

    assert letters(desk, "survey-opened", "survey-reminder") == [
        ("survey-reminder", A.agb, "withdrawn"),
        ("survey-reminder", B.agb, "withdrawn"),
    ]
    assert result.letters == {"withdrawn": 2, "to_compose": 2, "sent": 0}
    assert result.organisations == {"to_tell": 2, "reached": 0, "without_address": 0}


def test_announcement_that_has_not_left_is_composed_again_with_the_new_date(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    tick(desk, at("2026-05-02T00:00"))

    result = move(desk, now=at("2026-05-02T12:00"))
    desk = up_to_date(desk)
    tick(desk, at("2026-05-02T12:30"))

    assert ("open_intake", "", "due") not in effects(result)
    assert letters(desk, "survey-opened") == [
        ("survey-opened", A.agb, "withdrawn"),
        ("survey-opened", B.agb, "withdrawn"),
        ("survey-opened", A.agb, "queued"),
        ("survey-opened", B.agb, "queued"),
    ]
    opened = [one.subject for one in all_letters(desk) if one.state == "queued"]
    assert opened[0].startswith("Kwaliteitsuitvraag is open: vul in uiterlijk zo 7 juni 2026")


def test_letter_about_the_change_waits_for_a_person_and_names_both_dates(tmp_path: Path) -> None:
    desk = moved_to(a_desk(tmp_path, [A, B, NEW]))

    ran = tick(desk, later(ON_20_MAY, minutes=10))
    waiting = letters(desk, "date-changed")
    release_change(desk, later(ON_20_MAY, hours=1))

    assert ran["tell_of_change"] == "waiting"
    assert waiting == [("date-changed", A.agb, "composed"), ("date-changed", B.agb, "composed")]
    assert letters(desk, "date-changed") == [
        ("date-changed", A.agb, "queued"),
        ("date-changed", B.agb, "queued"),
    ]
    assert all_letters(desk)[-1].subject.startswith("Datum gewijzigd: uiterlijk zo 7 juni 2026")


def test_letter_waits_until_the_announcement(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    move(desk, announced_at=at("2026-05-22T09:00"))
    desk = up_to_date(desk)

    assert "tell_of_change" not in tick(desk, at("2026-05-21T10:00"))
    assert tick(desk, at("2026-05-22T09:00"))["tell_of_change"] == "waiting"


def test_same_words_again_say_that_it_is_already_so(tmp_path: Path) -> None:
    desk = moved_to(a_desk(tmp_path, [A]))
    before = everything(desk)

    again = move(desk, f"  {WEEK_LATER.upper()} ", now=later(ON_20_MAY, hours=1))
    other_words = move(desk, "2 mei 2026 tot en met 7 juni 2026", now=later(ON_20_MAY, hours=1))

    assert [(one.already, one.stored) for one in (again, other_words)] == [(True, False), (True, False)]
    assert everything(desk) == before


def test_desk_that_was_opened_before_the_change_begins_no_action_by_the_old_date(tmp_path: Path) -> None:
    stale = a_desk(tmp_path, [A, B])
    tick(stale, at("2026-05-15T09:00"))
    moved_to(stale)

    ran = run_due(stale, END, run_id="stale")

    assert ran == []
    assert "close_intake" not in {row.kind for row in ledger(stale)}


def test_delivery_is_judged_by_the_new_date_also_from_a_desk_of_before(tmp_path: Path) -> None:
    stale = a_desk(tmp_path, [A])
    moved_to(stale)

    receipts = [upload(stale, A, moment).state for moment in (AFTER_THE_END, NEW_END)]

    assert receipts == ["accepted", "refused"]


def test_second_change_before_the_first_was_told_tells_of_one_change(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    tick(desk, ON_20_MAY)
    desk = moved_to(desk)
    tick(desk, at("2026-05-22T09:00"))

    result = move(desk, "2 mei 2026 t/m 14 juni 2026", now=at("2026-05-22T12:00"))
    desk = up_to_date(desk)
    tick(desk, at("2026-05-22T12:10"))

    assert result.letters["withdrawn"] == 2
    assert letters(desk, "date-changed") == [
        ("date-changed", A.agb, "withdrawn"),
        ("date-changed", A.agb, "composed"),
    ]
    told = desk.amendments[-1]
    assert (told.told_words, told.before_words) == ("2-31 mei 2026", WEEK_LATER)


def test_change_back_before_it_was_told_needs_no_letter(tmp_path: Path) -> None:
    desk = moved_to(a_desk(tmp_path, [A]))

    assert move(desk, "2-31 mei 2026", now=at("2026-05-21T10:00")).stored
    desk = up_to_date(desk)

    assert tick(desk, at("2026-05-21T10:10"))["tell_of_change"] == "done"
    assert letters(desk, "date-changed") == []


def test_earlier_date_brings_the_close_forward_and_lets_reminders_lapse(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    tick(desk, at("2026-05-15T09:00"))

    result = move(desk, "2 mei 2026 t/m 24 mei 2026", now=at("2026-05-18T10:00"))
    desk = up_to_date(desk)
    ran = tick(desk, at("2026-05-25T00:00"))
    refused = upload(desk, A, at("2026-05-25T08:00"))

    assert effects(result) == [
        ("remind_providers", "7 days", "due"),
        ("remind_providers", "1 working day", "moved"),
        ("assess_round", "", "moved"),
        ("close_intake", "", "moved"),
    ]
    assert (ran["close_intake"], refused.state) == ("done", "refused")


class KilledError(BaseException):
    """Stands for a kill: nothing of ours catches it."""


def test_act_that_was_killed_half_way_changed_nothing_and_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_desk(tmp_path, [A])
    tick(desk, END)
    before = everything(desk)

    def killed(*_arguments: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(calendar_change, "judge_anew", killed)
        with pytest.raises(KilledError):
            move(desk, now=AFTER_THE_END)
    after_the_kill = everything(desk)

    assert (after_the_kill, desk.amendments) == (before, ())
    assert move(desk, now=AFTER_THE_END).stored


@pytest.mark.parametrize(("words", "year"), [("uiterlijk 22 mei", 2026), ("uiterlijk 22 mei 2026", None)])
def test_year_that_the_words_leave_out_is_taken_from_the_calendar(
    tmp_path: Path, words: str, year: int | None
) -> None:
    desk = a_desk(tmp_path, [A])

    result = move(desk, words, now=at("2026-05-04T10:00"), event="objections")
    desk = up_to_date(desk)

    assert result.stored
    assert desk.timeline.event("objections").end == at("2026-05-23T00:00")
    assert desk.amendments[-1].year == year


# --- what stands in the way -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("2 mei 2026 t/m volgende week", {"words"}),
        ("2 mei 2026 t/m 19 mei 2026", {"already-past", "announced-too-late"}),
        ("2 mei 2026 t/m 31 augustus 2026", {"order"}),
    ],
)
def test_change_that_cannot_be_is_refused_with_its_findings(
    tmp_path: Path, words: str, codes: set[str]
) -> None:
    desk = a_desk(tmp_path, [A])
    before = everything(desk)

    result = move(desk, words)

    assert {one.code for one in result.findings if one.severity == "error"} >= codes
    assert (result.refused, result.stored, everything(desk)) == (True, False, before)


def test_unknown_event_is_named_with_the_nearest(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    with pytest.raises(UnknownEventError, match=r"mee doet: policy-publication, .*\nAlle: "):
        move(desk, event="kwaliteitsuitvraag")
    with pytest.raises(UnknownEventError, match="Bedoelt u quality-survey"):
        move(desk, event="qualty-survey")


def test_notice_is_counted_to_the_old_and_the_new_moment(tmp_path: Path) -> None:
    result = move(a_desk(tmp_path, [A]), dry_run=True)

    assert result.notice == {"days_before_old": 11, "days_before_new": 18}
    assert [one.code for one in result.findings] == ["no-working-day", "short-notice"]


# --- after the close --------------------------------------------------------------------------------
def test_close_that_ran_runs_again_and_a_late_delivery_is_in_time_with_a_receipt(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, C])
    upload(desk, A, at("2026-05-12T10:00"))
    tick(desk, END)
    upload(desk, B, later(END, hours=9))

    result = move(desk, now=AFTER_THE_END)
    desk = up_to_date(desk)
    after_the_change = (counted(desk), standings(desk))
    tick(desk, NEW_END)

    assert ("close_intake", "", "again") in effects(result)
    assert (result.submissions, result.consequences) == ({"accepted": 1}, 0)
    assert after_the_change == (
        {"accepted": 2, "rejected": 0, "late": 0, "refused": 0},
        {A.agb: "submitted", B.agb: "submitted", C.agb: "invited"},
    )
    assert letters(desk, "survey-refused-late", "survey-receipt") == [
        ("survey-receipt", A.agb, "queued"),
        ("survey-refused-late", B.agb, "withdrawn"),
        ("survey-receipt", B.agb, "queued"),
    ]
    assert (row_of(desk, "close_intake").state, dict(row_of(desk, "close_intake").counts)) == (
        "done",
        {"frozen": 2},
    )


def test_late_delivery_with_faults_is_in_time_and_rejected_with_its_findings(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    tick(desk, END)
    upload(desk, A, later(END, hours=9), clients=None)

    result = move(desk, now=AFTER_THE_END)

    assert result.submissions == {"rejected": 1}
    assert letters(desk, "survey-rejected") == [("survey-rejected", A.agb, "queued")]


def test_late_row_of_an_export_becomes_in_time(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    tick(desk, END)
    export(desk, [(A, later(END, hours=1))], now=AFTER_THE_END, complete=False)

    result = move(desk, now=later(AFTER_THE_END, hours=1))

    assert (result.submissions, counted(desk)["late"]) == ({"accepted": 1}, 0)


def test_assessment_that_waits_is_taken_back_with_its_letters_and_questions(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, SMALL])
    upload(desk, B, later(END, hours=9))
    tick(desk, END)
    export(desk, [], now=at("2026-06-03T08:00"))
    tick(desk, at("2026-06-03T09:00"))

    result = move(desk, now=at("2026-06-03T10:00"))
    desk = up_to_date(desk)

    assert ("assess_round", "", "composed-anew") in effects(result)
    assert letters(desk, "survey-missing-class-c", "survey-missing") == [
        ("survey-missing-class-c", A.agb, "withdrawn"),
        ("survey-missing-class-c", B.agb, "withdrawn"),
        ("survey-missing", SMALL.agb, "withdrawn"),
    ]
    assert standings(desk) == {A.agb: "invited", B.agb: "submitted", SMALL.agb: "invited"}
    assert (asked(desk), outcome(desk, "R-WV-SURVEY", 1)) == ([], None)


def test_assessment_after_the_new_end_waits_for_a_new_export_and_is_made_once_more(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    tick(desk, END)
    export(desk, [], now=at("2026-06-03T08:00"))
    tick(desk, at("2026-06-03T09:00"))
    desk = moved_to(desk, now=at("2026-06-03T10:00"))
    upload(desk, B, at("2026-06-05T10:00"))

    before_the_export = tick(desk, NEW_END)
    export(desk, [], now=at("2026-06-09T08:00"))
    tick(desk, at("2026-06-09T09:00"))

    assert "assess_round" not in before_the_export
    assert row_of(desk, "assess_round").state == "waiting"
    assert letters(desk, "survey-missing-class-c")[-1] == ("survey-missing-class-c", A.agb, "composed")
    assert standings(desk) == {A.agb: "silent", B.agb: "in_review"}
    assert asked(desk) == [("eligibility", A.agb)]


def test_released_consequence_is_a_question_and_stays_until_a_person_says_otherwise(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    assessed(desk, [(B, at("2026-05-12T10:00"))])

    result = move(desk, now=at("2026-06-04T10:00"))
    desk = up_to_date(desk)
    upload(desk, A, at("2026-06-05T10:00"))

    assert result.consequences == 1
    assert (standings(desk), outcome(desk, "R-WV-SCORE", 1)) == (
        {A.agb: "silent", B.agb: "submitted"},
        "met C",
    )
    assert [task.kind for task in tasks(desk, "consequence-after-change")] == ["consequence-after-change"]


@pytest.mark.parametrize(
    ("answer", "standing", "score"),
    [("withdrawn", "submitted", None), ("upheld", "silent", "met C")],
)
def test_answer_of_a_person_takes_the_consequence_back_or_leaves_it(
    tmp_path: Path, answer: str, standing: str, score: str | None
) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [])
    desk = moved_to(desk, now=at("2026-06-04T10:00"))
    upload(desk, A, at("2026-06-05T10:00"))
    (task,) = tasks(desk, "consequence-after-change")

    decide(desk, task.task_id, answer, reason="gezien", by=PERSON, now=at("2026-06-05T11:00"))

    assert (standings(desk)[A.agb], outcome(desk, "R-WV-SCORE", 1)) == (standing, score)


def test_nobody_gets_class_c_twice_while_the_question_is_open(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [])
    desk = moved_to(desk, now=at("2026-06-04T10:00"))

    export(desk, [], now=at("2026-06-09T08:00"))
    tick(desk, at("2026-06-09T09:00"))

    assert len(letters(desk, "survey-missing-class-c")) == 1


# --- other events -----------------------------------------------------------------------------------
def test_waiting_letters_of_another_event_that_name_the_date_are_composed_anew(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [(A, at("2026-05-12T10:00"))])
    now = at("2026-09-18T09:00")

    with_parameters(desk, now, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    scores(desk, {A: (9, 9)}, now)
    tick(desk, now)
    release(desk, "propose_production", later(now, hours=1))
    tick(desk, later(now, hours=2))

    result = move(desk, "uiterlijk 8 november 2026", event="signing", now=later(now, hours=3))
    desk = up_to_date(desk)
    tick(desk, later(now, hours=4))

    assert ("offer_contracts", "", "composed-anew") in effects(result)
    assert letters(desk, "contract-offered") == [
        ("contract-offered", A.agb, "withdrawn"),
        ("contract-offered", A.agb, "composed"),
    ]
    assert "zo 8 nov" in all_letters(desk)[-1].subject


def test_revision_and_sequence_count_up_for_the_moved_event_only(tmp_path: Path) -> None:
    desk = moved_to(a_desk(tmp_path, [A]))
    first = (sequence_of(desk, SURVEY), sequence_of(desk, "signing"))
    desk = moved_to(desk, "2 mei 2026 t/m 14 juni 2026", now=at("2026-05-21T10:00"))

    assert (first, sequence_of(desk, SURVEY), sequence_of(desk, "signing")) == ((1, 0), 2, 0)


def with_a_dependent(folder: Path) -> Path:
    """A content folder in which the strategic policy is asked for two weeks after the survey."""
    for name in ("calendars", "templates"):
        shutil.copytree(content_root() / name, folder / "content" / name)
    calendar = folder / "content" / "calendars" / str(KEY) / "calendar.yaml"
    text = calendar.read_text(encoding="utf-8")
    words = "when: binnen 2 weken na quality-survey"
    calendar.write_text(text.replace("when: uiterlijk 1 juni 2026", words), encoding="utf-8")
    return folder / "content"


def test_event_that_counts_from_the_moved_one_moves_with_it_and_is_told(tmp_path: Path) -> None:
    built, root = a_desk(tmp_path, [A]), with_a_dependent(tmp_path)
    settings = built.settings.model_copy(update={"content": root})
    desk = open_desk(built.database, settings, KEY, at=ON_20_MAY, actor="systeem", root=root)

    result = move(desk)
    desk = up_to_date(desk)
    tick(desk, later(ON_20_MAY, minutes=10))
    with desk.database.reading() as connection:
        (told,) = list_held_samples(connection, row_of(desk, "tell_of_change").key, 1)

    assert (result.moved, sequence_of(desk, "strategic-policy")) == (("strategic-policy",), 1)
    assert "Schuift mee" in told.html
    assert "zondag 21 juni 2026, tot 24.00 uur" in told.html


def test_moved_date_survives_a_restart_and_records_no_further_revision(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    moved = moved_to(desk)
    before = everything(desk)

    opened = open_desk(desk.database, desk.settings, KEY, at=later(ON_20_MAY, days=1), actor="systeem")

    assert opened.timeline.event(SURVEY).end == NEW_END
    assert (opened.revisions, opened.disagreements) == (moved.revisions, ())
    assert everything(desk) == before


def test_letter_carries_the_new_dates_in_the_place_of_the_old_entries(tmp_path: Path) -> None:
    before = a_desk(tmp_path, [A])
    desk = moved_to(before)
    tick(desk, later(ON_20_MAY, minutes=10))

    with desk.database.reading() as connection:
        query = select(outbox.c.attachments).where(outbox.c.letter == "date-changed")
        ((attachment,),) = connection.execute(query).scalars().all()
    written = Calendar.from_ical(base64.b64decode(attachment["content"]))
    entries = {str(one["UID"]): one for one in written.walk("VEVENT")}
    known = {one.uid for one in make_agenda(before.timeline, find_publisher(KEY)).entries}

    assert attachment["filename"] == "gewijzigde-datum.ics"
    assert {str(one["SEQUENCE"]) for one in entries.values()} == {"1"}
    told = {line for one in entries.values() for line in str(one["DESCRIPTION"]).split("\n")}
    assert not any(line.startswith("In het beleid:") for line in told)
    assert (
        "Gewijzigd op woensdag 20 mei 2026. Het beleid noemde een andere datum "
        "(4.1, Zorginkoopbeleid wijkverpleging 2027)."
    ) in told
    assert set(entries) <= known
    assert (
        max(one.decoded("DTEND") for one in entries.values() if isinstance(one.decoded("DTEND"), datetime))
        == NEW_END
    )


# --- the record -------------------------------------------------------------------------------------
def test_audit_says_who_moved_what_why_and_the_chain_holds(tmp_path: Path) -> None:
    desk = moved_to(a_desk(tmp_path, [A]))

    with desk.database.reading() as connection:
        link = list_links(connection, desk.key)[-1]
        broken = find_broken_links(connection)

    (what, facts) = link.changes[-1]
    assert (link.actor, link.why, what, broken) == (PERSON, "VECOZO was niet bereikbaar.", "date moved", [])
    assert isinstance(facts, dict)
    assert facts["from"]["words"] == "2-31 mei 2026"
    assert facts["to"]["end"] == "2026-06-08T00:00:00+02:00"


def test_what_was_done_stays_in_the_ledger_marked_as_overtaken(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    tick(desk, END)

    desk = moved_to(desk, now=AFTER_THE_END)

    with desk.database.reading() as connection:
        rows = list_actions(connection, desk.round.round_id, superseded=True)
        planned = plan_actions(desk.timeline, read_facts(connection, desk))
    overtaken = Counter((row.kind, row.state) for row in rows if row.superseded_at == AFTER_THE_END)
    assert overtaken[("close_intake", "done")] == 1
    assert [one.key.revision for one in planned if one.key.kind == "close_intake"] == [2]


def order_of_locks(desk: Desk, act: Callable[[], object]) -> list[str]:
    """Do something on PostgreSQL and return what it waited for, in order, each once: turns and rows."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "pg_advisory_xact_lock" in statement:
            turn = str(dict(cast("Mapping[str, str]", parameters))["name"]).split(":")
            seen.append(f"{turn[0]}:{turn[-1]}" if turn[0] == "submissions" else turn[0])
        elif "FROM action" in statement and "FOR UPDATE" in statement:
            seen.append("actions")

    listen(desk.database.engine, "before_cursor_execute", note)
    act()
    remove(desk.database.engine, "before_cursor_execute", note)
    return list(dict.fromkeys(seen))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_whoever_moves_a_date_and_whoever_waives_wait_in_the_same_order(
    tmp_path: Path, database: Database
) -> None:
    desk = a_desk(tmp_path, [A, B], database=database)
    tick(desk, at("2026-05-02T10:00"))

    moving = order_of_locks(desk, lambda: move(desk))
    until = AskedWaiver(A.agb, SURVEY, at("2026-06-15T00:00"), "Brand.")
    waiving = order_of_locks(desk, lambda: grant_waiver(desk, until, by=PERSON, now=ON_20_MAY, dry_run=False))

    assert moving == ["calendar", f"submissions:{SURVEY}", "actions", "audit"]
    assert waiving == [f"submissions:{SURVEY}", "actions", "audit"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("rule", [{"amend_until": "strategic-policy"}, {"also": ("strategic-policy",)}])
def test_a_moved_date_waits_for_whoever_delivers_a_kind_that_is_judged_by_it(
    tmp_path: Path, database: Database, rule: dict[str, object]
) -> None:
    desk = a_desk(tmp_path, [A], database=database)
    kind = desk.submissions["kindzorg-survey"]
    assert kind.hand_in is not None
    ruled = kind.model_copy(update={"hand_in": kind.hand_in.model_copy(update=rule)})
    desk = replace(desk, submissions={**desk.submissions, kind.name: ruled})

    moving = order_of_locks(desk, lambda: move(desk, "uiterlijk 15 juni 2026", event="strategic-policy"))

    turns = ["submissions:kindzorg-survey", "submissions:strategic-policy"]
    assert moving == ["calendar", *turns, "actions", "audit"]
