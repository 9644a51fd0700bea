"""What a kind of submission takes from the kind that it is like, before either is checked.

Whether the whole is a kind is for `submissions`.
"""

from collections.abc import Mapping
from typing import Final

from inkoopkalender.content.yaml_text import Tree

LIKENESS: Final = (
    "layout",
    "fields",
    "checks",
    "tables",
    "documents",
    "declaration",
    "patient_level",
    "keep",
)
"""The keys that are taken; the others a kind gives itself."""


def whole_kind(name: str, kind: Tree, kinds: Mapping[str, Tree]) -> Tree:
    """Put its name in a kind, and what it leaves out from the one of `kinds` that `like` names.

    What that one takes from a third does not come with it. A `like` that names nothing changes nothing.
    """
    if not isinstance(kind, dict):
        return kind
    other = kinds.get(str(kind.get("like", "")))
    likeness = other if isinstance(other, dict) else {}
    taken = {part: value for part, value in likeness.items() if part in LIKENESS}
    return {"name": name, **taken, **kind}
