"""The reference of the calendar language shows the grammar's own examples.

Write its table again: .venv/bin/python tests/docs/test_calendar_language.py
"""

import re
from pathlib import Path

from inkoopkalender.domain.phrase_examples import ROWS, Example

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "calendar-language.md"
_TABLE = re.compile(r"(<!-- words: [^\n]* -->\n).*?(<!-- /words -->)", re.DOTALL)


def test_reference_shows_the_examples_of_the_grammar() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == with_table(page), f"run: python {__file__}"


def with_table(page: str) -> str:
    """Return the page with its table of words made anew."""
    rows = [
        "| words | kind | meaning | for example |",
        "|---|---|---|---|",
        *(f"| {row.forms} | {row.kind} | {row.meaning} | {'<br>'.join(map(shown, row.examples))} |" for row in ROWS),
    ]
    return _TABLE.sub(lambda found: found[1] + "\n".join(rows) + "\n" + found[2], page)


def shown(example: Example) -> str:
    """Return `words` (given what) → the moments."""
    given = [
        *(f"E = {event.replace('T', ' ')}" for event in example.events),
        *([f"year {example.year}"] if example.year else []),
    ]
    moments = [
        f"from {example.start.replace('T', ' ')}" if example.start else "",
        f"end {example.end.replace('T', ' ')}" if example.end else "",
        f"then {', '.join(end.replace('T', ' ') for end in example.more)}" if example.more else "",
        example.told,
    ]
    answer = "; ".join(part for part in moments if part) or "no moment"
    beside = f" ({', '.join(given)})" if given else ""
    return f"*{example.words}*{beside} → {answer}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
