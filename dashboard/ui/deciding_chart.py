"""The deciding rule, drawn large with plotly: its months, its three edges, the streak and the gaps."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.engine.explain import Explanation, History, history
from dashboard.plans import Edge
from dashboard.plans.schema import ChildTiers, EventConditions, Streak
from dashboard.plans.styles import Scheme, neutrals
from dashboard.ui.logo import numeral_outline
from dashboard.ui.payloads import styles_of
from dashboard.ui.place_payload import shown_months
from dashboard.wording.figures import month_long, number
from dashboard.wording.teller import Teller
from dashboard.wording.why import edges_told

FONT = "PingFang SC, HarmonyOS Sans SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
_DASHES = ("1.5px,3px", "6px,4px", "solid", "solid")
_HEIGHT = 272
_LABEL_PX = 14
_NUMERAL_PX = 10
_DRAWN = frozenset("1234")
_LABEL_MONTHS = 8
"""About as many months as a label is wide."""
_YEAR_ROOM = 20
"""How many months before the last one a year is still named: on a phone the last month's name takes that much."""
_MOST_STEPS = 7


def deciding_chart(teller: Teller, told: Explanation, region: int, scheme: Scheme) -> go.Figure | None:
    """The chart of one rule in one place; None for rules that hold on several conditions together."""
    if isinstance(told.rule.measure, EventConditions):
        return None
    t = teller.t
    first, last = shown_months(teller)
    past = history(teller.evaluation, told.rule.id, region)
    start = first - teller.workspace.panel.first_month
    window = slice(start, start + last - first + 1)
    months = list(range(first, last + 1))
    colours = neutrals(scheme)
    if isinstance(told.rule.measure, Streak):
        figure = _streak(teller, told, past, window, months, scheme)
    else:
        figure = _plain(teller, told, past.values[window], months, scheme)
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 40 if t.is_chinese else 58, "r": 96 if t.is_chinese else 118, "t": 24, "b": 22},
        showlegend=False,
        bargap=0.22,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 11.5, "color": colours["t3"]},
        dragmode=False,
    )
    figure.update_xaxes(
        showgrid=False, zeroline=False, fixedrange=True, range=[-0.6, len(months) - 0.4],
        ticks="", tickvals=[], linecolor=colours["line"],
    )  # fmt: skip
    _month_axis(figure, teller, months, colours)
    figure.update_yaxes(showgrid=False, zeroline=False, fixedrange=True, ticks="", nticks=4)
    return figure


def _month_axis(figure: go.Figure, teller: Teller, months: list[int], colours: dict[str, str]) -> None:
    """A hairline and the year at every January, and the month looked at."""
    t, end = teller.t, len(months) - 1
    for i, m in enumerate(months):
        if m % 12:
            continue
        figure.add_vline(x=i - 0.5, line={"color": colours["hair"], "width": 1}, layer="below")
        if end - i > _YEAR_ROOM:
            _below(figure, i - 0.5, f"{m // 12}年" if t.is_chinese else str(m // 12), colours["t3"], "left")
    if months:
        _below(figure, end + 0.5, month_long(months[-1], t), colours["t1"], "right")


def _below(figure: go.Figure, x: float, text: str, ink: str, anchor: Literal["left", "right"]) -> None:
    """A word under the axis."""
    figure.add_annotation(
        x=x, y=0, yref="paper", yanchor="top", yshift=-2, xanchor=anchor, text=text, showarrow=False,
        font={"size": 11.5, "color": ink},
    )  # fmt: skip


def _plain(
    teller: Teller, told: Explanation, values: np.ndarray[Any, Any], months: list[int], scheme: Scheme
) -> go.Figure:
    """One panel: a line for indicators, bars for events and alerts."""
    colours, figure = neutrals(scheme), go.Figure()
    edges = edges_told(told, teller)
    bars = told.rule.is_event or isinstance(told.rule.measure, ChildTiers)
    top, bottom = _range([*values.tolist(), *(e[1] for e in edges)], floor=bars)
    _gaps(figure, teller, values, top, bottom, scheme)
    shown = [None if math.isnan(v) else v for v in values.tolist()]
    where = list(range(len(months)))
    if bars:
        style = styles_of(teller.plan, scheme, teller.t.lang)[max(told.tier, 0)]
        fills, outlines = [colours["t2"]] * len(months), ["rgba(0,0,0,0)"] * len(months)
        if told.tier > 0:
            fills[-1], outlines[-1] = style["fill"], style["outline"]
        figure.add_bar(
            x=where,
            y=shown,
            marker={"color": fills, "line": {"width": 1, "color": outlines}},
            hoverinfo="skip",
        )
    else:
        figure.add_scatter(
            x=where, y=shown, mode="lines", line={"color": colours["t1"], "width": 1.6}, connectgaps=False,
            hoverinfo="skip",
        )  # fmt: skip
        _dot(figure, teller, told, where[-1], shown[-1], scheme)
    _edges(figure, teller, edges, (bottom, top), scheme, _HEIGHT - 46, reached=told.tier)
    figure.update_yaxes(range=[bottom, top])
    return figure


def _streak(
    teller: Teller, told: Explanation, past: History, window: slice, months: list[int], scheme: Scheme
) -> go.Figure:
    """Two panels: month-on-month change against the line that counts, and the months counted against the edges."""
    assert isinstance(told.rule.measure, Streak)
    colours, end = neutrals(scheme), len(months) - 1
    style = styles_of(teller.plan, scheme, teller.t.lang)
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, row_heights=[0.58, 0.42], vertical_spacing=0.06)
    changes = past.changes[window] if past.changes is not None else np.full(len(months), np.nan)
    counts, edge = past.values[window], told.rule.measure.streak.each_change
    in_all = told.rule.measure.streak.in_all
    counted = Edge(edge.op[0], 0.0) if in_all else edge
    streak_from = len(months) - len(told.streak)
    if told.streak:
        _bracket(figure, teller, max(streak_from, 0), end, colours)
    qualifies = [counted.reached_by(c) if not math.isnan(c) else False for c in changes.tolist()]
    quiet = style[0]["outline"]
    figure.add_bar(
        x=list(range(len(months))), y=_known(changes), hoverinfo="skip", row=1, col=1,
        marker={
            "color": [colours["t1"] if i >= streak_from else colours["t2"] if q else quiet
                      for i, q in enumerate(qualifies)],
            "opacity": [1.0 if q or i >= streak_from else 0.55 for i, q in enumerate(qualifies)],
            "line": {"width": 0},
        },
    )  # fmt: skip
    top, bottom = _range([*changes.tolist(), -edge.number, edge.number * 1.6])
    _gaps(figure, teller, changes, top, bottom, scheme, row=1)
    _name_gap(figure, teller, told, changes, months, top, colours)
    figure.add_hline(y=0, line={"color": colours["line"], "width": 1}, row=1, col=1)
    figure.add_hline(
        y=edge.number, line={"color": colours["t1"], "width": 1, "dash": "4px,3px"}, row=1, col=1
    )
    reached, t = number(edge.number, 0, signed=True), teller.t
    label = t("{edge}% in all counts", edge=reached) if in_all else t("counts from {edge}%", edge=reached)
    figure.add_annotation(
        x=1.012, xref="paper", y=edge.number, yref="y", text=label, showarrow=False, xanchor="left",
        font={"size": 11.5, "color": colours["t1"]},
    )  # fmt: skip
    fills, outlines = [quiet] * len(months), ["rgba(0,0,0,0)"] * len(months)
    if told.tier > 0:
        fills[-1], outlines[-1] = style[told.tier]["fill"], style[told.tier]["outline"]
    figure.add_bar(
        x=list(range(len(months))), y=_known(counts), hoverinfo="skip", row=2, col=1,
        marker={
            "color": fills, "opacity": [0.7] * (len(months) - 1) + [1.0], "line": {"width": 1, "color": outlines},
        },
    )  # fmt: skip
    edges = edges_told(told, teller)
    most = max([e[1] for e in edges] + [c for c in counts.tolist() if not math.isnan(c)]) * 1.14
    _edges(figure, teller, edges, (0.0, most), scheme, (_HEIGHT - 46) * 0.42, row=2, reached=told.tier)
    steps = [k * abs(edge.number) for k in range(-9, 10) if bottom < k * abs(edge.number) < top]
    shown = steps if len(steps) < _MOST_STEPS else [0.0, edge.number]
    figure.update_yaxes(
        range=[bottom, top],
        tickvals=shown,
        ticktext=[f"{number(v, int(v != int(v)), signed=True)}%" for v in shown],
        row=1,
        col=1,
    )
    figure.update_yaxes(range=[0, most], tickvals=[], row=2, col=1)
    figure.add_annotation(
        x=0, xref="paper", xanchor="right", xshift=-6, y=most * 0.72, yref="y2", showarrow=False, align="right",
        text=teller.t("months in a row").replace(" ", "<br>", 1), font={"size": 11.5, "color": colours["t3"]},
    )  # fmt: skip
    return figure


def _known(values: np.ndarray[Any, Any]) -> list[float | None]:
    """Figures with a gap where one is missing."""
    return [None if math.isnan(v) else v for v in values.tolist()]


def _bracket(figure: go.Figure, teller: Teller, first: int, last: int, colours: dict[str, str]) -> None:
    """A soft band over a streak's months in both panels, and a bracket above it that counts them."""
    left, right = first - 0.5, last + 0.5
    figure.add_shape(
        type="rect", x0=left, x1=right, y0=0, y1=1, xref="x", yref="paper", fillcolor=colours["soft"], line_width=0,
        layer="below",
    )  # fmt: skip
    for x0, y0, x1, y1 in ((left, 1.0, left, 1.03), (left, 1.03, right, 1.03), (right, 1.03, right, 1.0)):
        figure.add_shape(
            type="line", x0=x0, y0=y0, x1=x1, y1=y1, xref="x", yref="paper",
            line={"color": colours["t1"], "width": 1.4},
        )  # fmt: skip
    running = teller.t.plural("{n} month running", "{n} months running", last - first + 1)
    beside = first > _LABEL_MONTHS
    figure.add_annotation(
        x=left if beside else right, y=1.03, yref="paper", xanchor="right", yanchor="middle" if beside else "bottom",
        xshift=-6 if beside else 0, showarrow=False, font={"size": 12.5, "color": colours["t1"]},
        text=f"<b>{running}</b>",
    )  # fmt: skip


def _name_gap(
    figure: go.Figure, teller: Teller, told: Explanation, changes: np.ndarray[Any, Any], months: list[int],
    top: float, colours: dict[str, str],
) -> None:  # fmt: skip
    """The newest month without its own figure, named beside its hatch where there is room."""
    panel = teller.workspace.panel
    own = panel.indicators[told.rule.columns()[0]][:, told.region]
    gaps = [i for i, m in enumerate(months) if math.isnan(own[m - panel.first_month])]
    if not gaps or gaps[-1] > len(months) - _LABEL_MONTHS:
        return
    beyond = next((i for i in range(gaps[-1], len(months)) if not math.isnan(changes[i])), len(months))
    figure.add_annotation(
        x=beyond - 0.5, y=top, yref="y", yanchor="top", xanchor="left", xshift=4, showarrow=False,
        text=teller.t("{month} missing", month=month_long(months[gaps[-1]], teller.t)),
        font={"size": 11.5, "color": colours["t3"]},
    )  # fmt: skip


def _range(values: list[float], *, floor: bool = False) -> tuple[float, float]:
    """Top and bottom of a panel that holds all values and edges with a margin."""
    known = [v for v in values if not math.isnan(v)] or [0.0, 1.0]
    high, low = max(known), min(known)
    margin = (high - low) * 0.1 or abs(high) * 0.1 or 1.0
    return high + margin, 0.0 if floor else low - margin


def _gaps(
    figure: go.Figure, teller: Teller, values: np.ndarray[Any, Any], top: float, bottom: float, scheme: Scheme,
    row: int | None = None,
) -> None:  # fmt: skip
    """A hatched strip for every month without a figure."""
    hatch = styles_of(teller.plan, scheme, teller.t.lang)[len(teller.plan.tiers) + 1]["hatch_color"]
    where = [i for i, v in enumerate(values.tolist()) if math.isnan(v)]
    if not where:
        return
    place = {"row": row, "col": 1} if row else {}
    figure.add_bar(
        x=where, y=[top - bottom] * len(where), base=bottom, width=1.0, hoverinfo="skip",
        marker={
            "color": "rgba(0,0,0,0)", "line": {"width": 0},
            "pattern": {"shape": "\\", "fgcolor": hatch, "bgcolor": "rgba(0,0,0,0)", "size": 6,
                        "solidity": 0.22},
        },
        **place,
    )  # fmt: skip
    figure.update_layout(barmode="overlay")


def _dot(
    figure: go.Figure, teller: Teller, told: Explanation, x: int, y: float | None, scheme: Scheme
) -> None:
    """The month looked at, in its tier's colour."""
    if y is None:
        return
    style = styles_of(teller.plan, scheme, teller.t.lang)[max(told.tier, 0)]
    figure.add_scatter(
        x=[x], y=[y], mode="markers", hoverinfo="skip",
        marker={"size": 9, "color": style["fill"], "line": {"width": 1.6, "color": neutrals(scheme)["t1"]}},
    )  # fmt: skip


def _edges(
    figure: go.Figure, teller: Teller, edges: list[tuple[int, float, str]], span: tuple[float, float], scheme: Scheme,
    height: float, row: int | None = None, reached: int = 0,
) -> None:  # fmt: skip
    """The edges as lines in their tier's ink, their labels pushed apart at the right; the one reached says so."""
    styles = styles_of(teller.plan, scheme, teller.t.lang)
    per_px = (span[1] - span[0]) / height
    labels = _apart([edge[1] for edge in edges], _LABEL_PX * per_px)
    place = {"row": row, "col": 1} if row else {}
    axis = "y" if row in (None, 1) else f"y{row}"
    for (tier, at, text), y in zip(edges, labels, strict=True):
        ink = styles[tier]["ink"]
        dash = _DASHES[max(0, len(_DASHES) - 1 - (len(teller.plan.tiers) - tier) - 1)] if tier else _DASHES[0]
        figure.add_hline(y=at, line={"color": ink, "width": 1.2, "dash": dash}, **place)
        if styles[tier]["numeral"] in _DRAWN:
            # Drawn, for a typed Ⅰ in a Chinese sans is a bare bar.
            figure.add_shape(
                type="path", path=numeral_outline(styles[tier]["numeral"], _NUMERAL_PX), fillcolor=ink, line_width=0,
                fillrule="evenodd", xref="paper", xsizemode="pixel", xanchor=1.012, yref=axis, ysizemode="pixel",
                yanchor=y,
            )  # fmt: skip
        figure.add_annotation(
            x=1.012, xref="paper", xshift=16, y=y, yref=axis, showarrow=False, xanchor="left",
            text=teller.t("{edge} (met)", edge=text) if tier == reached else text,
            font={"size": 11.5, "color": ink},
        )  # fmt: skip


def _apart(values: list[float], least: float) -> list[float]:
    """Positions pushed apart so that labels do not touch, in the order of the values."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    placed = list(values)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    overflow = (placed[order[-1]] - values[order[-1]]) / 2 if order else 0.0
    return [p - overflow for p in placed]
