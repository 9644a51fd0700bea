"""The report of a rehearsed year as one HTML file that needs nothing else: no script, no other file."""

from collections import Counter
from collections.abc import Mapping

from markupsafe import Markup

from inkoopkalender.domain.dutch import long_moment
from inkoopkalender.usecases.rehearsal.report import Report
from inkoopkalender.web import words
from inkoopkalender.web.event_lines import event_lines
from inkoopkalender.web.moment_words import moment_words
from inkoopkalender.web.pages import render_page
from inkoopkalender.web.phase_words import phase_words
from inkoopkalender.web.rehearsal_summary import is_whole_year, round_words, summary
from inkoopkalender.web.rehearsal_tables import (
    MOST_WAITING,
    fired_lines,
    letters_table,
    road_lines,
    standings_table,
    submissions_table,
    waiting_ambiguities,
)
from inkoopkalender.web.timeline_layout import Mark
from inkoopkalender.web.timeline_pictures import draw_acted_on
from inkoopkalender.web.timeline_signs import draw_legend
from inkoopkalender.web.words import named, parameter_value


def render_rehearsal(report: Report) -> str:
    """Return the page, in Dutch."""
    return render_page("rehearsal.html.j2", {**_opening(report), **_numbers(report), **_background(report)})


def timeline_marks(report: Report) -> list[Mark]:
    """Return what fired as marks for the picture."""
    return [Mark(one.event, one.seen_at, one.state, phase_words(one)) for one in report.marks]


def _opening(report: Report) -> Mapping[str, object]:
    return {
        "insurer": report.titles.brand.name,
        "colour": report.titles.brand.colour,
        "round": round_words(report),
        "source": report.timeline.calendar.source.title,
        "summary": summary(report),
        "plan": report.plan,
        "starts": long_moment(report.plan.starts),
        "until": long_moment(report.plan.until),
        **draw_acted_on(report.timeline, timeline_marks(report), report.plan.until),
        "legend": _legend(report),
    }


def _numbers(report: Report) -> Mapping[str, object]:
    return {
        "actions": [(state, words.STATES[state], count) for state, count in report.numbers.actions.items()],
        "fired": fired_lines(report),
        "events": event_lines(report.timeline, report.plan.until),
        "standings": standings_table(report),
        "road": road_lines(report),
        "submissions": submissions_table(report),
        "letters": letters_table(report),
    }


def _background(report: Report) -> Mapping[str, object]:
    people = report.people
    return {
        "tasks": [
            (named(kind, words.TASKS), opened, waiting, _decisions(report, kind))
            for kind, (opened, waiting) in people.tasks.items()
        ],
        "waiting": people.waiting[:MOST_WAITING],
        "more_waiting": max(0, len(people.waiting) - MOST_WAITING),
        "unclear": waiting_ambiguities(report),
        "parameters": [
            (named(one.name, words.PARAMETERS), parameter_value(one.value), one.invented)
            for one in report.parameters
        ],
        "publications": [
            (named(one.kind, words.PUBLICATIONS), moment_words(one.published_at), one.address, one.sha256)
            for one in report.publications
        ],
        "audit": report.audit,
        "seconds": f"{report.seconds:.1f}".replace(".", ","),
        "steps": len(report.steps),
        "deliveries": _deliveries(report),
    }


def _deliveries(report: Report) -> int:
    """Count the moments at which letters left."""
    return sum(1 for step in report.steps if step.kind == "deliver_letters" and step.counts.get("sent"))


def _decisions(report: Report, kind: str) -> str:
    """Tell how the tasks of a kind were decided; numbers (a ceiling) only as how many there were."""
    told: Counter[str] = Counter()
    for (of_kind, decision), count in report.people.decisions.items():
        if of_kind == kind:
            told["bedrag vastgesteld" if decision.isdigit() else named(decision, words.DECISIONS)] += count
    return ", ".join(f"{count} × {decision}" for decision, count in told.items())


def _legend(report: Report) -> list[tuple[Markup, str]]:
    signs = draw_legend(until_line=not is_whole_year(report))
    return [(Markup(sign), meaning) for sign, meaning in signs]  # noqa: S704 -- drawn, not taken in
