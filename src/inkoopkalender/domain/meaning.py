"""What words mean in moments, and why.

Instants are aware, in the zone of the context; ends are exclusive; no deadline is ever moved to a working
day. Which events the words count from is the caller's knowledge. The kinds of phrase have their meanings in
`meaning_dates`, `meaning_relative` and `meaning_recurring`.
"""

from dataclasses import replace
from zoneinfo import ZoneInfo

from inkoopkalender.domain import (
    meaning_dates,  # noqa: F401 -- teaches `mean` its kinds of phrase
    meaning_recurring,  # noqa: F401 -- likewise
)
from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.meaning_relative import UNNAMED
from inkoopkalender.domain.resolution import READINGS, Context, Meaning, mean

__all__ = ["READINGS", "UNNAMED", "meaning_of"]


def meaning_of(phrase: p.Phrase, context: Context) -> Meaning:
    """Give the phrase its moments. Raises PhraseError for a missing year or an impossible date."""
    if context.reading is not None and not (_has_readings(phrase) and context.reading in READINGS):
        problem = f"Deze woorden hebben geen lezing '{context.reading}'."
        next_step = (
            "Twee lezingen, inclusive en exclusive, hebben 'tussen A en B', 'A tot B', 'tot D', "
            "'tot n dagen na E' en 'eerste dag van … na E'."
        )
        raise context.fault(problem, next_step)
    meaning = _kept_elsewhere(phrase, mean(phrase, context))
    return replace(meaning, reason=" ".join([meaning.reason, *_notes(meaning)]))


def _has_readings(phrase: p.Phrase) -> bool:
    inner = phrase.phrase if isinstance(phrase, p.Yearly) else phrase
    if isinstance(inner, p.Before):
        return inner.word == "tot" and inner.clock is None
    if isinstance(inner, p.StartRule):
        return inner.rule == "next"
    if isinstance(inner, p.Within):
        return inner.opening == "tot" and inner.unit != "hours"
    return isinstance(inner, p.Between | p.UpTo) and inner.clock is None


def _kept_elsewhere(phrase: p.Phrase, meaning: Meaning) -> Meaning:
    """Keep the end by the clock that the words name, beside that of the calendar's zone."""
    clock = phrase.clock if isinstance(phrase, p.Dated) and not isinstance(phrase, p.During) else None
    if meaning.end is None or clock is None or clock.zone is None:
        return meaning
    return replace(meaning, end_elsewhere=meaning.end.astimezone(ZoneInfo(clock.zone)))


def _notes(meaning: Meaning) -> list[str]:
    notes = []
    if meaning.span is not None:
        notes.append(f"Bij benadering: {short_date(meaning.span.start)} - {short_date(meaning.span.end)}.")
    if meaning.retroactive:
        notes.append("Let op: deze dag kan vóór de gebeurtenis liggen (met terugwerkende kracht).")
    if meaning.inferred_year:
        notes.append("Het jaar staat niet in de woorden en is aangevuld.")
    return notes
