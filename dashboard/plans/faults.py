"""Faults of a plan file in a person's words: where it is, what was found, what is allowed."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from dashboard.plans.strict_yaml import Document, Fault, Path_

SHOWN_LENGTH = 60
AnyModel = TypeVar("AnyModel", bound=BaseModel)

_ALLOWED = {
    "string_type": "text; write it in quotes",
    "string_pattern_mismatch": "small letters, figures and _, a letter first",
    "string_too_short": "text that is not empty",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list, such as [a, b]",
    "list_type": "a list, such as [a, b]",
    "dict_type": "keys with values, such as {key: value}",
    "model_type": "keys with values, such as {key: value}",
    "model_attributes_type": "keys with values, such as {key: value}",
}


def model_faults(
    model: type[AnyModel], document: Document, known: tuple[Path_, ...] = ()
) -> tuple[AnyModel | None, list[Fault]]:
    """The document as that model, or None, and its faults.

    Args:
        model: what the document must be.
        document: the file.
        known: places whose faults are told elsewhere; nothing at or below them is told again.
    """
    found, wrong = misfits(model, document.data, known)
    return found, [worded(document, path, what) for path, what in wrong]


def misfits(
    model: type[AnyModel], data: Any, known: tuple[Path_, ...] = ()
) -> tuple[AnyModel | None, list[tuple[Path_, str]]]:
    """Plain data as that model, or None, and where it does not fit; ``known`` as in :func:`model_faults`."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        wrong = [(_real_path(data, e), e) for e in error.errors()]
        told = [(path, e) for path, e in wrong if not any(path[: len(place)] == place for place in known)]
        told = [(path, e) for path, e in told if path or e["type"] != "value_error" or not known]
        told = [(path, e) for path, e in told if e["type"] != "too_short" or not _told_below(path, wrong)]
        return None, [(path, _message(path, e, _known_keys(model))) for path, e in told]


def _told_below(path: Path_, wrong: list[tuple[Path_, Any]]) -> bool:
    """Whether a list seems too short only because its entries have faults of their own."""
    return any(other[: len(path)] == path and len(other) > len(path) for other, _ in wrong)


def worded(document: Document, path: Path_, what: str) -> Fault:
    """A fault with its line and place: list entries go by their id where they have one."""
    return document.line(path), f"{_where(document.data, path)}: {what}"


def _where(data: Any, path: Path_) -> str:
    names: list[str] = []
    for part in path:
        inside = data[part] if _has(data, part) else None
        name = str(part)
        if isinstance(part, int) and isinstance(data, list):
            name = str(part + 1)
            for key in ("id", "test"):
                if isinstance(inside, dict) and isinstance(inside.get(key), str):
                    name = inside[key]
                    break
        names.append(name)
        data = inside
    return ".".join(names) or "the file"


def _message(path: Path_, error: Any, known: tuple[str, ...]) -> str:
    kind, found = error["type"], _shown(error["input"])
    if kind == "extra_forbidden":
        if path[-1] in known:
            return "is no key of this part; remove it"
        near = get_close_matches(str(path[-1]), known, n=1, cutoff=0.7)
        return f"unknown key; {f'did you mean {near[0]!r}?' if near else 'remove it or correct its spelling'}"
    if kind == "missing":
        return "is missing; add it"
    message = str(error["msg"]).removeprefix("Value error, ")
    if kind in ("value_error", "assertion_error"):
        return message
    if kind == "unknown_measure":
        return f"found {found}; {message}"
    if kind in ("too_short", "too_long"):
        limit = re.search(r"at (least|most) (\d+)", message)
        allowed = f"at {limit[1]} {limit[2]}" if limit else "another number"
        return f"found {found}; allowed: {allowed} of them"
    if kind == "model_type" and error["ctx"]["class_name"] == "Text":
        return f"found {found}; allowed: both languages, such as {{zh: …, en: …}}"
    if kind.startswith("date"):
        return f"found {found}; allowed: a date such as 2021-01-06"
    if kind == "string_pattern_mismatch" and "-]" in error["ctx"]["pattern"]:
        return f"found {found}; allowed: small letters, figures and -"
    allowed = _ALLOWED.get(kind) or message.removeprefix("Input should be ").removeprefix("Keys should be ")
    return f"found {found}; allowed: {allowed}"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return f"the keys {', '.join(map(str, value))}"[:SHOWN_LENGTH] if value else "no keys"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    text = repr(value)
    return text if len(text) <= SHOWN_LENGTH else f"{text[: SHOWN_LENGTH - 1]}…"


@cache
def _known_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """Every key that the model or a part of it has."""
    keys: dict[str, None] = {}
    seen: set[Any] = set()
    queue: list[Any] = [model]
    while queue:
        each = queue.pop(0)
        queue += get_args(each)
        if isinstance(each, type) and issubclass(each, BaseModel) and each not in seen:
            seen.add(each)
            keys |= dict.fromkeys(each.model_fields)
            queue += [field.annotation for field in each.model_fields.values()]
    return tuple(keys)


def _has(data: Any, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _real_path(data: Any, error: Any) -> Path_:
    """The path in the file: pydantic's tags of union members are left out."""
    path: list[str | int] = []
    loc = error["loc"]
    for index, part in enumerate(loc):
        if loc[:index][-1:] == ("measure",) or loc[:index][-2:-1] == ("edges",):
            continue
        if _has(data, part):
            data = data[part]
            path.append(part)
        elif index == len(loc) - 1 and error["type"] in ("missing", "extra_forbidden"):
            path.append(part)
    return tuple(path)
