"""What an agenda says of a calendar: titles, certainty, warnings, identities, and what it leaves out."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ics_world import PUBLISHER, agenda, calendar, entry, event

from inkoopkalender.domain.calendar import Actor, Lead, Remind
from inkoopkalender.domain.timeline import resolve_calendar
from inkoopkalender.mail.ics_entries import LeftOut, entries_gone, make_agenda

ZONE = ZoneInfo("Europe/Amsterdam")
DOES = "levert de gegevens aan"


def alarms(when: str, **fields: Any) -> list[str]:
    """The warnings of all entries."""
    return [moment.isoformat() for one in agenda(event(when, **fields)).entries for moment in one.alarms]


@pytest.mark.parametrize(
    ("when", "title"),
    [
        ("uiterlijk 31 mei 2026", f"Deadline: zorgaanbieder {DOES}, uiterlijk zo 31 mei 2026, 24.00 uur"),
        ("20 mei 2026, 12.00 uur", f"Deadline: zorgaanbieder {DOES}, uiterlijk wo 20 mei 2026, 12.00 uur"),
        ("1 juni 2026", "Zorgaanbieder levert de gegevens aan, ma 1 juni 2026"),
        ("vanaf 15 september 2026", "Zorgaanbieder levert de gegevens aan, vanaf di 15 september 2026"),
        ("medio juli 2026", 'Zorgaanbieder levert de gegevens aan, rond 15 juli 2026 ("medio juli 2026")'),
        ("gedurende het hele jaar 2026", f"Zorgaanbieder {DOES}, do 1 januari 2026 t/m do 31 december 2026"),
    ],
)  # fmt: skip
def test_title_says_what_and_when(when: str, title: str) -> None:
    assert entry(when).title == f"{title} [Voorbeeld ggz 2027]"


def test_end_of_a_contract_is_a_last_day_and_no_deadline() -> None:
    _, last = agenda(event("2024 t/m 2025", actor="both", does="zijn gebonden aan de overeenkomst")).entries

    assert last.title == (
        "Laatste dag: zorgaanbieder en Voorbeeld zijn gebonden aan de overeenkomst, "
        "wo 31 december 2025, 24.00 uur [Voorbeeld ggz 2027]"
    )


def test_band_of_a_window_says_which_bound_is_approximate() -> None:
    band, deadline = agenda(event("medio juli tot en met 31 oktober 2026")).entries

    assert (band.status, deadline.status) == ("TENTATIVE", "CONFIRMED")
    assert band.title == (
        "Zorgaanbieder levert de gegevens aan, rond 15 juli 2026 t/m za 31 oktober 2026 "
        '("medio juli tot en met 31 oktober 2026") [Voorbeeld ggz 2027]'
    )


def test_description_says_when_how_sure_for_whom_how_and_where_it_stands() -> None:
    one = entry("uiterlijk eind mei 2026", channel="vecozo", track="existing", section="Bijlage 1")

    assert one.description.splitlines() == [
        "Zorgaanbieder levert de gegevens aan.",
        "Wanneer: uiterlijk zondag 31 mei 2026, tot 24.00 uur.",
        (
            "Bij benadering: het beleid noemt geen dag. "
            "Het einde kan elke dag zijn van donderdag 21 mei 2026 t/m zondag 31 mei 2026."
        ),
        "Voor: Bestaande zorgaanbieders.",
        "Via: VECOZO.",
        'In het beleid: "uiterlijk eind mei 2026", Bijlage 1, Inkoopbeleid ggz 2027.',
        (
            "Hoe gelezen: 'uiterlijk': de dag telt mee, te laat vanaf ma 1 juni 2026, 00.00 uur. "
            "Bij benadering: do 21 mei 2026 - zo 31 mei 2026."
        ),
    ]
    assert (one.place, one.categories) == ("VECOZO", ("Ggz", "Bestaande zorgaanbieders"))


def test_description_says_the_other_reading() -> None:
    band, _ = agenda(event("tussen 2 en 31 mei 2026")).entries

    assert band.description.splitlines()[-1] == "Ook verdedigbaar: de laatste dag is zaterdag 30 mei 2026."


@pytest.mark.parametrize(
    ("actor", "who"),
    [
        ("insurer", "Voorbeeld publiceert"),
        ("both", "Zorgaanbieder en Voorbeeld publiceert"),
        ("other", "Een derde publiceert"),
    ],
)
def test_title_names_who_does_it(actor: Actor, who: str) -> None:
    one = entry("1 juni 2026", actor=actor, does="publiceert")

    assert one.title == f"{who}, ma 1 juni 2026 [Voorbeeld ggz 2027]"


def test_title_names_the_track_of_what_does_not_concern_everybody() -> None:
    assert entry("1 juni 2026", track="existing").title.endswith(
        " [Voorbeeld ggz 2027 · Bestaande zorgaanbieders]"
    )


def test_provider_is_warned_a_week_and_a_working_day_before_on_working_mornings() -> None:
    assert alarms("uiterlijk 1 november 2026") == ["2026-10-23T09:00:00+02:00", "2026-10-30T09:00:00+01:00"]


def test_warnings_follow_the_reminders_of_the_event() -> None:
    remind = Remind(before_end=(Lead(14, "days"), Lead(1, "weeks")))

    assert alarms("2-31 mei 2026", remind=remind) == [
        "2026-05-15T09:00:00+02:00",
        "2026-05-22T09:00:00+02:00",
    ]


def test_no_warning_comes_before_the_window_opens() -> None:
    assert alarms("28 mei 2026 t/m 1 juni 2026") == ["2026-05-29T09:00:00+02:00"]


def test_insurer_is_not_warned_unless_the_event_says_so() -> None:
    assert alarms("uiterlijk 1 april 2026", actor="insurer") == []


def test_a_day_has_no_warning() -> None:
    assert alarms("1 juni 2026") == []


def test_identity_stays_when_the_date_moves() -> None:
    before, after = (agenda(event(when)).entries for when in ("2-31 mei 2026", "2 mei t/m 7 juni 2026"))

    assert [one.uid for one in before] == [one.uid for one in after]
    assert [one.uid for one in before] == [
        "voorbeeld.ggz.2027.step.period@example.nl",
        "voorbeeld.ggz.2027.step.deadline@example.nl",
    ]


def test_identity_is_the_same_in_the_agenda_of_a_track() -> None:
    timeline = resolve_calendar(calendar(event("uiterlijk 31 mei 2026", track="existing")))

    assert make_agenda(timeline, PUBLISHER, "existing") == make_agenda(timeline, PUBLISHER)


def test_agenda_of_a_track_holds_what_concerns_everybody_and_the_track() -> None:
    events = [event("1 juni 2026", key=track, track=track) for track in ("all", "existing", "new")]
    timeline = resolve_calendar(calendar(*events))

    one = make_agenda(timeline, PUBLISHER, "existing")

    assert [entry.event for entry in one.entries] == ["all", "existing"]


def test_entries_that_an_agenda_has_no_more_are_named() -> None:
    old, new = agenda(event("2-31 mei 2026")), agenda(event("uiterlijk 31 mei 2026"))

    assert [one.uid for one in entries_gone(old, new)] == ["voorbeeld.ggz.2027.step.period@example.nl"]


def test_events_without_a_moment_are_left_out_and_told() -> None:
    promise = event("binnen 2 maanden na aanvraag", key="promise", phase="promise")

    one = agenda(event("onbekend"), promise, event("1 juni 2026", key="known"))

    assert one.left_out == (LeftOut("step", "undated"), LeftOut("promise", "relative"))
    assert [entry.event for entry in one.entries] == ["known"]


def test_year_that_data_are_about_is_no_entry() -> None:
    one = agenda(event("over 2025"))

    assert (one.entries, one.left_out) == ((), (LeftOut("step", "about"),))


def test_occurrences_have_identities_of_their_own_that_do_not_name_a_date() -> None:
    uids = [one.uid for one in agenda(event("per kwartaal")).entries]

    assert uids == [f"voorbeeld.ggz.2027.step.{number}.deadline@example.nl" for number in (1, 2, 3, 4)]


def test_occurrences_beyond_the_first_hundred_are_left_out_and_counted() -> None:
    one = agenda(event("elke werkdag in 2027"))

    assert (len(one.entries), one.left_out) == (100, (LeftOut("step", "bound", 156),))


def test_expected_calendar_is_tentative_and_says_so() -> None:
    (one,) = agenda(event("uiterlijk 31 mei 2026"), status="expected").entries

    assert one.status == "TENTATIVE"
    assert one.description.splitlines()[2] == (
        "Verwacht, volgens de woorden van vorig jaar; nog niet bevestigd."
    )


def test_what_counts_from_a_planned_step_is_tentative_until_the_step_is_done() -> None:
    first = event("uiterlijk 1 maart 2027", key="offer", does="biedt aan", actor="insurer")
    second = event("binnen 4 weken na offer")
    written = calendar(first, second)
    happened = {"offer": datetime(2027, 2, 1, 10, tzinfo=ZONE)}

    planned = make_agenda(resolve_calendar(written), PUBLISHER).entries[1]
    actual = make_agenda(resolve_calendar(written, happened), PUBLISHER).entries[1]

    assert (planned.status, planned.end.isoformat()) == ("TENTATIVE", "2027-03-30T00:00:00+02:00")
    assert (actual.status, actual.end.isoformat()) == ("CONFIRMED", "2027-03-02T00:00:00+01:00")
    assert 'Gepland: telt vanaf "biedt aan", en dat moet nog gebeuren.' in planned.description.splitlines()
