"""The answer of the replay command: what a changed plan would have said in every month of a data folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.replay import KINDS, NONE, SILENT, Replay, replay
from dashboard.errors import NotFoundError
from dashboard.evaluate import tier_name, whole
from dashboard.plans import Plan
from dashboard.plans.profiles import brief, with_tiers
from dashboard.plans.variants import with_edge, with_reading
from dashboard.tables.months import month_text
from dashboard.workspace import open_folder, under

Answer = dict[str, Any]


def replay_folder(
    path: Path,
    plan: str,
    *,
    against: str | None = None,
    readings: Sequence[str] = (),
    edges: Sequence[str] = (),
    town_alerts: str | None = None,
) -> tuple[Answer, tuple[str, ...]]:
    """What differs in a data folder, and what is odd in the folder without stopping it.

    Args:
        path: the data folder.
        plan: a shipped plan or profile, or the path of a plan file.
        against: another plan, to be held against the first.
        readings: readings to try, such as ``payout_80=orange``.
        edges: edges to move, such as ``benefit_payout_rate.orange=<= 80``.
        town_alerts: ``published`` or ``detected``; None takes what the plans say.

    Raises:
        DataError: the folder has faults, one line each.
        NotFoundError: a plan, reading or edge is not there, or nothing to change is named.
        PlanError: a plan has faults, or the two cannot be held against each other.
    """
    if bool(against) == bool(readings or edges):
        raise NotFoundError("replay: name what changes: --against a plan, or --reading and --edge")
    for named in (plan, against):
        if named and brief(named).tiers is None:
            raise NotFoundError(
                f"plan: {named!r} has no tier rules; name one that has: {', '.join(with_tiers())}"
            )
    before = open_folder(path, plan)
    after = (
        open_folder(path, against, default=plan)
        if against
        else under(before, _changed(before.plan, readings, edges))
    )
    mode = town_alerts or before.plan.default_town_alerts
    other = town_alerts or after.plan.default_town_alerts
    found = replay(before.evaluation(mode), after.evaluation(other))
    told = {"plan": plan, "against": against, "readings": list(readings), "edges": list(edges)}
    return told | answer(found), tuple(str(warning) for warning in before.folder.warnings)


def _changed(plan: Plan, readings: Sequence[str], edges: Sequence[str]) -> Plan:
    for text in readings:
        plan = with_reading(plan, *_parts(text, "reading", "payout_80=orange"))
    for text in edges:
        plan = with_edge(plan, *_parts(text, "edge", 'benefit_payout_rate.orange="<= 80"'))
    return plan


def _parts(text: str, what: str, example: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (name.strip() and sign and value.strip()):
        raise NotFoundError(f"--{what}: found {text!r}; allowed: a name, = and a value, such as {example}")
    return name.strip(), value.strip()


def answer(found: Replay) -> Answer:
    """A replay as one JSON object: places in file order, each in the order of its months."""
    panel = found.before.panel
    months = panel.months
    return {
        "town_alerts": {"before": found.before.mode, "after": found.after.mode},
        "first_month": month_text(months[0]) if months else None,
        "last_month": month_text(months[-1]) if months else None,
        "counts": {
            "months": len(found.cells),
            "regions": len(set(found.cells.region.tolist())),
            "tiers": found.retiered,
            "worse": found.raised,
            "milder": found.lowered,
            "alerts": {tier_name(found.before.plan, tier): counts for tier, counts in found.counts.items()},
        },
        "alerts": _alerts(found),
        "months": _months(found),
        "timelines": _timelines(found),
        "deadlines": [
            {"before": _number(each.before), "after": _number(each.after), "count": each.count}
            for each in found.deadlines
        ],
    }


def _alerts(found: Replay) -> list[Answer]:
    plan, panel, e = found.before.plan, found.before.panel, found.episodes

    def side(which: int, n: int) -> Answer | None:
        if e.first[which, n] == NONE:
            return None
        return {
            "from": month_text(int(e.first[which, n])),
            "to": month_text(int(e.last[which, n])),
            "months": int(e.months[which, n]),
            "worst": tier_name(plan, int(e.worst[which, n])),
        }

    rows = [
        {
            "region_code": panel.codes[e.region[n]],
            "region_name": panel.names[e.region[n]],
            "tier": tier_name(plan, int(e.tier[n])),
            "kind": KINDS[e.kind[n]],
            "before": side(0, n),
            "after": side(1, n),
        }
        for n in range(len(e))
    ]
    order = sorted(range(len(e)), key=lambda n: (e.region[n], e.tier[n], n))
    return [rows[n] for n in order]


def _months(found: Replay) -> list[Answer]:
    plan, panel, cells = found.before.plan, found.before.panel, found.cells
    return [
        {
            "region_code": panel.codes[region],
            "region_name": panel.names[region],
            "month": month_text(month),
            "before": tier_name(plan, before),
            "after": tier_name(plan, after),
            "rules": [
                {"rule": rule, "before": _rule_tier(plan, old), "after": _rule_tier(plan, new)}
                for rule, old, new in found.rules_of(n)
            ],
        }
        for n, (region, month, before, after) in enumerate(
            zip(
                cells.region.tolist(), cells.month.tolist(), cells.before.tolist(), cells.after.tolist(),
                strict=True,
            )
        )
    ]  # fmt: skip


def _number(hours: float | None) -> float | int | None:
    return None if hours is None else whole(hours)


def _timelines(found: Replay) -> list[Answer]:
    """The places whose tier differs, a character a month: ``.`` normal, ``?`` unknown, else the tier's number."""
    panel, cells = found.before.panel, found.cells

    def line(tiers: NDArray[np.int8]) -> str:
        return "".join("?" if tier < 0 else "." if tier == 0 else str(tier) for tier in tiers.tolist())

    return [
        {
            "region_code": panel.codes[region],
            "region_name": panel.names[region],
            "before": line(found.before.tiers[:, region]),
            "after": line(found.after.tiers[:, region]),
        }
        for region in np.unique(cells.region[cells.before != cells.after]).tolist()
    ]


def _rule_tier(plan: Plan, tier: int) -> str | None:
    """A rule's tier; None where it does not apply."""
    return None if tier == SILENT else tier_name(plan, tier)


def table(told: Answer) -> str:
    """The answer as lines for a terminal, tabs between columns: alerts, then months, then deadlines."""
    counts = told["counts"]
    if not (told["months"] or told["alerts"] or told["deadlines"]):
        return "nothing differs"
    lines = [
        f"{counts['tiers']} months of places at another tier: {counts['worse']} worse, {counts['milder']} milder; "
        f"{counts['months'] - counts['tiers']} with another rule only"
    ]
    if told["timelines"]:
        lines += ["", "\t".join(("region", "", f"{told['first_month']} to {told['last_month']}"))]
        for each in told["timelines"]:
            lines += [
                "\t".join((_place(each), "before", each["before"])),
                "\t".join((_place(each), "after", each["after"])),
            ]
    if told["alerts"]:
        lines += ["", "\t".join(("region", "alert", "change", "before", "after"))]
        lines += [
            "\t".join(
                (_place(each), f"{each['tier']}+", each["kind"], _span(each["before"]), _span(each["after"]))
            )
            for each in told["alerts"]
        ]
    if told["months"]:
        lines += ["", "\t".join(("region", "month", "before", "after", "rules"))]
        lines += [
            "\t".join((_place(each), each["month"], each["before"], each["after"], _rules(each["rules"])))
            for each in told["months"]
        ]
    if told["deadlines"]:
        lines += ["", "\t".join(("report within", "instead of", "months of places"))]
        lines += [
            "\t".join((_hours(each["after"]), _hours(each["before"]), str(each["count"])))
            for each in told["deadlines"]
        ]
    return "\n".join(lines)


def _place(row: Answer) -> str:
    return f"{row['region_code']} {row['region_name']}"


def _span(side: Answer | None) -> str:
    if side is None:
        return "-"
    months = f"{side['months']} month{'s' if side['months'] > 1 else ''}"
    return f"{side['from']} to {side['to']}, {months}, {side['worst']}"


def _rules(rules: list[Answer]) -> str:
    return (
        ", ".join(f"{r['rule']} {r['before'] or 'silent'} to {r['after'] or 'silent'}" for r in rules) or "-"
    )


def _hours(hours: float | None) -> str:
    return "-" if hours is None else f"{hours:g} h"
