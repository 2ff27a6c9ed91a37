"""Reading plan files: strictly, and with all their faults at once, each with file and line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dashboard.errors import NotFoundError, PlanError
from dashboard.plans import strict_yaml
from dashboard.plans.schema import Plan

FOLDER = Path(__file__).parent
"""Where the shipped plans live, one YAML file each."""


def available() -> tuple[str, ...]:
    """Names of the shipped plans."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.yaml") if not p.stem.endswith((".tests", "_styles"))))


@cache
def load(name: str) -> Plan:
    """The plan of that name, or of that file path.

    Raises:
        NotFoundError: there is no such plan.
        PlanError: the file has faults; all are listed with their lines.
    """
    path = Path(name) if name.endswith((".yaml", ".yml")) else FOLDER / f"{name}.yaml"
    if not name.endswith((".yaml", ".yml")) and name not in available():
        raise NotFoundError(
            f"plan: found {name!r}; allowed: {', '.join(available())}, or the path of a YAML file"
        )
    if not path.is_file():
        raise NotFoundError(f"plan: there is no file {path.name!r}; check the path")
    return parse(path.read_text(encoding="utf-8"), path.name)


def parse(text: str, file: str) -> Plan:
    """A plan from its text.

    Raises:
        PlanError: the text has faults.
    """
    document = strict_yaml.read(text)
    faults = list(document.faults)
    plan: Plan | None = None
    if document.data is None and not faults:
        faults.append((1, "the file is empty; copy a shipped plan and change it"))
    elif document.data is not None:
        try:
            plan = Plan.model_validate(document.data)
        except ValidationError as error:
            faults += [_fault(document, e) for e in error.errors()]
    if faults or plan is None:
        raise PlanError(f"{file}, line {line}: {what}" for line, what in sorted(faults))
    return plan


def _fault(document: strict_yaml.Document, error: Any) -> tuple[int, str]:
    """One line for a person: where in the file, what was found, what is allowed."""
    path = _real_path(document.data, error["loc"])
    where = ".".join(str(part) for part in path) or "plan"
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message = f"unknown key {path[-1]!r}; remove it or correct its spelling"
    elif error["type"] == "missing":
        message = "is missing; add it"
    elif error["type"] not in {"value_error", "unknown_measure"}:
        message = f"found {error['input']!r}; {message[0].lower()}{message[1:]}"
    return document.line(path), f"{where}: {message}"


def _real_path(data: Any, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The path in the file: pydantic's tags of union members are left out."""
    path: list[str | int] = []
    for index, part in enumerate(loc):
        inside = isinstance(data, dict) and part in data
        if inside or (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            data = data[part]
            path.append(part)
        elif index == len(loc) - 1 and isinstance(data, dict):
            path.append(part)
    return tuple(path)
