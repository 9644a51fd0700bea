"""Holds a calendar against answers that somebody worked out by hand from the policy alone.

Which of the two is wrong is not known here: that is looked up in the policy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.dutch_dates import end_text, start_text
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.phrase_help import nearest
from inkoopkalender.domain.phrases import PhraseError
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline, resolve_calendar

SHOWN = 3
"""So many lines of a policy are named where there are more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an event means by the policy: its moments (`end` exclusive), and where both are written.

    `line` is the policy's, counted from 1, `row` that of the answer itself. `after` is when what the words
    count from happened; without it the answer is what is planned.
    """

    event: str
    start: datetime | None
    end: datetime | None
    after: datetime | None
    line: int
    row: int


def check_answers(calendar: Calendar, answers: Sequence[Answer]) -> Iterator[Finding]:
    """Give a finding for each answer that differs, and for each event and answer without the other.

    The calendar must be without errors. Findings about an answer have its row as their line.
    """
    timeline = resolve_calendar(calendar)
    planned = {event.key: event for event in timeline.events}
    for answer in answers:
        if answer.event in planned:
            yield from _held_against(answer, timeline, planned[answer.event])
        else:
            close = nearest(answer.event, planned)
            message = f"De kalender heeft geen gebeurtenis '{answer.event}'."
            hint = f"Bedoelt u '{close}'?" if close else "Schrijf haar in de kalender, of haal de rij weg."
            yield Finding("answer-missing", "error", message, hint, line=answer.row, column=1)
    answered = {answer.event for answer in answers if answer.after is None}
    for key in planned:
        if key not in answered:
            message = f"{key}: er is geen antwoord zonder after."
            next_step = "Schrijf een rij in answers.csv, uit het beleid alleen."
            yield Finding("answer-missing", "error", message, next_step, ("events", key))


def check_answer_lines(
    calendar: Calendar, answers: Sequence[Answer], policy: Sequence[str]
) -> Iterator[Finding]:
    """Give a finding for each answer whose line of the policy does not hold the first word of the quote."""
    words = {event.key: event.quote.split()[0].casefold() for event in calendar.events if event.quote.split()}
    for answer in answers:
        word = words.get(answer.event)
        if word is None or word in "".join(policy[answer.line - 1 : answer.line]).casefold():
            continue
        found = [str(number) for number, text in enumerate(policy, start=1) if word in text.casefold()]
        message = f"{answer.event}: regel {answer.line} van het beleid begint niet met '{word}'."
        hint = f"Dat woord staat in regel {', '.join(found[:SHOWN])}. " if found else ""
        next_step = f"{hint}Noem de regel waarop de woorden van quote (anders van when) beginnen."
        yield Finding("answer-line", "error", message, next_step, line=answer.row, column=1)


def _held_against(answer: Answer, timeline: Timeline, planned: ResolvedEvent) -> Iterator[Finding]:
    event = planned
    if answer.after is not None:
        try:
            event = timeline.resolve_from(answer.event, answer.after)
        except ValueError:
            message = f"{answer.event}: '{planned.words}' telt niet vanaf een gebeurtenis of een feit."
            yield Finding("answer-differs", "error", message, "Laat after leeg.", line=answer.row, column=1)
            return
        except PhraseError as fault:
            yield Finding(
                "answer-differs", "error", fault.problem, fault.next_step, line=answer.row, column=1
            )
            return
    zone = ZoneInfo(timeline.calendar.timezone)
    said = []
    if event.start != answer.start:
        said.append(f"begin: kalender {_shown(event.start, zone)}, antwoord {_shown(answer.start, zone)}")
    if event.end != answer.end:
        said.append(f"einde: kalender {_shown_end(event.end, zone)}, antwoord {_shown_end(answer.end, zone)}")
    if said:
        next_step = f"Kijk in het beleid, regel {answer.line}, welke van de twee klopt."
        message = f"{answer.event}: {'; '.join(said)}."
        yield Finding("answer-differs", "error", message, next_step, line=answer.row, column=1)


def _shown(moment: datetime | None, zone: ZoneInfo) -> str:
    return "open" if moment is None else start_text(moment.astimezone(zone))


def _shown_end(moment: datetime | None, zone: ZoneInfo) -> str:
    return "open" if moment is None else f"t/m {end_text(moment.astimezone(zone))}"
