"""How the commands about tracks tell a verdict: why, by which section, what is missing and who has it."""

from collections.abc import Iterator, Sequence

from inkoopkalender.domain import dutch
from inkoopkalender.domain.track_verdicts import ConditionVerdict, TrackVerdict, Verdict
from inkoopkalender.usecases.track_view import Placed

VERDICTS: dict[Verdict, str] = {
    "in": "ja",
    "not": "nee",
    "unknown": "onbekend",
    "person": "mens beslist",
}
_MET = {"met": "voldoet", "not_met": "voldoet niet", "unknown": "onbekend", "not_applicable": "geldt niet"}


def why(verdict: TrackVerdict) -> str:
    """Return why, in Dutch, with the section; over several lines when somebody must be asked."""
    return "\n".join(_why(verdict))


def _why(verdict: TrackVerdict) -> Iterator[str]:
    rule, choice = verdict.rule, verdict.choice
    if choice is not None:
        day = dutch.plain_date(choice.chosen_at.date())
        yield f"gekozen door {choice.chosen_by} op {day}: {choice.reason}"
        yield f"de regel zegt: {VERDICTS[verdict.by_rule]}"
    told = "; ".join(ground.text for ground in verdict.grounds)
    yield f"{told or 'zonder gegevens'} [{_section(rule.section, rule.ambiguities)}]"
    for ask in dict.fromkeys(ground.ask for ground in verdict.grounds if ground.ask):
        yield f"vraag na bij: {ask}"
    if rule.proposed:
        yield f"voorstel: {rule.proposed}"


def condition_lines(conditions: Sequence[ConditionVerdict]) -> list[list[str]]:
    """Return a row per condition: its number, the outcome and why."""
    rows = []
    for one in conditions:
        told = "; ".join(ground.text for ground in one.grounds)
        section = _section(one.condition.section, one.condition.ambiguities)
        lines = [f"{one.condition.title}: {told} [{section}]"]
        lines += [f"vraag na bij: {ask}" for ask in dict.fromkeys(g.ask for g in one.grounds if g.ask)]
        lines += [f"voorstel: {one.condition.proposed}"] if one.condition.proposed else []
        rows.append([one.condition.id, _MET[one.met], "\n".join(lines)])
    return rows


def document_of(one: Placed) -> dict[str, object]:
    """Return an organisation with its tracks for JSON."""
    return {
        "agb": one.organisation.main_agb,
        "name": one.organisation.name,
        "main": one.placing.main or None,
        "beside": one.placing.beside,
        "clashes": one.placing.clashes,
        "tracks": [
            {
                "catalogue": verdict.rule.catalogue,
                "track": verdict.rule.track,
                "verdict": verdict.verdict,
                "by_rule": verdict.by_rule,
                "choice": verdict.choice,
                "grounds": verdict.grounds,
                "section": verdict.rule.section,
                "basis": verdict.rule.basis,
                "proposed": verdict.rule.proposed,
                "ambiguities": verdict.rule.ambiguities,
            }
            for verdict in one.placing.verdicts
        ],
        "conditions": [
            {
                "id": verdict.condition.id,
                "title": verdict.condition.title,
                "outcome": verdict.met,
                "grounds": verdict.grounds,
                "section": verdict.condition.section,
                "basis": verdict.condition.basis,
                "proposed": verdict.condition.proposed,
                "ambiguities": verdict.condition.ambiguities,
            }
            for verdict in one.conditions
        ],
    }


def _section(section: str, ambiguities: Sequence[str]) -> str:
    return ", ".join((section, *ambiguities))
