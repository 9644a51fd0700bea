"""The words of the field, read into phrases: a closed LALR grammar and the errors it gives.

What the grammar does not know is an error that names the word, its column and the nearest known form.
Case and the amount of white space do not matter; `vóór` may be written `voor`. To add a row of the
language: a phrase in `phrases`, a rule here,
a method in `phrase_reader`, a meaning in `meaning`.
"""

import re
import unicodedata
from functools import cache, lru_cache

from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from inkoopkalender.domain.dutch_dates import MONTHS
from inkoopkalender.domain.phrase_help import explain
from inkoopkalender.domain.phrase_reader import NUMBERS, UNITS, PhraseReader
from inkoopkalender.domain.phrases import Phrase, PhraseError

GRAMMAR = r"""
?start: until | before | through | up_to | between | from_ | after
      | on | during | whole_year | within | unknown

until: (UNTIL | THROUGH | TO_UNTIL) point clock?
before: (BEFORE | TO) point clock?
      | BEFORE reference
through: _OF? (point | bare_day) (THROUGH | HYPHEN) point clock?
       | _FROM point THROUGH point clock?
up_to: _OF? (point | bare_day) TO point clock?
between: _BETWEEN (point | bare_day) _AND point clock?
from_: _FROM (point | reference)
after: AFTER (point | reference)
on: point clock?
  | ON point clock?                      -> on_word
during: _IN (month | year)
whole_year: _WHOLE_YEAR YEAR?
within: _WITHIN amount UNIT (AFTER (point | reference))?
unknown: _UNKNOWN

?point: day | month | year | about
bare_day: DAY
day: DAY MONTH YEAR? _COMING?
month: MONTH YEAR?
year: YEAR
about: PART MONTH YEAR?
amount: AMOUNT | NUMBER_WORD
reference: REFERENCE
clock: _COMMA? (BEFORE | TO | AT | UNTIL)? CLOCK _HOUR

UNTIL.3: /uiterlijk(\s+(op|in)(?!\w))?(?!\w)/i
TO_UNTIL.5: /tot\s+uiterlijk(\s+op)?(?!\w)/i
THROUGH.5: /(t\/m|tot\s+en\s+met)(?!\w)/i
TO.3: /tot(?!\w)/i
BEFORE.3: /v[oó]{2}r(?!\w)/i
_FROM.3: /vanaf(?!\w)/i
AFTER.3: /na(dat)?(?!\w)/i
AT.3: /om(?!\w)/i
ON.3: /(op|per)(?!\w)/i
_OF.3: /van(?!\w)/i
_BETWEEN.3: /tussen(?!\w)/i
_AND.3: /en(?!\w)/i
_IN.3: /in(?!\w)/i
_WITHIN.3: /binnen(?!\w)/i
_WHOLE_YEAR.4: /(gedurende\s+)?het\s+((ge)?hele\s+jaar(\s+door)?|kalenderjaar)(?!\w)/i
_UNKNOWN.3: /onbekend(?!\w)/i
_COMING: /a\.s\.|aanstaande(?!\w)/i
_HOUR: /uur(?!\w)/i
_COMMA: ","
HYPHEN: /[-–—]/
PART.3: /(begin|medio|eind)(?![\w-])/i
MONTH.2: /(MONTH_NAMES)(?!\w)/i
UNIT: /(UNIT_NAMES)(?!\w)/i
NUMBER_WORD: /(NUMBER_NAMES)(?!\w)/i
CLOCK.2: /\d{1,2}[.:]\d{2}(?=\s*uur)/i
YEAR.1: /(19|20|21)\d\d(?!\w)/
DAY: /\d{1,2}(?!\w)/
AMOUNT: /\d{1,3}(?!\w)/
REFERENCE: /[^\W\d].*/
%ignore /\s+/
"""


@lru_cache(maxsize=1024)
def parse_phrase(words: str) -> Phrase:
    """Read words. Raises PhraseError, which names the place, the nearest known form and what to do."""
    text = re.sub(r"\s", " ", unicodedata.normalize("NFC", words)).rstrip()
    try:
        tree = _parser().parse(text)
        phrase: Phrase = PhraseReader(text).transform(tree)
    except UnexpectedInput as fault:
        raise _explain(text, fault) from None
    except VisitError as fault:
        raise fault.orig_exc from None
    return phrase


@cache
def _parser() -> Lark:
    """Build the parser at the first phrase, so that commands without words do not wait for it."""
    names = {
        "MONTH_NAMES": "|".join(MONTHS),
        "UNIT_NAMES": "|".join(sorted(UNITS, key=len, reverse=True)),
        "NUMBER_NAMES": "|".join(sorted(NUMBERS, key=len, reverse=True)),
    }
    grammar = re.sub("|".join(names), lambda found: names[found[0]], GRAMMAR)
    return Lark(grammar, parser="lalr", lexer="contextual")


def _explain(words: str, fault: UnexpectedInput) -> PhraseError:
    if isinstance(fault, UnexpectedCharacters):
        return explain(words, fault.column - 1, fault.allowed or ())
    if isinstance(fault, UnexpectedToken) and fault.token.type != "$END":
        return explain(words, fault.token.start_pos or 0, fault.expected)
    return explain(words, len(words), getattr(fault, "expected", ()))
