"""The sentence that answers how the rehearsed year went, and the few numbers that stand beside it."""

from inkoopkalender.domain.dutch import counted, listed, long_date, number
from inkoopkalender.domain.planning import acted_on
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.standings import STANDINGS
from inkoopkalender.usecases.rehearsal.report import Report

_ENDED: dict[str, tuple[str, str]] = {
    "signed": ("tekende", "tekenden"),
    "lapsed": ("tekende niet", "tekenden niet"),
    "declined": ("zag zelf af", "zagen zelf af"),
    "not_continued": ("is niet voortgezet", "zijn niet voortgezet"),
}
"""Where the year of an existing provider ends; the rest is still on its way."""
_NEW = ("enrolled", "refused")
_NEWCOMER = ("nieuwe aanbieder", "nieuwe aanbieders")


def round_words(report: Report) -> str:
    """Return `wijkverpleging 2027`."""
    key = RoundKey.parse(report.plan.round_key)
    return f"{key.sector.replace('-', ' ')} {key.contract_year}"


def summary(report: Report) -> str:
    """Return how the year went, in one sentence whose numbers add up to the providers."""
    standings = report.numbers.standings
    parts = [
        f"{number(standings[name])} {words[standings[name] != 1]}"
        for name, words in _ENDED.items()
        if standings[name]
    ]
    under_way = sum(standings[name] for name in STANDINGS if name not in (*_ENDED, *_NEW))
    under_way -= _waiting_newcomers(report)
    parts += [f"{number(under_way)} {'is' if under_way == 1 else 'zijn'} nog onderweg"] if under_way else []
    parts += _newcomers(report)
    return f"{_opening(report)}: {listed(parts)}; {_undelivered(report)}."


def is_whole_year(report: Report) -> bool:
    """Say whether the rehearsal ran past the last event with duties."""
    ends = [event.end for event in acted_on(report.timeline) if event.end]
    return max(ends, default=report.plan.until) <= report.plan.until


def _opening(report: Report) -> str:
    providers = counted(report.plan.providers, "aanbieder doorliep", "aanbieders doorliepen")
    until = "" if is_whole_year(report) else f" tot {long_date(report.plan.until.date())}"
    return f"{providers} de ronde {round_words(report)}{until}"


def _newcomers(report: Report) -> list[str]:
    """Tell how many of the new providers were offered a contract, once there is a decision."""
    everyone = sum(_new_standings(report).values())
    enrolled, refused = (report.numbers.standings[name] for name in _NEW)
    if not everyone:
        return []
    if not enrolled + refused:
        return [f"{counted(everyone, 'nieuwe aanbieder wacht', 'nieuwe aanbieders wachten')} op een besluit"]
    verb = "kreeg" if enrolled == 1 else "kregen"
    return [f"{number(enrolled)} van {counted(everyone, *_NEWCOMER)} {verb} een aanbod"]


def _waiting_newcomers(report: Report) -> int:
    return sum(count for name, count in _new_standings(report).items() if name not in (*_ENDED, *_NEW))


def _new_standings(report: Report) -> dict[str, int]:
    tracks = {event.track for event in report.timeline.events if event.phase == "enrol-new-providers"}
    found: dict[str, int] = {}
    for track in tracks & set(report.breakdown.standings):
        for name, count in report.breakdown.standings[track].items():
            found[name] = found.get(name, 0) + count
    return found


def _undelivered(report: Report) -> str:
    failed = report.numbers.letters["failed"]
    if not failed:
        return "alle brieven zijn bezorgd" if report.numbers.letters["sent"] else "er gingen geen brieven uit"
    return f"{counted(failed, 'brief kon', 'brieven konden')} niet worden bezorgd"
