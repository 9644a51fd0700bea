from dataclasses import replace

from calendar_builders import a_calendar, an_event, by_provider, told

from inkoopkalender.domain.calendar import Lead, Remind
from inkoopkalender.domain.runnable_checks import RoundContent, check_runnable

SURVEY = by_provider("survey", "2-31 mei 2026", "intake", submission="quality-survey")
SURVEY_LETTERS = frozenset({"survey-missing", "survey-missing-class-c"})
COMPLETE = RoundContent(SURVEY_LETTERS, frozenset({"quality-survey"}))


def test_a_round_with_its_letters_and_forms_can_run() -> None:
    assert told(check_runnable(a_calendar(SURVEY), COMPLETE)) == []


def test_missing_files_are_one_warning() -> None:
    whole = a_calendar(SURVEY, by_provider("signing", "uiterlijk 1 november 2026", "sign-contracts"))

    (finding,) = check_runnable(whole, RoundContent(None, None))

    assert told([finding]) == [("round-not-runnable", "warning", ("events",))]
    assert finding.message == (
        "2 gebeurtenissen hebben een phase, maar letters.yaml en submissions.yaml ontbreken."
    )


def test_one_missing_file_is_named_and_the_other_is_looked_into() -> None:
    findings = list(check_runnable(a_calendar(SURVEY), RoundContent(frozenset(), None)))

    assert told(findings) == [
        ("round-not-runnable", "warning", ("events",)),
        ("unknown-letter", "error", ("events", "survey", "phase")),
    ]
    assert findings[0].message == "1 gebeurtenis heeft een phase, maar submissions.yaml ontbreekt."


def test_a_calendar_without_phases_needs_nothing() -> None:
    assert told(check_runnable(a_calendar(an_event("a", "1 mei 2026")), RoundContent(None, None))) == []


def test_a_letter_is_needed_only_for_what_the_event_reminds_of() -> None:
    reminded = replace(SURVEY, remind=Remind(open=True, before_end=(Lead(5, "days"),)))

    (finding,) = check_runnable(a_calendar(reminded), COMPLETE)

    assert told([finding]) == [("unknown-letter", "error", ("events", "survey", "phase"))]
    assert finding.message == (
        "survey: intake schrijft survey-opened, survey-reminder; letters.yaml noemt dat niet."
    )


def test_a_submission_that_is_not_described_is_an_error_with_the_nearest() -> None:
    (finding,) = check_runnable(a_calendar(replace(SURVEY, submission="quality-surveys")), COMPLETE)

    assert told([finding]) == [("unknown-submission", "error", ("events", "survey", "submission"))]
    assert finding.next_step == "Bedoelt u 'quality-survey'?"


def test_an_intake_that_names_no_submission_is_an_error() -> None:
    findings = check_runnable(a_calendar(replace(SURVEY, submission=None)), COMPLETE)

    assert told(findings) == [("missing-submission", "error", ("events", "survey", "phase"))]


def test_a_round_without_letters_cannot_open_yet_and_is_only_warned() -> None:
    content = RoundContent(None, frozenset({"quality-survey"}))

    findings = check_runnable(a_calendar(replace(SURVEY, submission=None)), content)

    assert told(findings) == [
        ("round-not-runnable", "warning", ("events",)),
        ("missing-submission", "warning", ("events", "survey", "phase")),
    ]


def test_a_window_that_is_no_event_is_an_error_with_the_nearest() -> None:
    content = replace(COMPLETE, windows={"quality-survey": ("survey", "surveys"), "other": ("survey",)})

    (finding,) = check_runnable(a_calendar(SURVEY), content)

    assert told([finding]) == [("unknown-window", "error", ("events",))]
    assert finding.message == (
        "submissions.yaml: 'quality-survey' wordt ingeleverd bij 'surveys', en die gebeurtenis is er niet."
    )
    assert finding.next_step == "Bedoelt u 'survey'?"


def test_until_when_may_be_amended_is_the_window_or_an_event() -> None:
    content = replace(COMPLETE, amends={"quality-survey": ("window",), "other": ("surveys",)})

    (finding,) = check_runnable(a_calendar(SURVEY), content)

    assert told([finding]) == [("unknown-window", "error", ("events",))]
    assert finding.message == (
        "submissions.yaml: 'other' wordt gewijzigd tot en met 'surveys', en die gebeurtenis is er niet."
    )


def test_what_a_command_of_its_own_records_needs_no_form() -> None:
    talks = by_provider("talks", "uiterlijk 31 oktober 2026", "contracting", submission="proposal-reaction")
    content = RoundContent(frozenset({"reaction-receipt"}), frozenset())

    assert told(check_runnable(a_calendar(talks), content)) == []
