"""The components of the pages: each registered once, each with one function to draw it.

A component's script and style are put together from the files of this folder (no build step, nothing fetched
from elsewhere). What a component is given is described in `docs/components.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import streamlit as st

import geo

HERE = Path(__file__).parent
PAINTER = Path(geo.__file__).with_name("painter.js")

Data = Mapping[str, Any]
Callback = Callable[[], None]


def _read(*names: str | Path) -> str:
    """Return the files one after the other, as the inline text Streamlit takes; a full path stays itself."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names) + "\n"


def _nothing() -> None:
    """Stand for a callback nobody gave: Streamlit only names a trigger that has one."""


_head = st.components.v2.component(
    "desk_head", js=_read("shared.js", "head.js"), css=_read("shared.css", "head.css")
)
_risk_view = st.components.v2.component(
    "desk_risk_view",
    js=_read("shared.js", PAINTER, "map_host.js", "risk_view.js"),
    css=_read("shared.css", "risk_view.css"),
)
_rule_rows = st.components.v2.component(
    "desk_rule_rows",
    js=_read("shared.js", "rule_chart.js", "rule_rows.js"),
    css=_read("shared.css", "rule_rows.css"),
)
_rail = st.components.v2.component(
    "desk_rail",
    js=_read("shared.js", PAINTER, "map_host.js", "rail.js"),
    css=_read("shared.css", "rail.css"),
)


def head(data: Data, key: str) -> None:
    """Draw the head of a page: tier, headline, lead and facts."""
    _head(key=key, data=dict(data))


def risk_view(data: Data, key: str, on_open: Callback | None = None) -> str | None:
    """Draw map, tiles, ranked table and changes; return the code of a place just opened, else None."""
    result = _risk_view(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("str | None", result.get("open"))


def rule_rows(data: Data, key: str) -> None:
    """Draw the rules of one place, a row each."""
    _rule_rows(key=key, data=dict(data))


def rail(data: Data, key: str, on_open: Callback | None = None) -> str | None:
    """Draw the side of a place's page; return the code of a place just opened, else None."""
    result = _rail(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("str | None", result.get("open"))
