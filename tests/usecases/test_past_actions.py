"""A round that is opened in mid-season: what was due before is marked by a person, and only then goes on."""

import tempfile
from pathlib import Path

import pytest
from builders import PERSON, SMALL, A, B, a_desk, at, export, ledger, letters, release, tick, with_parameters
from hypothesis import given, settings
from hypothesis import strategies as st

from inkoopkalender.storage.audit import list_links
from inkoopkalender.storage.marks import Mark
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.past import (
    AlreadyTakenUpError,
    UnknownPastActionError,
    count_unmarked,
    list_past,
    mark_past,
)
from inkoopkalender.usecases.run_action import find_due

OPENED = at("2026-06-15T08:00")
NOW = at("2026-06-15T10:00")
PAST = [
    "publish_policy",
    "open_intake",
    "remind_providers 14 days",
    "close_objections",
    "remind_providers 7 days",
    "remind_providers 1 working day",
    "close_intake",
    "assess_round",
]
LETTERS_OF = {
    "policy-announced": "publish_policy",
    "survey-opened": "open_intake",
    "survey-missing": "assess_round",
    "survey-missing-class-c": "assess_round",
}


def opened(folder: Path) -> Desk:
    """A round that was opened here on 15 June; A delivered in May, B and SMALL did not."""
    desk = a_desk(folder, [A, B, SMALL], since=OPENED)
    export(desk, [(A, at("2026-05-20T12:00"))], now=at("2026-06-15T09:00"))
    return desk


def by_name(desk: Desk) -> dict[str, str]:
    """Past action -> its key."""
    return {f"{one.kind} {one.occurrence}".rstrip(): one.key for one in list_past(desk)}


def mark(desk: Desk, as_: Mark, *names: str) -> int:
    keys = by_name(desk)
    return mark_past(desk, [keys[name] for name in names], as_, reason="nagegaan", by=PERSON, now=NOW)


def marks(desk: Desk) -> dict[str, Mark | None]:
    return {f"{one.kind} {one.occurrence}".rstrip(): one.marked for one in list_past(desk)}


def test_what_was_due_before_the_opening_is_listed_and_nothing_of_it_runs(tmp_path: Path) -> None:
    desk = opened(tmp_path)

    ran = tick(desk, NOW)

    assert ran == {}
    assert marks(desk) == dict.fromkeys(PAST)
    assert letters(desk, *LETTERS_OF) == []


def test_nothing_follows_from_what_nobody_marked(tmp_path: Path) -> None:
    desk = opened(tmp_path)

    ran = tick(desk, at("2026-07-15T09:00"))

    waits = {one.key.kind: one.waits_for for one in find_due(desk, at("2026-07-15T09:00"))}
    assert ran == {}
    assert waits == {
        "score_providers": ("assess_round (van vóór de opening: markeer)",),
        "propose_production": ("score_providers",),
    }


def test_a_round_goes_on_from_where_a_person_says_it_stood(tmp_path: Path) -> None:
    desk = opened(tmp_path)
    mark(desk, "due", "close_intake", "assess_round")
    mark(desk, "done", *PAST[:-2])

    first = tick(desk, NOW)
    released = release(desk, "assess_round", at("2026-06-15T12:00"))
    summer = tick(desk, at("2026-07-15T09:00"))

    assert first == {"close_intake": "done", "assess_round": "waiting"}
    assert released.counts["class_c_given"] == 1
    assert letters(desk, *LETTERS_OF) == [
        ("survey-missing-class-c", B.agb, "queued"),
        ("survey-missing", SMALL.agb, "queued"),
    ]
    assert summer == {"score_providers": "done", "propose_production": "waiting"}


def test_every_past_kind_is_done_once_and_nothing_old_is_sent(tmp_path: Path) -> None:
    desk = opened(tmp_path)
    policy = tmp_path / "beleid.pdf"
    policy.write_bytes(b"%PDF")
    with_parameters(desk, NOW, policy_document=str(policy), policy_address="https://zorg.example/beleid")
    mark(desk, "due", *PAST)

    tick(desk, NOW)
    again = tick(desk, NOW)

    assert {f"{row.kind} {row.occurrence}".rstrip(): (row.state, row.attempt) for row in ledger(desk)} == {
        "publish_policy": ("done", 1),
        "open_intake": ("done", 1),
        "close_objections": ("done", 1),
        "remind_providers 14 days": ("lapsed", 1),
        "remind_providers 7 days": ("lapsed", 1),
        "remind_providers 1 working day": ("lapsed", 1),
        "close_intake": ("done", 1),
        "assess_round": ("waiting", 1),
    }
    assert again == {}
    assert {(letter, state) for letter, _, state in letters(desk, *LETTERS_OF)} == {
        ("survey-missing-class-c", "composed"),
        ("survey-missing", "composed"),
    }


@settings(max_examples=8)
@given(st.dictionaries(st.sampled_from(PAST), st.sampled_from(("done", "due"))))
def test_no_letter_of_an_unmarked_or_done_action_is_ever_written(chosen: dict[str, Mark]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = opened(Path(folder))
        for name, as_ in chosen.items():
            mark(desk, as_, name)

        for moment in (NOW, at("2026-07-15T09:00"), at("2026-09-18T09:00")):
            tick(desk, moment)

        written = {LETTERS_OF[letter] for letter, _, _ in letters(desk, *LETTERS_OF)}
        taken_up = {row.kind for row in ledger(desk) if row.attempt and row.due_at < OPENED}
        due = {name.split()[0] for name, as_ in chosen.items() if as_ == "due"}
        desk.database.close()
    assert written <= due
    assert taken_up <= due


def test_marking_twice_changes_nothing_and_a_mark_may_be_changed_until_it_is_taken_up(tmp_path: Path) -> None:
    desk = opened(tmp_path)

    counts = [
        mark(desk, as_, "close_intake", "open_intake") for as_ in ("done", "done", "due", "done", "due")
    ]

    assert counts == [2, 0, 2, 2, 2]
    assert count_unmarked(desk) == len(PAST) - 2
    assert tick(desk, NOW) == {"open_intake": "done", "close_intake": "done"}


def test_what_was_taken_up_is_not_marked_any_more(tmp_path: Path) -> None:
    desk = opened(tmp_path)
    keys = by_name(desk)
    mark(desk, "due", "close_intake", "assess_round")
    tick(desk, NOW)

    def marked(name: str, as_: Mark) -> int:
        return mark_past(desk, [keys[name]], as_, reason="toch", by=PERSON, now=NOW)

    assert (marked("close_intake", "done"), marked("assess_round", "due")) == (0, 0)
    with pytest.raises(AlreadyTakenUpError, match="al opgepakt"):
        marked("close_intake", "due")
    with pytest.raises(AlreadyTakenUpError, match="waiting"):
        marked("assess_round", "done")
    assert list(by_name(desk)) == PAST[:-2]


def test_an_unknown_key_marks_nothing_at_all(tmp_path: Path) -> None:
    desk = opened(tmp_path)
    known = by_name(desk)["close_intake"]

    with pytest.raises(UnknownPastActionError, match="round past"):
        mark_past(desk, [known, "nergens"], "done", reason="x", by=PERSON, now=NOW)

    assert marks(desk) == dict.fromkeys(PAST)


def test_the_audit_says_who_marked_what_and_why(tmp_path: Path) -> None:
    desk = opened(tmp_path)

    mark(desk, "done", "close_intake")

    with desk.database.reading() as connection:
        link = list_links(connection, desk.key)[-1]
    assert (link.actor, link.why, link.changes) == (
        PERSON,
        "nagegaan",
        [["past actions marked done", {"actions": [f"{desk.key}|existing|quality-survey|close_intake|||1"]}]],
    )
