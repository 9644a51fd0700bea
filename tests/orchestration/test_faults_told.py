"""Prefect hears the type of an error; its words, which may hold a provider's data, stay with us."""

import pytest

from inkoopkalender.errors import MisuseError
from inkoopkalender.orchestration.faults import FlowFailedError, told_by_type

SECRET = "AGB 75000001, post.1@zorg.example"


@pytest.mark.parametrize("error", [MisuseError(SECRET), KeyError(SECRET)], ids=["ours", "a mistake"])
def test_an_error_is_told_by_its_type_without_its_words(error: Exception) -> None:
    with pytest.raises(FlowFailedError) as told, told_by_type("close_intake quality-survey"):
        raise error

    assert str(told.value) == (
        f"close_intake quality-survey: {type(error).__name__}. Wat er misging, staat in het logboek."
    )
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__


def test_what_was_told_already_passes_unchanged() -> None:
    with pytest.raises(FlowFailedError, match=r"^1 van 3 mislukt$"), told_by_type("tick_rounds"):
        raise FlowFailedError("1 van 3 mislukt")
