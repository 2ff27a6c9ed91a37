"""The components of the pages: each registered once, each with one function to draw it.

A component's script is put together from the files of this folder and the map's painter (no build step, nothing
fetched from elsewhere). Streamlit sends an inline script again with every run, some 60 KB for the risk map, so a
server that mounts `script_route()` sends a line that imports the script from an address with its digest instead.
What a component is given is described in `docs/components.md`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit.components.v2.types import ComponentRenderer

import geo
from geo.numerals import NUMERAL_PATHS

HERE = Path(__file__).parent
PAINTER = Path(geo.__file__).with_name("painter.js")
ADDRESS = "/components"

Data = Mapping[str, Any]
Callback = Callable[[], None]
Opened = str | dict[str, str] | None

# Scripts of each component after shared.js, in order; its style has its name and follows shared.css.
_SCRIPTS: dict[str, tuple[Path, ...]] = {
    "head": (HERE / "head.js",),
    "risk_view": (PAINTER, HERE / "map_host.js", HERE / "risk_view.js"),
    "deciding": (HERE / "deciding.js",),
    "rule_rows": (HERE / "rule_chart.js", HERE / "rule_rows.js"),
    "rail": (PAINTER, HERE / "map_host.js", HERE / "rail.js"),
    "duty_rows": (HERE / "duty_rows.js",),
    "rulers": (HERE / "rulers.js",),
    "listing": (HERE / "listing.js",),
    "reading": (HERE / "reading.js",),
    "basis": (HERE / "basis.js",),
    "room_map": (PAINTER, HERE / "map_host.js", HERE / "room_map.js"),
    "sweep": (HERE / "sweep.js",),
    "scenario_ahead": (HERE / "scenario_ahead.js",),
    "scenario_view": (PAINTER, HERE / "map_host.js", HERE / "scenario_view.js"),
    "firms": (HERE / "firms.js",),
    "firm_panel": (HERE / "firm_panel.js",),
    "people_rows": (HERE / "people_rows.js",),
    "person": (HERE / "person.js",),
    "matrix": (HERE / "matrix.js",),
}
_LOADER = """// The component's script is fetched once and kept by the browser.
export default async function (component) {
  const { default: draw } = await import(new URL(%s, document.baseURI).href);
  return draw(component);
}
"""
_served: dict[str, bytes] = {}


@cache
def script(name: str) -> str:
    """Return the whole script of one component, its style and the numerals' shapes included."""
    style = "".join((HERE / part).read_text(encoding="utf-8") for part in ("shared.css", f"{name}.css"))
    constants = {"NUMERALS": NUMERAL_PATHS, "STYLE": style}
    head = "".join(
        f"const {key} = {json.dumps(value, ensure_ascii=False)};\n" for key, value in constants.items()
    )
    return head + "".join(part.read_text(encoding="utf-8") for part in (HERE / "shared.js", *_SCRIPTS[name]))


def script_route() -> Route:
    """Return the route that serves the scripts; from then on they are imported by address, not sent inline.

    To be mounted by the server before the first page is drawn.
    """
    for name in _SCRIPTS:
        content = script(name).encode("utf-8")
        _served[f"{name}.{hashlib.sha256(content).hexdigest()[:16]}.js"] = content
    return Route(f"{ADDRESS}/{{name}}", _serve)


async def _serve(request: Request) -> Response:
    """Hand out one script; the name holds its digest, so it may be kept for good."""
    content = _served.get(request.path_params["name"])
    if content is None:
        return PlainTextResponse("This script is of another version; load the page again.", status_code=404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(content, media_type="text/javascript", headers=headers)


@cache
def _component(name: str) -> ComponentRenderer:
    """Register a component when it is first drawn, which is after the server has been put together."""
    address = next((f"{ADDRESS}/{served}" for served in _served if served.startswith(f"{name}.")), None)
    source = script(name) if address is None else _LOADER % json.dumps(address)
    return st.components.v2.component(f"desk_{name}", js=source)


def _nothing() -> None:
    """Stand for a callback nobody gave: Streamlit only names a trigger that has one."""


def head(data: Data, key: str) -> None:
    """Draw the head of a page: tier, headline, lead and facts."""
    _component("head")(key=key, data=dict(data))


def risk_view(data: Data, key: str, on_open: Callback | None = None) -> str | None:
    """Draw map, tiles, ranked table and changes; return the code of a place just opened, else None."""
    result = _component("risk_view")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("str | None", result.get("open"))


def deciding(data: Data, key: str) -> None:
    """Draw the title or the reasons of the rule that decides."""
    _component("deciding")(key=key, data=dict(data))


def rule_rows(data: Data, key: str) -> None:
    """Draw the rules of one place, a row each."""
    _component("rule_rows")(key=key, data=dict(data))


def rail(data: Data, key: str, on_open: Callback | None = None) -> Opened:
    """Draw the side of a page; return the place just opened by its code, or the event as ``{"event": id}``."""
    result = _component("rail")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("Opened", result.get("open"))


def duty_rows(data: Data, key: str, on_open: Callback | None = None) -> Opened:
    """Draw duties, a row each; return the place just opened by its code, or the event as ``{"event": id}``."""
    result = _component("duty_rows")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("Opened", result.get("open"))


def rulers(data: Data, key: str) -> None:
    """Draw where on the scale of people each plan's duties begin."""
    _component("rulers")(key=key, data=dict(data))


def listing(data: Data, key: str, on_open: Callback | None = None) -> Opened:
    """Draw a table; return what was just opened of it: a place by its code, or what the cell says it opens."""
    result = _component("listing")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("Opened", result.get("open"))


def reading(data: Data, key: str, on_open: Callback | None = None) -> Opened:
    """Draw one open place of a text, its readings as a choice; return the one chosen as ``{"reading": id}``."""
    result = _component("reading")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("Opened", result.get("open"))


def basis(data: Data, key: str, on_open: Callback | None = None) -> Opened:
    """Draw what a place works with; return the plan just opened as ``{"plan_view": id}``."""
    result = _component("basis")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("Opened", result.get("open"))


def scenario_view(data: Data, key: str, on_open: Callback | None = None) -> str | None:
    """Draw what a scenario changes; return the code of a place just opened, else None."""
    result = _component("scenario_view")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("str | None", result.get("open"))


def scenario_ahead(data: Data, key: str) -> None:
    """Tell the maps of a scenario what each position of the slider in hand makes of them; it draws nothing."""
    _component("scenario_ahead")(key=key, data=dict(data))


def sweep(data: Data, key: str) -> None:
    """Draw how many places stand at each tier as one lever goes from end to end."""
    _component("sweep")(key=key, data=dict(data))


def room_map(data: Data, key: str, on_open: Callback | None = None) -> str | None:
    """Draw how near each place is to its next tier; return the code of a place just opened, else None."""
    result = _component("room_map")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("str | None", result.get("open"))


def firms(data: Data, key: str, on_open: Callback | None = None) -> Opened:
    """Draw the list of firms, a row each; return what was just opened of it or how it is to be sorted."""
    result = _component("firms")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("Opened", result.get("open"))


def firm_panel(data: Data, key: str, on_open: Callback | None = None) -> Opened:
    """Draw one firm beside the list, or the parts of its page; return what was just opened."""
    result = _component("firm_panel")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("Opened", result.get("open"))


def people_rows(data: Data, key: str, on_open: Callback | None = None) -> Opened:
    """Draw people, a row each; return the one just opened as ``{"person": id}``, or picked as ``{"pick": id}``."""
    result = _component("people_rows")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("Opened", result.get("open"))


def person(data: Data, key: str) -> None:
    """Draw one person: services, what is known, what the plans promise, and what happened."""
    _component("person")(key=key, data=dict(data))


def matrix(data: Data, key: str, on_open: Callback | None = None) -> str | None:
    """Draw what has come in by place, month and table; return the code of a place just opened, else None."""
    result = _component("matrix")(key=key, data=dict(data), on_open_change=on_open or _nothing)
    return cast("str | None", result.get("open"))
