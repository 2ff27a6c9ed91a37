"""A plan written out loads again as the same plan, and judges the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dashboard.plans.loader import available, load, parse
from dashboard.plans.parts import Text
from dashboard.plans.variants import switchable, with_reading
from dashboard.plans.written import as_yaml, renamed, variant_id
from dashboard.workspace import open_folder, under
from tests.serving import ROOT

GAOTAI = ROOT / "sample_data" / "gaotai"
MARK = Text(zh="80%读作橙色", en="80% read as orange")


@pytest.mark.parametrize("name", available())
def test_a_shipped_plan_written_out_is_the_same_plan(name: str) -> None:
    text = as_yaml(load(name), "Written out.\nAgain.")
    assert text.startswith("# Written out.\n# Again.\nid:")
    assert parse(text, name) == load(name)


@pytest.mark.parametrize(
    ("interpretation", "reading"),
    [(each.id, reading.id) for each, readings in switchable(load("gaotai-2021")) for reading in readings],
)
def test_every_variant_written_out_loads_as_the_same_variant(interpretation: str, reading: str) -> None:
    plan = load("gaotai-2021")
    variant = with_reading(plan, interpretation, reading)
    kept = renamed(variant, variant_id(plan, interpretation, reading), MARK)
    text = as_yaml(kept, "A reading that was tried.")
    assert parse(text, "variant.yaml") == kept


def test_a_variant_laid_into_a_data_folder_judges_as_it_did_on_the_page(tmp_path: Path) -> None:
    space = open_folder(GAOTAI)
    variant = with_reading(space.plan, "payout_80", "orange")
    kept = renamed(variant, variant_id(space.plan, "payout_80", "orange"), MARK)
    file = tmp_path / f"{kept.id}.yaml"
    file.write_text(as_yaml(kept, "A reading that was tried."), encoding="utf-8")
    opened = open_folder(GAOTAI, str(file))
    assert opened.plan.id == "gaotai-2021-payout-80-orange"
    assert opened.plan.short_title.zh == "高台县预案（2021）（80%读作橙色）"
    for mode in ("published", "detected"):
        tried = under(space, variant).evaluation(mode)
        again = opened.evaluation(mode)
        assert np.array_equal(again.tiers, tried.tiers)
        assert np.array_equal(again.levels, tried.levels)
        assert np.array_equal(again.complete, tried.complete)
