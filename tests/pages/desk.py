"""The app without a browser: a page run by Streamlit's AppTest, and what its components were given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.serving import ROOT

SAMPLES = ("gaotai", "nanyang", "washington")
FOCUS = {"gaotai": "620724", "nanyang": "411300", "washington": "53"}
PLANS = {"gaotai": "gaotai-desk", "nanyang": "nanyang-desk", "washington": "gaotai-2021"}
LEVELS = {
    "gaotai": ("city", "county", "town"),
    "nanyang": ("city", "county", "town"),
    "washington": ("county",),
}


def visit(page: str = "risk_map", **query: str) -> AppTest:
    """A page of the app under an address, run to its end; an exception in it fails the test."""
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(f"../pages/{page}.py")
    return run(app)


def run(app: AppTest) -> AppTest:
    """Run once more, after a widget was used or not; an exception fails the test."""
    app.run()
    assert not app.exception, [each.value for each in app.exception]
    return app


def address(app: AppTest) -> dict[str, str]:
    """The values in the app's address."""
    return {
        name: value if isinstance(value, str) else value[-1] for name, value in dict(app.query_params).items()
    }


def _nodes(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from _nodes(child)


def drawn(app: AppTest) -> dict[str, dict[str, Any]]:
    """What each page component was given, by its key."""
    found: dict[str, dict[str, Any]] = {}
    for node in _nodes(app._tree):
        proto = getattr(node, "proto", None)
        if proto is not None and proto.DESCRIPTOR.name == "BidiComponent":
            found[node.key] = json.loads(proto.json)
    return found


def texts(app: AppTest) -> list[str]:
    """The plain lines and titles of the page."""
    return [each.value for each in (*app.title, *app.text)]
