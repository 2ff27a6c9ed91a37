"""Names that would turn round the words beside them leave every string of the pages in its own direction."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pages.desk import drawn, visit
from tests.tables.folders import write

MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]")
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")
UIGHUR = "\u0626\u06c7\u064a\u063a\u06c7\u0631"


def _shown(data: Any) -> Any:
    """What a component shows: all but the codes by which it names what was opened."""
    if isinstance(data, dict):
        return {key: _shown(value) for key, value in data.items() if key != "code"}
    return [_shown(each) for each in data] if isinstance(data, list) else data


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["risk_map", "place"])
def test_marks_of_direction_reach_no_page_and_names_from_right_to_left_are_isolated(
    serving: Callable[..., None], tmp_path: Path, page: str, lang: str
) -> None:
    bad = "\u202e\u2067名\u2069"
    regions = f"region_code,region_name,level,parent_code\n1,县{bad},county,\n11,{bad}镇,town,1\n12,{UIGHUR},town,1\n"
    events = (
        "event_id,date,region_code,kind,affected_count,workforce_count,enterprise_name,petition\n"
        f"V{bad},2024-06-03,11,layoff,600,2000,{bad}厂,mass\nW,2024-06-04,12,closure,9,9,{UIGHUR},\n"
    )
    alerts = "region_code,month,tier\n12,2024-06,red\n11,2024-06,yellow\n"
    figures = "region_code,month,registered_unemployed_count\n1,2024-05,5\n1,2024-06,50\n"
    folder = write(
        tmp_path / "mine", regions=regions, events=events, declared_alerts=alerts, indicators=figures
    )
    manifest = f"title: {{zh: 题{bad}, en: {UIGHUR}}}\nnote: 注{bad}\n"
    (folder / "MANIFEST.yaml").write_text(manifest, encoding="utf-8")
    serving(folder)
    for region in ("1", "11", "12"):
        app = visit(page, lang=lang, region=region)
        said = [each.value for each in (*app.markdown, *app.caption, *app.text, *app.title)]
        said += [option for box in app.selectbox for option in box.options]
        said.append(json.dumps(_shown(drawn(app)), ensure_ascii=False))
        for text in said:
            assert not MARKS.search(text), MARKS.sub("<mark>", text)
            assert UIGHUR not in ISOLATED.sub("", text)
            assert not re.search("[\u2068\u2069]", ISOLATED.sub("", text))
        assert any(UIGHUR in text for text in said)
