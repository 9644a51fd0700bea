"""Every submission that the five policies ask for is one kind, or a part of one, of the right rounds."""

import csv
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from inkoopkalender.content.calendars import list_calendar_keys, load_calendar
from inkoopkalender.content.round_content import find_round_content
from inkoopkalender.content.submissions import load_submission_kinds

FIXTURE = Path(__file__).parents[1] / "fixtures" / "submissions.csv"
CATALOGUE = Path(__file__).parents[2] / ".." / "shared" / "rules.json"


def expected() -> Mapping[str, set[str]]:
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: set(row["rounds"].split()) for row in csv.DictReader(file, delimiter=";")}


def numbers() -> Counter[tuple[str, str]]:
    """Count each number in each round: of kinds, of their documents and of their tables."""
    kinds = [
        (str(key), kind)
        for key in list_calendar_keys()
        if find_round_content(key).submissions is not None
        for kind in load_submission_kinds(key).values()
    ]
    found = Counter((kind.id, key) for key, kind in kinds)
    found += Counter((one.id, key) for key, kind in kinds for one in kind.documents.values() if one.id)
    found += Counter((one.id, key) for key, kind in kinds for one in kind.tables.values() if one.id)
    return found


def test_there_are_74_submissions() -> None:
    assert len(expected()) == 74


def test_each_stands_once_in_each_of_its_rounds_and_in_no_other() -> None:
    wanted = {(number, key) for number, keys in expected().items() for key in keys}

    assert numbers() == Counter(wanted)


def test_the_rounds_are_those_of_the_catalogue() -> None:
    if not CATALOGUE.is_file():
        pytest.skip("the catalogue of the policies is not here")
    tracks = {
        name: str(key)
        for key in list_calendar_keys()
        for track in load_calendar(key).tracks
        for name in track.catalogue
    }

    catalogue = {
        entry["id"]: {tracks[track] for track in entry["tracks"]}
        for entry in json.loads(CATALOGUE.read_text(encoding="utf-8"))["category_2_submissions"]
    }
    assert catalogue == expected()
