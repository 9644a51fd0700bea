"""The facts of one round's page: its sentence, picture, what waits, what comes, who stands where, what ran.

Facts in, facts out; the addresses stand in `routes`, the words of the page in its template.
"""

from collections.abc import Mapping

from markupsafe import Markup

from inkoopkalender.domain.standings import DUTCH, STANDINGS
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.glance import (
    count_accepted,
    count_held,
    count_offers,
    count_signed,
    list_unknown_letters,
)
from inkoopkalender.storage.letters import LETTER_STATES
from inkoopkalender.storage.tallies import list_set_parameters
from inkoopkalender.usecases.known_parameters import PARAMETERS
from inkoopkalender.usecases.rehearsal.phases import fold_days
from inkoopkalender.usecases.round_state import RoundState
from inkoopkalender.web import words
from inkoopkalender.web.coming_list import coming_list
from inkoopkalender.web.doings import read_doings
from inkoopkalender.web.event_lines import event_lines
from inkoopkalender.web.event_words import track_titles
from inkoopkalender.web.matrix import Matrix, make_matrix
from inkoopkalender.web.phase_words import phase_words
from inkoopkalender.web.round_sentence import first_sentence, round_words
from inkoopkalender.web.run_lines import WRONG, run_lines
from inkoopkalender.web.timeline_layout import Mark
from inkoopkalender.web.timeline_pictures import draw_acted_on, draw_only_shown
from inkoopkalender.web.timeline_signs import draw_legend
from inkoopkalender.web.visit import Visit
from inkoopkalender.web.waiting_list import Unsettled, waiting_list, waiting_parameters
from inkoopkalender.web.words import named, parameter_value

MOST_LINES = 30
"""Lines of what ran on the page; all of them are one click further."""


def round_facts(visit: Visit, state: RoundState, *, whole: bool) -> Mapping[str, object]:
    """Return the facts of the page; `whole` shows everything that ran."""
    runs = visit.site.runs_of(state.desk.key, 200) if visit.prefect_answers else None
    with visit.database.reading() as connection:
        unsettled = read_unsettled(connection, state)
        lines = run_lines(read_doings(visit, connection, state, runs or ()))
        road = _road(connection, state)
        parameters = _parameters(connection, state)
    return {
        **_opening(state),
        "waiting": waiting_list(state, unsettled),
        "coming": coming_list(state),
        "road": road,
        "standings": _standings(state),
        "letters": _letters(state),
        "undelivered": sum(counts.get("failed", 0) for counts in state.letters.values()),
        "lines": lines if whole else lines[:MOST_LINES],
        "more_lines": 0 if whole else max(0, len(lines) - MOST_LINES),
        "wrong": sum(one.state in WRONG for one in lines),
        "prefect": runs is not None,
        "events": event_lines(state.desk.timeline, state.now, state.desk.amendments),
        "disagreements": state.desk.disagreements,
        "parameters": parameters,
        "needed": waiting_parameters(state),
    }


def _opening(state: RoundState) -> Mapping[str, object]:
    desk = state.desk
    return {
        "key": desk.key,
        "title": round_words(desk.key),
        "insurer": desk.brand.name,
        "colour": desk.brand.colour,
        "source": desk.calendar.source.title,
        "sentence": first_sentence(state),
        **draw_acted_on(desk.timeline, _marks(state), state.now),
        **draw_only_shown(desk.timeline, state.now),
        "legend": [(Markup(sign), said) for sign, said in draw_legend(until_line=True, until_words="nu")],  # noqa: S704 -- drawn, not taken in
    }


def _marks(state: RoundState) -> list[Mark]:
    return [
        Mark(one.event, one.seen_at, one.state, phase_words(one))
        for one in fold_days(state.ledger, state.desk.zone)
    ]


def read_unsettled(connection: Connection, state: RoundState) -> Unsettled:
    """Read what else waits for a person."""
    waiting = [row.key for row in state.ledger if row.state == "waiting"]
    return Unsettled(
        held={key: count_held(connection, key) for key in waiting},
        unknown=list_unknown_letters(connection, state.desk.round.round_id),
    )


def _road(connection: Connection, state: RoundState) -> list[tuple[str, int]]:
    """Return the stations of the year with how many organisations came past each."""
    round_id = state.desk.round.round_id
    events = state.desk.timeline.events
    intakes = [one.submission or one.key for one in events if one.phase == "intake"]
    return [
        ("doet mee aan de ronde", sum(state.standing_counts.values())),
        (words.ROAD["handed_in"], sum(count_accepted(connection, round_id, kind) for kind in intakes)),
        (words.ROAD["proposed"], count_offers(connection, round_id, "proposal").released),
        (words.ROAD["offered"], count_offers(connection, round_id, "contract").released),
        (words.ROAD["signed"], count_signed(connection, round_id)),
    ]


def _standings(state: RoundState) -> Matrix:
    titles = track_titles(state.desk.calendar)
    found = {titles.get(track, track): counts for track, counts in state.standings.items()}
    return make_matrix({DUTCH[name]: {t: c.get(name, 0) for t, c in found.items()} for name in STANDINGS})


def _letters(state: RoundState) -> Matrix:
    letters = state.desk.letters
    return make_matrix(
        {
            letters[letter].title if letter in letters else letter: {
                words.LETTER_STATES[one]: counts.get(one, 0) for one in LETTER_STATES
            }
            for letter, counts in state.letters.items()
        }
    )


def _parameters(connection: Connection, state: RoundState) -> list[tuple[str, str, str, str, bool]]:
    """Return each parameter: its name, what it is called, what it decides, its value or nothing, invented."""
    found = {one.name: one for one in list_set_parameters(connection, state.desk.round.round_id)}
    return [
        (
            name,
            named(name, words.PARAMETERS),
            parameter.meaning,
            parameter_value(found[name].value) if name in found else "",
            name in found and found[name].invented,
        )
        for name, parameter in PARAMETERS.items()
    ]
