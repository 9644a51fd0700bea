"""In time or late is decided when a survey is stored; what follows waits for export and person (V02)."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders import (
    NEW,
    SMALL,
    A,
    B,
    C,
    Org,
    a_desk,
    asked,
    assessed,
    at,
    export,
    later,
    letters,
    release,
    standings,
    states,
    tasks,
    tick,
    upload,
)

from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.decisions import list_outcomes
from inkoopkalender.storage.submissions import count_submissions, list_current
from inkoopkalender.usecases.deliveries import UnknownSubmissionError
from inkoopkalender.usecases.desk import Desk

END = at("2026-06-01T00:00")
IN_TIME = at("2026-05-12T10:00")
LATE = at("2026-06-01T00:05")


def classes(desk: Desk) -> dict[int, tuple[str, str]]:
    with desk.database.reading() as connection:
        found = list_outcomes(connection, desk.round.round_id, "R-WV-SCORE")
    return {one: (outcome.outcome, outcome.value) for one, outcome in found.items()}


def survey_outcomes(desk: Desk) -> dict[int, tuple[str, str]]:
    with desk.database.reading() as connection:
        found = list_outcomes(connection, desk.round.round_id, "R-WV-SURVEY")
    return {one: (outcome.outcome, outcome.value) for one, outcome in found.items()}


def counted(desk: Desk) -> dict[str, int]:
    with desk.database.reading() as connection:
        return count_submissions(connection, desk.round.round_id).get("quality-survey", {})


def score(desk: Desk, organisation_id: int) -> object:
    with desk.database.reading() as connection:
        return list_current(connection, desk.round.round_id, "quality-survey")[organisation_id]["nps"]


def test_survey_five_minutes_late_is_refused_with_a_receipt_of_the_refusal(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    tick(desk, END)

    receipt = upload(desk, A, LATE)

    assert (receipt.state, receipt.revision) == ("refused", 1)
    assert counted(desk) == {"accepted": 0, "rejected": 0, "late": 0, "refused": 1}
    assert letters(desk, "survey-refused-late") == [("survey-refused-late", A.agb, "queued")]
    assert standings(desk) == {A.agb: "invited"}


def test_late_survey_is_refused_also_when_the_closing_has_not_run(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    receipts = [upload(desk, A, moment).state for moment in (later(END, microseconds=-1), END)]

    assert receipts == ["accepted", "refused"]


def test_class_c_of_a_late_provider_holds_only_after_the_export_and_the_release(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    upload(desk, A, LATE)

    tick(desk, LATE)
    before_export = (states(desk).get("assess_round"), classes(desk), standings(desk))
    export(desk, [], now=at("2026-06-02T08:00"), complete=False)
    tick(desk, at("2026-06-02T09:00"))
    after_a_partial_export = states(desk).get("assess_round")
    export(desk, [], now=at("2026-06-03T08:00"))
    tick(desk, at("2026-06-03T09:00"))
    before_release = (states(desk)["assess_round"], classes(desk), letters(desk, "survey-missing-class-c"))
    release(desk, "assess_round", at("2026-06-04T10:00"))

    assert before_export == (None, {}, {A.agb: "invited"})
    assert after_a_partial_export is None
    assert before_release == ("waiting", {}, [("survey-missing-class-c", A.agb, "composed")])
    assert classes(desk) == {1: ("met", "C")}
    assert letters(desk, "survey-missing-class-c") == [("survey-missing-class-c", A.agb, "queued")]
    assert standings(desk) == {A.agb: "late"}


def test_eligibility_of_a_late_provider_is_asked_of_a_person(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    upload(desk, A, LATE)

    assessed(desk, [])

    (question,) = tasks(desk)
    assert (question.kind, question.ambiguity, question.organisation_id) == ("eligibility", "A-WV-04", 1)


def test_change_after_the_close_is_refused_and_the_last_version_before_it_counts(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    upload(desk, A, IN_TIME, nps=10)
    upload(desk, A, later(IN_TIME, days=3), nps=11)
    upload(desk, A, LATE, nps=12)

    assessed(desk, [])

    assert counted(desk) == {"accepted": 2, "rejected": 0, "late": 0, "refused": 1}
    assert score(desk, 1) == 11
    assert (standings(desk), classes(desk), asked(desk)) == ({A.agb: "in_review"}, {}, [])


def test_wrong_version_after_a_good_one_leaves_the_good_one_standing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    upload(desk, A, IN_TIME, nps=10)
    upload(desk, A, later(IN_TIME, days=3), clients=None)

    assessed(desk, [])

    assert (score(desk, 1), standings(desk)) == (10, {A.agb: "in_review"})


def test_survey_in_time_with_faults_only_goes_to_a_person_and_gets_no_class_c(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    upload(desk, A, IN_TIME, clients=None)

    assessed(desk, [])

    assert (survey_outcomes(desk), classes(desk)) == ({1: ("human", "unclear")}, {})
    assert (standings(desk), asked(desk)) == ({A.agb: "in_review"}, [("eligibility", A.agb)])


@pytest.mark.parametrize("channel", ["upload", "vecozo"])
def test_late_version_does_not_make_a_faulty_one_in_time_worse(tmp_path: Path, channel: str) -> None:
    desk = a_desk(tmp_path, [A])
    upload(desk, A, IN_TIME, clients=None)
    if channel == "upload":
        upload(desk, A, LATE)

    assessed(desk, [(A, LATE)] if channel == "vecozo" else [])

    assert (survey_outcomes(desk), classes(desk)) == ({1: ("human", "unclear")}, {})


def test_late_row_of_an_export_is_kept_and_never_counts(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    export(desk, [(A, IN_TIME, {"nps": 10})], now=at("2026-05-20T08:00"), complete=False)

    report = export(
        desk,
        [(A, IN_TIME, {"nps": 10}), (A, LATE, {"nps": 11}), (B, END)],
        now=at("2026-06-03T08:00"),
    )
    assessed(desk, [])

    assert report.counts == {"accepted": 0, "rejected": 0, "late": 2, "unchanged": 1, "corrected": 0}
    assert score(desk, 1) == 10
    assert survey_outcomes(desk) == {1: ("met", "delivered"), 2: ("not_met", "late")}
    assert standings(desk) == {A.agb: "in_review", B.agb: "late"}


def test_export_imported_on_2_june_holds_deliveries_of_31_may_and_of_1_june(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, C])
    tick(desk, at("2026-06-01T08:00"))

    report = export(
        desk,
        [(A, at("2026-05-31T23:59:59.9")), (B, END), (Org(999), IN_TIME)],
        now=at("2026-06-02T08:00"),
    )

    assert report.counts == {"accepted": 1, "rejected": 0, "late": 1, "unchanged": 0, "corrected": 0}
    assert [(one.code, one.row) for one in report.findings] == [("not-complete", None), ("unknown-agb", 4)]
    assert standings(desk) == {A.agb: "submitted", B.agb: "invited", C.agb: "invited"}


def test_correction_in_a_later_export_is_shown_with_what_it_was(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    export(desk, [(A, IN_TIME, {"nps": 10}), (B, IN_TIME)], now=at("2026-05-20T08:00"), complete=False)

    report = export(
        desk,
        [(A, IN_TIME, {"nps": 10}), (A, later(IN_TIME, days=9), {"nps": 12}), (B, IN_TIME)],
        now=at("2026-05-22T08:00"),
        complete=False,
    )

    assert report.counts == {"accepted": 1, "rejected": 0, "late": 0, "unchanged": 2, "corrected": 1}
    assert [(one.agb, one.changes) for one in report.corrections] == [(A.agb, {"nps": (10, 12)})]


def test_older_version_that_comes_to_light_later_corrects_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    export(desk, [(A, IN_TIME, {"nps": 10})], now=at("2026-05-20T08:00"), complete=False)

    report = export(
        desk, [(A, later(IN_TIME, days=-1), {"nps": 9})], now=at("2026-05-21T08:00"), complete=False
    )

    assert (report.counts["accepted"], report.corrections, score(desk, 1)) == (1, (), 10)


def test_row_stamped_in_time_counts_though_it_is_imported_after_the_close(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    tick(desk, END)

    assessed(desk, [(A, later(END, seconds=-1))])

    assert (standings(desk), classes(desk)) == ({A.agb: "in_review"}, {})


def test_row_from_before_the_window_is_named_and_is_not_late(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    report = export(desk, [(A, at("2026-05-01T23:59"))], now=at("2026-05-04T08:00"), complete=False)

    assert [finding.code for finding in report.findings] == ["before-window"]
    assert counted(desk) == {}


def test_upload_before_the_window_is_refused_with_the_day_it_opens(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    with pytest.raises(UnknownSubmissionError, match="02-05-2026"):
        upload(desk, A, at("2026-05-01T23:59"))

    assert (counted(desk), letters(desk)) == ({}, [])


def test_repeated_import_changes_nothing_but_the_record_of_the_import(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    rows = [(A, IN_TIME), (B, LATE)]

    export(desk, rows, now=at("2026-06-03T08:00"))
    first = (counted(desk), letters(desk), standings(desk), asked(desk))
    report = export(desk, rows, now=at("2026-06-03T09:00"))

    assert report.counts == {"accepted": 0, "rejected": 0, "late": 0, "unchanged": 2, "corrected": 0}
    assert (counted(desk), letters(desk), standings(desk), asked(desk)) == first


def test_same_file_uploaded_again_at_the_same_moment_is_one_revision(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    receipts = [upload(desk, A, IN_TIME).revision for _ in range(2)]

    assert receipts == [1, 1]
    assert letters(desk) == [("survey-receipt", A.agb, "queued")]


def test_export_names_unknown_codes_and_who_does_not_take_part(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    report = export(desk, [(B, IN_TIME), (A, IN_TIME)], now=at("2026-05-20T08:00"), complete=False)

    assert [(finding.code, finding.row, finding.value) for finding in report.findings] == [
        ("unknown-agb", 2, B.agb)
    ]
    assert standings(desk) == {A.agb: "submitted"}


def test_export_cannot_be_complete_until_a_moment_that_has_not_come(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    kind = desk.submissions["quality-survey"]

    with pytest.raises(MisuseError, match="2026-06-01"):
        _import(desk, kind.name, complete_until=END, now=at("2026-05-20T08:00"))

    assert tick(desk, later(END, hours=1)).get("assess_round") is None


def _import(desk: Desk, kind: str, **moments: object) -> None:
    from inkoopkalender.usecases.submission_exports import import_submissions  # noqa: PLC0415 -- by hand

    path = desk.settings.folder / "leeg.csv"
    path.write_text("agb;ontvangen_op\n", encoding="utf-8")
    import_submissions(
        desk, desk.submissions[kind], path.read_bytes(), path.name, by="Robin", **moments,  # type: ignore[arg-type]
    )  # fmt: skip


def test_delivery_in_time_that_comes_to_light_after_the_assessment_goes_to_a_person(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [])

    export(desk, [(A, IN_TIME)], now=at("2026-06-10T08:00"))

    assert standings(desk) == {A.agb: "silent"}
    assert asked(desk) == [("eligibility", A.agb), ("survey-after-assessment", A.agb)]


def test_new_provider_is_not_asked_for_the_survey(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, NEW])

    with pytest.raises(UnknownSubmissionError, match=NEW.agb):
        upload(desk, NEW, IN_TIME)
    report = export(desk, [(NEW, IN_TIME)], now=at("2026-05-20T08:00"), complete=False)

    assert [finding.code for finding in report.findings] == ["not-in-round"]
    assert standings(desk) == {A.agb: "invited", NEW.agb: "invited"}


def test_silent_and_late_providers_of_every_size_each_get_their_own_letter(tmp_path: Path) -> None:
    late_and_small = Org(9, agreement=30_000)
    desk = a_desk(tmp_path, [A, B, C, SMALL, late_and_small, NEW])
    upload(desk, B, LATE)
    upload(desk, late_and_small, later(LATE, minutes=1))

    assessed(desk, [(C, IN_TIME)])

    assert letters(desk, "survey-missing-class-c", "survey-missing") == [
        ("survey-missing-class-c", A.agb, "queued"),
        ("survey-missing-class-c", B.agb, "queued"),
        ("survey-missing", SMALL.agb, "queued"),
        ("survey-missing", late_and_small.agb, "queued"),
    ]
    assert standings(desk) == {
        A.agb: "silent",
        B.agb: "late",
        C.agb: "in_review",
        SMALL.agb: "silent",
        late_and_small.agb: "late",
        NEW.agb: "invited",
    }
    assert classes(desk) == {1: ("met", "C"), 2: ("met", "C")}


def test_held_letters_are_not_queued_before_the_release_however_many_ticks(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    export(desk, [], now=at("2026-06-03T08:00"))

    for day in range(40):
        tick(desk, at("2026-06-03T09:00") + timedelta(days=day))

    assert letters(desk, "survey-missing-class-c") == [("survey-missing-class-c", A.agb, "composed")]
