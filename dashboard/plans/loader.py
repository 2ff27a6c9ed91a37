"""Reading plan files: strictly, and with all their faults at once, each with file and line."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.errors import NotFoundError, PlanError
from dashboard.plans import strict_yaml
from dashboard.plans.agreement import Disagreement, disagreements
from dashboard.plans.faults import misfits, worded
from dashboard.plans.schema import Plan
from dashboard.plans.styles import Scheme, StyleError, known_tiers, tier_style
from dashboard.plans.variants import faults_of_changes

FOLDER = Path(__file__).parent
"""Where the shipped plans live, one YAML file each."""
LONGEST_NAME = 80
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def available() -> tuple[str, ...]:
    """Names of the shipped plans."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.yaml") if not p.stem.endswith((".tests", "_styles"))))


def load(name: str) -> Plan:
    """The plan of that name, or of that file path; read again when the file has changed.

    Raises:
        NotFoundError: there is no such plan.
        PlanError: the file has faults; all are listed with their lines.
    """
    path = path_of(name)
    stamp = path.stat()
    return _parsed(path.resolve(), stamp.st_mtime_ns, stamp.st_size)


def path_of(name: str) -> Path:
    """The file of the plan of that name, or of that file path.

    Raises:
        NotFoundError: there is no such plan.
    """
    is_file = name.endswith((".yaml", ".yml"))
    if not is_file and name not in available():
        raise NotFoundError(
            f"plan: found {name!r}; allowed: {', '.join(available())}, or the path of a YAML file"
        )
    path = Path(name) if is_file else FOLDER / f"{name}.yaml"
    with suppress(OSError):  # such as a name that is too long
        if path.is_file():
            return path
    raise NotFoundError(f"plan: there is no file {path.name[:LONGEST_NAME]!r}; check the path")


@lru_cache(maxsize=64)
def _parsed(path: Path, _changed_at: int, _size: int) -> Plan:
    return parse(text_of(path), path.name)


def text_of(path: Path) -> str:
    """The text of a plan file or its tests.

    Raises:
        PlanError: the file is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise PlanError(
            f"{path.name}: found another encoding; allowed: UTF-8. Save the file as UTF-8."
        ) from None


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
        plan, wrong = checked(document.data)
        faults += [worded(document, path, what) for path, what in wrong]
    if faults or plan is None:
        raise PlanError(f"{file}, line {line}: {what}" for line, what in sorted(set(faults)))
    return plan


def checked(data: Any) -> tuple[Plan | None, list[Disagreement]]:
    """A plan from plain data, or None; and everything that is wrong with it, each with its path."""
    disagree = disagreements(data)
    plan, wrong = misfits(Plan, data, tuple(path for path, _ in disagree))
    faults = [*wrong, *disagree]
    if plan is not None and not faults:
        faults = [*_unreadable_styles(plan), *faults_of_changes(data)]
    return plan, faults


def _unreadable_styles(plan: Plan) -> list[Disagreement]:
    """A tier that no map could show: without a style, or with colours that cannot be told apart or read."""
    faults: list[Disagreement] = []
    for i, tier in enumerate(plan.tiers):
        if tier.id not in known_tiers() and (tier.style is None or tier.style.like is None):
            what = f"has no colours; add style: {{like: yellow}} (allowed: {', '.join(known_tiers())})"
            faults.append((("tiers", i), what))
            continue
        for scheme in SCHEMES:
            try:
                tier_style(tier.id, scheme, overrides=plan.style_overrides)
            except StyleError as error:
                faults.append((("tiers", i, "style"), str(error)))
    return faults
