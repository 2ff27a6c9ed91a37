"""Profiles: what a place works with, put together from its own plans and from borrowed ones.

A profile is one YAML file under ``profiles/``, or in a data folder beside the plan files that it names. A plan by
itself is a profile of that plan only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from dashboard.errors import NotFoundError, PlanError
from dashboard.plans import strict_yaml
from dashboard.plans.duties import Duty
from dashboard.plans.faults import model_faults, worded
from dashboard.plans.loader import available as available_plans
from dashboard.plans.loader import load, text_of
from dashboard.plans.loader import path_of as plan_path_of
from dashboard.plans.parts import Model, Text
from dashboard.plans.schema import Plan

FOLDER = Path(__file__).parent / "profiles"

PartName = Literal[
    "tiers",
    "duties",
    "lists",
    "follow_up",
    "gates",
    "benefits",
    "refunds",
    "hiring",
    "closing",
    "organisation",
]
"""The parts that plans give; all but ``tiers`` are called as in the plan's file."""
PARTS: tuple[PartName, ...] = (
    "tiers",
    "duties",
    "lists",
    "follow_up",
    "gates",
    "benefits",
    "refunds",
    "hiring",
    "closing",
    "organisation",
)
MONEY: tuple[PartName, ...] = ("benefits", "refunds", "hiring")
PlanNames = tuple[str, ...]


class Profile(Model):
    """Which plans are a place's own (none if it borrows all), and which plan gives each part, by their names."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Text
    own: PlanNames
    tiers: str | None = None
    duties: PlanNames = ()
    lists: PlanNames = ()
    follow_up: PlanNames = ()
    gates: PlanNames = ()
    benefits: PlanNames = ()
    refunds: PlanNames = ()
    hiring: PlanNames = ()
    closing: PlanNames = ()
    organisation: PlanNames = ()

    def plans_for(self, part: PartName) -> PlanNames:
        """The names of the plans that give a part."""
        named = getattr(self, part)
        return ((named,) if named else ()) if part == "tiers" else tuple(named)


@dataclass(frozen=True)
class Lender:
    """A plan that gives a part, and whether that part is borrowed from it or the place's own."""

    plan: Plan
    borrowed: bool

    @property
    def is_official(self) -> bool:
        """Whether the plan's text comes from whoever issued it."""
        return self.plan.source.is_official

    def expired_on(self, part: PartName, day: date) -> date | None:
        """The last day on which a part that is about money was in force, if that is over; else None."""
        payments = getattr(self.plan, part) if part in MONEY else ()
        ends = [payment.valid_until for payment in payments]
        last = max((end for end in ends if end is not None), default=None)
        return last if last is not None and None not in ends and last < day else None


@dataclass(frozen=True)
class Brief:
    """What a name given to ``--plan`` stands for: the plan of tiers, if any, the duties, and who gives each part."""

    name: str
    title: Text
    tiers: Plan | None
    duties: tuple[tuple[str, Duty], ...]
    lenders: Mapping[PartName, tuple[Lender, ...]] = field(repr=False)

    def given(self, part: PartName) -> tuple[Lender, ...]:
        """The plans that give a part, own or borrowed, in the profile's order; none if nobody does.

        What they give stands under the part's name: ``lender.plan.lists``, ``lender.plan.follow_up``.
        """
        return self.lenders.get(part, ())

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Every plan that gives something, once each; that of the tiers first, if there is one."""
        return tuple({each.plan.id: each.plan for part in PARTS for each in self.given(part)}.values())

    def lender(self, plan_id: str) -> Lender:
        """The plan of that id, wherever it gives something.

        Raises:
            KeyError: no such plan gives anything.
        """
        for lenders in self.lenders.values():
            for lender in lenders:
                if lender.plan.id == plan_id:
                    return lender
        raise KeyError(plan_id)


def available() -> tuple[str, ...]:
    """Names of the shipped profiles."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml") if not path.stem.endswith(".tests")))


def with_tiers() -> tuple[str, ...]:
    """Names of the shipped profiles and plans that give tiers: what a map can be coloured by."""
    return tuple(name for name in (*available(), *available_plans()) if brief(name).tiers is not None)


def brief(name: str) -> Brief:
    """What a profile or plan stands for: a shipped one by its name, or the path of a file.

    Raises:
        NotFoundError: there is none of that name.
        PlanError: a file has faults.
    """
    if name not in (*available(), *available_plans()) and not name.endswith((".yaml", ".yml")):
        allowed = ", ".join((*available_plans(), *available()))
        raise NotFoundError(f"plan: found {name!r}; allowed: {allowed}, or the path of a YAML file")
    path = path_of(name)
    if not is_profile(path):
        return brief_of(load(name))
    profile = _read(path, path.stat().st_mtime_ns)
    own = set(profile.own)
    lenders = {
        part: tuple(
            Lender(load(_beside(path.parent, plan)), plan not in own) for plan in profile.plans_for(part)
        )
        for part in PARTS
    }
    return _brief(profile.id, profile.title, lenders)


def is_profile(path: Path) -> bool:
    """Whether a file is a profile and not a plan: a profile says which plans are the place's own."""
    if path.parent == FOLDER:
        return True
    data = strict_yaml.read(text_of(path)).data
    return isinstance(data, dict) and "own" in data


def _beside(folder: Path, plan: str) -> str:
    """A shipped plan's name, or the path of a plan file that lies beside the profile naming it."""
    return plan if plan in available_plans() else str(folder / plan)


def brief_of(plan: Plan, name: str = "") -> Brief:
    """What a plan by itself stands for."""
    alone = (Lender(plan, borrowed=False),)
    return _brief(name or plan.id, plan.short_title, {part: alone for part in PARTS if gives(plan, part)})


def path_of(name: str) -> Path:
    """The file of a shipped profile, or of a plan (``dashboard.plans.loader.path_of``)."""
    return FOLDER / f"{name}.yaml" if name in available() else plan_path_of(name)


def gives(plan: Plan, part: PartName) -> bool:
    """Whether a plan has anything to give under a part."""
    return bool(plan.rules if part == "tiers" else getattr(plan, part))


def _brief(name: str, title: Text, lenders: Mapping[PartName, tuple[Lender, ...]]) -> Brief:
    tiers = next((lender.plan for lender in lenders.get("tiers", ())), None)
    duties = tuple(
        (lender.plan.id, duty) for lender in lenders.get("duties", ()) for duty in lender.plan.duties
    )
    return Brief(name, title, tiers, duties, lenders)


@lru_cache(maxsize=64)
def _read(path: Path, _changed_at: int) -> Profile:
    return parse(text_of(path), path.name, path.parent)


def parse(text: str, file: str, folder: Path = FOLDER) -> Profile:
    """A profile from its text; ``folder`` is where it lies, and where plan files that it names lie.

    Raises:
        PlanError: the text has faults, or names a plan that is not there or does not give what it is named for.
    """
    document = strict_yaml.read(text)
    profile, faults = model_faults(Profile, document, ())
    faults = [*document.faults, *faults]
    if profile is not None:
        faults += [worded(document, path, what) for path, what in _wrong_names(profile, folder)]
    if profile is None or faults:
        raise PlanError(f"{file}, line {line}: {what}" for line, what in sorted(set(faults)))
    return profile


def _wrong_names(profile: Profile, folder: Path) -> list[tuple[strict_yaml.Path_, str]]:
    known = available_plans()
    wrong: list[tuple[strict_yaml.Path_, str]] = []
    named: list[tuple[Any, str, PartName | None]] = [
        *((("own", n), plan, None) for n, plan in enumerate(profile.own)),
        *(
            ((part,) if part == "tiers" else (part, n), plan, part)
            for part in PARTS
            for n, plan in enumerate(profile.plans_for(part))
        ),
    ]
    for path, plan, part in named:
        is_file = plan.endswith((".yaml", ".yml")) and Path(plan).name == plan and (folder / plan).is_file()
        if plan not in known and not is_file:
            beside = "" if folder == FOLDER else ", or the name of a plan file (.yaml) beside this one"
            wrong.append((path, f"found {plan!r}; allowed: {', '.join(known)}{beside}"))
        elif part is not None and not gives(load(_beside(folder, plan)), part):
            able = ", ".join(each for each in known if gives(load(each), part))
            wrong.append((path, f"found {plan!r}, which has no {part}; allowed: {able}"))
    return wrong
