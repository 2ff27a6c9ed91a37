"""YAML read strictly: a key twice is a fault, and every value remembers its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from dashboard.plans.yaml_hints import hint, without_value

Path_ = tuple[str | int, ...]
Fault = tuple[int, str]
"""A line, and what is wrong there."""

_ONLY_IN_LONG_FORM = "write the value out where it is used"


@dataclass
class Document:
    """A YAML document: its data, the line of each value by path, and what was wrong with the text."""

    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path_) -> int:
        """The line of the value at that path, or of its nearest parent that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Loader(yaml.SafeLoader):
    """PyYAML's reader of plain values, which notes aliases instead of following them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.aliases: list[Fault] = []
        self.text = text

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()  # type: ignore[no-untyped-call]
            what = f"found the alias *{event.anchor}; {_ONLY_IN_LONG_FORM}"
            self.aliases.append((event.start_mark.line + 1, what))
            return yaml.ScalarNode("tag:yaml.org,2002:null", "", event.start_mark, event.end_mark)
        return super().compose_node(parent, index)


def read(text: str) -> Document:
    """Read one document with plain values: numbers, text, lists, mappings, dates.

    Anchors, aliases and tags are faults, so a file means what it shows and is no larger than it looks.
    """
    document = Document(None)
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        document.faults += loader.aliases
        if root is not None and not loader.aliases:
            document.data = _value(root, (), document, loader)
    except yaml.YAMLError as error:
        document.faults.append(_unreadable(error, text))
    except RecursionError:
        document.faults.append((1, "not readable as YAML: lists or mappings are nested too deeply"))
    return document


def _unreadable(error: yaml.YAMLError, text: str) -> Fault:
    mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    line, advice = hint(problem, mark.line + 1 if mark else 1, begun.line + 1 if begun else None, text)
    return line, f"not readable as YAML: {problem}{'; ' if advice else ''}{advice}"


def _value(node: yaml.Node, path: Path_, document: Document, loader: _Loader) -> Any:
    document.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _scalar(key_node, document, loader)
            line = key_node.start_mark.line + 1
            if isinstance(key, bool) or not isinstance(key, str | int):
                is_plain = isinstance(key_node, yaml.ScalarNode)
                what = f"{key_node.value!r}; write it in quotes" if is_plain else "a list or mapping"
                document.faults.append((line, f"a key must be text; found {what}"))
                continue
            if key in found:
                document.faults.append((line, f"key {key!r} stands twice"))
                continue
            if node.flow_style and isinstance(key, str) and _is_alone(key_node, value_node, loader):
                document.faults.append((line, without_value(key)))
            found[key] = _value(value_node, (*path, key), document, loader)
            document.lines[(*path, key)] = line
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, i), document, loader) for i, child in enumerate(node.value)]
    return _scalar(node, document, loader)


def _is_alone(key: yaml.Node, value: yaml.Node, loader: _Loader) -> bool:
    """Whether nothing stands between a key and the next sign: no colon, so no value either."""
    return ":" not in loader.text[key.end_mark.index : value.start_mark.index + 1]


def _scalar(node: yaml.Node, document: Document, loader: yaml.SafeLoader) -> Any:
    """A plain value; what looks like a date and is none, such as the 31st of June, is text."""
    if not isinstance(node, yaml.ScalarNode):
        return ()
    if node.tag == "tag:yaml.org,2002:merge":
        document.faults.append((node.start_mark.line + 1, f"found <<; {_ONLY_IN_LONG_FORM}"))
        return "<<"
    try:
        return loader.construct_object(node)
    except ValueError:
        return node.value
    except yaml.YAMLError:
        document.faults.append((node.start_mark.line + 1, f"found the tag {node.tag}; allowed: plain values"))
        return node.value
