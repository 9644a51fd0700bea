"""From when until when a rehearsal runs: what has duties decides, not what is only shown."""

from dataclasses import replace

from ledger_game import CZ

from inkoopkalender.domain.planning import acted_on
from inkoopkalender.usecases.rehearsal.prepare import last_moment


def test_rehearsal_ends_with_the_last_answer_that_can_be_promised() -> None:
    assert last_moment(CZ).isoformat() == "2027-04-29T09:00:00+02:00"


def test_events_without_duties_do_not_lengthen_a_rehearsal() -> None:
    shown_late = replace(CZ.event("strategic-policy"), end=last_moment(CZ).replace(year=2030))

    assert last_moment(replace(CZ, events=(*CZ.events, shown_late))) == last_moment(CZ)
    assert last_moment(replace(CZ, events=acted_on(CZ))) == last_moment(CZ)
