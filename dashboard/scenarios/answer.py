"""The answer of the scenario command: a scenario file and a data folder in, one JSON object out."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard.errors import DataError, NotFoundError
from dashboard.evaluate import tier_name, whole
from dashboard.scenarios.desk import Outcome, play
from dashboard.scenarios.difference import RuleChange
from dashboard.scenarios.files import Saved, as_data, parse
from dashboard.scenarios.headroom import headroom
from dashboard.tables.months import month_text, parse_month
from dashboard.workspace import Workspace, open_folder

Answer = dict[str, Any]
MOST_BYTES = 2_000_000


def read_file(path: Path) -> Saved:
    """The scenario of a file.

    Raises:
        NotFoundError: there is no such file.
        DataError: it has faults, each with its line.
    """
    try:
        data = path.read_bytes()
    except OSError:
        raise NotFoundError(f"scenario: there is no file {path.name!r}; check the path") from None
    return from_bytes(data, path.name)


def from_bytes(data: bytes, name: str) -> Saved:
    """The scenario in the bytes of a file; it raises what :func:`read_file` does."""
    if len(data) > MOST_BYTES:
        raise DataError(f"{name}: the file is too large for a scenario; allowed: {MOST_BYTES} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(f"{name}: found another encoding; allowed: UTF-8. Save the file as UTF-8.") from None
    return parse(text, name)


def scenario_of_folder(
    saved: Saved,
    folder: Path,
    plan: str | None = None,
    month: str | None = None,
    town_alerts: str | None = None,
) -> tuple[Answer, tuple[str, ...]]:
    """The answer for a data folder, and what is odd in the folder without stopping it.

    Args:
        saved: the scenario.
        folder: the data folder.
        plan: another plan or profile than the scenario's, else the folder's own.
        month: another month than the scenario's, else the newest.
        town_alerts: how alerts are counted before the scenario, else as when it was saved, else as planned.

    Raises:
        DataError: the folder has faults, or the scenario does not fit it.
        NotFoundError: there is no such plan or month, or the scenario names something that is not there.
        PlanError: the plan has faults, or has none left to stand with the scenario's edge.
    """
    opened = open_folder(folder, plan or saved.plan or None, default="gaotai-2021")
    if not opened.has_tiers:
        raise NotFoundError(f"plan: {opened.plan.id!r} gives no tiers, so no scenario can be judged by it")
    number = parse_month(month or saved.month) if month or saved.month else opened.months[-1]
    if number is None:
        raise NotFoundError(f"month: found {month!r}; allowed: YYYY-MM, such as 2024-06")
    mode = town_alerts or saved.counted or opened.plan.default_town_alerts
    outcome = play(opened, mode, number, saved.scenario)
    return answer(outcome, saved), tuple(str(warning) for warning in opened.folder.warnings)


def answer(outcome: Outcome, saved: Saved) -> Answer:
    """What a scenario changes, as one JSON object; places in file order."""
    workspace, difference = outcome.before, outcome.difference
    plan, panel = workspace.plan, workspace.panel
    everywhere = range(panel.region_count)
    before, after = outcome.counts(everywhere)
    return {
        "scenario": {k: v for k, v in as_data(saved).items() if k != "found"},
        "plan": workspace.brief.name,
        "month": month_text(outcome.months[0]),
        "judged_month": month_text(outcome.months[1]),
        "town_alerts": {"before": outcome.modes[0], "after": outcome.modes[1]},
        "counts": {
            tier_name(plan, tier): {"before": before[tier], "after": after[tier]} for tier in sorted(before)
        },
        "places": [_place(outcome, int(region)) for region in difference.regions],
        "chain": [
            {
                "region_code": panel.codes[link.region],
                "rule": plan.rules[link.rule].id,
                "because_of": [panel.codes[child] for child in link.children],
            }
            for link in difference.chain
        ],
        "people": whole(outcome.people),
        "firms": len(outcome.firms),
        "duties": _duties(outcome),
        "differs": differing(saved, outcome),
    }


def _place(outcome: Outcome, region: int) -> Answer:
    plan, panel, difference = outcome.after.plan, outcome.before.panel, outcome.difference
    nearest = headroom(difference.after, region)[:1]
    return {
        "region_code": panel.codes[region],
        "region_name": panel.names[region],
        "before": tier_name(plan, int(difference.before.tiers[region])),
        "after": tier_name(plan, int(difference.after.tiers[region])),
        "because_of": [plan.rules[each.rule].id for each in difference.causes(region)],
        "rules": [_rule(outcome, each) for each in difference.rules_of(region)],
        "headroom": [
            {
                "rule": plan.rules[each.rule].id,
                "next_tier": tier_name(plan, each.next_tier),
                "distance": whole(each.distance),
                "unit": plan.rules[each.rule].unit,
                "change_pct": _number(each.change_pct),
            }
            for each in nearest
        ],
    }


def _rule(outcome: Outcome, change: RuleChange) -> Answer:
    rule = outcome.after.plan.rules[change.rule]
    return {
        "rule": rule.id,
        "before": tier_name(outcome.after.plan, change.before),
        "after": tier_name(outcome.after.plan, change.after),
        "value_before": _number(change.value_before),
        "value_after": _number(change.value_after),
        "unit": rule.unit,
        "clause": rule.clause,
    }


def _number(value: float) -> float | int | None:
    return whole(round(value, 6)) if math.isfinite(value) else None


def _duties(outcome: Outcome) -> list[Answer]:
    panel, events = outcome.before.panel, outcome.after.tables.get("events")
    roots = [region for region in range(panel.region_count) if panel.parents[region] < 0]
    return [
        {
            "duty": due.duty,
            "plan": due.plan,
            "region_code": panel.codes[due.region],
            "event_id": str(events["event_id"].iloc[due.event.row])
            if due.event and events is not None
            else None,
            "status": due.status,
            "to": list(due.to),
            "timing": due.timing,
            "hours": whole(due.hours) if due.hours is not None else None,
            "days": whole(due.days) if due.days is not None else None,
            "clause": due.clause,
        }
        for root in roots
        for due in outcome.new_duties(root)
    ]


def moved(outcome: Outcome) -> tuple[tuple[str, str, str], ...]:
    """The places whose tier differs: code, tier before and after."""
    difference, plan = outcome.difference, outcome.before.plan
    return tuple(
        (
            outcome.before.panel.codes[region],
            tier_name(plan, int(difference.before.tiers[region])),
            tier_name(plan, int(difference.after.tiers[region])),
        )
        for region in difference.moved.tolist()
    )


def differing(saved: Saved, outcome: Outcome) -> list[Answer]:
    """The places that come out otherwise than when the scenario was saved; none if it was never kept with them."""
    if not saved.data_version and not saved.found:
        return []
    now = {code: (before, after) for code, before, after in moved(outcome)}
    then = {code: (before, after) for code, before, after in saved.found}
    return [
        {"region_code": code, "then": _step(then.get(code)), "now": _step(now.get(code))}
        for code in dict.fromkeys((*then, *now))
        if then.get(code) != now.get(code)
    ]


def _step(step: tuple[str, str] | None) -> Answer | None:
    return {"before": step[0], "after": step[1]} if step else None


def kept(outcome: Outcome, name: str) -> Saved:
    """A scenario with everything that lets it be understood later."""
    workspace: Workspace = outcome.before
    return Saved(
        outcome.scenario, name, workspace.brief.name, month_text(outcome.months[0]),
        data_version(workspace), plan_version(workspace), moved(outcome), outcome.modes[0],
    )  # fmt: skip


def data_version(workspace: Workspace) -> str:
    """What tells one state of the data from another, short: of a store its name and the batch."""
    which, dash, batch = workspace.folder.fingerprint.partition("-")
    return f"{which[:8]}-{batch}" if dash else which[:12]


def plan_version(workspace: Workspace) -> str:
    """What tells one wording of the plan from another, short."""
    return hashlib.sha256(workspace.plan.model_dump_json().encode()).hexdigest()[:12]


def table(told: Sequence[tuple[str, Answer]]) -> str:
    """Answers as lines for a terminal, tabs between columns: places, what did it, then duties."""
    lines: list[str] = []
    for folder, each in told:
        head = f"{folder}\t{each['plan']}\t{each['month']}"
        lines.append(head if each["judged_month"] == each["month"] else f"{head} to {each['judged_month']}")
        counts = (f"{tier} {n['before']} to {n['after']}" for tier, n in each["counts"].items())
        lines.append("\t".join(counts))
        if not each["places"]:
            lines.append("nothing differs")
        for place in each["places"]:
            why = ", ".join(f"{r['rule']} {r['before']} to {r['after']}" for r in place["rules"])
            name = f"{place['region_code']} {place['region_name']}"
            lines.append("\t".join((name, f"{place['before']} to {place['after']}", why or "-")))
        for due in each["duties"]:
            when = f"{due['hours']} h" if due["hours"] is not None else due["timing"]
            lines.append(
                "\t".join(("duty", when, due["duty"], due["region_code"], due["plan"], due["clause"]))
            )
        lines += [f"otherwise than saved\t{place['region_code']}" for place in each["differs"]]
    return "\n".join(lines)
