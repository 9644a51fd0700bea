"""The facts of the first page: every round in a row, what waits and what comes, over all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inkoopkalender.domain.dutch import counted, listed, number
from inkoopkalender.domain.standings import DUTCH, STANDINGS
from inkoopkalender.usecases.overview import BrokenRound
from inkoopkalender.usecases.round_state import RoundState
from inkoopkalender.web.coming_list import Coming, coming_list
from inkoopkalender.web.doings import read_doings
from inkoopkalender.web.round_page import read_unsettled
from inkoopkalender.web.round_sentence import first_sentence, next_actions, round_words
from inkoopkalender.web.run_lines import WRONG, run_lines
from inkoopkalender.web.visit import Visit
from inkoopkalender.web.waiting_list import waiting_list

_MOST_STANDINGS = 4


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round; `fault` is why it cannot be shown, and then the rest is empty."""

    key: str
    title: str
    insurer: str = ""
    sentence: str = ""
    next_moment: str = ""
    next_what: str = ""
    standings: str = ""
    waiting: int = 0
    wrong: tuple[str, ...] = ()
    fault: str = ""


def overview_facts(visit: Visit, found: Sequence[RoundState | BrokenRound]) -> Mapping[str, object]:
    """Return the facts of the page."""
    lines = [_broken(one) if isinstance(one, BrokenRound) else _line(one, visit) for one in found]
    whole = [one for one in found if isinstance(one, RoundState)]
    coming = sorted((each for one in whole for each in coming_list(one)), key=lambda each: each.due_at)
    return {"sentence": _sentence(lines, coming), "rounds": lines, "coming": coming}


def _line(state: RoundState, visit: Visit) -> RoundLine:
    with visit.database.reading() as connection:
        doings = read_doings(visit, connection, state, ())
        unsettled = read_unsettled(connection, state)
    wrong = [one for one in run_lines(doings) if one.state in WRONG]
    coming = coming_list(state, next_actions(state))
    return RoundLine(
        key=state.desk.key,
        title=round_words(state.desk.key),
        insurer=state.desk.brand.name,
        sentence=first_sentence(state),
        next_moment=coming[0].moment if coming else "",
        next_what=", ".join(one.what for one in coming),
        standings=_standings(state),
        waiting=len(waiting_list(state, unsettled)),
        wrong=tuple(f"{one.what}: {one.state_words}" for one in wrong),
    )


def _broken(one: BrokenRound) -> RoundLine:
    return RoundLine(key=one.key, title=round_words(one.key), fault=one.fault)


def _standings(state: RoundState) -> str:
    """Return `224 overeenkomst aangeboden, 146 getekend`: where most stand, in the order of the year."""
    counts = state.standing_counts
    most = sorted((name for name in STANDINGS if counts.get(name)), key=lambda name: -counts[name])
    shown = [name for name in STANDINGS if name in most[:_MOST_STANDINGS]]
    return ", ".join(f"{number(counts[name])} {DUTCH[name]}" for name in shown)


def _sentence(lines: Sequence[RoundLine], coming: Sequence[Coming]) -> str:
    """Return what asks for somebody, over all rounds; or that nothing does, and what comes next."""
    if not lines:
        return "Er is nog geen ronde geopend."
    opened = counted(len(lines), "ronde is open", "rondes zijn open")
    return f"{opened}: {_trouble(lines)}; {_next(coming, lines)}."


def _trouble(lines: Sequence[RoundLine]) -> str:
    waits, wrong = sum(one.waiting for one in lines), sum(len(one.wrong) for one in lines)
    broken = sum(bool(one.fault) for one in lines)
    parts = [
        counted(waits, "punt wacht op een mens", "punten wachten op een mens") if waits else "",
        counted(wrong, "actie liep niet goed of is te laat", "acties liepen niet goed of zijn te laat")
        if wrong
        else "",
        counted(broken, "kalender is niet leesbaar", "kalenders zijn niet leesbaar") if broken else "",
    ]
    return listed([part for part in parts if part]) or "niets wacht op een mens en niets is mislukt"


def _next(coming: Sequence[Coming], lines: Sequence[RoundLine]) -> str:
    if coming:
        return f"eerstvolgend {coming[0].soon}: {coming[0].what} ({coming[0].moment})"
    later = [one for one in lines if one.next_moment]
    return "de komende twee weken staat er niets gepland" + (
        f", daarna {later[0].next_moment}" if later else ""
    )
