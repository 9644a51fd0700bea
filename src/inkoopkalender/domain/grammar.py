"""The words of the field, read into phrases: a closed LALR grammar and the errors it gives.

What the grammar does not know is an error that names the word, its column and the nearest known form.
Case and the amount of white space do not matter; `spelling` mends what policies spell in more ways. To add a
row of the language: a phrase in `phrases`, a rule here, a method in `phrase_reader`, a meaning in one of the
`meaning` modules, an example in `phrase_examples`; then
`python -m inkoopkalender.domain.make_grammar_tables`.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, lru_cache

import lark
from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from inkoopkalender.domain import grammar_tables
from inkoopkalender.domain.phrase_help import explain
from inkoopkalender.domain.phrase_reader import PhraseReader
from inkoopkalender.domain.phrase_terminals import TERMINALS
from inkoopkalender.domain.phrases import Phrase, PhraseError
from inkoopkalender.domain.spelling import plain_words

RULES = r"""
?start: dated | from_ | after | over | whole_year | year_start | unknown | at_once | yearly
      | within | after_periods | later | earlier | start_rule | moments | on_event
      | every | every_day | every_nth | day_of_month | listed | limit

?dated: until | before | through | up_to | between | on | during | two | weeks

until: (UNTIL | THROUGH | TO_UNTIL) point clock?
before: (BEFORE | TO) point clock?
      | BEFORE reference
through: _OF? (point | bare_day) (THROUGH | HYPHEN) point clock?
       | _OF? point clock (THROUGH | HYPHEN) point clock?  -> clocked_through
       | _FROM point THROUGH point clock?
up_to: _OF? (point | bare_day) TO point clock?
     | _OF? point clock TO point clock?                    -> clocked_up_to
between: _BETWEEN (point | bare_day) _AND point clock?
from_: _FROM (point clock? | reference)
after: AFTER (point | reference)
on: point clock?
  | ON point clock?                                        -> on_word
during: _IN range
two: _IN range (_AND | THROUGH | HYPHEN) range clock?
weeks: _IN? WEEKS YEAR? clock?
over: _OVER range
whole_year: _WHOLE_YEAR YEAR?
year_start: _YEAR_START YEAR?
unknown: _UNKNOWN
at_once: AT_ONCE (AFTER reference)?
yearly: _YEARLY dated

within: _WITHIN term (AFTER (point | reference))?
      | (UNTIL | TO_UNTIL | THROUGH | TO) term AFTER (point | reference) -> until_within
after_periods: _WITHIN term PERIOD_END
             | ((EVERY step | ADVERB) _COMMA?)? UNTIL DAY_AFTER_PERIOD   -> day_after_period
later: term AFTER (point | reference)
earlier: (UNTIL | AT_LEAST)? term (BEFORE (point | reference) | AHEAD)
start_rule: START_RULE (RULE_JOINT (point | reference))? floor?
          | (ON | _FROM) JOINED_RULE RULE_JOINT (point | reference) floor? -> joined_rule
floor: _FLOOR day
moments: MOMENTS
on_event: ON reference

every: EVERY step (ON WEEKDAY_NAME)? clock? bounds?
     | ADVERB (ON WEEKDAY_NAME)? clock? bounds?            -> every_adverb
every_day: EVERY COUNTED clock? bounds?
every_nth: EVERY_NTH clock? bounds?
day_of_month: (EVERY step | ADVERB) _COMMA? (UNTIL | BEFORE | THROUGH | ON) DAY_OF_MONTH bounds?
            | (UNTIL | BEFORE | THROUGH | ON)? DAY_OF_EACH bounds?
step: amount? UNIT
bounds: _IN range                                          -> bounds_in
      | _FROM point                                        -> bounds_from
      | _COMMA? _FIRST_TIME point                          -> bounds_from
      | _OF point THROUGH point                            -> bounds_range
listed: ON? (point | bare_day) (_COMMA (point | bare_day))* (_AND | _OR) point
limit: (AT_LEAST | AT_MOST) (EVERY | ADVERB) step?
     | (AT_LEAST | AT_MOST)? amount _TIMES EVERY step      -> limit_times

term: amount UNIT
amount: NUMBER | NUMBER_WORD
?point: day | about | nth_day | range
?range: month | year | stretch | half_month | week
bare_day: NUMBER
day: WEEKDAY? NUMBER MONTH YEAR? _COMING?
   | WEEKDAY? DATE                                         -> figures
month: MONTH YEAR?
year: YEAR
about: PART MONTH YEAR?
stretch: (QUARTER | HALF | MONTHS | SEASON) YEAR?
half_month: HALF MONTH YEAR?
nth_day: NTH MONTH YEAR?
       | PRINSJESDAG YEAR?                                 -> prinsjesdag
week: WEEK YEAR?
    | _WEEK_OF day                                         -> week_of_day
reference: REFERENCE
clock: _COMMA? (BEFORE | TO | AT | UNTIL)? CLOCK ZONE?
"""


@lru_cache(maxsize=1024)
def parse_phrase(words: str) -> Phrase:
    """Read words. Raises PhraseError, which names the place, the nearest known form and what to do."""
    text = plain_words(words)
    try:
        return _read(text)
    except UnexpectedCharacters as fault:
        raise _explained(text, fault.column - 1, fault.allowed or ()) from None
    except UnexpectedToken as fault:
        place = len(text) if fault.token.type == "$END" else fault.token.start_pos or 0
        raise _explained(text, place, fault.expected) from None
    except UnexpectedInput:
        raise _explained(text, len(text), ()) from None
    except PhraseError as fault:
        raise PhraseError(text, fault.column, fault.problem, fault.next_step) from None


def _read(text: str) -> Phrase:
    # The reader's methods run while the parser reads, so that no tree is built; Lark calls the result a tree.
    phrase: object = _parser().parse(text)
    if not isinstance(phrase, Phrase):
        raise TypeError(phrase)
    return phrase


def _explained(text: str, place: int, expected: Iterable[str]) -> PhraseError:
    """Make the error; where only the word at the place is one too many, say that the rest is known."""
    before, _, behind = text[place:].lstrip().partition(" ")
    rest = f"{text[:place]}{behind}".strip()
    known = ""
    if before and behind:
        with suppress(UnexpectedInput, PhraseError):
            _read(rest)
            known = rest
    return explain(text, place, expected, known)


@cache
def _parser() -> Lark:
    """Load the parser at the first phrase, so that commands without words do not wait for it.

    Its tables were made before (`grammar_tables`); made anew they would take a tenth of a second.
    """
    if grammar_digest() == grammar_tables.MADE_FROM:
        tables = {"data": grammar_tables.DATA, "memo": grammar_tables.MEMO}
        parser: Lark = Lark.__new__(Lark)._load(tables, transformer=PhraseReader())  # noqa: SLF001 -- as its cache does
        return parser
    return build_parser()


def build_parser() -> Lark:
    """Make the parser from the rules and terminals."""
    return Lark(_grammar(), parser="lalr", lexer="contextual", transformer=PhraseReader())


def grammar_digest() -> str:
    """Give the digest of all that the tables follow from: rules, terminals, and the library's release."""
    return hashlib.sha256(f"{lark.__version__}\n{_grammar()}".encode()).hexdigest()


def _grammar() -> str:
    terminals = "\n".join(f"{name}: /{pattern}/i" for name, pattern in TERMINALS.items())
    return f"{RULES}\n{terminals}\n%ignore / +/\n"
