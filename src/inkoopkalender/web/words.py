"""Dutch words for the names that the program counts by: duties, outcomes, states, tasks.

A name without a word is shown as it is, with its underscores as spaces: a page never fails on it.
"""

from collections.abc import Mapping

from inkoopkalender.domain.dutch import number

DUTIES: Mapping[str, str] = {
    "tell_of_change": "gewijzigde datum gemeld",
    "publish_policy": "inkoopbeleid gepubliceerd",
    "close_objections": "bezwaartermijn gesloten",
    "open_intake": "uitvraag geopend",
    "register_new_providers": "inschrijving geopend",
    "remind_providers": "herinnering",
    "close_intake": "uitvraag gesloten",
    "assess_round": "gevolgen van de uitvraag bepaald",
    "score_providers": "waardemodel berekend",
    "propose_production": "productievoorstellen gedaan",
    "close_contracting": "overleg gesloten",
    "offer_contracts": "overeenkomsten aangeboden",
    "close_signing": "tekenen gesloten",
    "lapse_unsigned": "aanbod vervallen",
    "publish_contracted_care": "gecontracteerde zorg gepubliceerd",
    "close_enrolment": "inschrijving gesloten",
    "watch_promises": "toezegging bewaakt",
}
STATES: Mapping[str, str] = {
    "done": "gedaan",
    "lapsed": "vervallen",
    "waiting": "wachtend",
    "failed": "mislukt",
    "claimed": "niet afgemaakt",
    "due": "moet nog",
}
LETTER_STATES: Mapping[str, str] = {
    "composed": "wacht op vrijgave",
    "queued": "klaar om te gaan",
    "sending": "onderweg",
    "sent": "verzonden",
    "retry": "nieuwe poging",
    "failed": "niet bezorgd",
    "unknown": "onbekend",
    "withdrawn": "ingetrokken",
    "lapsed": "vervallen",
    "recorded": "bericht via VECOZO",
}
SUBMISSION_STATES: Mapping[str, str] = {
    "accepted": "op tijd en goed",
    "rejected": "afgekeurd",
    "late": "te laat",
    "refused": "geweigerd",
}
TASKS: Mapping[str, str] = {
    "eligibility": "Komt een late of stille aanbieder nog in aanmerking?",
    "consequence-after-change": "Blijft een gevolg staan nu de termijn is verlengd?",
    "lapsed-before-change": "Aanbod vervallen vóór de tekentermijn werd verlengd",
    "late-submission": "Telt een te late aanlevering mee?",
    "late-signature": "Wat volgt uit een late handtekening?",
    "publication-gate": "Lijst en handtekeningen verschillen",
    "promise-warning": "Toezegging loopt bijna af",
    "promise-end": "Toezegging niet op tijd nagekomen",
    "ceiling": "Welk omzetplafond?",
    "class": "Welke klasse?",
    "track": "Bestaande of nieuwe aanbieder?",
    "no-recipient": "Brief zonder adres",
    "policy-late": "Inkoopbeleid na 1 april",
    "keeping": "Bestanden voorbij hun bewaartermijn",
}
DECISIONS: Mapping[str, str] = {
    "continued": "verder met de aanbieder",
    "not_continued": "niet voortgezet",
}
PUBLICATIONS: Mapping[str, str] = {
    "policy": "Inkoopbeleid",
    "contracted-care": "Gecontracteerde zorg",
}
ROAD: Mapping[str, str] = {
    "handed_in": "op tijd en goed ingeleverd",
    "proposed": "productievoorstel gekregen",
    "offered": "overeenkomst aangeboden",
    "signed": "op tijd getekend",
}
PARAMETERS: Mapping[str, str] = {
    "policy_document": "Document van het inkoopbeleid",
    "policy_address": "Adres van het inkoopbeleid",
    "waardemodel_cut_a": "Waardemodel: klasse A vanaf (punten)",
    "waardemodel_cut_b": "Waardemodel: klasse B vanaf (punten)",
    "omzetplafond_percent": "Omzetplafond in % van vorig jaar, per klasse",
    "mds_class_by": "Stoppen met roken: welk percentage de klasse beslist",
    "mds_average_from": "Stoppen met roken: gemiddeld vanaf (%)",
    "mds_average_to": "Stoppen met roken: gemiddeld tot en met (%)",
}
_COUNTS: Mapping[str, tuple[str, str]] = {
    "published": ("gepubliceerd", "gepubliceerd"),
    "too_late": ("te laat", "te laat"),
    "objections": ("bezwaar op tijd", "bezwaren op tijd"),
    "frozen": ("aanlevering vastgezet", "aanleveringen vastgezet"),
    "class_c": ("keer klasse C", "keer klasse C"),
    "class_c_given": ("keer klasse C gegeven", "keer klasse C gegeven"),
    "class_c_kept": ("keer klasse C gebleven", "keer klasse C gebleven"),
    "scored": ("aanbieder ingedeeld", "aanbieders ingedeeld"),
    "human": ("vraag aan een mens", "vragen aan een mens"),
    "proposals": ("voorstel klaargezet", "voorstellen klaargezet"),
    "proposed": ("voorstel gedaan", "voorstellen gedaan"),
    "not_continued": ("niet voortgezet", "niet voortgezet"),
    "ended": ("beëindigd", "beëindigd"),
    "released": ("brief vrijgegeven", "brieven vrijgegeven"),
    "flagged": ("keer gemist, zonder klasse", "keer gemist, zonder klasse"),
    "unclear": ("onduidelijk", "onduidelijk"),
    "awaiting_decision": ("wacht op een besluit", "wachten op een besluit"),
    "ceiling_unclear": ("omzetplafond onbekend", "omzetplafonds onbekend"),
    "withdrawn": ("brief ingetrokken", "brieven ingetrokken"),
    "contracts": ("overeenkomst klaargezet", "overeenkomsten klaargezet"),
    "price_agreements": ("daarvan alleen prijsafspraak", "daarvan alleen prijsafspraken"),
    "offered": ("aanbod gedaan", "aanbiedingen gedaan"),
    "agrees": ("keer akkoord", "keer akkoord"),
    "counters": ("tegenvoorstel", "tegenvoorstellen"),
    "declines": ("keer afgezien", "keer afgezien"),
    "no_reaction": ("keer geen reactie", "keer geen reactie"),
    "signed": ("getekend", "getekend"),
    "open": ("nog open", "nog open"),
    "lapsed": ("vervallen", "vervallen"),
    "contracted": ("gecontracteerd", "gecontracteerd"),
    "missing": ("ontbrak op de lijst", "ontbraken op de lijst"),
    "extra": ("te veel op de lijst", "te veel op de lijst"),
    "new_providers": ("nieuwe aanbieder", "nieuwe aanbieders"),
    "enrolments": ("inschrijving", "inschrijvingen"),
    "warned": ("keer gewaarschuwd", "keer gewaarschuwd"),
    "broken": ("keer niet nagekomen", "keer niet nagekomen"),
    "kept": ("keer nagekomen", "keer nagekomen"),
    "without_address": ("zonder adres", "zonder adres"),
}
ADDRESSED = frozenset({"letters"})
"""Counts that say to how many, not what came of it."""
COUNTED = frozenset(_COUNTS) | ADDRESSED
_LEAD_UNITS: Mapping[str, tuple[str, str]] = {
    "day": ("dag", "dagen"),
    "week": ("week", "weken"),
    "working day": ("werkdag", "werkdagen"),
}


def named(name: str, words: Mapping[str, str]) -> str:
    """Return the word for a name, or the name itself, readable."""
    return words.get(name, name.replace("_", " ").replace("-", " "))


def result_words(counts: Mapping[str, int]) -> str:
    """Return `105 getekend, 8 vervallen`: what came of it, zeros left out."""
    return ", ".join(
        _counted(name, count) for name, count in counts.items() if count and name not in ADDRESSED
    )


def duty_words(kind: str, occurrence: str) -> str:
    """Return `herinnering, 14 dagen voor het einde`."""
    return f"{named(kind, DUTIES)}{_occurrence(occurrence)}"


def parameter_value(value: object) -> str:
    """Return a parameter's value as one reads it: `A: 104 · B: 101 · C: 97`."""
    if isinstance(value, Mapping):
        return " · ".join(f"{name}: {parameter_value(one)}" for name, one in value.items())
    return number(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _occurrence(occurrence: str) -> str:
    special = {"": "", "warning": ": waarschuwing vooraf", "end": ": termijn verstreken"}
    if occurrence in special:
        return special[occurrence]
    if occurrence.startswith("change "):
        return f", wijziging {occurrence.removeprefix('change ')}"
    if occurrence[:2] == "20" and "T" in occurrence:
        return ", na het uitstel"
    amount, _, unit = occurrence.partition(" ")
    one, many = _LEAD_UNITS.get(unit.removesuffix("s"), (unit, unit))
    return f", {amount} {one if amount == '1' else many} voor het einde"


def _counted(name: str, count: int) -> str:
    one, many = _COUNTS.get(name, (name.replace("_", " "),) * 2)
    return f"{number(count)} {one if count == 1 else many}"
