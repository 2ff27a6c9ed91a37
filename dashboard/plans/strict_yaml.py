"""YAML read strictly: a key twice is a fault, and every value remembers its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

Path_ = tuple[str | int, ...]


@dataclass
class Document:
    """A YAML document: its data, the line of each value by path, and what was wrong with the text."""

    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def line(self, path: Path_) -> int:
        """The line of the value at that path, or of its nearest parent that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str) -> Document:
    """Read one document with plain values: numbers, text, lists, mappings, dates.

    Aliases and tags are not followed, so a file means what it shows.
    """
    document = Document(None)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        document.faults.append((mark.line + 1 if mark else 1, f"not readable as YAML: {problem}"))
        return document
    document.data = _value(root, (), document, yaml.SafeLoader("")) if root is not None else None
    return document


def _value(node: yaml.Node, path: Path_, document: Document, loader: yaml.SafeLoader) -> Any:
    document.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node)
            if not isinstance(key, str | int):
                document.faults.append((key_node.start_mark.line + 1, f"a key must be text; found {key!r}"))
                continue
            if key in found:
                document.faults.append((key_node.start_mark.line + 1, f"key {key!r} stands twice"))
                continue
            found[key] = _value(value_node, (*path, key), document, loader)
            document.lines[(*path, key)] = key_node.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, i), document, loader) for i, child in enumerate(node.value)]
    return loader.construct_object(node)
