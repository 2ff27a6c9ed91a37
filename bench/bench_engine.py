"""The engine beside pandas, polars and DuckDB on the same thirteen rules, and beside reading the figures once.

Run by ``make bench only=engine``. Nothing is printed about time before every engine has given the same answer:
tier and partial flag of every rule, month and region, and the regions' tiers, completeness and rules judged.
"""

from __future__ import annotations

import functools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bench import in_duckdb, in_pandas, in_polars
from bench.made_up import country
from bench.rules import Answer, Rules, rules_of
from dashboard.engine.evaluate import PUBLISHED, Evaluation, evaluate
from dashboard.engine.explain import explain
from dashboard.engine.figures import month_figures
from dashboard.engine.panel import Panel
from dashboard.plans import Plan, load

RIVALS = {"pandas": in_pandas, "polars": in_polars, "DuckDB": in_duckdb}
SIZES = (10, 2_800, 42_800)
MONTHS = 24
RUNS = 9


@dataclass(frozen=True)
class Time:
    """Milliseconds of some runs: the median by the clock, and of the processor's time over all threads."""

    clock: float
    processor: float


def times(works: dict[str, Callable[[], Any]], runs: int = RUNS) -> dict[str, Time]:
    """Time some works one after another, each after two runs to warm up."""
    found = {}
    for name, work in works.items():
        clock, processor = [], []
        for run in range(runs + 2):
            started, used = time.perf_counter(), time.process_time()
            work()
            if run >= 2:
                clock.append((time.perf_counter() - started) * 1e3)
                processor.append((time.process_time() - used) * 1e3)
        found[name] = Time(statistics.median(clock), statistics.median(processor))
    return found


def differences(plan: Plan, panel: Panel) -> list[str]:
    """Where a rival's answer is not ours, one line each."""
    rules = rules_of(plan)
    ours = answer(evaluate(plan, panel, PUBLISHED))
    found = []
    for name, rival in RIVALS.items():
        data = rival.prepare(panel, rules)
        found += [f"{name}: {line}" for line in ours.differences(rival.answer(data, rival.evaluate(data)))]
    return found


def answer(evaluation: Evaluation) -> Answer:
    """Our answer in the form that is checked."""
    return Answer(
        evaluation.levels, evaluation.partial, evaluation.tiers, evaluation.complete, evaluation.judged
    )


def floor(panel: Panel, evaluation: Evaluation) -> Callable[[], None]:
    """Reading every figure once and writing every answer once, with nothing worked out in between."""
    events, firms = panel.events, panel.firms
    figures = [
        *panel.indicators.values(),
        *panel.targets.values(),
        *(getattr(events, n) for n in ("month", "region", "affected", "workforce", "division", "firm")),
        *(getattr(firms, n) for n in ("region", "division", "employees")),
        panel.parents,
    ]
    inputs = [array.view(np.int64) for array in figures] + [panel.declared, events.petition]
    ours = answer(evaluation)
    shapes = [(array.shape, array.dtype) for array in vars(ours).values()]

    def work() -> None:
        for array in inputs:
            array.max()
        for shape, dtype in shapes:
            np.full(shape, 1, dtype=dtype)

    return work


def compare(plan: Plan, rules: Rules, regions: int) -> dict[str, Time]:
    """Times of the floor, of ours and of each rival.

    ``ours`` is the first evaluation of a panel. ``again`` is another one of the same panel, which finds there what no
    plan, mode or threshold changes, such as events by the regions they lie in.
    """
    panel = country(regions, MONTHS)
    evaluation = evaluate(plan, panel, PUBLISHED)
    works: dict[str, Callable[[], Any]] = {
        "floor": floor(panel, evaluation),
        "ours": lambda: evaluate(plan, replace(panel), PUBLISHED),
        "again": lambda: evaluate(plan, panel, PUBLISHED),
    }
    for name, rival in RIVALS.items():
        works[name] = functools.partial(rival.evaluate, rival.prepare(panel, rules))
    return times(works)


def one_county(plan: Plan, rules: Rules) -> dict[str, Time]:
    """A county of ten regions over three years, and what is worked out when someone asks why."""
    panel = country(10, 36)
    evaluation = evaluate(plan, panel, PUBLISHED)
    figures = month_figures(evaluation, panel.month_count - 1)
    return times(
        {
            "all rules, 10 regions × 36 months": lambda: evaluate(plan, replace(panel), PUBLISHED),
            "all rules again": lambda: evaluate(plan, panel, PUBLISHED),
            "the figures of one month": lambda: month_figures(evaluation, panel.month_count - 1),
            "13 explanations": lambda: [explain(evaluation, figures, rule, 0) for rule in rules.ids],
        },
        runs=101,
    )


def main() -> None:
    """Check the answers, then print a table."""
    plan = load("gaotai-2021")
    rules = rules_of(plan)
    for regions in SIZES:
        if wrong := differences(plan, country(regions, MONTHS)):
            raise SystemExit("\n".join([f"{regions} regions: the answers are not the same", *wrong]))
    print(f"the same answers for {', '.join(f'{n:,}' for n in SIZES)} regions, {MONTHS} months, 13 rules")
    print(f"{'regions':>8}  {'':8}{'clock ms':>10}{'× ours':>8}{'processor ms':>14}{'× ours':>8}")
    for regions in SIZES:
        found = compare(plan, rules, regions)
        ours, again = found["ours"], found["again"]
        for name, it in found.items():
            print(
                f"{regions:>8,}  {name:8}{it.clock:10.2f}{it.clock / ours.clock:8.2f}"
                f"{it.processor:14.2f}{it.processor / ours.processor:8.2f}"
            )
        for name, it in (("ours", ours), ("again", again)):
            floors = it.clock / found["floor"].clock, it.processor / found["floor"].processor
            print(
                f"{'':10}{name} takes {floors[0]:.1f} times the floor, {floors[1]:.1f} times its processor time"
            )
        print(flush=True)
    for name, it in one_county(plan, rules).items():
        print(f"one county, {name}: {it.clock:.2f} ms, {it.processor:.2f} ms of the processor")


if __name__ == "__main__":
    main()
