"""The way from a warning to the firms that cause it, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dashboard.engine.explain import Explanation
from dashboard.registers.firm_shares import Parts, parts_of, warning_rule
from dashboard.ui import moving
from dashboard.ui.firm_lists import firms_of
from dashboard.ui.markdown import plain
from dashboard.wording.teller import Teller


def of_rules(teller: Teller, told: Sequence[Explanation], region: int) -> None:
    """A way on for each rule of a place's warning that goes back to firms; or that the deciding one does not."""
    t, firms = teller.t, firms_of(teller.workspace)
    reached = [why for why in told if why.tier > 0]
    if firms is None or not reached:
        return
    code = teller.workspace.panel.codes[region]
    with st.container(horizontal=True, key="firms_behind", vertical_alignment="center"):
        for at, why in enumerate(reached):
            parts = parts_of(firms, why)
            rule = t.label(why.rule.name)
            if parts is None:
                if at == 0:
                    st.markdown(plain(t("{rule} cannot be attributed to firms.", rule=rule)), width="content")
                continue
            n = int((np.nan_to_num(parts.people) > 0).sum())
            text = t.plural("{rule}: {n} firm behind it ›", "{rule}: {n} firms behind it ›", n, rule=rule)
            st.button(
                plain(text), key=f"behind_{why.rule.id}", on_click=moving.remember, args=("enterprises",),
                kwargs={"region": code, "cause": why.rule.id},
            )  # fmt: skip


def of_places(teller: Teller, places: Sequence[int]) -> None:
    """A way on for each place with a warning that goes back to firms, the worst first."""
    t, firms = teller.t, firms_of(teller.workspace)
    warned = sorted((p for p in places if teller.tier(p) > 0), key=lambda p: -teller.tier(p))
    if firms is None or not warned:
        return
    ways: list[tuple[int, Parts]] = []
    without = 0
    for place in warned:
        told = warning_rule(teller.workspace, teller.mode, teller.month, place)
        parts = parts_of(firms, told) if told is not None else None
        if parts is None:
            without += 1
        elif len(ways) < _MOST:
            ways.append((place, parts))
    with st.container(horizontal=True, key="firms_behind", vertical_alignment="center"):
        for place, parts in ways:
            n = int((np.nan_to_num(parts.people) > 0).sum())
            text = t.plural(
                "{place}: {n} firm behind it ›", "{place}: {n} firms behind it ›", n, place=teller.name(place)
            )
            code = teller.workspace.panel.codes[place]
            st.button(
                plain(text), key=f"behind_{code}", on_click=moving.remember, args=("enterprises",),
                kwargs={"region": code, "cause": parts.told.rule.id},
            )  # fmt: skip
        if without:
            st.markdown(
                plain(
                    t.plural(
                        "{n} warning cannot be attributed to firms.",
                        "{n} warnings cannot be attributed to firms.",
                        without,
                    )
                ),
                width="content",
            )


_MOST = 6
"""Ways on from one map: what a person can still choose from."""
