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
    """A file's values; for every path the (line, column) of the value, and of the key that leads to it."""

    tree: Tree = ""
    values: dict[KeyPath, Place] = field(default_factory=dict)
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
            f"The file is not UTF-8 text (byte {fault.start}).",
            "Save it as UTF-8.",
            (1, 1),
        )
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        _refuse(result, "not-yaml", f"This is not YAML: {fault.problem}.", _LOOK, place)
    except yaml.YAMLError as fault:
        _refuse(result, "not-yaml", f"This is not YAML: {' '.join(str(fault).split())}.", _LOOK, (1, 1))
    else:
        _take(result, node)
    return result


_LOOK = "Look at the indentation, the colons and the quotes on and above this line."


def _take(result: YamlText, node: Node | None) -> None:
    if node is None:
        _refuse(
            result, "empty", "The file is empty.", "Copy the calendar of another round to begin with.", (1, 1)
        )
        return
    result.tree = _tree(result, node, (), set())


def _tree(result: YamlText, node: Node, path: KeyPath, seen: set[int]) -> Tree:
    result.values[path] = _text_place(node)
    if id(node) in seen:
        _refuse(result, "alias", "Anchors and aliases (& and *) are not read.", "Write it out.", _place(node))
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
            _refuse(result, "key", "A key is one word.", "Write key: value.", _place(key_node))
            continue
        key, place = str(key_node.value), _place(key_node)
        if key in tree:
            first = result.keys[*path, key]
            message = f"The key '{key}' stands here twice: on line {first[0]} and on line {place[0]}."
            _refuse(result, "duplicate-key", message, "Rename one, or take one away.", place)
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
