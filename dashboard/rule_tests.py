"""The tests of a plan or profile: each makes a small data folder in memory, judges it, and compares what comes out.

The format is written by hand beside the plan (``gaotai-2021.tests.yaml``); docs/plans.md says how.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.engine.duties import event_duties
from dashboard.engine.evaluate import evaluate
from dashboard.engine.figures import month_figures
from dashboard.engine.panel import build
from dashboard.errors import NotFoundError
from dashboard.evaluate import answer, tier_name
from dashboard.plans import Plan
from dashboard.plans.case_tables import CaseFolder
from dashboard.plans.edges import DECIMALS
from dashboard.plans.loader import text_of
from dashboard.plans.outcomes import outcome
from dashboard.plans.profiles import Brief, brief, brief_of
from dashboard.plans.rule_cases import Case, expected, part_named, read, refuse
from dashboard.plans.variants import with_reading


@dataclass(frozen=True)
class RuleTest:
    """One test, ready to be judged: its sentence, where it stands, and a small data folder in memory."""

    file: str
    line: int
    sentence: str
    case: Case
    month: int
    region: str
    tables: Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Failure:
    """A test that found something else: each difference in a few words."""

    test: RuleTest
    differences: tuple[str, ...]

    def __str__(self) -> str:
        """The failure as one line."""
        return f"{self.test.file}, line {self.test.line}: {self.test.sentence}: {'; '.join(self.differences)}"


def beside(plan_path: Path) -> Path:
    """Where the tests of a plan stand: ``mine.yaml`` has them in ``mine.tests.yaml``.

    Raises:
        NotFoundError: there are none.
    """
    path = plan_path.with_name(f"{plan_path.stem}.tests.yaml")
    if not path.is_file():
        raise NotFoundError(
            f"tests: there is no file {path.name!r} beside the plan; docs/plans.md says how to write it"
        )
    return path


def run(plan_path: Path, tests_path: Path) -> list[Failure]:
    """Judge every test of a file; an empty list if all come out as expected.

    Raises:
        NotFoundError: there is no such plan.
        PlanError: the plan or the tests have faults; all are listed with their lines.
    """
    plan = brief(str(plan_path))
    return failures(plan, tests_of(plan, tests_path))


def failures(plan: Plan | Brief, tests: Iterable[RuleTest]) -> list[Failure]:
    """The tests that come out otherwise than expected."""
    return [found for found in (failure(plan, test) for test in tests) if found is not None]


def tests_of(plan: Plan | Brief, path: Path) -> tuple[RuleTest, ...]:
    """The tests of a file, for a plan or whatever a profile puts together.

    Raises:
        PlanError: the file has faults; all are listed with their lines.
    """
    judged = plan if isinstance(plan, Brief) else brief_of(plan)
    cases, document, faults = read(text_of(path), judged)
    tests: list[RuleTest] = []
    if cases is not None:
        for i, case in enumerate(cases.tests):
            folder = CaseFolder(judged.tiers, cases, document, i)
            tables = folder.tables() if case.of is None else {}
            faults += folder.faults
            line = document.line(("tests", i))
            tests.append(RuleTest(path.name, line, case.test, case, folder.month, folder.judged, tables))
    refuse(path.name, faults)
    return tuple(tests)


def failure(plan: Plan | Brief, test: RuleTest) -> Failure | None:
    """What comes out otherwise than a test expects, or None."""
    judged = plan if isinstance(plan, Brief) else brief_of(plan)
    wanted = expected(test.case)
    if test.case.of is not None:
        part = part_named(judged, test.case.of)
        found = outcome(part, test.case.rows, test.case.measured) if part is not None else {}
    elif test.case.expect.duties is not None:
        found = {"duties": _duties(judged, test)}
    else:
        found = _judged(judged, test, wanted)
        if not found["applies"] and wanted != {"applies": False}:
            return Failure(test, (f"the rule does not apply to {test.region}",))
    differences = tuple(_differences(wanted, found))
    return Failure(test, differences) if differences else None


def _judged(judged: Brief, test: RuleTest, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What comes out for a place, or for one rule of it."""
    plan = judged.tiers
    if plan is None:
        return {"applies": True}
    for interpretation, reading in test.case.readings.items():
        plan = with_reading(plan, interpretation, reading)
    evaluation = evaluate(plan, build(test.tables, plan, test.month), test.case.town_alerts)
    regions = answer(evaluation, test.tables, test.month, plan.id)["regions"]
    found: dict[str, Any] = next(region for region in regions if region["region_code"] == test.region)
    if test.case.rule is None:
        return found | {"applies": True}
    rules = [rule for rule in found["rules"] if rule["rule"] == test.case.rule]
    if not rules:
        return {"applies": False}
    found = rules[0] | {"applies": True}
    if "possible" in wanted:
        figures = month_figures(evaluation, test.month - evaluation.panel.first_month)
        place = evaluation.rule_positions[test.case.rule], evaluation.panel.position(test.region)
        found["possible"] = tier_name(plan, int(figures.possible[place]))
    return found


def _duties(judged: Brief, test: RuleTest) -> dict[str, Any]:
    """Every duty that the events of a test bring, by its id."""
    return {
        each.duty.id: {
            "status": each.status,
            "plan": each.plan,
            "to": list(each.to),
            **{key: getattr(each.duty, key) for key in ("timing", "hours", "days")},
        }
        for each in event_duties(test.tables, test.month, judged.duties)
    }


def _differences(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    different: list[str] = []
    if "duties" in wanted:
        unexpected = [key for key in found["duties"] if key not in wanted["duties"]]
        different += [
            f"{key}: expected nothing, found {found['duties'][key]['status']}" for key in unexpected
        ]
    for key, value in wanted.items():
        other = found.get(key)
        if isinstance(value, dict) and isinstance(other, dict):
            different += [f"{key}, {what}" for what in _differences(value, other)]
        elif not _same(value, other):
            different.append(f"{key}: expected {_shown(value)}, found {_shown(other)}")
    return different


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, bool) or isinstance(found, bool) or not isinstance(wanted, int | float):
        return bool(wanted == found)
    return isinstance(found, int | float) and round(float(wanted) - found, DECIMALS) == 0


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
