import json
import re

import pytest
from pydantic import BaseModel

from inkoopkalender.content.calendar_shapes import CalendarShape
from inkoopkalender.content.care_types import CareTypes
from inkoopkalender.content.letters import InsurerShape, LettersShape
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.value_faults import expected_words


@pytest.mark.parametrize("shape", [CalendarShape, LettersShape, InsurerShape, SubmissionKind, CareTypes])
def test_every_pattern_that_a_file_asks_for_has_words(shape: type[BaseModel]) -> None:
    schema = json.dumps(shape.model_json_schema())
    decimals = r"^(?!^[-+.]*$)[+-]?0*\\d*\\.?\\d*$"  # pydantic's own, for any decimal number
    patterns = [each for each in re.findall(r'"(\^[^"]*\$)"', schema) if each != decimals]

    words = {each: expected_words("string_pattern_mismatch", {"pattern": each}) for each in patterns}

    assert [each for each, said in words.items() if each in said] == []


@pytest.mark.parametrize(
    ("kind", "context", "words"),
    [
        ("int_parsing", {}, "een heel getal"),
        ("less_than_equal", {"le": 64}, "64 of minder"),
        ("literal_error", {"expected": "'demo' or 'production'"}, "'demo' of 'production'"),
        ("something_new", {}, ""),
    ],
)
def test_what_was_expected_is_said_in_dutch(kind: str, context: dict[str, object], words: str) -> None:
    assert expected_words(kind, context) == words
