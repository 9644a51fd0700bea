import pytest

from inkoopkalender.cli.waiting_text import waiting_text
from inkoopkalender.domain.actions import RELEASE


@pytest.mark.parametrize(
    ("waits_for", "text"),
    [
        (RELEASE, "vrijgave door een mens"),
        ("parameter waardemodel_cut_a", "een waarde voor waardemodel_cut_a"),
        (
            "an export of quality-survey that is complete until 2026-06-01T00:00:00+02:00",
            "een export van quality-survey die volledig is tot 2026-06-01T00:00:00+02:00",
        ),
        ("close_intake", "close_intake"),
        ("", ""),
    ],
)
def test_what_an_action_waits_for_is_dutch(waits_for: str, text: str) -> None:
    assert waiting_text(waits_for) == text
