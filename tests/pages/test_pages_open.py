"""Both pages on every sample, in every mode, level, language and in months near and far."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.ui import geometry
from tests.pages.desk import FOCUS, LEVELS, PLANS, SAMPLES, address, drawn, visit

MONTHS = {
    "gaotai": ("2023-11", "2024-03", "2025-01", "2025-05", "2026-03", "2026-04", "2026-09", "2026-10"),
    "nanyang": ("2023-11", "2025-06", "2025-09", "2026-08", "2026-10"),
    "washington": ("2004-02", "2009-08", "2020-06", "2026-09"),
}
PLACES = {
    "gaotai": ("620700", "620724", "620724102000", "620724105000", "620724106000", "620724108000"),
    "nanyang": ("411300", "411328", "411381", "411321", "411323"),
    "washington": ("53", "53033", "53001"),
}
DESKS = {"gaotai": "gaotai-desk", "nanyang": "nanyang-desk"}
MODES = ("published", "detected")
# Each mode in another language: what depends on both is worded by tests/wording.
LOOKS = (("published", "zh"), ("detected", "en"))


def shapes(url: str) -> list[dict[str, Any]]:
    """The places of the geometry that a map's address serves."""
    held = geometry.fetch(url.rsplit("/", 1)[-1])
    assert held is not None, f"{url} is not served"
    places: list[dict[str, Any]] = json.loads(held[0])["places"]
    return places


def check_map(drawing: dict[str, Any], styles: int) -> None:
    """Every string of the painter is as long as its geometry, and every digit has a style."""
    if drawing["empty"]:
        return
    places = shapes(drawing["geometry_url"])
    assert places
    for part in ("digits", "published", "names", "short_names", "notes"):
        assert len(drawing[part]) == len(places), part
    assert [place["name"] for place in places] == drawing["names"]
    assert all(int(digit, 36) < styles for digit in drawing["digits"] + drawing["published"])
    assert drawing["label"]


def check_head(head: dict[str, Any]) -> None:
    assert head["headline"].strip()
    assert head["headline"][-1] in "。."
    assert "None" not in head["headline"] + head["lead"]
    assert "nan" not in head["headline"].split() + head["lead"].split()
    for fact in head["facts"]:
        assert fact["label"]
        assert fact["value"]


def check_risk(view: dict[str, Any]) -> None:
    styles = len(view["styles"])
    if view["map"] is not None:  # the zoomable map stands beside the component
        check_map(view["map"], styles)
    rows = view["table"]["rows"]
    assert rows
    for row in rows:
        assert row["name"]
        assert row["word"]
        assert row["reason"]
        assert row["judged"]
        assert f"region={row['code']}" in row["href"]
        assert int(row["digit"], 36) < styles
        done, of = map(int, row["judged"].split("/"))
        assert 0 <= done <= of
    tiles = view["tiles"]
    assert sum(int(tile["count"]) for tile in tiles) == len(rows)
    changed = [item for group in (view["changes"] or {"groups": []})["groups"] for item in group["items"]]
    moved = [row for row in rows if row["change_strong"] or row["change"].startswith(("↑", "↓"))]
    assert {row["code"] for row in moved} <= {item["code"] for item in changed}


def check_place(parts: dict[str, dict[str, Any]]) -> None:
    styles = len(parts["rail"]["styles"])
    if parts["rail"]["map"] is not None:
        check_map(parts["rail"]["map"], styles)
        assert parts["rail"]["map"]["selected"]
    for section in parts["rail"]["sections"]:
        assert section["title"]
        assert section["rows"] or section["empty"]
    for row in parts.get("rule_rows", {"rows": []})["rows"]:
        assert row["name"]
        assert row["word"]
        assert row["clause"]
        assert row["why"]
        assert all(line.strip() for line in row["why"])
        assert row["missing"] or row["value"]
        chart = row["chart"]
        assert len(chart["values"]) == len(chart["missing"]) <= 36
        assert chart["text"] if chart["kind"] == "text" else chart["alt"]
        assert [edge["label"] for edge in chart["edges"]] == [
            e["label"] for e in chart["edges"] if e["label"]
        ]


@pytest.mark.parametrize(("mode", "lang"), LOOKS)
@pytest.mark.parametrize(("sample", "month"), [(s, m) for s in SAMPLES for m in MONTHS[s]])
def test_the_risk_map_opens(sample: str, month: str, mode: str, lang: str) -> None:
    asked = {"data": sample, "month": month, "town_alerts": mode, "lang": lang}
    app = visit("risk_map", **asked)
    parts = drawn(app)
    check_head(parts["head"])
    check_risk(parts["risk_view"])
    assert address(app) == asked | {
        "plan": PLANS[sample],
        "region": FOCUS[sample],
        "level": {"gaotai": "town"}.get(sample, "county"),
    }


@pytest.mark.parametrize(("sample", "level"), [(s, level) for s in SAMPLES for level in LEVELS[s]])
@pytest.mark.parametrize("mode", MODES)
def test_the_risk_map_opens_at_every_level(sample: str, level: str, mode: str) -> None:
    app = visit("risk_map", data=sample, level=level, town_alerts=mode)
    check_risk(drawn(app)["risk_view"])
    assert address(app)["level"] == level
    chosen = [each.value for each in app.segmented_control if each.key == "level_choice"]
    assert chosen in ([level], [])


@pytest.mark.parametrize(("mode", "lang"), LOOKS)
@pytest.mark.parametrize(("sample", "region"), [(s, region) for s in SAMPLES for region in PLACES[s]])
def test_a_place_opens(sample: str, region: str, mode: str, lang: str) -> None:
    app = visit("place", data=sample, region=region, town_alerts=mode, lang=lang)
    parts = drawn(app)
    check_head(parts["head"])
    check_place(parts)
    assert address(app)["region"] == region
    assert address(app)["town_alerts"] == mode


@pytest.mark.parametrize(("sample", "month"), [(s, m) for s in SAMPLES for m in MONTHS[s]])
def test_a_place_opens_in_every_month(sample: str, month: str) -> None:
    for region in PLACES[sample][1:3]:
        app = visit("place", data=sample, region=region, month=month)
        check_head(drawn(app)["head"])
        check_place(drawn(app))
        assert address(app)["month"] == month


def test_every_town_of_the_sample_opens_in_the_newest_month() -> None:
    rows = drawn(visit("risk_map"))["risk_view"]["table"]["rows"]
    assert len(rows) == 9
    for row in rows:
        parts = drawn(visit("place", region=row["code"]))
        check_place(parts)
        assert parts["head"]["headline"].startswith(row["name"])
        assert parts["head"]["digit"] == row["digit"]


def test_a_place_that_the_plan_does_not_judge_says_so_and_lists_its_parts() -> None:
    app = visit("place", data="nanyang", region="411300", lang="en")
    assert texts_of(app) == ["The plan has no rule for places of this level. Open one of its places."]
    parts = drawn(app)
    assert "rule_rows" not in parts
    assert "digit" not in parts["head"]
    children = next(s for s in parts["rail"]["sections"] if s["kind"] == "children")
    assert len(children["rows"]) == 13


def texts_of(app: Any) -> list[str]:
    return [each.value for each in app.text]


def test_the_county_level_of_gaotai_shows_one_county() -> None:
    view = drawn(visit("risk_map", level="county"))["risk_view"]
    assert [row["name"] for row in view["table"]["rows"]] == ["高台县"]
    assert len(view["map"]["digits"]) == 1
