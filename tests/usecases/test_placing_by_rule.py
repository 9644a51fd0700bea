"""Tracks by rule written into the participations of an open round, and a person's word over a rule."""

from datetime import UTC, date, datetime

import pytest

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.tracks import load_track_rules
from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import OrganisationFacts, PastContract
from inkoopkalender.domain.register_facts import Fact, Known
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.audit import find_broken_links, list_links
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.register import list_organisations, organisation_ids_by_kvk
from inkoopkalender.storage.register_changes import upsert_organisations, upsert_past_contracts
from inkoopkalender.storage.rounds import (
    Round,
    add_participants,
    add_round,
    list_beside,
    list_participants,
    set_standing,
)
from inkoopkalender.storage.users import UnknownUserError
from inkoopkalender.usecases.placing import choose_track, place_by_rule
from inkoopkalender.usecases.track_view import place_all, unsettled_first

KEY = RoundKey("cz", "wijkverpleging", 2027)
CALENDAR = load_calendar(KEY)
RULES = load_track_rules(CALENDAR)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 1)
BIG, UNCLAIMED, CHILDREN, HOSPITAL, LATE = range(1, 6)


def kvk(number: int) -> KvkNumber:
    return KvkNumber(f"9000000{number}")


def organisation(number: int, agb: str, sectors: str) -> OrganisationFacts:
    known = Known((Fact("sectors", "", sectors, DAY, "opgave"),))
    return OrganisationFacts(kvk(number), f"Zorg {number}", "Goes", "4461AB", (AgbCode(agb),), (), known)


@pytest.fixture
def opened(database: Database) -> Round:
    """Five organisations; the last one is in no round yet, the others are all placed as existing."""
    with database.changing(actor="test", at=NOW, why="test") as change:
        facts = [
            organisation(BIG, "75000001", "thuiszorg"),
            organisation(UNCLAIMED, "75000002", "thuiszorg"),
            organisation(CHILDREN, "75000003", "kindzorg"),
            organisation(HOSPITAL, "06000004", "ziekenhuis"),
            organisation(LATE, "75000005", "thuiszorg"),
        ]
        upsert_organisations(change.connection, facts, NOW)
        ids = organisation_ids_by_kvk(change.connection)
        upsert_past_contracts(
            change.connection,
            [
                PastContract(ids[kvk(BIG)], "cz", "wijkverpleging", 2026, 20_000_000, 100),
                PastContract(ids[kvk(UNCLAIMED)], "cz", "wijkverpleging", 2026, 20_000_000, 0),
            ],
        )
        one = add_round(change.connection, str(KEY), opened_at=NOW, since=NOW)
        joined = {ids[kvk(number)]: "existing" for number in (BIG, UNCLAIMED, CHILDREN, HOSPITAL)}
        add_participants(change.connection, one.round_id, joined, joined_at=NOW)
    return one


def stands(database: Database, opened: Round) -> dict[str, tuple[str, tuple[str, ...]]]:
    with database.reading() as connection:
        names = {one.id: one.kvk for one in list_organisations(connection)}
        beside = list_beside(connection, opened.round_id)
        return {
            names[one.organisation_id]: (one.track, beside.get(one.organisation_id, ()))
            for one in list_participants(connection, opened.round_id)
        }


EXPECTED = {
    kvk(BIG): ("existing", ("technology",)),
    kvk(UNCLAIMED): ("existing", ()),  # a contract without claims: for a person (A-WV-11)
    kvk(CHILDREN): ("new", ("child-care",)),
    kvk(HOSPITAL): ("existing", ()),  # in no track of district nursing: for a person
    kvk(LATE): ("new", ()),
}


def test_placing_writes_the_tracks_that_the_rules_say(database: Database, opened: Round) -> None:
    placed = place_by_rule(database, opened, RULES, by="systeem", now=NOW)

    assert stands(database, opened) == EXPECTED
    assert [(one.organisation.kvk, one.what) for one in placed.participants] == [
        (kvk(BIG), "same"),
        (kvk(UNCLAIMED), "unknown"),
        (kvk(CHILDREN), "moved"),
        (kvk(HOSPITAL), "no-track"),
        (kvk(LATE), "joined"),
    ]
    with database.reading() as connection:
        assert find_broken_links(connection) == []
        (link,) = [one for one in list_links(connection) if one.chain == str(KEY)]
    assert [what for what, _ in link.changes] == ["tracks placed by rule"]
    assert "7500000" not in str(link.changes)


def test_a_dry_run_says_the_same_and_stores_nothing(database: Database, opened: Round) -> None:
    before = stands(database, opened)

    dry = place_by_rule(database, opened, RULES, by="systeem", now=NOW, dry_run=True)

    assert stands(database, opened) == before
    real = place_by_rule(database, opened, RULES, by="systeem", now=NOW)
    assert (dry.participants, dry.stored) == (real.participants, False)


def test_placing_again_changes_nothing(database: Database, opened: Round) -> None:
    place_by_rule(database, opened, RULES, by="systeem", now=NOW)

    again = place_by_rule(database, opened, RULES, by="systeem", now=NOW)

    assert [one for one in again.participants if one.changes] == []
    assert stands(database, opened) == EXPECTED
    with database.reading() as connection:
        assert len([one for one in list_links(connection) if one.chain == str(KEY)]) == 1


def test_who_stands_further_than_invited_keeps_its_track(database: Database, opened: Round) -> None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        children = organisation_ids_by_kvk(change.connection)[kvk(CHILDREN)]
        set_standing(change.connection, opened.round_id, [children], "submitted", only_from=["invited"])

    placed = place_by_rule(database, opened, RULES, by="systeem", now=NOW)

    assert placed.participants[2].what == "held"
    assert stands(database, opened)[kvk(CHILDREN)] == ("existing", ())


def test_an_event_of_a_track_is_for_whoever_has_it_beside(database: Database, opened: Round) -> None:
    place_by_rule(database, opened, RULES, by="systeem", now=NOW)

    with database.reading() as connection:
        ids = organisation_ids_by_kvk(connection)
        child_care = list_participants(connection, opened.round_id, track="child-care")
        everybody = list_participants(connection, opened.round_id, track="all")

    assert [one.organisation_id for one in child_care] == [ids[kvk(CHILDREN)]]
    assert child_care[0].track == "new"
    assert len(everybody) == len(EXPECTED)


def test_a_persons_word_counts_is_kept_and_can_be_taken_back(database: Database, opened: Round) -> None:
    with database.reading() as connection:
        hospital = next(one for one in list_organisations(connection) if one.kvk == kvk(HOSPITAL))

    def choose(verdict: str) -> object:
        return choose_track(
            database,
            KEY,
            RULES,
            hospital,
            "CZ-WV-NEW",
            verdict,  # type: ignore[arg-type]  # one of the three words
            reason="gesprek van 1 maart",
            by="systeem",
            now=NOW,
        )

    assert choose("in") is None
    place_by_rule(database, opened, RULES, by="systeem", now=NOW)
    assert stands(database, opened)[kvk(HOSPITAL)] == ("new", ())
    before = choose("rule")
    assert (getattr(before, "verdict", ""), getattr(before, "reason", "")) == ("in", "gesprek van 1 maart")
    with database.reading() as connection:
        found = next(one for one in place_all(connection, RULES, str(KEY)) if one.organisation == hospital)
        links = [one for one in list_links(connection) if one.chain == str(KEY)]
    assert (found.placing.main, found.placing.verdicts[2].choice) == ("", None)
    assert [(one.why, one.changes[0][0]) for one in links if one.changes[0][0] == "track chosen"] == [
        ("gesprek van 1 maart", "track chosen"),
        ("gesprek van 1 maart", "track chosen"),
    ]


def test_a_word_about_an_unknown_track_or_by_nobody_is_refused(database: Database, opened: Round) -> None:
    with database.reading() as connection:
        one = list_organisations(connection)[0]

    with pytest.raises(MisuseError, match="Kies uit: CZ-WV-EXIST-VM"):
        choose_track(database, KEY, RULES, one, "CZ-MSZ-NEW", "in", reason="r", by="systeem", now=NOW)
    with pytest.raises(UnknownUserError):
        choose_track(database, KEY, RULES, one, "CZ-WV-NEW", "in", reason="r", by="niemand", now=NOW)
    assert opened.key == str(KEY)


def test_who_needs_a_person_comes_first(database: Database, opened: Round) -> None:
    with database.reading() as connection:
        placed = unsettled_first(place_all(connection, RULES, opened.key))

    assert [one.organisation.kvk for one in placed][:1] == [kvk(UNCLAIMED)]
    assert [one.organisation.kvk for one in placed][1:] == [kvk(n) for n in (BIG, CHILDREN, HOSPITAL, LATE)]
