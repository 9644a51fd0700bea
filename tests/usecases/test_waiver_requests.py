"""A waiver holds when a second person approves; until then nothing changes and no letter is written."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from builders import A, B, Org, a_desk, at, later, letters, upload

from inkoopkalender.content.hand_in import HandInShape
from inkoopkalender.storage.audit import find_broken_links, list_links
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.waiver_requests import list_requests
from inkoopkalender.storage.waivers import list_waivers
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.waiver_requests import (
    RequestError,
    approve_waiver,
    ask_waiver,
    needs_second_person,
    refuse_waiver,
)
from inkoopkalender.usecases.waivers import AskedWaiver, GrantedWaiver, WaiverRefusedError, grant_waiver

SURVEY, WHY, TERECHT = "quality-survey", "Brand in het kantoor.", "foto's gezien"
BEFORE, END, AFTER = at("2026-05-28T10:00"), at("2026-06-01T00:00"), at("2026-06-02T10:00")
OWN_END = at("2026-06-15T00:00")
ANNA, BO = "Anna Voorbeeld", "Bo Voorbeeld"


def ask(
    desk: Desk,
    one: Org = A,
    *,
    by: str = BO,
    now: datetime = BEFORE,
    until: datetime = OWN_END,
    dry: bool = False,
) -> GrantedWaiver:
    return ask_waiver(desk, AskedWaiver(one.agb, SURVEY, until, WHY), by=by, now=now, dry_run=dry)


def approve(
    desk: Desk, number: int | None = 1, *, by: str = ANNA, now: datetime = AFTER, dry: bool = False
) -> GrantedWaiver:
    return approve_waiver(desk, number or 0, reason=TERECHT, by=by, now=now, dry_run=dry)


def waivers(desk: Desk) -> list[tuple[int, datetime, str, str]]:
    with desk.database.reading() as connection:
        found = list_waivers(connection, desk.round.round_id)
    return [(one.organisation_id, one.until, one.reason, one.granted_by) for one in found]


def decisions(desk: Desk) -> list[tuple[int, str | None, str | None]]:
    with desk.database.reading() as connection:
        return [(one.number, one.decision, one.decided_by) for one in list_requests(connection, desk.key)]


def links(desk: Desk) -> list[tuple[str, str, list[object]]]:
    """Who, why, and what, of the links about waivers."""
    with desk.database.reading() as connection:
        assert find_broken_links(connection) == []
        found = list_links(connection, desk.key)
    told = [(one.actor, one.why, [what for what, _ in one.changes]) for one in found]
    return [one for one in told if any("waiver" in str(what) for what in one[2])]


def test_nothing_changes_until_another_person_approves(tmp_path: Path, database: Database) -> None:
    desk = a_desk(tmp_path, [A, B], database=database)

    asked = ask(desk)
    before = (waivers(desk), letters(desk, "waiver-granted"), upload(desk, A, AFTER).state)
    approved = approve(desk)
    after = (waivers(desk), letters(desk, "waiver-granted"), upload(desk, A, later(AFTER, hours=1)).state)

    assert (asked.state, asked.request, asked.stored) == ("asked", 1, True)
    assert before == ([], [], "refused")
    assert (approved.state, approved.request, approved.stored) == ("granted", 1, True)
    assert after == (
        [(1, OWN_END, WHY, ANNA)], [("waiver-granted", A.agb, "queued")], "accepted",
    )  # fmt: skip
    assert approved.submissions == {"accepted": 1}  # what was refused before is judged anew
    assert decisions(desk) == [(1, "approved", ANNA)]


def test_both_people_and_both_reasons_stand_in_the_audit(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    ask(desk)
    approve(desk)

    assert links(desk) == [
        (BO, WHY, ["waiver asked"]),
        (ANNA, TERECHT, ["waiver granted", "waiver approved"]),
    ]


@pytest.mark.parametrize("by", [BO, "systeem"])
def test_who_asked_or_nobody_does_not_approve(tmp_path: Path, by: str) -> None:
    desk = a_desk(tmp_path, [A])
    ask(desk)

    with pytest.raises(RequestError, match="een ander keurt het goed"):
        approve(desk, by=by)

    assert (waivers(desk), decisions(desk)) == ([], [(1, None, None)])


def test_the_system_asks_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    with pytest.raises(RequestError, match="Noem uzelf"):
        ask(desk, by="systeem")

    assert decisions(desk) == []


def test_asking_again_for_the_same_is_one_request(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    first, again = ask(desk), ask(desk, by=ANNA)
    other = ask(desk, B)
    approve(desk)
    granted = ask(desk, now=later(AFTER, hours=1))

    assert [(one.request, one.already, one.stored) for one in (first, again, other)] == [
        (1, False, True), (1, True, False), (2, False, True),
    ]  # fmt: skip
    assert (granted.state, granted.already, granted.stored) == ("granted", True, False)


@pytest.mark.parametrize(
    ("until", "expires"),
    [
        (at("2026-07-01T00:00"), at("2026-06-11T10:00")),  # 14 days after 28 May
        (at("2026-06-05T00:00"), at("2026-06-05T00:00")),  # never after the end that it asks for
    ],
)
def test_a_request_lapses(tmp_path: Path, until: datetime, expires: datetime) -> None:
    desk = a_desk(tmp_path, [A])
    asked = ask(desk, until=until)

    with pytest.raises(RequestError, match="verlopen"):
        approve(desk, now=expires)
    in_time = approve(desk, now=later(expires, microseconds=-1))

    assert (asked.expires_at, in_time.state) == (expires, "granted")


def test_after_a_lapse_the_same_is_asked_anew(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    ask(desk, until=at("2026-07-01T00:00"))

    anew = ask(desk, until=at("2026-07-01T00:00"), now=at("2026-06-11T10:00"))

    assert (anew.request, anew.already) == (2, False)


def test_refused_and_approved_are_the_end_of_it(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    ask(desk)
    ask(desk, B)
    refuse_waiver(desk, 1, reason="geen overmacht", by=ANNA, now=AFTER)
    approve(desk, 2)

    for number in (1, 2):
        with pytest.raises(RequestError, match="al beslist door"):
            approve(desk, number)
        with pytest.raises(RequestError, match="al beslist door"):
            refuse_waiver(desk, number, reason="toch niet", by=ANNA, now=AFTER)

    assert decisions(desk) == [(1, "refused", ANNA), (2, "approved", ANNA)]
    assert [one[0] for one in waivers(desk)] == [2]
    assert (ANNA, "geen overmacht", ["waiver refused"]) in links(desk)


def test_dry_runs_store_nothing_and_say_what_follows(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    dry_ask = ask(desk, dry=True)
    nothing = decisions(desk)
    ask(desk)
    before = links(desk)
    dry = approve(desk, dry=True)

    assert (dry_ask.state, dry_ask.request, dry_ask.stored, nothing) == ("asked", None, False, [])
    assert (dry.stored, dry.letters, waivers(desk), links(desk)) == (
        False, {"withdrawn": 0, "composed": 1}, [], before,
    )  # fmt: skip


def test_what_gives_no_time_is_refused_when_it_is_asked(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    with pytest.raises(WaiverRefusedError, match="Iedereen heeft al tijd"):
        ask(desk, until=END)
    with pytest.raises(RequestError, match="geen aangevraagd uitstel 9"):
        approve(desk, 9)


def with_rule(desk: Desk, rule: str) -> Desk:
    kind = desk.submissions[SURVEY]
    hand_in = HandInShape.model_validate({"window": SURVEY, "second_approver": rule})
    return replace(desk, submissions={SURVEY: kind.model_copy(update={"hand_in": hand_in})})


@pytest.mark.parametrize(
    ("rule", "now", "needed"),
    [
        ("any", BEFORE, True),
        ("any", AFTER, True),
        ("closed-window", BEFORE, False),
        ("closed-window", END, True),
    ],
)
def test_which_windows_need_a_second_person_is_data(
    tmp_path: Path, rule: str, now: datetime, *, needed: bool
) -> None:
    assert needs_second_person(with_rule(a_desk(tmp_path, [A]), rule), SURVEY, now) is needed


def test_who_has_a_later_end_gets_no_further_one_from_one_person(tmp_path: Path, database: Database) -> None:
    desk = with_rule(a_desk(tmp_path, [A], database=database), "closed-window")
    first = AskedWaiver(A.agb, SURVEY, OWN_END, WHY)
    grant_waiver(desk, first, by=BO, now=BEFORE, dry_run=False)

    assert needs_second_person(desk, SURVEY, AFTER)


def test_a_kind_that_says_nothing_needs_a_second_person(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    silent = desk.submissions[SURVEY].model_copy(update={"hand_in": None})

    assert needs_second_person(replace(desk, submissions={SURVEY: silent}), SURVEY, BEFORE)
    assert needs_second_person(desk, SURVEY, BEFORE)
