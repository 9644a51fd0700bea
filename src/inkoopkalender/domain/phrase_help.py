"""What to say about words that the grammar does not know: the word, its place, the nearest known form.

Texts only; which terminals could have stood at the place comes from the parser.
"""

import difflib
import re
from collections.abc import Iterable

from inkoopkalender.domain.dutch import WEEKDAYS
from inkoopkalender.domain.dutch_dates import MONTHS
from inkoopkalender.domain.phrase_error import PhraseError
from inkoopkalender.domain.phrase_examples import ROWS
from inkoopkalender.domain.phrase_terminals import DAY_WORDS, NUMBERS, SEASONS, TERMINALS
from inkoopkalender.domain.relative_phrases import UNIT_WORDS

_KNOWN_WORDS = (
    *MONTHS, *NUMBERS, *DAY_WORDS, *SEASONS, *WEEKDAYS,
    *(word for pair in UNIT_WORDS.values() for word in pair),
    "uiterlijk", "op", "per", "in", "vóór", "voor", "tot", "tot en met", "t/m", "vanaf", "na", "nadat",
    "van", "tussen", "en", "binnen", "begin", "medio", "eind", "uur", "om", "a.s.", "het hele jaar",
    "onbekend", "per", "elk", "elke", "jaarlijks", "maandelijks", "kwartaal", "half jaar", "kalenderjaar",
    "contractjaar", "eerste", "tweede", "derde", "vierde", "laatste", "werkdag", "helft", "minimaal",
    "maximaal", "keer", "over", "half", "van tevoren", "voorafgaand aan", "na afloop van", "week",
    "prinsjesdag", "kalenderdagen", "kalendermaanden", "onverwijld", "per omgaande", "voor het eerst",
)  # fmt: skip
_PLACES = {
    "NUMBER": "een getal (10, of een dag: 31)", "NUMBER_WORD": "een getal (tien)",
    "DATE": "een datum (31 mei 2026)", "MONTH": "een maand (mei)", "YEAR": "een jaar (2026)",
    "PART": "begin, medio of eind", "UNIT": "dagen, weken, maanden, jaren, werkdagen, kwartaal of uur",
    "CLOCK": "een kloktijd (12.00 uur)", "UNTIL": "uiterlijk", "THROUGH": "t/m", "TO": "tot",
    "BEFORE": "vóór", "_FROM": "vanaf", "AFTER": "na", "_AND": "en", "_IN": "in", "_OF": "van",
    "_WHOLE_YEAR": "het hele jaar", "HYPHEN": "-", "ON": "op of per",
    "_BETWEEN": "tussen", "_WITHIN": "binnen", "_UNKNOWN": "onbekend",
    "EVERY": "per of elke", "ADVERB": "jaarlijks", "AT_LEAST": "minimaal", "AT_MOST": "maximaal",
    "_TIMES": "keer", "AHEAD": "van tevoren", "COUNTED": "een weekdag", "WEEKDAY_NAME": "een weekdag",
    "RULE_JOINT": "na of waarin", "_OVER": "over", "DAY_OF_MONTH": "de 10e",
    "_FIRST_TIME": "voor het eerst in",
    "REFERENCE": "de sleutel van een gebeurtenis of een feit", "$END": "niets meer",
}  # fmt: skip
_LANGUAGE = "De woorden staan in docs/reference/calendar-language.md."
_YEAR = re.compile(r"\d{4}")
_CLOCK = re.compile(
    rf"(?:\d{{1,2}}(?:[.:]\d\d)?\s*(?:uur|u)|\d{{1,2}}[.:]\d\d)(?:\s+{TERMINALS['ZONE']})?\s*$", re.IGNORECASE
)
_NO_DATE = re.compile(
    r"\s*(z\.?s\.?m\b|tijdig|op tijd|in overleg|te zijner tijd|tussentijds)",
    re.IGNORECASE,
)
_WITHOUT_DATE = "Schrijf when: onbekend, en zet de woorden van het beleid onder quote."
_SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}([-/.])\d{1,2}\1\d\d(?!\d)")
_LIKE = 0.7
_SHORT = 3
"""Words of so few letters resemble too much."""
_SHOWN = 9
"""How many words are named that could have stood at a place; more help nobody."""


def nearest(word: str, known: Iterable[str], likeness: float = 0.65) -> str | None:
    """Find the known form that the word resembles most."""
    return next(iter(difflib.get_close_matches(word.lower(), list(known), 1, likeness)), None)


def explain(words: str, position: int, expected: Iterable[str], without: str = "") -> PhraseError:
    """Make the error for words that stop making sense at a position (counted from 0).

    `without` are the words less the one at the position, when the language knows those.
    """
    if _NO_DATE.match(words):
        return PhraseError(words, 1, "Deze woorden noemen geen datum.", _WITHOUT_DATE)
    if short := _SHORT_YEAR.search(words):
        problem = f"'{short[0]}' heeft een jaar van twee cijfers."
        return PhraseError(words, short.start() + 1, problem, "Schrijf het jaar voluit: 31-05-2026.")
    found = re.match(r"[tT] ?/ ?[mM]\b|\w[\w.]*\w|\w|\S", words[position:].lstrip())
    column = position + 1 + len(words[position:]) - len(words[position:].lstrip())
    could_stand = sorted({_PLACES[name] for name in expected if name in _PLACES})
    here = f"Hier kan staan: {', '.join(could_stand)}." if 0 < len(could_stand) <= _SHOWN else _LANGUAGE
    if found is None:
        return PhraseError(words, len(words) + 1, "De woorden houden te vroeg op.", here)
    word = found[0]
    if word.lower() in _KNOWN_WORDS or not word.isalpha():
        return PhraseError(words, column, f"'{word}' past niet op deze plaats.", here)
    known = nearest(word, _KNOWN_WORDS, _LIKE) if len(word) > _SHORT else None
    hint = f"Zonder dit woord kent de taal het: '{without}'. " if without else _nearest_form(words)
    hint = f"Het meest lijkt erop: '{known}'. " if known else hint
    return PhraseError(words, column, f"'{word}' is geen woord van de kalendertaal.", hint + here)


def _nearest_form(words: str) -> str:
    """Name the example of the language that the words as a whole resemble most."""
    examples = [example.words for row in ROWS for example in row.examples]
    form = nearest(words, examples, likeness=0.55)
    return f"Zo kent de taal het: '{form}'. " if form else ""


def refuse_misspelt_date(name: str, column: int) -> None:
    """Refuse free words that look like a date with a fault in it, or end in a clock that would be lost."""
    if clock := _CLOCK.search(name):
        problem = f"Op '{clock[0]}' volgt niets: een kloktijd hoort bij een datum, niet bij een gebeurtenis."
        next_step = "Laat de kloktijd weg, of schrijf de datum."
        raise PhraseError("", column + clock.start(), problem, next_step)
    first = name.split(maxsplit=1)[0]
    month = nearest(first, (*MONTHS, "begin", "medio", "eind"), _LIKE)
    if _YEAR.search(name) or (month and " " not in name):
        hint = f"Bedoelt u '{month}'? " if month else ""
        problem = f"Met '{first}' begint geen datum, en ook niet de sleutel van een gebeurtenis of feit."
        next_step = f"{hint}Een sleutel of omschrijving heeft geen jaartal; een datum wel."
        raise PhraseError("", column, problem, next_step)
