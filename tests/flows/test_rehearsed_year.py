"""A whole year as one Prefect flow run: twice the same, every letter once, Prefect is told no names."""

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.domain.standings import STANDINGS
from inkoopkalender.mail.catcher import read_caught
from inkoopkalender.storage.audit import find_broken_links, list_links
from inkoopkalender.storage.database import open_database
from inkoopkalender.usecases.generate import invent_register

pytestmark = pytest.mark.flows

ROUND = "cz/wijkverpleging/2027"
PROVIDERS, SEED = 24, 7


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What one run of the command left."""

    folder: Path
    report: Mapping[str, Any]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read the scratch database."""
        with sqlite3.connect(self.folder / "inkoopkalender.db") as connection:
            return connection.execute(query).fetchall()


def rehearse(folder: Path, providers: int) -> Rehearsed:
    command = [sys.executable, "-c", "from inkoopkalender.cli import main; main()", "rehearse", ROUND]
    options = ["--providers", str(providers), "--seed", str(SEED), "--report", str(folder), "--json"]
    ran = subprocess.run([*command, *options], capture_output=True, text=True, timeout=280, check=False)
    assert ran.returncode == 0, ran.stderr
    return Rehearsed(folder, json.loads(ran.stdout))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    return rehearse(tmp_path_factory.mktemp("rehearsal") / "first", PROVIDERS)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    return rehearse(tmp_path_factory.mktemp("rehearsal") / "second", PROVIDERS)


def test_a_year_with_the_same_seed_counts_the_same(first: Rehearsed, second: Rehearsed) -> None:
    counted = [{**run.report, "seconds": None} for run in (first, second)]

    assert counted[0] == counted[1]


def test_every_provider_ends_somewhere_and_counts_once(first: Rehearsed) -> None:
    standings = first.report["standings"]

    assert tuple(standings) == STANDINGS
    assert sum(standings.values()) == PROVIDERS
    assert sum(standings[one] for one in ("signed", "declined", "lapsed", "not_continued")) > 0


def test_letters_sent_are_the_letters_that_the_catcher_kept(first: Rehearsed) -> None:
    caught = read_caught(first.folder / "mail")

    assert len(caught) == first.report["letters"]["sent"]
    assert set(Counter(message_id for message_id, _, _ in caught).values()) == {1}
    sent = {row[0] for row in first.rows("SELECT message_id FROM outbox WHERE state = 'sent'")}
    assert {message_id for message_id, _, _ in caught} == sent


def test_failed_letters_are_those_of_the_contacts_whose_mailbox_is_gone(first: Rehearsed) -> None:
    refused = first.rows(
        "SELECT count(*) FROM outbox WHERE recipient LIKE 'onbestelbaar%' AND channel = 'mail'"
    )

    assert first.report["letters"]["failed"] == refused[0][0]
    assert first.report["letters"]["failed"] > 0


def test_nothing_is_left_open_at_the_end_of_the_year(first: Rehearsed) -> None:
    actions, letters = first.report["actions"], first.report["letters"]

    assert (actions["failed"], actions["waiting"]) == (0, 0)
    assert [letters[state] for state in ("composed", "queued", "sending", "retry", "unknown")] == [0] * 5


def test_who_published_is_who_signed(first: Rehearsed) -> None:
    (folder,) = (first.folder / "publications").glob("*/*")
    published = json.loads((folder / "gecontracteerd.json").read_text(encoding="utf-8"))

    assert len(published["aanbieders"]) == first.report["standings"]["signed"]


def test_prefect_holds_one_task_run_per_step_each_named_by_its_moment(first: Rehearsed) -> None:
    steps = [
        json.loads(line) for line in (first.folder / "steps.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    with sqlite3.connect(first.folder / "prefect" / "prefect.db") as connection:
        runs = connection.execute("SELECT name, state_type FROM task_run").fetchall()
        flow_runs = connection.execute("SELECT name, state_type FROM flow_run").fetchall()

    assert sorted(runs) == sorted((step["name"], "COMPLETED") for step in steps)
    assert flow_runs == [(f"2026-03-03 09:00 annual_round {ROUND}", "COMPLETED")]


def test_prefect_is_told_no_code_no_name_and_no_address(first: Rehearsed) -> None:
    kept = b"".join(path.read_bytes() for path in (first.folder / "prefect").glob("prefect.db*"))

    personal = [
        text
        for one in invent_register(PROVIDERS, SEED)
        for text in (*one.codes, one.kvk, one.name, *(contact.email for contact in one.contacts))
    ]

    assert [text for text in personal if text.encode() in kept] == []
    assert AgbCode("75000001") in personal


def test_the_audit_chains_hold(first: Rehearsed) -> None:
    database = open_database(f"sqlite:///{first.folder / 'inkoopkalender.db'}")
    with database.reading() as connection:
        links, broken = list_links(connection), find_broken_links(connection)
    database.close()

    assert {link.chain for link in links} == {"", ROUND}
    assert broken == []
