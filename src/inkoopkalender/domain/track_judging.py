"""Holds an organisation against a rule: it holds, it does not, or a fact is missing; and why, in Dutch.

Unknown is no guess: a rule is unknown only when the missing facts could still turn it. The grounds are
those that decide, each a statement about the register with its day and source.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import assert_never

from inkoopkalender.domain import dutch
from inkoopkalender.domain.areas import AreaCount, count_areas
from inkoopkalender.domain.codes import zorgsoort
from inkoopkalender.domain.register import PastContract
from inkoopkalender.domain.register_facts import Fact, current_facts
from inkoopkalender.domain.track_rules import (
    All,
    Among,
    Any,
    Compared,
    HasContract,
    HasRelation,
    Not,
    NumberFact,
    Rule,
    TrackRules,
)
from inkoopkalender.domain.track_subject import Subject
from inkoopkalender.domain.track_words import (
    FACT_WORDS,
    RELATION_WORDS,
    RELATION_WORDS_OF_OTHERS,
    ask_for,
    comparison,
    quantity,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What decides, in Dutch. `missing` names the fact that is not known, `ask` who has it."""

    text: str
    missing: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a rule holds; None when that is not known."""

    holds: bool | None
    grounds: tuple[Ground, ...] = field(default=())


def judge(rule: Rule, subject: Subject, rules: TrackRules) -> Judgement:
    """Hold an organisation against a rule of a round's rules."""
    if isinstance(rule, All | Any):
        parts = [judge(one, subject, rules) for one in rule.rules]
        return _joined(parts, decides=isinstance(rule, Any))
    if isinstance(rule, Not):
        inner = judge(rule.rule, subject, rules)
        return Judgement(None if inner.holds is None else not inner.holds, inner.grounds)
    return _condition(rule, subject, rules)


def _condition(
    rule: Among | Compared | HasContract | HasRelation, subject: Subject, rules: TrackRules
) -> Judgement:
    match rule:
        case Among():
            return _among(rule, subject)
        case Compared():
            return _compared(rule, subject, rules)
        case HasContract():
            return _contracted(rule, subject, rules)
        case HasRelation():
            return _related(rule, subject)
        case _:
            assert_never(rule)


def _joined(parts: Sequence[Judgement], *, decides: bool) -> Judgement:
    """Join by `any` (True decides) or `all` (False decides): the grounds are those of what decided."""
    outcome: bool | None = not decides
    if any(part.holds is decides for part in parts):
        outcome = decides
    elif any(part.holds is None for part in parts):
        outcome = None
    grounds = [ground for part in parts if part.holds is outcome for ground in part.grounds]
    return Judgement(outcome, tuple(dict.fromkeys(grounds)))


def _unknown(name: str, what: str) -> Judgement:
    return Judgement(None, (Ground(f"{what} is niet bekend", what, ask_for(name)),))


def _told(as_of: date, source: str) -> str:
    return f"({dutch.plain_date(as_of)}, {source})"


# --- words ----------------------------------------------------------------------------------------
def _among(rule: Among, subject: Subject) -> Judgement:
    name, wanted = FACT_WORDS[rule.fact], " of ".join(rule.values)
    if rule.fact == "care_type":
        found = sorted({zorgsoort(code) for code in subject.codes})
        where = f"(AGB {', '.join(subject.codes)})"
    else:
        fact = _fact(subject, rule.fact)
        if fact is None:
            return _unknown(rule.fact, name)
        found = [word.strip() for word in str(fact.value).split(",")]
        where = _told(fact.as_of, fact.source)
    holds = any(word in rule.values for word in found)
    listed = ", ".join(found)
    text = f"{name} {listed} {where}" if holds else f"{name} {listed}, niet {wanted} {where}"
    return Judgement(holds, (Ground(text),))


def _fact(subject: Subject, kind: str, insurer: str = "") -> Fact | None:
    return next(
        (one for one in current_facts(subject.known.facts) if (one.kind, one.insurer) == (kind, insurer)),
        None,
    )


# --- numbers --------------------------------------------------------------------------------------
_Number = tuple[Fraction, str]


def _compared(rule: Compared, subject: Subject, rules: TrackRules) -> Judgement:
    insurer = "" if rule.everybody else rules.insurer
    name = FACT_WORDS[rule.fact]
    if rule.fact == "turnover":
        name = f"{name} met alle verzekeraars samen" if rule.everybody else f"{name} met {insurer}"
    found = _NUMBERS[rule.fact](subject, rules, insurer)
    if found is None:
        return _unknown(rule.fact, name)
    value, where = found
    holds, words = comparison(rule, value)
    text = f"{name} {quantity(value, rule.limit.unit)}, {words} {where}"
    return Judgement(holds, (Ground(text),))


def _clients(subject: Subject, rules: TrackRules, insurer: str) -> _Number | None:
    del rules, insurer  # the register counts all clients together
    fact = _fact(subject, "clients")
    return None if fact is None else (Fraction(fact.value), _told(fact.as_of, fact.source))


def _turnover(subject: Subject, rules: TrackRules, insurer: str) -> _Number | None:
    del rules
    fact = _fact(subject, "turnover_cents", insurer)
    return None if fact is None else (Fraction(int(fact.value), 100), _told(fact.as_of, fact.source))


def _agreed(subject: Subject, rules: TrackRules, insurer: str) -> _Number | None:
    del insurer
    past = _past(subject, rules, rules.sector, 1)
    return None if past is None else (Fraction(past.agreement_cents, 100), _of_year(rules, 1))


def _claimed(subject: Subject, rules: TrackRules, insurer: str) -> _Number | None:
    del insurer
    past = _past(subject, rules, rules.sector, 1)
    return None if past is None else (Fraction(past.claimed_cents, 100), _of_year(rules, 1))


def _core_share(subject: Subject, rules: TrackRules, insurer: str) -> _Number | None:
    count = count_areas(subject.areas, insurer, rules.core_areas) if rules.core_areas else None
    if count is None:
        return None
    return count.core_share, f"({count.core_clients} van {count.clients} cliënten; {_counted(count)})"


def _per_core_area(subject: Subject, rules: TrackRules, insurer: str) -> _Number | None:
    count = count_areas(subject.areas, insurer, rules.core_areas) if rules.core_areas else None
    if count is None or count.core_average is None:
        return None
    return count.core_average, f"({count.core_clients} ÷ {count.core_areas}; {_counted(count)})"


def _counted(count: AreaCount) -> str:
    return f"{dutch.plain_date(count.as_of)}, {count.source}"


_NUMBERS: dict[NumberFact, Callable[[Subject, TrackRules, str], _Number | None]] = {
    "clients": _clients,
    "turnover": _turnover,
    "agreement": _agreed,
    "claimed": _claimed,
    "core_share": _core_share,
    "clients_per_core_area": _per_core_area,
}


# --- contracts and relations ----------------------------------------------------------------------
def _past(subject: Subject, rules: TrackRules, sector: str, years_back: int) -> PastContract | None:
    key = (rules.insurer, sector, rules.contract_year - years_back)
    return next((c for c in subject.contracts if (c.insurer, c.sector, c.contract_year) == key), None)


def _of_year(rules: TrackRules, years_back: int) -> str:
    return f"(overeenkomsten van {rules.contract_year - years_back})"


def _contracted(rule: HasContract, subject: Subject, rules: TrackRules) -> Judgement:
    sector, year = rule.sector or rules.sector, rules.contract_year - rule.years_back
    of_whom = f"overeenkomst {sector} met {rules.insurer} voor {year}"
    what = f"een {of_whom}"
    past = _past(subject, rules, sector, rule.years_back)
    if past is None:
        if (rules.insurer, sector, year) not in subject.contract_files:
            return _unknown("contract", what)
        return Judgement(holds=False, grounds=(Ground(f"geen {of_whom}"),))
    if not rule.claimed:
        return Judgement(holds=True, grounds=(Ground(what),))
    if past.claimed_cents > 0:
        return Judgement(
            holds=True, grounds=(Ground(f"{what}, gedeclareerd {dutch.money(past.claimed_cents)}"),)
        )
    name = f"of {what} zonder declaraties telt"
    return Judgement(None, (Ground(f"{what}, maar niets gedeclareerd", name, ask_for("unclaimed")),))


def _related(rule: HasRelation, subject: Subject) -> Judgement:
    relations = subject.of_others if rule.of_others else subject.known.relations
    found = [one for one in relations if one.kind == rule.kind]
    words = (RELATION_WORDS_OF_OTHERS if rule.of_others else RELATION_WORDS)[rule.kind]
    if not found:
        return Judgement(holds=False, grounds=(Ground(f"geen {words} in het register"),))
    first = found[0]
    others = f"{words}: KvK {first.related_kvk}" + (f" en nog {len(found) - 1}" if found[1:] else "")
    return Judgement(holds=True, grounds=(Ground(f"{others} {_told(first.as_of, first.source)}"),))
