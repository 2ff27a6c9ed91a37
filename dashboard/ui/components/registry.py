"""The components of the pages: each registered once, each with one function to draw it.

A component's script and style are put together from the files of this folder (no build step, nothing fetched
from elsewhere). What a component is given is described in `docs/components.md`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

import geo
from geo.numerals import NUMERAL_PATHS

HERE = Path(__file__).parent
PAINTER = Path(geo.__file__).with_name("painter.js")

Data = Mapping[str, Any]
Callback = Callable[[], None]


def _text(*names: str | Path) -> str:
    """Return files of this folder (or, by a full path, another's) one after the other."""
    return "".join((HERE / name).read_text(encoding="utf-8") for name in names)


def _register(name: str, scripts: Sequence[str | Path], styles: Sequence[str]) -> ComponentRenderer:
    """Register one component with inline script and style, the numerals' shapes before the script."""
    numerals = f"const NUMERALS = {json.dumps(NUMERAL_PATHS)};\n"
    return st.components.v2.component(
        f"desk_{name}",
        js=numerals + _text("shared.js", *scripts),
        css=_text("shared.css", *styles),
    )


def _nothing() -> None:
    """Stand for a callback nobody gave: Streamlit only names a trigger that has one."""


_head = _register("head", ["head.js"], ["head.css"])
_risk_view = _register("risk_view", [PAINTER, "map_host.js", "risk_view.js"], ["risk_view.css"])
_rule_rows = _register("rule_rows", ["rule_chart.js", "rule_rows.js"], ["rule_rows.css"])
_rail = _register("rail", [PAINTER, "map_host.js", "rail.js"], ["rail.css"])


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
