"""When a kind is handed in, in the words that a provider reads."""

import pytest

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.submissions import load_submission_kinds
from inkoopkalender.content.window_words import window_words
from inkoopkalender.domain.rounds import RoundKey

WV = RoundKey("cz", "wijkverpleging", 2027)
SMR = RoundKey("cz", "stoppen-met-roken", 2027)
VGZ = RoundKey("vgz", "huisartsenzorg", 2025)


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
        (SMR, "mds-again", "zonder datum (‘op verzoek’); minimaal 1 keer per jaar"),
        (VGZ, "business-plan", "zonder datum (‘indien gevraagd’)"),  # two tracks, the same words
        (
            VGZ,
            "rho-quality-report",
            (
                "uiterlijk op 15 mei 2025 (Gecontracteerde regionale huisartsenorganisaties); "
                "uiterlijk op 15 mei 2026 (Gecontracteerde regionale huisartsenorganisaties); "
                "uiterlijk op 15 mei 2026 (Nieuwe regionale huisartsenorganisaties)"
            ),
        ),
        (SMR, "mds", "uiterlijk 20 september 2026"),
    ],
)
def test_the_words_of_a_kind(key: RoundKey, name: str, words: str) -> None:
    assert window_words(load_submission_kinds(key)[name], load_calendar(key)) == words
