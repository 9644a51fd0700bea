"""The table of letters per phase names what the duties write, and nothing else."""

import ast
from itertools import chain
from pathlib import Path

import pytest

import inkoopkalender.usecases
from inkoopkalender.content.letters import load_letters
from inkoopkalender.domain.duties import PHASE_DUTIES
from inkoopkalender.domain.phase_letters import (
    PHASE_LETTERS,
    RECEIPT_LETTERS,
    ROUND_LETTERS,
    SURVEY_RECEIPTS,
)
from inkoopkalender.domain.rounds import RoundKey

KEY = RoundKey("cz", "wijkverpleging", 2027)
NAMED = {each.name for each in chain.from_iterable(PHASE_LETTERS.values())}
NOT_OF_A_PHASE = {*ROUND_LETTERS, *SURVEY_RECEIPTS, *RECEIPT_LETTERS}
DECIDED = {"enrolment-offered", "enrolment-refused"}
"""Their names are made of the decision."""
USECASES = Path(inkoopkalender.usecases.__path__[0])


def test_every_phase_says_which_letters_it_writes() -> None:
    assert set(PHASE_LETTERS) == set(PHASE_DUTIES)


def test_the_letters_of_the_phases_are_those_of_the_round() -> None:
    assert set(load_letters(KEY)) == NAMED | NOT_OF_A_PHASE


@pytest.mark.parametrize("letter", sorted(NAMED | NOT_OF_A_PHASE))
def test_every_letter_of_a_phase_is_written_by_some_duty(letter: str) -> None:
    texts = {
        node.value
        for file in USECASES.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    assert letter in texts | DECIDED
