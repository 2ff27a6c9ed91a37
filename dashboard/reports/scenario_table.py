"""A scenario on paper: its places, rules and duties as a table, and one page to print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from dashboard.access import require
from dashboard.access.audit import AuditSink
from dashboard.reports.export import Sheet
from dashboard.scenarios.desk import Outcome
from dashboard.tables.months import month_text
from dashboard.wording import duties as duty_words
from dashboard.wording.scenarios import headline, lead, lever_text, rule_change
from dashboard.wording.teller import Teller
from dashboard.workspace import SHOWN


def scenario_table(outcome: Outcome, focus: int, name: str, before: Teller, marks: Sequence[str]) -> Sheet:
    """Every place and rule that stands otherwise, then the new duties; what is supposed stands among the marks."""
    t, workspace = before.t, outcome.before
    supposed = [
        t("Supposed: {lever}", lever=lever_text(each, workspace, t)) for each in outcome.scenario.levers
    ]
    return Sheet(
        title=t("Scenario"),
        thing=f"scenario {workspace.panel.codes[focus]} {month_text(outcome.months[0])}",
        frame=pd.DataFrame(_rows(outcome, before)),
        groups=SHOWN,
        marks=(*([name] if name else []), *supposed, *marks),
        too_small=t("under {n}", n="{n}"),
    )


def _rows(outcome: Outcome, before: Teller) -> list[dict[str, str]]:
    t, difference, panel = before.t, outcome.difference, outcome.before.panel
    after = Teller(outcome.after, outcome.modes[1], outcome.months[1], t)
    rows = []
    for region in difference.regions.tolist():
        tiers = [before.word(int(side.tiers[region])) for side in (difference.before, difference.after)]
        for change in difference.rules_of(region):
            rule = outcome.after.plan.rules[change.rule]
            rows.append(
                {
                    t("Region code"): panel.codes[region],
                    t("Place"): panel.names[region],
                    t("Tier now"): tiers[0],
                    t("Tier supposed"): tiers[1],
                    t("Rule or duty"): t.label(rule.name),
                    t("Rule now"): before.word(change.before),
                    t("Rule supposed"): before.word(change.after),
                    t("Why"): rule_change(outcome, change, region, after),
                    t("Clause"): rule.clause,
                }
            )
    for root in (r for r in range(panel.region_count) if panel.parents[r] < 0):
        for due in outcome.new_duties(root):
            named = t.label(due.event.duty.name) if due.event else t("report of the tier")
            rows.append(
                {
                    t("Region code"): panel.codes[due.region],
                    t("Place"): panel.names[due.region],
                    t("Tier now"): "",
                    t("Tier supposed"): "",
                    t("Rule or duty"): named,
                    t("Rule now"): "",
                    t("Rule supposed"): duty_words.timing(due, t),
                    t("Why"): duty_words.roles(due.to, t) if due.to else "",
                    t("Clause"): due.clause,
                }
            )
    return rows


_STYLE = """body{font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;font-size:11pt;margin:16mm;
color:#1a2127;line-height:1.5}h1{font-size:16pt;margin:0 0 4pt}h2{font-size:12pt;margin:12pt 0 4pt}
table{border-collapse:collapse;width:100%;font-size:9.5pt}td,th{border-bottom:1px solid #d5dce0;padding:3pt 6pt 3pt 0;
text-align:left;vertical-align:top}footer{margin-top:12pt;font-size:8.5pt;color:#616d76}ul{margin:0;padding-left:16pt}
@page{size:A4;margin:12mm}@media print{body{margin:0}}"""
_MOST_ROWS = 24


def printed(
    outcome: Outcome, focus: int, name: str, before: Teller, marks: Sequence[str], sink: AuditSink
) -> bytes:
    """One page to print: the sentence, what is supposed, what changes, the new duties; recorded as taken out.

    Raises:
        AccessError: the viewer's role does not include taking these figures out.
    """
    t, viewer = before.t, outcome.before.viewer
    require(viewer, "export", *SHOWN)
    rows = _rows(outcome, before)
    said = headline(outcome, before, focus)
    note = lead(outcome, focus, before.mode, t).replace("**", "")
    supposed = "".join(
        f"<li>{escape(lever_text(each, outcome.before, t))}</li>" for each in outcome.scenario.levers
    )
    heads = list(rows[0])[1:] if rows else []
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(row[name]))}</td>" for name in heads) + "</tr>"
        for row in rows[:_MOST_ROWS]
    )
    more = t.plural(
        "{n} more row is in the table.", "{n} more rows are in the table.", len(rows) - _MOST_ROWS
    )
    table = f"<table><tr>{''.join(f'<th>{escape(h)}</th>' for h in heads)}</tr>{body}</table>" if rows else ""
    page = (
        f'<!doctype html><html lang="{"zh-CN" if t.is_chinese else "en"}"><meta charset="utf-8">'
        f"<title>{escape(name or t('Scenario'))}</title><style>{_STYLE}</style>"
        f"<h1>{escape(said)}</h1><p>{escape(note)}</p><h2>{escape(t('Supposed'))}</h2><ul>{supposed}</ul>"
        f"<h2>{escape(t('What changes'))}</h2>{table}{f'<p>{escape(more)}</p>' if len(rows) > _MOST_ROWS else ''}"
        f"<footer>{'<br>'.join(escape(mark) for mark in (*([name] if name else []), *marks))}</footer></html>"
    )
    sink.write(
        viewer.name,
        viewer.role,
        viewer.scope,
        "export",
        f"scenario {month_text(outcome.months[0])}.html",
        len(rows),
    )
    return page.encode()
