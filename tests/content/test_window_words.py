"""When a kind is handed in, in the words that a provider reads."""

import pytest

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.submissions import load_submission_kinds
from inkoopkalender.content.window_words import window_words
from inkoopkalender.domain.rounds import RoundKey

WV = RoundKey("cz", "wijkverpleging", 2027)
SMR = RoundKey("cz", "stoppen-met-roken", 2027)


@pytest.mark.parametrize(
    ("key", "name", "words"),
    [
        (WV, "quality-survey", "2-31 mei 2026"),
        (WV, "objection", "uiterlijk 15 mei 2026"),  # the year that the calendar adds
        (WV, "technology-plan", "zonder datum (‘plan van aanpak’)"),
        # Names another event, so the policy's own words; the same for both tracks.
        (WV, "subcontracting", "vóór het versturen van een overeenkomst wijkverpleging voor 2027"),
        (WV, "member-list", "jaarlijks; het gehele jaar door 2027"),
        (WV, "access-notice", "vooraf; zonder datum (‘zo snel mogelijk’)"),
        # Of two tracks; the other two are of every track.
        (
            SMR,
            "mds-declaration",
            (
                "uiterlijk 20 september 2026 (Stopbegeleiders met een overeenkomst in 2026); "
                "minimaal 1 keer per jaar; zonder datum (‘op verzoek’)"
            ),
        ),
        (SMR, "mds", "uiterlijk 20 september 2026"),
    ],
)
def test_the_words_of_a_kind(key: RoundKey, name: str, words: str) -> None:
    assert window_words(load_submission_kinds(key)[name], load_calendar(key)) == words
