"""What is wrong with the words of a calendar whose form is not right yet, so that both are told at once.

Only words that the language does not know: what they mean can be asked of a whole calendar only.
"""

from collections.abc import Iterator

from inkoopkalender.content.yaml_text import Tree
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.phrases import PhraseError


def findings_of_words(tree: Tree) -> Iterator[Finding]:
    """Give the words of `when` and `act` that cannot be read, in the file's order."""
    events = tree.get("events") if isinstance(tree, dict) else None
    for key, event in events.items() if isinstance(events, dict) else ():
        for field in ("when", "act"):
            words = event.get(field) if isinstance(event, dict) else None
            if isinstance(words, str):
                yield from _fault(key, field, words)


def _fault(key: str, field: str, words: str) -> Iterator[Finding]:
    try:
        parse_phrase(words)
    except PhraseError as fault:
        path = ("events", key, field)
        yield Finding("words", "error", f"{key}: {fault.problem}", fault.next_step, path, fault.column - 1)
