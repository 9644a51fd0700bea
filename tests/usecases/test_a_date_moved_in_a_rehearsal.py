"""A date moved in a running rehearsal of 40 providers: while the window is open, after the close, earlier.

As a script it prints what was withdrawn, sent and done again.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.catcher import start_catcher
from inkoopkalender.storage.audit import find_broken_links
from inkoopkalender.storage.ledger import list_actions
from inkoopkalender.storage.outbox import list_letters
from inkoopkalender.storage.rounds import count_standings
from inkoopkalender.storage.submissions import count_submissions
from inkoopkalender.usecases.calendar_change import change_date
from inkoopkalender.usecases.change_shapes import AskedChange, CalendarChange
from inkoopkalender.usecases.rehearsal.prepare import Asked, prepare
from inkoopkalender.usecases.rehearsal.surveys import import_export
from inkoopkalender.usecases.rehearsal.world import PERSON
from inkoopkalender.usecases.rehearsal.year import Rehearsal

KEY = RoundKey("cz", "wijkverpleging", 2027)
ZONE = ZoneInfo("Europe/Amsterdam")
SURVEY = "quality-survey"
PROVIDERS, SEED = 40, 3


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A change of the survey's date, and the complete export that follows its new end."""

    name: str
    words: str
    now: datetime
    export: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """What the dry run said, what the act did, and what came of it."""

    dry: CalendarChange
    real: CalendarChange
    letters: Mapping[tuple[str, str], int]
    submissions: Mapping[str, int]
    standings: Mapping[str, int]
    closings: list[tuple[str, str, str]]
    """kind, when it was due, state: what was overtaken says so."""
    broken: int


LATER = Scenario(
    "later, while open", "2 mei 2026 t/m 7 juni 2026",
    at("2026-05-20T10:00"), at("2026-06-10T08:00"), at("2026-06-12T12:00"),
)  # fmt: skip
AFTER = Scenario(
    "later, after the close", "2 mei 2026 t/m 7 juni 2026",
    at("2026-06-04T09:30"), at("2026-06-10T08:00"), at("2026-06-12T12:00"),
)  # fmt: skip
RELEASED = Scenario(
    "later, after the release", "2 mei 2026 t/m 7 juni 2026",
    at("2026-06-04T15:00"), at("2026-06-10T08:00"), at("2026-06-12T12:00"),
)  # fmt: skip
EARLIER = Scenario(
    "earlier", "2 mei 2026 t/m 24 mei 2026",
    at("2026-05-18T10:00"), at("2026-05-27T08:00"), at("2026-06-04T17:00"),
)  # fmt: skip
SCENARIOS = (LATER, AFTER, RELEASED, EARLIER)


def rehearse(scenario: Scenario, folder: Path) -> Shown:
    """Run the year up to the change, move the date, and go on."""
    results: list[CalendarChange] = []
    with start_catcher(folder / "mail") as catcher:
        prepare(Asked(KEY, PROVIDERS, SEED, scenario.until), folder, mail_port=catcher.port)
        rehearsal = Rehearsal(folder)
        world = rehearsal.world

        def move(now: datetime) -> None:
            asked = AskedChange(SURVEY, scenario.words, "De uitvraagmodule was niet bereikbaar.", now)
            results.extend(
                change_date(world.desk, asked, by=PERSON, now=now, dry_run=dry_run)
                for dry_run in (True, False, False)
            )

        world.plan_operator(scenario.now, move)
        world.plan_operator(scenario.export, lambda now: import_export(world, now, complete=True))
        for step in rehearsal.steps():
            step.run()
        dry, real, again = results
        assert again.already
        shown = _look(rehearsal, dry, real)
        rehearsal.close()
    return shown


def _look(rehearsal: Rehearsal, dry: CalendarChange, real: CalendarChange) -> Shown:
    round_id = rehearsal.desk.round.round_id
    with rehearsal.database.reading() as connection:
        rows = list_actions(connection, round_id, superseded=True)
        letters = list_letters(connection, round_id=round_id)
        return Shown(
            dry,
            real,
            Counter((one.letter, one.state) for one in letters),
            count_submissions(connection, round_id)[SURVEY],
            {name: count for name, count in count_standings(connection, round_id).items() if count},
            [
                (
                    row.kind,
                    f"{row.due_at.astimezone(ZONE):%d-%m %H:%M}",
                    f"{row.state}{' (overtaken)' if row.superseded_at else ''}",
                )
                for row in rows
                if row.kind in ("close_intake", "assess_round")
            ],
            len(find_broken_links(connection)),
        )


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    """Every scenario, run once."""
    return {one.name: rehearse(one, tmp_path_factory.mktemp("rehearsal")) for one in SCENARIOS}


def test_dry_run_counted_what_the_act_did_in_every_scenario(shown: dict[str, Shown]) -> None:
    assert [replace(one.dry, stored=True) for one in shown.values()] == [one.real for one in shown.values()]
    assert [one.broken for one in shown.values()] == [0] * len(SCENARIOS)


def test_later_while_open_closes_once_at_the_new_end_and_everybody_is_told(shown: dict[str, Shown]) -> None:
    one = shown[LATER.name]

    told = one.letters["date-changed", "sent"] + one.letters["date-changed", "failed"]
    assert told == one.real.letters["to_compose"]
    assert [row for row in one.closings if row[0] == "close_intake"] == [
        ("close_intake", "08-06 00:00", "done")
    ]
    assert (one.submissions["late"], one.submissions["refused"]) == (0, 0)


def test_later_after_the_close_closes_again_and_late_ones_are_in_time(shown: dict[str, Shown]) -> None:
    one = shown[AFTER.name]

    assert sorted(one.closings) == [
        ("assess_round", "01-06 00:00", "lapsed (overtaken)"),
        ("assess_round", "08-06 00:00", "done"),
        ("close_intake", "01-06 00:00", "done (overtaken)"),
        ("close_intake", "08-06 00:00", "done"),
    ]
    assert one.real.submissions["accepted"] >= 1
    assert one.letters["survey-missing-class-c", "withdrawn"] >= 1
    assert one.real.letters["withdrawn"] == sum(
        count for (_, state), count in one.letters.items() if state == "withdrawn"
    )
    assert one.submissions == shown[LATER.name].submissions
    assert one.standings == shown[LATER.name].standings


def test_later_after_the_release_asks_about_every_consequence(
    shown: dict[str, Shown],
) -> None:
    one = shown[RELEASED.name]

    assert ("assess_round", "01-06 00:00", "done (overtaken)") in one.closings
    assert one.real.consequences == one.standings["late"] + one.standings["silent"]
    assert one.letters["survey-missing-class-c", "withdrawn"] == 0


def test_earlier_makes_later_deliveries_late(shown: dict[str, Shown]) -> None:
    one = shown[EARLIER.name]

    assert one.closings[0] == ("close_intake", "25-05 00:00", "done")
    assert one.submissions["late"] + one.submissions["refused"] > 0


def _print(name: str, one: Shown) -> None:
    real = one.real
    print(f"== {name}: {real.before.words} -> {real.after.words if real.after else '?'}")  # noqa: T201 -- a script
    for words, value in (
        ("announced", f"{real.announced_at:%d-%m-%Y %H:%M}; notice {dict(real.notice)}"),
        ("findings", [finding.code for finding in real.findings]),
        ("letters", dict(real.letters)),
        ("organisations", dict(real.organisations)),
        ("judged anew", dict(real.submissions)),
        ("consequences", real.consequences),
        ("actions", ""),
        *((f"  {each.kind} {each.occurrence}".rstrip(), _move(each.due_before, each.due_after, each.effect))
          for each in real.actions),
        ("closings", one.closings),
        ("submissions", dict(one.submissions)),
        ("standings", dict(one.standings)),
        ("letters after", {" ".join(key): count for key, count in sorted(one.letters.items())}),
        ("audit links broken", one.broken),
    ):  # fmt: skip
        print(f"{words}: {value}")  # noqa: T201 -- a script


def _move(before: datetime | None, after: datetime | None, effect: str) -> str:
    moments = (f"{one:%d-%m %H:%M}" if one else "-" for one in (before, after))
    return f"{' -> '.join(moments)} ({effect})"


if __name__ == "__main__":
    for each in SCENARIOS:
        with tempfile.TemporaryDirectory() as scratch:
            _print(each.name, rehearse(each, Path(scratch)))
