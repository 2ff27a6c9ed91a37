"""The page of plans: rules with a panel of readings, duties of several plans side by side, and the plans."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.errors import DeskError
from dashboard.locale import Words
from dashboard.plans.schema import Plan
from dashboard.tables.months import month_text
from dashboard.ui import address, controls, loading, moving
from dashboard.ui.compare_payload import Comparison, compared, rulers, usual_choice, with_duties
from dashboard.ui.compare_payload import table as compare_table
from dashboard.ui.components import registry
from dashboard.ui.frame import scheme
from dashboard.ui.markdown import plain
from dashboard.ui.messages import draw_faults
from dashboard.ui.payloads import plain_head
from dashboard.ui.plan_view_payload import (
    finding_count,
    findings_table,
    gives,
    number_and_day,
    open_places,
    parts_table,
    plans_table,
    shelf,
)
from dashboard.ui.reading_payload import panel, replay_table
from dashboard.ui.risk_page import mode_in_force
from dashboard.ui.rules_payload import basis, rules_table
from dashboard.ui.trials import file_name, file_text, picked, trial
from dashboard.wording.headlines import Fact
from dashboard.wording.plan_heads import Trial, headline, lead
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

_ON = "1"
_PICKED = ("rule", "reading", "plan_view")


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page, or one plan whole."""
    month = controls.month_in_force(workspace)
    region = controls.region_in_force(workspace)
    mode = mode_in_force(workspace)
    address.keep(month=month_text(month), region=workspace.panel.codes[region], town_alerts=mode)
    moving.follow()
    teller = Teller(workspace, mode, month, t)
    viewed = next((plan for plan in shelf(teller) if plan.id == address.get("plan_view")), None)
    if viewed is not None:
        address.keep(plan_view=viewed.id)
        _plan_view(teller, viewed)
        return
    address.keep(plan_view="")
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, region, t)
        _sections(teller)
        controls.plan_picker(workspace, t, forget=("rule", "reading", "replay", "compare"))
        controls.region_picker(workspace, region, t)
        controls.month_stepper(workspace, month, t)
    _whole(_rules, teller, region)
    _whole(_compare, teller, region)
    _shelf(teller)


def _whole(part: Any, teller: Teller, region: int) -> None:
    """Draw a part that moves by itself; alone, it must not go on with data that the address has left."""

    def alone() -> None:
        if loading.has_left(teller.workspace):
            st.rerun()
        moving.follow()
        try:
            part(teller, region)
        except DeskError as error:
            draw_faults(error, teller.t)

    st.fragment(alone)()


def _sections(teller: Teller) -> None:
    """Links to the parts of the page."""
    t = teller.t
    parts = {"compare": t("Compare")} | ({"findings": t("Findings")} if finding_count(teller) else {})
    parts["all"] = t("Plans")
    with st.container(key="parts", width="content"):
        st.markdown(" ".join(f"[{plain(name)}](#{anchor})" for anchor, name in parts.items()))


def _heading(name: str, title: str) -> None:
    """A heading that a link of the page leads to; Streamlit's own anchors speak English to screen readers."""
    st.html(f'<span id="{name}"></span>')
    st.subheader(title, anchor=False)


def _rules(teller: Teller, region: int) -> None:
    t, look = teller.t, scheme()
    of = picked(teller, region)
    tried = trial(teller.workspace, of, teller.mode)
    if address.get("reading"):
        address.keep(reading=of.value)
    registry.head(plain_head(teller, look, headline(teller, region), lead(teller, region, tried)), key="head")
    registry.basis(basis(teller, look), key="basis", on_open=_on_pick("basis"))
    if not teller.plan.rules and not teller.plan.interpretations:
        return
    chosen = of.interpretation.id if of.interpretation else ""
    with st.container(key="rules"):
        left, right = st.columns([1, 0.36], gap="medium")
    with left:
        if teller.plan.rules:
            registry.listing(
                rules_table(teller, look, region, of, tried),
                key="rules_table",
                on_open=_on_pick("rules_table"),
            )
        else:
            _open_places(teller, chosen)
    with right, st.container(border=True, key="reading_panel"):
        registry.reading(panel(teller, look, of, tried), key="reading", on_open=_on_pick("reading"))
        if tried is not None:
            _trial_buttons(teller, tried)
    if tried is not None and address.get("replay") == _ON:
        st.subheader(t("The whole replay"), anchor=False)
        registry.listing(
            replay_table(teller, look, tried), key="replay_table", on_open=moving.on_open("replay_table")
        )
    n = len(teller.plan.interpretations)
    if n and teller.plan.rules:
        title = t.plural("{n} place that the text leaves open", "{n} places that the text leaves open", n)
        with st.expander(title, key="open_places_list"):
            _open_places(teller, chosen)


def _open_places(teller: Teller, chosen: str) -> None:
    """Every place that the text in force leaves open."""
    told = open_places(teller, scheme(), teller.plan, chosen)
    registry.listing(told, key="open_places", on_open=_on_pick("open_places"))


def _trial_buttons(teller: Teller, tried: Trial) -> None:
    t = teller.t
    is_open = address.get("replay") == _ON
    with st.container(horizontal=True, key="trial_buttons"):
        st.download_button(
            t("Download as a plan file"), lambda: file_text(teller.plan, tried), file_name(teller.plan, tried),
            "application/yaml", key="download_variant", type="primary", on_click="ignore",
        )  # fmt: skip
        st.button(
            t("Hide the replay") if is_open else t("Replay all rules"), key="replay_all",
            on_click=address.keep, kwargs={"replay": "" if is_open else _ON},
        )  # fmt: skip
        st.button(
            t("Take back"), key="take_back", on_click=address.keep,
            kwargs={"reading": tried.interpretation.id, "replay": ""},
        )  # fmt: skip
    st.caption(t("Tried on this page only; nothing that is published changes, and nothing is stored."))


def _on_pick(key: str) -> Any:
    """The callback of a component whose parts pick a rule, a reading or a plan, or lead to a place."""

    def opened() -> None:
        state: Any = st.session_state.get(key)
        what = state.get("open") if state else None
        if isinstance(what, dict):
            chosen = {name: str(what[name]) for name in _PICKED if what.get(name)}
            if "plan_view" in chosen:
                moving.remember("plans", plan_view=chosen["plan_view"])
            elif chosen:
                address.keep(**({"reading": ""} | chosen))
        elif isinstance(what, str) and what:
            moving.remember("place", region=what)

    return opened


def _compare(teller: Teller, region: int) -> None:
    t, look = teller.t, scheme()
    plans = with_duties(teller)
    if not plans:
        return
    _heading("compare", t("Side by side"))
    with st.container(horizontal=True, key="compare_controls", vertical_alignment="center"):
        chosen = _chosen_plans(t, plans)
        of = compared(teller, region, [plan for plan in plans if plan.id in chosen])
        only = _only_different(of)
    if drawn := rulers(of, look):
        registry.rulers(drawn, key="rulers")
    registry.listing(compare_table(of, look, only_different=only), key="compare_table")


def _chosen_plans(t: Words, plans: list[Plan]) -> tuple[str, ...]:
    """The plans that the address names, else the usual ones; draws the choice."""
    titles = {plan.id: t.label(plan.short_title) for plan in plans}
    named = tuple(name for name in address.get("compare").split(",") if name in titles)
    chosen = named or usual_choice(plans)
    st.session_state["compare_choice"] = list(chosen)
    st.pills(
        t("Plans compared"), list(titles), selection_mode="multi", format_func=titles.__getitem__,
        key="compare_choice", label_visibility="collapsed",
        on_change=lambda: address.keep(compare=",".join(st.session_state["compare_choice"])),
    )  # fmt: skip
    return chosen


def _only_different(of: Comparison) -> bool:
    """Whether only rows that differ are shown; draws the choice."""
    t, only = of.teller.t, address.get("rows") == "different"
    options = {
        "different": t("The {n} that differ", n=len(of.different)),
        "all": t("All {n}", n=len(of.rows)),
    }
    st.session_state["rows_choice"] = "different" if only else "all"
    st.segmented_control(
        t("Rows"), list(options), format_func=options.__getitem__, key="rows_choice",
        label_visibility="collapsed", width="content",
        on_change=lambda: address.keep(rows="" if st.session_state["rows_choice"] == "all" else "different"),
    )  # fmt: skip
    return only


def _shelf(teller: Teller) -> None:
    t, look = teller.t, scheme()
    found = findings_table(teller, look)
    with st.container(key="shelf"):
        left, right = st.columns([1.1, 1], gap="medium") if found else (None, st.container())
    if found and left:
        n = finding_count(teller)
        told = t.plural(
            "Set down literally, the text leaves {n} point open; the plan in force settles each by a reading.",
            "Set down literally, the text leaves {n} points open; the plan in force settles each by a reading.",
            n,
        )
        with left:
            _heading("findings", t("Findings of the linter"))
            st.caption(told)
            registry.listing(found, key="findings_table", on_open=_on_pick("findings_table"))
    with right:
        _heading("all", t("All plans"))
        st.caption(t("Each number with its document and clause; a name opens the whole plan."))
        registry.listing(plans_table(teller, look), key="plans_table", on_open=_on_pick("plans_table"))
    usage = t(
        "In legal usage “or more” and “or less” include their number, “over” and “under” leave it out "
        "(Civil Code, article 1259); all other words go by the readings above."
    )
    st.caption(plain(f"{usage}{t.space}{t('Data version {version}.', version=teller.workspace.version)}"))


def _plan_view(teller: Teller, plan: Plan) -> None:
    """One plan whole: what it is, and every part with its number, clause and reading."""
    t, look = teller.t, scheme()
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        st.button(t("‹ All plans"), key="back", on_click=address.keep, kwargs={"plan_view": ""})
        st.space("stretch")
    said = [
        t.label(plan.source.document),
        t.label(plan.source.note) if plan.source.note else "",
        gives(plan, t),
    ]
    lead_ = t.space.join(t("{text}.", text=text.rstrip("。.")) for text in said if text)
    facts = [
        Fact(t("Number and day"), number_and_day(plan, t)),
        Fact(t("Text"), t("official") if plan.source.is_official else t("unofficial text")),
        Fact(t("Readings"), str(len(plan.interpretations))),
    ]
    registry.head(plain_head(teller, look, t.label(plan.title), lead_, facts), key="head")
    registry.listing(parts_table(teller, look, plan), key="parts_table")
    if plan.interpretations:
        st.subheader(t("Where the text can be read in two ways"), anchor=False)
        registry.listing(open_places(teller, look, plan), key="open_places")
