"""Profiles: what a place works with, put together from several plans.

A profile is one YAML file under ``profiles/``. A plan by itself is a profile of that plan only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from dashboard.errors import NotFoundError, PlanError
from dashboard.plans import strict_yaml
from dashboard.plans.duties import Duty
from dashboard.plans.faults import model_faults
from dashboard.plans.loader import available as available_plans
from dashboard.plans.loader import load
from dashboard.plans.parts import Model, Text
from dashboard.plans.schema import Plan

FOLDER = Path(__file__).parent / "profiles"


class Profile(Model):
    """Which plan gives a place its tiers, and which plans give it duties, by their names."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Text
    tiers: str | None = None
    duties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brief:
    """What a name given to ``--plan`` stands for: the plan of tiers, if any, the duties with their plans' ids, and
    every plan behind it, the plan of tiers first."""

    tiers: Plan | None
    duties: tuple[tuple[str, Duty], ...]
    plans: tuple[Plan, ...]


def available() -> tuple[str, ...]:
    """Names of the shipped profiles."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def with_tiers() -> tuple[str, ...]:
    """Names of the shipped plans and profiles that give tiers: what a map can be coloured by."""
    return tuple(name for name in (*available_plans(), *available()) if brief(name).tiers is not None)


def brief(name: str) -> Brief:
    """What a profile, a shipped plan or the path of a plan file stands for.

    Raises:
        NotFoundError: there is none of that name.
        PlanError: a file has faults.
    """
    if name in available():
        path = FOLDER / f"{name}.yaml"
        profile = _read(path, path.stat().st_mtime_ns)
        named = tuple(dict.fromkeys((*((profile.tiers,) if profile.tiers else ()), *profile.duties)))
        plans = tuple(load(plan) for plan in named)
        duties = tuple((plan.id, duty) for plan in plans for duty in plan.duties)
        return Brief(load(profile.tiers) if profile.tiers else None, duties, plans)
    if name not in available_plans() and not name.endswith((".yaml", ".yml")):
        allowed = ", ".join((*available_plans(), *available()))
        raise NotFoundError(f"plan: found {name!r}; allowed: {allowed}, or the path of a YAML file")
    plan = load(name)
    return Brief(plan if plan.rules else None, tuple((plan.id, duty) for duty in plan.duties), (plan,))


def title_of(name: str) -> Text:
    """What a shipped plan or profile is called in a list.

    Raises:
        NotFoundError: there is none of that name.
        PlanError: its file has faults.
    """
    if name in available():
        path = FOLDER / f"{name}.yaml"
        return _read(path, path.stat().st_mtime_ns).title
    return load(name).short_title


def is_borrowed(name: str, plan: str) -> bool:
    """Whether a plan is another place's than that of the profile it is used in; a plan by itself is its own.

    A profile and its own plans begin with the name of their place: ``gaotai-desk``, ``gaotai-2021``.
    """
    return name in available() and plan.split("-")[0] != name.split("-")[0]


@lru_cache(maxsize=64)
def _read(path: Path, _changed_at: int) -> Profile:
    document = strict_yaml.read(path.read_text(encoding="utf-8"))
    profile, faults = model_faults(Profile, document, ())
    faults = [*document.faults, *faults]
    if profile is None or faults:
        raise PlanError(f"{path.name}, line {line}: {what}" for line, what in sorted(set(faults)))
    return profile
