"""More time for one organisation: its own end, reminders and assessment; nobody else's."""

from datetime import datetime
from pathlib import Path

import pytest
from builders import (
    NEW,
    PERSON,
    A,
    B,
    Org,
    a_desk,
    assessed,
    at,
    export,
    later,
    ledger,
    letters,
    release,
    standings,
    tasks,
    tick,
    upload,
)

from inkoopkalender.storage.audit import list_links
from inkoopkalender.storage.decisions import list_outcomes
from inkoopkalender.usecases.calendar_change import change_date
from inkoopkalender.usecases.change_shapes import AskedChange
from inkoopkalender.usecases.deliveries import UnknownSubmissionError
from inkoopkalender.usecases.desk import Desk, brought_up_to_date
from inkoopkalender.usecases.run_action import release_action
from inkoopkalender.usecases.waivers import AskedWaiver, GrantedWaiver, WaiverRefusedError, grant_waiver

SURVEY = "quality-survey"
END, OWN_END = at("2026-06-01T00:00"), at("2026-06-15T00:00")
BEFORE, AFTER = at("2026-05-28T10:00"), at("2026-06-02T10:00")


def waive(
    desk: Desk, one: Org = A, *, until: datetime = OWN_END, now: datetime = BEFORE, dry_run: bool = False
) -> GrantedWaiver:
    asked = AskedWaiver(one.agb, SURVEY, until, "Brand in het kantoor.")
    return grant_waiver(desk, asked, by=PERSON, now=now, dry_run=dry_run)


def classes(desk: Desk) -> dict[int, str]:
    with desk.database.reading() as connection:
        found = list_outcomes(connection, desk.round.round_id, "R-WV-SCORE")
    return {one: outcome.value for one, outcome in found.items()}


def assessments(desk: Desk) -> list[tuple[str, str, str]]:
    return [(row.occurrence, row.subject, row.state) for row in ledger(desk) if row.kind == "assess_round"]


def links(desk: Desk) -> int:
    with desk.database.reading() as connection:
        return len(list_links(connection))


def test_waiver_gives_one_organisation_its_own_end(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    waive(desk)

    states = [upload(desk, one, moment).state for one, moment in ((A, AFTER), (B, AFTER), (A, OWN_END))]

    assert states == ["accepted", "refused", "refused"]


def test_row_of_an_export_is_judged_by_the_own_end(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    waive(desk)

    report = export(desk, [(A, AFTER), (B, AFTER)], now=later(AFTER, hours=1), complete=False)

    assert report.counts == {"accepted": 1, "rejected": 0, "late": 1, "unchanged": 0, "corrected": 0}


def test_letter_tells_the_own_end_and_leaves_without_a_release(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])

    granted = waive(desk)

    assert granted.letters == {"withdrawn": 0, "composed": 1}
    assert letters(desk, "waiver-granted") == [("waiver-granted", A.agb, "queued")]


def test_who_has_a_waiver_is_not_silent_before_its_end_and_is_assessed_after_it(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    waive(desk)

    assessed(desk, [])
    after_the_common_end = (standings(desk), classes(desk), letters(desk, "survey-missing-class-c"))
    export(desk, [], now=at("2026-06-16T08:00"))
    tick(desk, at("2026-06-16T09:00"))
    release(desk, "assess_round", at("2026-06-16T10:00"))

    assert after_the_common_end == (
        {A.agb: "invited", B.agb: "silent"},
        {2: "C"},
        [("survey-missing-class-c", B.agb, "queued")],
    )
    assert (standings(desk), classes(desk)) == ({A.agb: "silent", B.agb: "silent"}, {1: "C", 2: "C"})
    assert assessments(desk) == [
        ("", "", "done"),
        ("2026-06-15T00:00:00+02:00", "organisation 1", "done"),
    ]


def test_own_assessment_waits_for_an_export_that_is_complete_to_the_own_end(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    waive(desk)
    assessed(desk, [])

    ran = tick(desk, at("2026-06-15T09:00"))

    assert "assess_round" not in ran
    assert assessments(desk) == [("", "", "done")]


def test_release_for_everybody_draws_nothing_against_who_still_waits_for_its_own(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    waive(desk, until=at("2026-06-03T00:00"))
    tick(desk, END)
    export(desk, [], now=at("2026-06-03T08:00"))
    tick(desk, at("2026-06-03T09:00"))
    (everybody,) = [row for row in ledger(desk) if row.kind == "assess_round" and not row.subject]

    release_action(desk, everybody.key, at("2026-06-03T10:00"), by=PERSON, reason="gezien")

    assert classes(desk) == {2: "C"}
    assert letters(desk, "survey-missing-class-c") == [
        ("survey-missing-class-c", B.agb, "queued"),
        ("survey-missing-class-c", A.agb, "composed"),
    ]


def test_reminders_name_the_own_end_and_follow_it(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    waive(desk, now=at("2026-05-20T10:00"))

    tick(desk, at("2026-05-22T09:00"))
    common = letters(desk, "survey-reminder")
    tick(desk, at("2026-06-12T09:00"))

    assert common == [("survey-reminder", B.agb, "queued")]
    assert letters(desk, "survey-reminder")[1:] == [("survey-reminder", A.agb, "queued")]


def test_waiver_after_the_close_judges_a_late_delivery_anew(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    tick(desk, END)
    upload(desk, A, later(END, hours=9))
    upload(desk, B, later(END, hours=9))

    granted = waive(desk, now=AFTER)

    assert granted.submissions == {"accepted": 1}
    assert letters(desk, "survey-receipt") == [("survey-receipt", A.agb, "queued")]
    assert standings(desk) == {A.agb: "submitted", B.agb: "invited"}


def test_waiver_takes_back_what_waits_for_release_of_that_organisation_only(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    tick(desk, END)
    export(desk, [], now=at("2026-06-03T08:00"))
    tick(desk, at("2026-06-03T09:00"))

    granted = waive(desk, now=at("2026-06-03T10:00"))
    release(desk, "assess_round", at("2026-06-03T11:00"))

    assert granted.letters["withdrawn"] == 1
    assert (standings(desk), classes(desk)) == ({A.agb: "invited", B.agb: "silent"}, {2: "C"})
    assert letters(desk, "survey-missing-class-c") == [
        ("survey-missing-class-c", A.agb, "withdrawn"),
        ("survey-missing-class-c", B.agb, "queued"),
    ]


def test_waiver_after_a_released_consequence_makes_it_a_question(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [])

    granted = waive(desk, now=at("2026-06-04T10:00"))

    assert (granted.consequences, classes(desk)) == (1, {1: "C"})
    assert [task.organisation_id for task in tasks(desk, "consequence-after-change")] == [1]


def test_same_waiver_again_says_so_and_a_longer_one_counts(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    waive(desk)
    before = links(desk)

    again = waive(desk)
    after_the_same = links(desk)
    longer = waive(desk, until=at("2026-06-22T00:00"), now=AFTER)

    assert ((again.already, again.stored), after_the_same) == ((True, False), before)
    assert (longer.stored, upload(desk, A, at("2026-06-20T10:00")).state) == (True, "accepted")


def test_dry_run_stores_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    before = (links(desk), letters(desk))

    dry = waive(desk, dry_run=True)

    assert (dry.stored, dry.letters["composed"]) == (False, 1)
    assert (links(desk), letters(desk)) == before


@pytest.mark.parametrize(
    ("until", "now", "words"),
    [
        (END, BEFORE, "Iedereen heeft al tijd"),
        (at("2026-06-02T00:00"), AFTER, "al voorbij"),
    ],
)
def test_waiver_that_gives_no_time_is_refused(
    tmp_path: Path, until: datetime, now: datetime, words: str
) -> None:
    desk = a_desk(tmp_path, [A])

    with pytest.raises(WaiverRefusedError, match=words):
        waive(desk, until=until, now=now)


def test_waiver_takes_no_time_away(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    waive(desk)

    with pytest.raises(WaiverRefusedError, match="neemt geen tijd af"):
        waive(desk, until=at("2026-06-10T00:00"))


def test_waiver_for_who_is_not_asked_is_refused(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, NEW])

    with pytest.raises(UnknownSubmissionError, match=NEW.agb):
        waive(desk, NEW)


def test_who_has_a_later_end_of_its_own_is_not_told_of_the_common_one(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    waive(desk)

    result = change_date(
        desk,
        AskedChange(SURVEY, "2 mei 2026 t/m 7 juni 2026", "Storing.", BEFORE),
        by=PERSON,
        now=BEFORE,
        dry_run=False,
    )
    with desk.database.reading() as connection:
        desk = brought_up_to_date(connection, desk)
    tick(desk, BEFORE)

    assert (result.to_tell, result.letters["to_compose"]) == ((B.agb,), 1)
    assert letters(desk, "date-changed") == [("date-changed", B.agb, "composed")]


def test_date_that_moves_beyond_a_waiver_makes_it_superfluous(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    waive(desk, until=at("2026-06-05T00:00"))
    change_date(
        desk,
        AskedChange(SURVEY, "2 mei 2026 t/m 14 juni 2026", "Storing.", BEFORE),
        by=PERSON,
        now=BEFORE,
        dry_run=False,
    )
    with desk.database.reading() as connection:
        desk = brought_up_to_date(connection, desk)

    tick(desk, OWN_END)
    export(desk, [], now=at("2026-06-16T08:00"))
    tick(desk, at("2026-06-16T09:00"))

    assert assessments(desk) == [("", "", "waiting")]
    assert standings(desk) == {A.agb: "silent", B.agb: "silent"}
