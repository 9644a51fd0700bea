"""The words that the grammar takes for one token each: every terminal as a regular expression.

Patterns are read without regard to case. The number in a name is its weight where two could stand. A pattern
that holds more words (`eerste dag van de maand`) keeps free words such as `de eerste levering` free.
"""

from inkoopkalender.domain.dates_in_words import ORDINALS, ZONES
from inkoopkalender.domain.dutch import WEEKDAYS as WEEKDAY_NAMES
from inkoopkalender.domain.dutch_dates import MONTHS, NUMBER_WORDS, WEEKDAYS

SHORT_MONTHS = {
    "jan": 1, "feb": 2, "febr": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "okt": 10, "nov": 11, "dec": 12,
}  # fmt: skip
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)} | SHORT_MONTHS
NUMBERS = {word: figure for figure, word in enumerate(NUMBER_WORDS, start=1)} | {
    "een": 1, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18,
    "negentien": 19, "twintig": 20, "eenentwintig": 21, "achtentwintig": 28, "dertig": 30, "veertig": 40,
    "vijftig": 50, "zestig": 60, "tachtig": 80, "negentig": 90,
}  # fmt: skip
DAY_WORDS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6, "zevende": 7, "achtste": 8,
    "negende": 9, "tiende": 10, "elfde": 11, "twaalfde": 12, "dertiende": 13, "veertiende": 14,
    "vijftiende": 15, "zestiende": 16, "zeventiende": 17, "achttiende": 18, "negentiende": 19,
    "twintigste": 20, "eenentwintigste": 21, "vijfentwintigste": 25, "dertigste": 30, "eenendertigste": 31,
}  # fmt: skip
"""Which day of a month a word names."""
SEASONS = {"voorjaar": 3, "lente": 3, "zomer": 6, "najaar": 9, "herfst": 9}
"""In which month a season begins."""


def _one_of(*words: str) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_END = r"(?!\w)"
_NUMBER_WORDS = _one_of(*NUMBERS)
_MONTHS = _one_of(*MONTH_NUMBERS)
_NUMBER = rf"(?:\d{{1,3}}|{_NUMBER_WORDS})"
_ORDINAL = _one_of(*ORDINALS, "1e", "2e", "3e", "4e", "5e", "1ste", "2de", "3de", "4de", "5de")
_ANY_ORDINAL = rf"(?:{_ORDINAL}|laatste)"
_WEEKDAYS = _one_of(*WEEKDAY_NAMES)
_COUNTED = _one_of(*WEEKDAY_NAMES, "werkdag", "dag")
_DAY_NUMBER = rf"(?:\d{{1,2}}(?:e|ste|de)|{_one_of(*DAY_WORDS)})"
_SEASONS = _one_of(*SEASONS)
_ONCE = r"(?:(?:een|één|1) *(?:keer|maal|x)|eens)"
_YEAR_WORD = r"(?:kalender|contract)?jaar"
_HALF_YEAR = r"half *jaar"
_PERIOD = rf"(?:maand|kwartaal|{_HALF_YEAR}|{_YEAR_WORD})"
_THE = r"(?:(?:het|de) +)?"
_ZONE_NAMES = _one_of(*(name.replace(" ", " +") for names in ZONES.values() for name in names))
_FIRST_DAY = r"(?:de +)?(?:eerste|1e|1ste)(?: +dag)?"
_AFTER = r"(?:na(?:dat)?|volgend(?:e)? +op)"
_FIRST_OF = rf"{_FIRST_DAY} +van +(?:de|het) +(?:(?:eerst|daarop)?volgende +)?{_PERIOD}"
_JOINT = rf" +(?:{_AFTER}|waarin){_END}"
_FLOOR = r" *,? *(?:(?:doch|maar|en) +)?(?:niet +eerder +dan|op +zijn +vroegst)(?: +op)? +(?=\w)"
_BEFORE = r"v[oó]{2}r(?:dat)?"

TERMINALS = {
    "UNTIL.3": rf"(?:op +)?uiterlijk(?: +(?:op|in|per)(?!\w))?{_END}|niet +later +dan{_END}",
    "TO_UNTIL.5": rf"tot +uiterlijk(?: +op)?{_END}",
    "THROUGH.5": rf"(?:t *\/ *m\.?|tot +en +met|tot *\/ *met|t\.e\.m\.){_END}",
    "TO.3": rf"tot{_END}",
    "BEFORE.4": rf"(?:uiterlijk +)?(?:{_BEFORE}|voorafgaand +aan){_END}",
    "_FROM.4": rf"(?:vanaf|met +ingang +van|m\.i\.v\.|niet +eerder +dan){_END}",
    "AFTER.3": rf"(?:na +afloop +van|{_AFTER}){_END}",
    "AT.3": rf"om{_END}",
    "ON.3": rf"(?:op|per|bij){_END}",
    "_OF.4": rf"(?:(?:in|gedurende) +de +periode(?: +van)?|van){_END}",
    "_BETWEEN.3": rf"tussen{_END}",
    "_AND.3": rf"en{_END}",
    "_OR.3": rf"of{_END}",
    "_IN.3": rf"(?:in(?: +de +loop +van)?|gedurende)(?: +de +maand(?:en)?)?{_END}",
    "_OVER.3": rf"over{_END}",
    "_WITHIN.3": rf"binnen(?: +een +termijn +van)?{_END}",
    "_WHOLE_YEAR.5": (
        rf"doorlopend{_END}"
        rf"|(?:gedurende +)?het +(?:(?:ge)?hele +{_YEAR_WORD}(?: +door)?|kalenderjaar){_END}"
    ),
    "_YEAR_START.5": rf"(?:bij|aan) +(?:de|het) +(?:start|begin) +van +het +{_YEAR_WORD}{_END}",
    "AT_ONCE.6": (
        r"(?:onverwijld|terstond|onmiddellijk|direct|meteen|per +(?:omgaande|direct)"
        rf"|zo +(?:spoedig|snel) +mogelijk){_END}"
    ),
    "_UNKNOWN.3": rf"(?:(?:nog +)?onbekend|nog +niet +bekend){_END}",
    "_COMING": rf"a\.s\.|aanstaande{_END}",
    "_COMMA": ",",
    "HYPHEN": r"[-\u2010-\u2015]",
    "AHEAD": rf"(?:van +tevoren|vooraf){_END}",
    "AT_LEAST.4": rf"(?:minimaal|minstens|ten *minste){_END}",
    "AT_MOST.4": rf"(?:maximaal|hoogstens|ten +hoogste){_END}",
    "_TIMES.3": rf"(?:keer|maal){_END}",
    "PART.4": rf"(?:begin|medio|eind){_END}(?!-)(?: +van{_END})?|(?:half|midden|mid|einde)(?= +{_MONTHS}\b)",
    "MONTH.4": rf"{_MONTHS}(?!\w)\.?",
    "UNIT": (
        r"(?:(?:werk|kalender)?dag(?:en)?|week|weken|(?:kalender)?maand(?:en)?|kwarta(?:al|len)"
        rf"|{_HALF_YEAR}|halfjaren|{_YEAR_WORD}|jaren|uur|uren){_END}"
    ),
    "NUMBER_WORD.2": rf"{_NUMBER_WORDS}(?:{_END}|(?=maal{_END}))",
    "NUMBER": r"\d{1,3}(?:e|ste|de)?(?!\w)",
    "DATE.4": r"\d{1,2}[-\/.]\d{1,2}[-\/.](?:19|20|21)\d\d(?!\w)|(?:19|20|21)\d\d-\d\d-\d\d(?!\w)",
    "YEAR.3": rf"(?:(?:het +)?{_YEAR_WORD} +)?(?:19|20|21)\d\d(?!\w)",
    "WEEKDAY.4": rf"(?:{_WEEKDAYS}|{_one_of(*WEEKDAYS)}\.?),?(?= +\d)",
    "WEEKDAY_NAME.3": rf"{_WEEKDAYS}{_END}",
    "COUNTED.3": rf"(?:{_WEEKDAYS}|werkdag){_END}",
    "CLOCK.3": (
        r"\(?(?:\d{1,2}(?:[.:]\d{2})? *[ap]\.?m\.?(?!\w)"
        r"|\d{1,2}[.:]\d{2}(?: *(?:uur|u\.?|h))?(?![\w.:])"
        r"|\d{1,2} *(?:uur|u\.?|h)(?!\w))\)?"
    ),
    "ZONE": rf"\(?(?:{_ZONE_NAMES}|[a-z]+\/[a-z_]+)(?!\w)(?: +tijd)?\)?",
    "QUARTER.5": (
        rf"{_THE}(?:(?!vijfde|5){_ANY_ORDINAL} +kwartaal|kwartaal +[1-4]|q[1-4]){_END}"
        rf"(?: +van(?: +het +{_YEAR_WORD})?{_END})?"
    ),
    "HALF.5": (
        rf"(?:de +)?(?:eerste|tweede|1e|2e) +helft +van(?: +het +{_YEAR_WORD})?{_END}"
        rf"|{_THE}(?:eerste|tweede|1e|2e) +half *jaar(?: +van(?: +het +{_YEAR_WORD})?)?{_END}"
    ),
    "MONTHS.5": rf"(?:de +)?(?:eerste|laatste) +{_NUMBER} +maanden +van(?: +het +{_YEAR_WORD})?{_END}",
    "NTH.5": rf"(?:de +)?{_ANY_ORDINAL} +{_COUNTED} +(?:van|in)(?: +de +maand)?(?= +{_MONTHS}\b)",
    "PRINSJESDAG.5": rf"prinsjesdag{_END}",
    "WEEK.5": rf"week +\d{{1,2}}{_END}(?: +van{_END})?",
    "_WEEK_OF.6": rf"(?:de +)?week +van(?= +(?:{_WEEKDAYS} +)?\d{{1,2}}(?: +{_MONTHS}\b|[-\/.]))",
    "WEEKS.6": (
        r"(?:de +)?(?:week|weken) +\d{1,2} *(?:en|t *\/ *m\.?|tot +en +met|[-\u2010-\u2015]) *(?:week +)?"
        rf"\d{{1,2}}{_END}(?! +{_MONTHS}| *[-\/.:]\d)(?: +van{_END})?"
    ),
    "SEASON.5": rf"{_THE}{_SEASONS}{_END}(?!-)(?: +van(?: +het +{_YEAR_WORD})?{_END})?",
    "DAY_AFTER_PERIOD.7": (
        rf"(?:de +)?{_DAY_NUMBER}(?: +dag)? +van +de +(?:kalender)?maand +na +(?:afloop +van +)?"
        rf"(?:elke?|iedere?|het|de) +{_PERIOD}{_END}"
    ),
    "DAY_OF_EACH.5": (
        rf"(?:de +)?{_DAY_NUMBER}(?: +dag)? +van +(?:de|elke|iedere) +(?:kalender)?maand"
        r"(?= *$| +(?:in|vanaf) )"
    ),
    "DAY_OF_MONTH.5": (
        rf"(?:de +)?{_DAY_NUMBER}(?: +dag)?(?: +van +(?:de|elke|iedere|die) +(?:kalender)?maand)?{_END}"
    ),
    "_FIRST_TIME.6": rf"(?:voor +het +eerst|te +beginnen|beginnend)(?: +(?:in|op|met|per|vanaf))?{_END}",
    "START_RULE.6": rf"{_FIRST_OF}(?= *$|{_JOINT}|{_FLOOR})",
    "JOINED_RULE.6": rf"{_FIRST_OF}(?={_JOINT})",
    "RULE_JOINT.6": rf"{_AFTER}(?: +(?:de|het) +{_PERIOD} +(?:van|waarin))?{_END}|waarin{_END}",
    "_FLOOR.8": _FLOOR,
    "MOMENTS.9": r"tussen +het +moment +(?:dat|waarop) +.+ +en +het +moment +(?:dat|waarop) +.+",
    "PERIOD_END.6": rf"na +afloop +van +(?:elk|ieder|het|elke|iedere|de) +{_PERIOD}{_END}",
    "EVERY.5": (
        rf"(?:(?:{_ONCE} +)?per|{_ONCE} +in +de)"
        rf"(?= +(?:{_NUMBER} +)?(?:dag|week|weken|maand(?!ag)|kwart|half *jaar|jaar|jaren"
        r"|kalender|contract|werkdag|uur|uren))"
        rf"|(?:elke?|iedere?|om +(?:de|het)){_END}"
    ),
    "ADVERB.5": rf"(?:dagelijks|(?:twee)?wekelijks|maandelijks|(?:half|twee|drie)?jaarlijks){_END}",
    "EVERY_NTH.6": (
        rf"(?:(?:op|per) +)?(?:(?:elke|iedere) +|(?:de +)?(?={_ANY_ORDINAL} +{_COUNTED} +van +(?:elk|ieder)))"
        rf"{_ANY_ORDINAL} +{_COUNTED} +van +(?:de|het|elke?|iedere?) +{_PERIOD}{_END}"
    ),
    "_YEARLY.7": (
        rf"(?:jaarlijks|elk +{_YEAR_WORD}|ieder +{_YEAR_WORD}|{_ONCE} +per +{_YEAR_WORD}),?"
        r"(?= +(?:uiterlijk|op|v[oó]{2}r|tussen|t\/m|tot|per|\d|begin|medio|half|eind|(?:van +)?\d{1,2} "
        rf"|{_WEEKDAYS} +\d|{_MONTHS}\b|in +(?:de +loop +van +)?(?:de +maand(?:en)? +)?{_MONTHS}"
        rf"|in +{_THE}{_SEASONS}{_END}|(?:in +)?(?:week|weken) +\d|de +|het +|{_ANY_ORDINAL}))"
    ),
    "REFERENCE": rf"[^\W\d](?:(?!{_FLOOR}).)*",
}
"""Name with weight -> pattern."""
