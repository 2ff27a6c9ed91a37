"""The components without a browser: they draw under AppTest, and their sources keep the rules of the house."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.types import Message
from streamlit.testing.v1 import AppTest

from dashboard.ui.components import registry

Answer = tuple[int, dict[str, str], bytes]
NAMES = (
    "head",
    "risk_view",
    "deciding",
    "rule_rows",
    "rail",
    "duty_rows",
    "rulers",
    "listing",
    "scenario_view",
    "scenario_ahead",
    "sweep",
    "room_map",
    "reading",
    "basis",
    "firms",
    "firm_panel",
    "people_rows",
    "person",
    "matrix",
)
SOURCES = sorted(registry.HERE.glob("*.js")) + sorted(registry.HERE.glob("*.css"))


def draw_all() -> None:
    import json
    from pathlib import Path

    import streamlit as st

    from dashboard.plans.styles import digit_styles
    from dashboard.ui import components
    from dashboard.ui.components import deciding, duty_rows, head, rail, risk_view, rule_rows, rulers

    data = json.loads(Path("tests/browser/fixtures/zh.json").read_text(encoding="utf-8"))
    common = {
        "styles": digit_styles(["yellow", "orange", "red"], "light"),
        "scheme": "light",
        "lang": "zh-CN",
    }
    head({**common, **data["head"]}, key="head")
    deciding({**common, **data["deciding_title"]}, key="title")
    deciding({**common, **data["deciding_reasons"]}, key="reasons")
    rule_rows({**common, **data["rule_rows"]}, key="rules")
    opened = risk_view({**common, **data["risk_view"]}, key="risk")
    went = rail({**common, **data["rail"]}, key="rail", on_open=lambda: None)
    rulers({**common, **data["rulers"]}, key="rulers")
    left = duty_rows({**common, **data["duty_rows"]}, key="duties", on_open=lambda: None)
    listed = components.listing({**common, **data["listing"]}, key="listing")
    read = components.reading({**common, **data["reading"]}, key="reading", on_open=lambda: None)
    based = components.basis({**common, **data["basis"]}, key="basis")
    st.text(f"{opened} {went} {left} {listed} {read} {based}")


def test_all_draw_under_apptest_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(registry.HERE.parents[2])
    app = AppTest.from_function(draw_all, default_timeout=60)
    for _ in range(2):
        app.run()
        assert not app.exception
        assert app.text[0].value == "None None None None None None"


@pytest.mark.parametrize("name", NAMES)
def test_a_script_is_one_module_with_one_way_in(name: str) -> None:
    script = registry.script(name)
    assert "\n" in script
    assert len(re.findall(r"^export default", script, re.MULTILINE)) == 1
    assert "import(" not in script
    style = json.loads(re.search(r"^const STYLE = (.*);$", script, re.MULTILINE)[1])  # type: ignore[index]
    assert style.startswith((registry.HERE / "shared.css").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_sources_take_text_as_text_and_ask_nobody_else(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for banned in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "@import",
    ):
        assert banned not in text, f"{path.name}: {banned}"
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text)) - {"http://www.w3.org"}
    assert not addresses
    assert len(text.splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_tier_colours_come_from_the_table_of_styles_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8").lower()
    table = (registry.HERE.parents[1] / "plans" / "tier_styles.yaml").read_text(encoding="utf-8").lower()
    tiers = table[table.index("tiers:") : table.index("neutrals:")]
    neutrals = set(re.findall(r"#[0-9a-f]{6}", table[table.index("neutrals:") :]))
    for colour in set(re.findall(r"#[0-9a-f]{6}", tiers)) - neutrals:
        assert colour not in text, f"{path.name}: {colour}"


def answer_of(asked: Coroutine[Any, Any, Answer]) -> Answer:
    """Run in a thread of its own: a browser test before this one may have left a loop running here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, asked).result()


def test_scripts_are_served_by_their_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    served: dict[str, bytes] = {}
    monkeypatch.setattr(registry, "_served", served)
    app = Starlette(routes=[registry.script_route()])
    assert sorted(name.split(".")[0] for name in served) == sorted(NAMES)
    for name, content in served.items():
        status, headers, body = answer_of(ask(app, f"/components/{name}"))
        assert (status, body) == (200, content)
        assert headers["content-type"].startswith("text/javascript")
        assert "immutable" in headers["cache-control"]
    assert answer_of(ask(app, "/components/head.0000000000000000.js"))[0] == 404


async def ask(app: Starlette, path: str) -> Answer:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    await app(
        {**scope, "headers": [], "http_version": "1.1", "root_path": "", "scheme": "http"}, receive, send
    )
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])
