"""Every page component with made-up data, for looking at and for test_components.py.

`?lang=zh|en`, `?set=normal|hostile|long|empty|lost|mapless|four` choose what is shown. The theme is the viewer's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.plans.styles import digit_styles
from dashboard.ui import components

HERE = Path(__file__).parent
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "{{7*7}}</style><b>",
)
WRITTEN = {
    "name",
    "names",
    "short_names",
    "notes",
    "reason",
    "headline",
    "left",
    "middle",
    "detail",
    "why",
    "note",
    "event",
    "event_note",
    "duty",
    "plan",
    "sum",
    "lines",
    "more",
    "rows",
    "small",
    "aside",
    "because",
    "title",
}


def hostile(value: Any, at: list[int], name: str = "") -> Any:
    """Put something nasty at the end of every text that a file or a person could have written."""
    if isinstance(value, dict):
        return {key: hostile(inner, at, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [hostile(inner, at, name) for inner in value]
    if isinstance(value, str) and name in WRITTEN:
        at[0] += 1
        return f"{value} {HOSTILE[at[0] % len(HOSTILE)]}"
    return "javascript:alert(1)" if name == "href" else value


def longer(view: dict[str, Any]) -> dict[str, Any]:
    """Give the table 300 rows."""
    rows = view["table"]["rows"]
    many = [{**row, "code": f"x{at}", "name": f"{row['name']} {at}"} for at, row in enumerate(rows * 34)][
        :300
    ]
    return {**view, "table": {**view["table"], "rows": many}}


def four_tiers(data: dict[str, Any]) -> dict[str, Any]:
    """Give every chart a fourth and mildest edge, and turn the digits of three tiers into those of four."""
    digits = dict(zip("012345678", "02345689a", strict=True))

    def turn(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: turn(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [turn(inner, name) for inner in value]
        is_code = name in {"digit", "digits", "published"} and set(str(value)) <= set(digits)
        return "".join(digits[one] for one in value) if is_code else value

    turned: dict[str, Any] = turn(data)
    for row in turned["rule_rows"]["rows"]:
        edges = row["chart"]["edges"]
        if edges:
            mildest = 2 * edges[0]["value"] - edges[1]["value"]
            edges.insert(0, {"digit": "1", "value": mildest, "label": f"{mildest:g}"})
    return turned


def main() -> None:
    """Show the components one under the other, as the pages do."""
    st.set_page_config(layout="wide")
    st.html(HERE / "gallery.css")
    language = st.query_params.get("lang", "zh")
    shown = st.query_params.get("set", "normal")
    scheme = "dark" if st.context.theme.type == "dark" else "light"
    data = json.loads((HERE / "fixtures" / f"{language}.json").read_text(encoding="utf-8"))
    if shown == "hostile":
        data = hostile(data, [0])
    if shown == "long":
        data["risk_view"] = longer(data["risk_view"])
    if shown == "mapless":
        data["risk_view"]["map"] = None
    if shown == "empty":
        note = "这里还没有边界图；上传后在此显示。" if language == "zh" else "No boundaries yet; upload some."
        data["risk_view"]["map"] |= {"geometry_url": None, "empty": note}
    if shown == "lost":
        data["risk_view"]["map"] |= {"geometry_url": "https://elsewhere.example/towns.json"}
    tiers = ["yellow", "orange", "red"]
    if shown == "four":
        data, tiers = four_tiers(data), ["blue", *tiers]
    common = {
        "styles": digit_styles(tiers, scheme, language="zh_CN" if language == "zh" else "en"),
        "scheme": scheme,
        "lang": "zh-CN" if language == "zh" else "en",
    }
    components.head({**common, **data["head"]}, key="head")
    if st.session_state.get("chosen") and data["risk_view"]["map"]:
        data["risk_view"]["map"]["selected"] = st.session_state["chosen"]
    opened = components.risk_view({**common, **data["risk_view"]}, key="risk")
    if opened:
        st.session_state["chosen"] = opened
        st.rerun()
    with st.container(key="opened"):
        st.text(f"opened {st.session_state.get('chosen', 'nothing')}")
    st.divider()
    with st.container(key="place"):
        components.head({**common, **data["place_head"]}, key="place_head")
        wide, narrow = st.columns([1020, 300], gap="large")
        with wide:
            components.deciding({**common, **data["deciding_title"]}, key="deciding_title")
            components.deciding({**common, **data["deciding_reasons"]}, key="deciding_reasons")
            components.rule_rows({**common, **data["rule_rows"]}, key="rules")
        with narrow:
            went = components.rail({**common, **data["rail"]}, key="rail")
            st.text(f"went {went or 'nowhere'}")
        components.rulers({**common, **data["rulers"]}, key="rulers")
        went = components.duty_rows({**common, **data["duty_rows"]}, key="duties")
        st.text(f"left for {went or 'nothing'}")
        components.basis({**common, **data["basis"]}, key="basis")
        picked = components.listing({**common, **data["listing"]}, key="listing")
        components.reading({**common, **data["reading"]}, key="reading")
        st.text(f"picked {picked or 'nothing'}")


main()
