"""YAML with every scalar as text, and the place of every value.

Codes such as `0101` and clock times such as `09:00` stay what was written; shapes convert. Duplicate keys,
aliases, several documents and anything but UTF-8 are findings. What the values mean is not decided here.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from inkoopkalender.domain.findings import Finding

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str"
KeyPath: TypeAlias = tuple[str, ...]
Place: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class YamlText:
    """A file's values; for every path the (line, column) of the value, behind it, and of the key to it."""

    tree: Tree = ""
    values: dict[KeyPath, Place] = field(default_factory=dict)
    ends: dict[KeyPath, Place] = field(default_factory=dict)
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def place(self, path: KeyPath) -> Place:
        """Find the value's place, or that of the nearest thing around it that is there."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


def read_yaml(file: Path) -> YamlText:
    """Read a file; what is wrong with it as YAML stands in `findings`. Raises OSError."""
    result = YamlText()
    try:
        node = yaml.compose(file.read_bytes().decode("utf-8-sig"), Loader=yaml.CBaseLoader)
    except UnicodeDecodeError as fault:
        _refuse(
            result,
            "not-text",
            f"Het bestand is geen UTF-8-tekst (byte {fault.start}).",
            "Bewaar het als UTF-8.",
            (1, 1),
        )
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        _refuse(result, "not-yaml", f"Dit is geen YAML: {_said(str(fault.problem))}.", _LOOK, place)
    except yaml.YAMLError as fault:
        _refuse(
            result, "not-yaml", f"Dit is geen YAML: {_said(' '.join(str(fault).split()))}.", _LOOK, (1, 1)
        )
    else:
        _take(result, node)
    return result


_LOOK = "Kijk naar inspringing, dubbele punten en aanhalingstekens op en boven deze regel."
_PROBLEMS = {
    "mapping values are not allowed in this context": "een dubbele punt waar die niet kan",
    "did not find expected key": "hier hoort een sleutel",
    "could not find expected ':'": "na een sleutel hoort een dubbele punt",
    "did not find expected ',' or ']'": "een lijst is niet gesloten met ]",
    "did not find expected ',' or '}'": "een accolade is niet gesloten met }",
    "did not find expected '-' indicator": "een lijst gaat niet verder met een streepje",
    "did not find expected node content": "hier hoort een waarde",
    "did not find expected <document start>": "na het einde staat nog tekst",
    "but found another document": "het bestand bevat meer dan één document",
    "found unexpected end of stream": "een aanhalingsteken is niet gesloten",
    "found a tab character that violates indentation": "een tab waar spaties horen",
    "found character that cannot start any token": "een teken dat hier niet kan beginnen",
    "found undefined alias": "een verwijzing (*) naar iets dat er niet is",
    "control characters are not allowed": "het bestand bevat stuurtekens",
}
"""What the parser says, in Dutch; what is not here is given as the parser says it."""


def _said(problem: str) -> str:
    return next((dutch for words, dutch in _PROBLEMS.items() if words in problem), problem)


def _take(result: YamlText, node: Node | None) -> None:
    if node is None:
        _refuse(result, "empty", "Het bestand is leeg.", "Begin met een kopie uit een andere ronde.", (1, 1))
        return
    result.tree = _tree(result, node, (), set())


def _tree(result: YamlText, node: Node, path: KeyPath, seen: set[int]) -> Tree:
    result.values[path] = _text_place(node)
    result.ends[path] = node.end_mark.line + 1, node.end_mark.column + 1
    if id(node) in seen:
        message = "Verwijzingen (& en *) worden niet gelezen."
        _refuse(result, "alias", message, "Schrijf de waarde uit.", _place(node))
        return ""
    seen.add(id(node))
    if isinstance(node, MappingNode):
        return _mapping(result, node, path, seen)
    if isinstance(node, SequenceNode):
        return [_tree(result, item, (*path, str(index)), seen) for index, item in enumerate(node.value)]
    return str(node.value)


def _mapping(result: YamlText, node: MappingNode, path: KeyPath, seen: set[int]) -> Tree:
    tree: dict[str, Tree] = {}
    for key_node, value in node.value:
        if not isinstance(key_node, ScalarNode):
            _refuse(result, "key", "Een sleutel is één woord.", "Schrijf sleutel: waarde.", _place(key_node))
            continue
        key, place = str(key_node.value), _place(key_node)
        if key in tree:
            first = result.keys[*path, key]
            message = f"De sleutel '{key}' staat hier twee keer: op regel {first[0]} en op regel {place[0]}."
            _refuse(result, "duplicate-key", message, "Geef één een andere naam, of haal één weg.", place)
            continue
        result.keys[*path, key] = place
        tree[key] = _tree(result, value, (*path, key), seen)
    return tree


def _place(node: Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _text_place(node: Node) -> Place:
    """Give the place of a scalar's text: behind the quote mark, when it has one."""
    line, column = _place(node)
    quoted = isinstance(node, ScalarNode) and node.style in ("'", '"')
    return line, column + quoted


def _refuse(result: YamlText, code: str, message: str, next_step: str, place: Place) -> None:
    result.findings.append(Finding(code, "error", message, next_step, line=place[0], column=place[1]))
