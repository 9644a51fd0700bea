"""The reference of kinds of submission says what the rounds' own files say.

Write it again: .venv/bin/python tests/docs/test_kinds_reference.py
"""

from collections.abc import Iterator
from pathlib import Path

from inkoopkalender.content.calendars import list_calendar_keys, load_calendar
from inkoopkalender.content.round_content import find_round_content
from inkoopkalender.content.hand_in import HandInShape
from inkoopkalender.content.submissions import DocumentShape, SubmissionKind, load_submission_kinds
from inkoopkalender.content.window_words import window_words
from inkoopkalender.domain.calendar import Calendar

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "kinds.md"
HEAD = """# What providers hand in

Made from `calendars/` by `tests/docs/test_kinds_reference.py`; a test keeps it up to date. `inkoopkalender submissions kinds`
shows the same of the rounds of your own. What the keys mean: [kinds of submission](submissions.md).

**When** is the calendar's phrase, or the policy's own words. **Late** is refused, or what stands there: that a person decides,
where the policy does not say, and what the policy itself says of it. **Channel** is empty where the policy does not say. A document in italics may be left out or depends on an answer.
**Proposal** counts the questions that the policy does not ask in so many words; layout, codes and bounds of every form are
a proposal.
"""
LATE = {
    "refuse": "",
    "accept-late": "counts, marked late.",
    "consequence": "kept as late.",
    "needs-approval": "a person decides.",
}
CHANNELS = {"vecozo": "VECOZO", "upload": "upload", "mail": "mail", "portal": "portal", None: ""}


def test_the_reference_of_kinds_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), f"run: python {__file__}"


def reference() -> str:
    """Return the page."""
    return HEAD + "".join(_rounds())


def _rounds() -> Iterator[str]:
    for key in list_calendar_keys():
        if find_round_content(key).submissions is None:
            continue
        calendar, kinds = load_calendar(key), load_submission_kinds(key).values()
        yield f"\n## {key}\n\n{len(kinds)} kinds, of {calendar.source.title}.\n\n"
        yield "| kind | what | when | channel | late | documents | proposal |\n|---|---|---|---|---|---|---|\n"
        yield from (_row(kind, calendar) for kind in kinds)


def _row(kind: SubmissionKind, calendar: Calendar) -> str:
    hand_in = kind.hand_in or HandInShape.model_validate({})
    proposed = sum(field.proposed for field in kind.fields.values())
    channel = " ".join(text for text in (CHANNELS[hand_in.channel], hand_in.address) if text)
    documents = ", ".join(_document(document) for document in kind.documents.values())
    tables = "".join(f"; sheet {table.sheet} {table.id}".rstrip() for table in kind.tables.values())
    late = " ".join(text for text in (LATE[hand_in.late], hand_in.late_means) if text)
    cells = (
        f"`{kind.name}` {kind.id}",
        f"{kind.title} ({kind.section}){tables}" + (": a table" if kind.layout == "rows" else ""),
        window_words(kind, calendar),
        channel,
        late,
        documents,
        f"{proposed} of {len(kind.fields)}",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _document(document: DocumentShape) -> str:
    words = f"{document.title} ({'/'.join(document.types)}, {document.largest_mb} MB)"
    if document.id:
        words += f" {document.id}"
    return words if document.required and document.required_when is None else f"*{words}*"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
