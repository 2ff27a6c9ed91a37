"""The levers beside the maps: each widget is set from the scenario in force, and changes it when it is moved."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard.engine.evaluate import DETECTED, PUBLISHED
from dashboard.locale import Words
from dashboard.locale.direction import isolated
from dashboard.plans import Edge
from dashboard.plans.schema import PETITIONS, ChildTiers
from dashboard.plans.variants import switchable
from dashboard.scenarios.levers import (
    HOLD,
    MOST_MONTHS,
    PERCENT,
    POINTS,
    TREND,
    EdgeMoved,
    FirmShock,
    IndicatorShock,
    IndustryShock,
    Lever,
    PayoutShock,
    ReadingTaken,
    Scenario,
    amount_of,
    with_amount,
)
from dashboard.scenarios.presets import Preset, fitting, presets
from dashboard.ui import scenario_ahead
from dashboard.ui import scenario_state as state
from dashboard.ui.markdown import plain
from dashboard.ui.scenario_turns import firm_turns
from dashboard.wording.figures import number
from dashboard.wording.scenarios import edge_name, edges_of, firm_names, indicator_name, lever_text
from dashboard.workspace import Workspace

CLAIMS, FUND = "first_time_claimants_count", "fund_support_months"
MOST_PERCENT, MOST_POINTS = 60, 5.0


def draw(workspace: Workspace, mode: str, month: int, scenario: Scenario, t: Words) -> None:
    """Draw the levers."""
    with st.container(horizontal=True, key="lever_head", vertical_alignment="center"):
        st.subheader(t("Suppose"), anchor=False, width="content")
        st.space("stretch")
        st.button(t("Undo"), key="undo", type="tertiary", on_click=state.undo, disabled=not state.can_undo())
        st.button(
            t("Reset"), key="reset", type="tertiary", on_click=state.reset, disabled=scenario == Scenario()
        )
    _presets(workspace, t)
    _firm(workspace, mode, month, scenario, t)
    _indicators(workspace, scenario, t)
    _rules(workspace, mode, scenario, t)
    # What is folded is not drawn: every part that is drawn makes the maps wait.
    more = st.expander(t("Industry, assumptions, readings"), key="more_levers", on_change="rerun")
    if more.open:
        with more:
            _industry(workspace, scenario, t)
            _assumptions(scenario, t)
            _readings(workspace, scenario, t)
    _in_force(workspace, scenario, t)


def _presets(workspace: Workspace, t: Words) -> None:
    """The starting conditions that the plans in force name."""
    plans = workspace.plans
    offered = [preset for preset in presets() if preset.clauses(plans)]
    if not offered:
        return
    with st.container(horizontal=True, key="presets", vertical_alignment="center"):
        for preset in offered:
            st.button(
                t.label(preset.name), key=f"preset_{preset.id}", help=_clause(preset, workspace, t),
                on_click=_take_preset, args=(preset, tuple(workspace.panel.indicators)),
            )  # fmt: skip


def _clause(preset: Preset, workspace: Workspace, t: Words) -> str:
    named = t("; ").join(
        f"{t.label(p.short_title)} {clause}" for p, clause in preset.clauses(workspace.plans)
    )
    return plain(t("A starting condition of {plans}. How strong it is, no plan says: move it.", plans=named))


def _take_preset(preset: Preset, columns: tuple[str, ...]) -> None:
    state.set_to(fitting(preset, columns))


# -- one firm ----------------------------------------------------------------------------------------------------


def _firm(workspace: Workspace, mode: str, month: int, scenario: Scenario, t: Words) -> None:
    names = firm_names(workspace)
    offered = [code for code, (_, _, staff) in names.items() if staff > 0]
    if not offered or workspace.panel.events is None:
        return
    in_force = [each for each in scenario.levers if isinstance(each, FirmShock)]
    chosen = st.session_state.get("scenario_firm")
    if chosen not in offered:
        known = [each.enterprise_id for each in in_force if each.enterprise_id in names]
        chosen = known[-1] if known else max(offered, key=lambda code: names[code][2])
    st.session_state["scenario_firm"] = chosen
    _, region, staff = names[chosen]
    lever = next((each for each in in_force if each.enterprise_id == chosen), FirmShock(chosen, 0))

    def label(code: str) -> str:
        told, at, people = names[code]
        return isolated(
            t("{firm} · {place} · {n} people", firm=told, place=workspace.panel.names[at], n=number(people))
        )

    with st.container(key="lever_firm"):
        st.selectbox(t("A firm"), offered, format_func=label, key="scenario_firm")
        kinds = {"layoff": t("Lays off"), "closure": t("Closes")}
        _segments(
            "firm_kind", t("What happens"), kinds, "closure" if lever.closes else "layoff", _firm_kind, lever
        )
        _slider("firm_people", t("People"), lever, 0, int(staff), 1)
        if not lever.closes:
            told = firm_turns(workspace, mode, month, replace(lever, people=0.0), region, t)
            if told:
                st.caption(told)
            words = {
                "none": t("None"), "individual": t("Individual"), "collective": t("Collective"), "mass": t("Mass"),
            }  # fmt: skip
            _segments("firm_petition", t("Petition"), words, lever.petition, _petition, lever)


def _firm_kind(lever: FirmShock, kind: str) -> FirmShock:
    return replace(lever, closes=kind == "closure", petition="none" if kind == "closure" else lever.petition)


def _petition(lever: FirmShock, petition: str) -> FirmShock:
    return replace(lever, petition=petition if petition in PETITIONS else "none")


# -- indicators --------------------------------------------------------------------------------------------------


def _indicators(workspace: Workspace, scenario: Scenario, t: Words) -> None:
    columns = [name for name in workspace.plan.indicator_columns if name in workspace.panel.indicators]
    if not columns:
        return
    with st.container(key="lever_indicators"):
        places = _places(workspace, scenario, t)
        shown = [CLAIMS] if CLAIMS in columns else []
        moved = [e.column for e in scenario.levers if isinstance(e, IndicatorShock) and e.places == places]
        added = [c for c in st.session_state.get("scenario_columns", []) if c in columns]
        for column in dict.fromkeys([*shown, *moved, *added]):
            _indicator(column, places, scenario, t)
        if FUND in columns:
            paid = state.find(scenario, PayoutShock(0.0, places)) or PayoutShock(0.0, places)
            _slider("payouts", t("Fund payouts a month"), paid, -MOST_PERCENT, MOST_PERCENT, 1, unit="%")
        rest = [column for column in columns if column not in shown]
        st.multiselect(
            t("More indicators"), rest, format_func=lambda c: indicator_name(c, t), key="scenario_columns",
            placeholder=t("Add an indicator"), label_visibility="collapsed",
        )  # fmt: skip
        st.session_state["lever_months"] = scenario.months
        st.slider(
            t("Goes on for months"), 1, MOST_MONTHS, key="lever_months",
            on_change=lambda: state.change(lambda s: replace(s, months=st.session_state["lever_months"])),
        )  # fmt: skip


def _places(workspace: Workspace, scenario: Scenario, t: Words) -> tuple[str, ...]:
    """The places that the levers of figures move: all, or those chosen."""
    panel = workspace.panel
    offered = [panel.codes[r] for r in _judged_places(workspace)]
    chosen = st.session_state.get("scenario_places")
    if chosen is None:
        of = next((e.places for e in scenario.levers if isinstance(e, IndicatorShock | PayoutShock)), ())
        st.session_state["scenario_places"] = [code for code in of if code in offered]
    st.multiselect(
        t("Indicators of"), offered, format_func=lambda c: isolated(panel.names[panel.position(c)]),
        key="scenario_places", placeholder=t("all places"),
    )  # fmt: skip
    return tuple(st.session_state["scenario_places"])


def _judged_places(workspace: Workspace) -> list[int]:
    """The places that the plan judges, in file order."""
    levels = workspace.plan.levels
    return [r for r, level in enumerate(workspace.panel.levels) if level in levels]


def _indicator(column: str, places: tuple[str, ...], scenario: Scenario, t: Words) -> None:
    unit = POINTS if column.endswith("_pct") else PERCENT
    like = IndicatorShock(column, 0.0, unit, places)
    lever = state.find(scenario, like) or like
    name = indicator_name(column, t)
    if unit == POINTS:
        _slider(f"by_{column}", name, lever, -MOST_POINTS, MOST_POINTS, 0.1, unit=t("pp"))
    else:
        _slider(f"by_{column}", name, lever, -MOST_PERCENT, MOST_PERCENT, 1, unit="%")


# -- rules -------------------------------------------------------------------------------------------------------


def _rules(workspace: Workspace, mode: str, scenario: Scenario, t: Words) -> None:
    plan = workspace.plan
    edges = edges_of(plan)
    with st.container(key="lever_rules"):
        if edges:
            moved = [e.place for e in scenario.levers if isinstance(e, EdgeMoved) and e.place in edges]
            usual = "registered_unemployment_rate_gap.yellow"
            first = moved[-1] if moved else usual if usual in edges else next(iter(edges))
            place = st.selectbox(
                t("An edge of the plan"),
                list(edges),
                index=list(edges).index(first),
                format_func=lambda p: edge_name(plan, p, t),
                key="scenario_edge",
            )
            _edge(place, edges[place], scenario, t)
        if any(isinstance(rule.measure, ChildTiers) for rule in plan.rules):
            modes = {PUBLISHED: t("Published"), DETECTED: t("Found")}
            current = scenario.town_alerts or mode
            st.session_state["lever_town_alerts"] = current
            st.segmented_control(
                t("Alerts counted"), list(modes), format_func=modes.__getitem__, key="lever_town_alerts",
                width="stretch", on_change=_alerts, args=(mode,),
            )  # fmt: skip


def _alerts(mode: str) -> None:
    wanted = st.session_state["lever_town_alerts"] or mode
    state.change(lambda s: replace(s, town_alerts="" if wanted == mode else wanted))


def _edge(place: str, edge: Edge, scenario: Scenario, t: Words) -> None:
    lever = state.find(scenario, EdgeMoved(place, str(edge))) or EdgeMoved(place, str(edge))
    whole = edge.number == int(edge.number) and abs(edge.number) >= 10
    step = 1.0 if whole else 0.1
    high = max(2.0 * abs(edge.number), 1.0)
    _slider(
        "edge", t("Edge (the plan says {edge})", edge=str(edge)), lever, 0.0, high, step, rest=edge.number
    )


# -- less frequent -----------------------------------------------------------------------------------------------


def _industry(workspace: Workspace, scenario: Scenario, t: Words) -> None:
    offered = sorted(workspace.panel.divisions)
    if not offered or workspace.panel.firms is None or workspace.panel.events is None:
        return
    in_force = [e for e in scenario.levers if isinstance(e, IndustryShock) and not e.places]
    first = offered.index(in_force[-1].industry) if in_force else 0
    chosen = st.selectbox(t("An industry (GB/T 4754)"), offered, index=first, key="scenario_industry")
    lever = next((e for e in in_force if e.industry == chosen), IndustryShock(chosen, 0.0))
    _slider("industry", t("Loses of its staff"), lever, 0, 100, 1, unit="%")


def _assumptions(scenario: Scenario, t: Words) -> None:
    given = scenario.assumptions
    for name, label in (
        ("registered_share_pct", t("Of those an industry lays off, register as unemployed (%)")),
        ("claims_share_pct", t("Of those an industry lays off, claim within the month (%)")),
    ):
        key = f"assume_{name}"
        st.session_state[key] = int(getattr(given, name))
        st.slider(label, 0, 100, key=key, on_change=partial(_assume, name, key))
    ways = {HOLD: t("stay as they are"), TREND: t("go on as in the last month")}
    st.session_state["assume_ahead"] = given.ahead
    st.segmented_control(
        t("In further months, figures without a lever"), list(ways), format_func=ways.__getitem__, key="assume_ahead",
        on_change=partial(_assume, "ahead", "assume_ahead"),
    )  # fmt: skip
    st.caption(t("Assumptions of this desk, from no plan; they are kept with the scenario."))


def _assume(name: str, key: str) -> None:
    value: Any = st.session_state[key] or (HOLD if name == "ahead" else 0)
    value = value if name == "ahead" else float(value)
    state.change(lambda s: replace(s, assumptions=replace(s.assumptions, **{name: value})))


def _readings(workspace: Workspace, scenario: Scenario, t: Words) -> None:
    offered = switchable(workspace.plan)
    if not offered:
        return
    taken = {e.interpretation: e.reading for e in scenario.levers if isinstance(e, ReadingTaken)}
    by_id = {each.id: (each, readings) for each, readings in offered}
    chosen = st.selectbox(
        t("A reading of the text"),
        list(by_id),
        format_func=lambda i: t.label(by_id[i][0].question),
        key="scenario_reading",
    )
    each, readings = by_id[chosen]
    texts = {"": each.chosen.text} | {reading.id: reading.text for reading in readings}
    st.session_state["lever_reading"] = taken.get(chosen, "")
    st.radio(
        t("Read as"), list(texts), format_func=lambda r: t.label(texts[r]), key="lever_reading",
        label_visibility="collapsed", on_change=_read, args=(chosen,),
    )  # fmt: skip


def _read(interpretation: str) -> None:
    reading = st.session_state["lever_reading"]
    state.change(lambda s: state.put(s, ReadingTaken(interpretation, reading), rests=not reading))


def _in_force(workspace: Workspace, scenario: Scenario, t: Words) -> None:
    """What is supposed, a line each, with a way to take it out."""
    if not scenario.levers:
        return
    with st.container(key="in_force"):
        st.markdown(t("**Levers in force**"))
        for n, lever in enumerate(scenario.levers):
            with st.container(horizontal=True, key=f"supposed_{n}", vertical_alignment="center"):
                st.markdown(plain(lever_text(lever, workspace, t)))
                st.button(
                    "✕", key=f"take_out_{n}", type="tertiary", help=t("Take out"),
                    on_click=lambda gone=lever: state.change(lambda s: state.put(s, gone, rests=True)),
                )  # fmt: skip


# -- widgets -----------------------------------------------------------------------------------------------------


def _slider(
    name: str,
    label: str,
    lever: Lever,
    low: float,
    high: float,
    step: float,
    *,
    unit: str = "",
    rest: float = 0.0,
) -> None:
    """A slider for the number of a lever; at ``rest`` the lever changes nothing and is taken out."""
    key = f"lever_{name}"
    now = amount_of(lever) or 0.0
    whole = float(step).is_integer()
    kind: type[int] | type[float] = int if whole else float
    low, high = min(low, now), max(high, now)
    low = math.floor(low) if whole else low
    high = math.ceil(high) if whole else high
    if low >= high:
        return
    scenario_ahead.offer(scenario_ahead.Slide(key, lever, float(low), float(high), float(step)), rest)
    st.session_state[key] = kind(round(now, 6))
    st.slider(
        f"{label} ({unit})" if unit else label, kind(low), kind(high), step=kind(step), key=key,
        format="%d" if whole else "%.1f",
        on_change=_moved, args=(lever, key, rest),
    )  # fmt: skip


def _moved(lever: Lever, key: str, rest: float) -> None:
    value = float(st.session_state[key])
    changed = with_amount(lever, value)
    scenario_ahead.take_in_hand(key, changed, rest)
    state.change(lambda s: state.put(s, changed, rests=math.isclose(value, rest, abs_tol=1e-9)))


def _segments(
    name: str,
    label: str,
    options: dict[str, str],
    current: str,
    make: Callable[[Any, str], Lever],
    lever: FirmShock,
) -> None:
    """A choice that belongs to a firm's lever."""
    key = f"lever_{name}"
    st.session_state[key] = current

    def chosen() -> None:
        changed = make(lever, st.session_state[key] or current)
        state.change(lambda s: state.put(s, changed, rests=False))

    st.segmented_control(
        label, list(options), format_func=options.__getitem__, key=key, on_change=chosen, width="stretch"
    )
