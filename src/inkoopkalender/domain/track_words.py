"""The Dutch words in which a track's rule is explained: facts, limits, relations, and whom to ask."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from inkoopkalender.domain import dutch
from inkoopkalender.domain.register_facts import RelationKind
from inkoopkalender.domain.track_rules import Compared, Comparison, NumberFact, TextFact, Unit

FACT_WORDS: Final[Mapping[TextFact | NumberFact, str]] = {
    "care_type": "zorgsoort",
    "sectors": "soort aanbieder",
    "core_region": "kernregio",
    "clients": "aantal cliënten",
    "turnover": "omzet",
    "agreement": "productieafspraak",
    "claimed": "gedeclareerd bedrag",
    "core_share": "aandeel cliënten in het kernwerkgebied",
    "clients_per_core_area": "cliënten per postcodegebied in het kernwerkgebied",
}
RELATION_WORDS: Final[Mapping[RelationKind, str]] = {
    "group": "groep waar zij bij hoort",
    "full-subsidiary": "moeder waarvan zij volle dochter is",
    "cooperative-member": "coöperatie waarvan zij lid is",
}
RELATION_WORDS_OF_OTHERS: Final[Mapping[RelationKind, str]] = {
    "group": "organisatie in haar groep",
    "full-subsidiary": "volle dochter",
    "cooperative-member": "lid van haar coöperatie",
}
_REGISTER: Final = "providers import, kolom"
_ASK: Final[Mapping[str, str]] = {
    "sectors": f"de zorgaanbieder ({_REGISTER} sectoren)",
    "core_region": f"de zorginkoper van de regio ({_REGISTER} kernregio)",
    "clients": f"de zorgaanbieder ({_REGISTER} clienten)",
    "turnover": f"declaratiedata van de verzekeraar, of de zorgaanbieder ({_REGISTER} omzet)",
    "agreement": "de zorginkoper (contracts import)",
    "claimed": "de zorginkoper (contracts import)",
    "contract": "de zorginkoper (contracts import)",
    "unclaimed": "een mens beslist (providers place)",
    "core_share": "declaratiedata van de verzekeraar (providers import-areas)",
    "clients_per_core_area": "declaratiedata van de verzekeraar (providers import-areas)",
}
_COMPARED: Final[Mapping[Comparison, tuple[str, str]]] = {
    "at_least": ("ten minste", "minder dan"),
    "above": ("meer dan", "niet meer dan"),
    "at_most": ("hoogstens", "meer dan"),
    "below": ("minder dan", "niet minder dan"),
}
"""How a limit is said when it is met, and when it is not."""


def ask_for(name: str) -> str:
    """Return who has a fact that is missing, and by which command it comes in."""
    return _ASK[name]


def comparison(rule: Compared, value: Fraction) -> tuple[bool, str]:
    """Say whether a value keeps to the limit, and in words; nothing is rounded before it is compared."""
    limit = rule.limit.value
    holds = {
        "at_least": value >= limit,
        "above": value > limit,
        "at_most": value <= limit,
        "below": value < limit,
    }[rule.comparison]
    words = _COMPARED[rule.comparison][0 if holds else 1]
    return holds, f"{words} {quantity(limit, rule.limit.unit)}"


def quantity(value: Fraction, unit: Unit) -> str:
    """Return `€ 2.500.000,00`, `51,25 %` or `2,33`: at most two decimals, cut off and not rounded up."""
    if unit == "eur":
        return dutch.money(int(value * 100))
    whole, rest = divmod(int(value * 100), 100)
    text = dutch.number(whole) + (f",{rest:02}".rstrip("0") if rest else "")
    return f"{text} %" if unit == "percent" else text
