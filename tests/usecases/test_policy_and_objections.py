"""Publishing the policy with its hash, and objections in time and too late."""

import hashlib
from pathlib import Path

import pytest
from builders import NEW, PERSON, A, a_desk, asked, at, letters, states, tick, with_parameters

from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.storage.cases import list_cases
from inkoopkalender.storage.decisions import list_publications
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.policy import UnknownProviderError, receive_objection
from inkoopkalender.usecases.run_action import find_due, run_due

SINCE = at("2026-03-02T09:00")
DUE = at("2026-04-01T09:00")
ADDRESS = "https://beleid.example/beleid.pdf"


def a_policy(folder: Path) -> Desk:
    desk = a_desk(folder, [A, NEW], since=SINCE)
    document = folder / "beleid.txt"
    document.write_text("beleid", encoding="utf-8")
    with_parameters(desk, SINCE, policy_document=document.as_posix(), policy_address=ADDRESS)
    return desk


def publications(desk: Desk) -> list[tuple[str, str, str]]:
    with desk.database.reading() as connection:
        found = list_publications(connection, desk.round.round_id)
    return [(kind, address, sha256) for kind, _, address, sha256 in found]


def test_policy_waits_until_its_document_and_address_are_set(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A], since=SINCE)

    ran = tick(desk, DUE)

    (action,) = find_due(desk, DUE)
    assert (ran, action.waits_for) == ({}, ("parameter policy_address", "parameter policy_document"))


def test_policy_is_recorded_with_the_hash_of_its_document_and_announced_to_existing_providers(
    tmp_path: Path,
) -> None:
    desk = a_policy(tmp_path)

    tick(desk, DUE)

    assert publications(desk) == [("policy", ADDRESS, hashlib.sha256(b"beleid").hexdigest())]
    assert letters(desk) == [("policy-announced", A.agb, "queued")]
    assert asked(desk) == []


@pytest.mark.parametrize(("moment", "late"), [("2026-04-01T23:59", False), ("2026-04-02T00:00", True)])
def test_policy_after_the_last_day_is_published_all_the_same_and_asked_of_a_person(
    tmp_path: Path, moment: str, *, late: bool
) -> None:
    desk = a_policy(tmp_path)

    tick(desk, at(moment))

    assert len(publications(desk)) == 1
    assert asked(desk) == ([("policy-late", None)] if late else [])


def test_document_that_cannot_be_read_stops_nothing_else_and_is_tried_again(tmp_path: Path) -> None:
    desk = a_policy(tmp_path)
    document = tmp_path / "beleid.txt"
    document.rename(tmp_path / "weg.txt")

    ran = run_due(desk, at("2026-05-16T00:00"), run_id="tick")
    failed = dict(states(desk))
    (tmp_path / "weg.txt").rename(document)
    tick(desk, at("2026-05-16T00:10"))

    assert [(one.kind, one.state) for one in ran] == [
        ("publish_policy", "failed"),
        ("open_intake", "done"),
        ("remind_providers", "done"),
        ("close_objections", "done"),
    ]
    assert failed["publish_policy"] == "failed"
    assert states(desk)["publish_policy"] == "done"


def test_failure_is_raised_to_who_runs_one_action(tmp_path: Path) -> None:
    desk = a_policy(tmp_path)
    (tmp_path / "beleid.txt").unlink()
    (action,) = find_due(desk, DUE)
    from inkoopkalender.usecases.run_action import run_action  # noqa: PLC0415 -- the seam itself

    with pytest.raises(InkoopkalenderError, match=r"beleid\.txt"):
        run_action(desk, action, DUE, run_id="task")

    assert states(desk) == {"publish_policy": "failed"}


def test_objections_in_time_and_too_late_are_answered_each_in_its_own_way(tmp_path: Path) -> None:
    desk = a_policy(tmp_path)

    for moment in ("2026-05-15T23:59:59", "2026-05-16T00:00:00"):
        receive_objection(desk, A.agb, received_at=at(moment), by=PERSON, now=at(moment))

    with desk.database.reading() as connection:
        in_time = [one.in_time for one in list_cases(connection, desk.round.round_id, kind="objection")]
    assert in_time == [True, False]
    assert letters(desk) == [
        ("objection-received", A.agb, "queued"),
        ("objection-too-late", A.agb, "queued"),
    ]


def test_same_objection_is_registered_and_answered_once(tmp_path: Path) -> None:
    desk = a_policy(tmp_path)

    references = {
        receive_objection(desk, A.agb, received_at=DUE, by=PERSON, now=DUE),
        receive_objection(desk, A.agb, received_at=DUE, by=PERSON, now=DUE),
    }

    assert (len(references), letters(desk)) == (1, [("objection-received", A.agb, "queued")])


def test_objection_of_an_unknown_provider_is_refused(tmp_path: Path) -> None:
    desk = a_policy(tmp_path)

    with pytest.raises(UnknownProviderError, match="79999999"):
        receive_objection(desk, "79999999", received_at=DUE, by=PERSON, now=DUE)


def test_late_objection_does_not_count_at_the_close(tmp_path: Path) -> None:
    desk = a_policy(tmp_path)
    for moment in ("2026-05-15T23:59:59", "2026-05-16T00:00:00"):
        receive_objection(desk, A.agb, received_at=at(moment), by=PERSON, now=at(moment))

    ran = {one.kind: one.counts for one in run_due(desk, at("2026-05-17T00:00"), run_id="tick")}

    assert ran["close_objections"] == {"objections": 1}
