"""Every track of the policies stands in one calendar, once; the ids are our own copy of the catalogue's."""

from inkoopkalender.content.calendars import list_calendar_keys, load_calendar

TRACKS_OF_THE_POLICIES = {
    "caresq/stoppen-met-roken/2026": ["CQ-SMR-EXIST", "CQ-SMR-GP", "CQ-SMR-REQ"],
    "cz/medisch-specialistische-zorg/2027": [
        "CZ-MSZ-AMB",
        "CZ-MSZ-BE",
        "CZ-MSZ-DE",
        "CZ-MSZ-EXTRA",
        "CZ-MSZ-LARGE",
        "CZ-MSZ-MULTI",
        "CZ-MSZ-NEW",
        "CZ-MSZ-OTHER",
        "CZ-MSZ-SMALL",
    ],
    "cz/stoppen-met-roken/2027": [
        "CZ-SMR-EXIST",
        "CZ-SMR-EXTRA",
        "CZ-SMR-GP",
        "CZ-SMR-NEW-ROUND",
        "CZ-SMR-NEW-YEAR",
    ],
    "cz/wijkverpleging/2027": [
        "CZ-WV-ACUUT",
        "CZ-WV-BIJ",
        "CZ-WV-CMD",
        "CZ-WV-COOP",
        "CZ-WV-EXIST-PRICE",
        "CZ-WV-EXIST-VM",
        "CZ-WV-GV",
        "CZ-WV-HA",
        "CZ-WV-INNO",
        "CZ-WV-KIND",
        "CZ-WV-KINDDAG",
        "CZ-WV-MAAND",
        "CZ-WV-NACHT",
        "CZ-WV-NEW",
        "CZ-WV-PAL",
        "CZ-WV-PGB",
        "CZ-WV-RESV",
        "CZ-WV-TECH",
        "CZ-WV-WOND",
    ],
    "vgz/huisartsenzorg/2025": [
        "VGZ-GLI-IND-EXIST",
        "VGZ-GLI-IND-NEW",
        "VGZ-GLI-SV-EXIST",
        "VGZ-GLI-SV-NEW",
        "VGZ-HA-ADD",
        "VGZ-HA-EXIST",
        "VGZ-HA-FOLLOW",
        "VGZ-HA-MTVP",
        "VGZ-HA-NEW",
        "VGZ-HDS",
        "VGZ-PILOT",
        "VGZ-RHO-EXIST",
        "VGZ-RHO-NEW",
        "VGZ-SMR-EXIST",
        "VGZ-SMR-NEW",
    ],
}


def test_every_track_of_the_policies_stands_in_its_calendar_once() -> None:
    calendars = {str(key): load_calendar(key) for key in list_calendar_keys()}

    tracks = {
        key: sorted(name for track in calendar.tracks for name in track.catalogue)
        for key, calendar in calendars.items()
        if key in TRACKS_OF_THE_POLICIES
    }

    assert tracks == TRACKS_OF_THE_POLICIES


def test_the_policies_have_fifty_one_tracks_and_no_two_calendars_share_one() -> None:
    names = [name for tracks in TRACKS_OF_THE_POLICIES.values() for name in tracks]

    assert (len(names), len(set(names))) == (51, 51)
