"""Signatures by VECOZO's own stamps, what lapses without one, and the gate before the list is shown."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from builders import (
    PERSON,
    A,
    B,
    C,
    Org,
    a_desk,
    asked,
    at,
    later,
    letters,
    offered,
    publication_list,
    release,
    sign,
    standings,
    states,
    tasks,
    tick,
)

from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.decisions import list_publications
from inkoopkalender.storage.offers import list_contracts
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.proposals import react
from inkoopkalender.usecases.publication import GateClosedError, publication_folder, read_gate
from inkoopkalender.usecases.release import NothingToReleaseError
from inkoopkalender.usecases.tasks import decide

SIGNED = at("2026-10-05T14:00")
END = at("2026-11-02T00:00")
EXPORT = at("2026-11-03T08:00")
PUBLISH = at("2026-11-12T11:00")


def contracts(desk: Desk) -> dict[int, bool]:
    """Organisation -> whether it signed in time."""
    with desk.database.reading() as connection:
        found = list_contracts(connection, desk.round.round_id)
    return {one: contract.in_time for one, contract in found.items()}


def published(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.reading() as connection:
        return [(kind, sha256) for kind, _, _, sha256 in list_publications(connection, desk.round.round_id)]


def closed(desk: Desk, signed: list[Org]) -> None:
    """Bring an offered round past the lapses: these signed."""
    sign(desk, {one.agb: SIGNED for one in signed}, now=EXPORT)
    tick(desk, EXPORT)
    if states(desk)["lapse_unsigned"] == "waiting":
        release(desk, "lapse_unsigned", at("2026-11-03T12:00"))


def test_signature_is_in_time_up_to_the_last_instant_of_the_last_day(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    offered(desk, [A, B])

    report = sign(desk, {A.agb: later(END, microseconds=-1), B.agb: END}, now=EXPORT)

    assert report.counts == {"signatures": 2, "new": 2, "signed": 1, "late": 1}
    assert contracts(desk) == {1: True, 2: False}
    assert standings(desk) == {A.agb: "signed", B.agb: "offered"}


def late(tmp_path: Path) -> Desk:
    """A round in which A signed at the first instant that is too late, and the lapses are drawn."""
    desk = a_desk(tmp_path, [A])
    offered(desk, [A])
    sign(desk, {A.agb: END}, now=EXPORT)
    tick(desk, EXPORT)
    return desk


def test_late_signature_is_a_question_and_no_contract(tmp_path: Path) -> None:
    desk = late(tmp_path)

    with desk.database.reading() as connection:
        gate = read_gate(connection, desk)

    assert asked(desk) == [("late-signature", A.agb)]
    assert (gate.signed, standings(desk), letters(desk, "contract-lapsed")) == ((), {A.agb: "offered"}, [])


@pytest.mark.parametrize(
    ("decision", "standing", "written"), [("continued", "signed", 0), ("not_continued", "lapsed", 1)]
)
def test_late_signature_follows_the_persons_decision(
    tmp_path: Path, decision: str, standing: str, written: int
) -> None:
    desk = late(tmp_path)
    (question,) = tasks(desk, "late-signature")

    decide(desk, question.task_id, decision, reason="dossier", by=PERSON, now=EXPORT)
    with desk.database.reading() as connection:
        gate = read_gate(connection, desk)

    assert standings(desk) == {A.agb: standing}
    assert len(letters(desk, "contract-lapsed")) == written
    assert gate.signed == ((A.agb,) if standing == "signed" else ())


def test_gate_asks_anew_when_the_differences_change(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    offered(desk, [A, B])
    sign(desk, {A.agb: SIGNED, B.agb: SIGNED}, now=EXPORT)
    tick(desk, EXPORT)

    publication_list(desk, [A], at("2026-11-05T09:00"))
    publication_list(desk, [B], at("2026-11-06T09:00"))

    first, second = tasks(desk, "publication-gate")
    assert (first.decision, second.decision) == ("superseded", None)
    assert B.agb in first.question
    assert A.agb in second.question


def test_lapses_wait_for_an_export_complete_up_to_the_end_of_signing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    offered(desk, [A, B])

    tick(desk, END)
    sign(desk, {A.agb: SIGNED}, now=EXPORT, complete=False)
    tick(desk, EXPORT)
    before = (states(desk).get("lapse_unsigned"), standings(desk))
    sign(desk, {A.agb: SIGNED}, now=later(EXPORT, hours=1))
    tick(desk, later(EXPORT, hours=2))
    held = letters(desk, "contract-lapsed")
    release(desk, "lapse_unsigned", later(EXPORT, hours=3))

    assert before == (None, {A.agb: "signed", B.agb: "offered"})
    assert held == [("contract-lapsed", B.agb, "composed")]
    assert letters(desk, "contract-lapsed") == [("contract-lapsed", B.agb, "queued")]
    assert standings(desk) == {A.agb: "signed", B.agb: "lapsed"}


def test_signing_export_cannot_be_complete_until_a_moment_that_has_not_come(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    offered(desk, [A])
    from inkoopkalender.usecases.signing import import_signatures  # noqa: PLC0415 -- by hand, unlike `sign`

    with pytest.raises(MisuseError, match="2026-11-02"):
        import_signatures(desk, b"", "leeg.csv", complete_until=END, by=PERSON, now=SIGNED)


def test_signature_in_time_that_comes_to_light_before_the_release_keeps_the_letter_back(
    tmp_path: Path,
) -> None:
    desk = a_desk(tmp_path, [A, B])
    offered(desk, [A, B])
    sign(desk, {}, now=EXPORT)
    tick(desk, EXPORT)

    sign(desk, {A.agb: SIGNED}, now=later(EXPORT, hours=2))
    release(desk, "lapse_unsigned", later(EXPORT, hours=3))

    assert letters(desk, "contract-lapsed") == [
        ("contract-lapsed", A.agb, "withdrawn"),
        ("contract-lapsed", B.agb, "queued"),
    ]
    assert standings(desk) == {A.agb: "signed", B.agb: "lapsed"}


def test_signature_in_time_that_comes_to_light_after_the_lapse_counts_and_is_put_before_a_person(
    tmp_path: Path,
) -> None:
    desk = a_desk(tmp_path, [A])
    offered(desk, [A])
    closed(desk, [])

    sign(desk, {A.agb: SIGNED}, now=later(EXPORT, days=1))

    assert standings(desk) == {A.agb: "signed"}
    assert asked(desk) == [("signature-after-lapsed", A.agb)]


def test_repeated_signing_export_changes_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    offered(desk, [A, B])
    rows = {A.agb: SIGNED, B.agb: END}

    sign(desk, rows, now=EXPORT)
    first = (contracts(desk), standings(desk), asked(desk), letters(desk))
    report = sign(desk, rows, now=later(EXPORT, hours=1))

    assert report.counts["new"] == 0
    assert (contracts(desk), standings(desk), asked(desk), letters(desk)) == first


def test_signature_of_who_was_not_offered_anything_is_named(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    offered(desk, [A])

    report = sign(desk, {A.agb: SIGNED, B.agb: SIGNED, C.agb: SIGNED}, now=EXPORT, complete=False)

    assert [(one.code, one.value) for one in report.findings] == [
        ("not-offered", B.agb),
        ("unknown-agb", C.agb),
    ]
    assert contracts(desk) == {1: True}


def test_first_signature_of_an_organisation_with_two_codes_counts(tmp_path: Path) -> None:
    twin = Org(1, more_codes=1)
    desk = a_desk(tmp_path, [twin])
    offered(desk, [twin])

    sign(desk, {twin.codes[0]: SIGNED, twin.codes[1]: END}, now=EXPORT)

    assert (contracts(desk), standings(desk)) == ({1: True}, {twin.agb: "signed"})


def test_earlier_signature_of_a_later_export_replaces_a_late_one(tmp_path: Path) -> None:
    twin = Org(1, more_codes=1)
    desk = a_desk(tmp_path, [twin])
    offered(desk, [twin])
    sign(desk, {twin.codes[0]: END}, now=EXPORT)

    sign(desk, {twin.codes[0]: END, twin.codes[1]: SIGNED}, now=later(EXPORT, hours=1))

    assert (contracts(desk), standings(desk)) == ({1: True}, {twin.agb: "signed"})


def test_gate_names_who_is_missing_and_who_is_extra_and_refuses_the_release(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, C])
    offered(desk, [A, B, C])
    closed(desk, [A, B])
    publication_list(desk, [B, C], PUBLISH)

    tick(desk, PUBLISH)
    with pytest.raises(GateClosedError) as refusal:
        release(desk, "publish_contracted_care", PUBLISH)

    assert re.findall(r"\d{8}", str(refusal.value)) == [A.agb, C.agb]
    assert ("publication-gate", None) in asked(desk)
    assert (published(desk), publication_folder(desk, PUBLISH).exists()) == ([], False)
    assert states(desk)["publish_contracted_care"] == "waiting"


def test_gate_without_a_list_refuses_the_release(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    offered(desk, [A])
    closed(desk, [A])

    tick(desk, PUBLISH)
    with pytest.raises(GateClosedError):
        release(desk, "publish_contracted_care", PUBLISH)

    assert published(desk) == []


def test_right_list_opens_the_gate_and_the_manifest_holds_the_hashes_of_the_files(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, C])
    offered(desk, [A, B, C])
    closed(desk, [A, B])
    publication_list(desk, [C], at("2026-11-05T11:00"))
    publication_list(desk, [B, A], at("2026-11-06T11:00"))

    tick(desk, PUBLISH)
    release(desk, "publish_contracted_care", PUBLISH)

    folder = publication_folder(desk, PUBLISH)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    names = ["gecontracteerd.csv", "gecontracteerd.json"]
    assert sorted(path.name for path in folder.iterdir()) == [*names, "manifest.json"]
    assert manifest["sha256"] == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names
    }
    assert published(desk) == [
        ("contracted-care", hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest())
    ]
    listed = json.loads((folder / "gecontracteerd.json").read_bytes())["aanbieders"]
    assert [(one["agb"], one["ingangsdatum"]) for one in listed] == [
        (A.agb, "2027-01-01"),
        (B.agb, "2027-01-01"),
    ]
    assert (folder / "gecontracteerd.csv").read_bytes().startswith(b"\xef\xbb\xbfagb;naam;contractstatus;")


def test_second_release_finds_nothing_to_release(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    offered(desk, [A, B])
    sign(desk, {A.agb: SIGNED}, now=EXPORT)
    tick(desk, EXPORT)
    key = release(desk, "lapse_unsigned", EXPORT).key
    before = (letters(desk), standings(desk))
    from inkoopkalender.usecases.run_action import release_action  # noqa: PLC0415 -- by key, unlike `release`

    with pytest.raises(NothingToReleaseError):
        release_action(desk, key, EXPORT, by=PERSON, reason="nog eens")

    assert (letters(desk), standings(desk)) == before


def test_publication_waits_for_the_release_of_the_lapses(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    offered(desk, [A, B])
    sign(desk, {A.agb: SIGNED}, now=EXPORT)

    tick(desk, PUBLISH)

    assert (states(desk)["lapse_unsigned"], states(desk).get("publish_contracted_care")) == ("waiting", None)


def test_differences_that_a_person_accepted_open_the_gate_and_no_others(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, C])
    offered(desk, [A, B, C])
    closed(desk, [A, B])
    publication_list(desk, [B], PUBLISH)
    tick(desk, PUBLISH)
    (question,) = tasks(desk, "publication-gate")
    decide(desk, question.task_id, "accepted", reason="volgt morgen", by=PERSON, now=PUBLISH)

    publication_list(desk, [B, C], PUBLISH)
    with pytest.raises(GateClosedError):
        release(desk, "publish_contracted_care", PUBLISH)
    publication_list(desk, [B], later(PUBLISH, hours=1))
    ran = release(desk, "publish_contracted_care", later(PUBLISH, hours=1))

    assert ran.counts["published"] == 2


def test_signature_after_declining_is_put_before_a_person(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    offered(desk, [A])
    react(desk, A.agb, "declines", received_at=SIGNED, by=PERSON, now=SIGNED)

    sign(desk, {A.agb: later(SIGNED, hours=1)}, now=EXPORT)

    assert standings(desk) == {A.agb: "signed"}
    assert asked(desk) == [("signature-after-declined", A.agb)]
