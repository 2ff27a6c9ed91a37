"""A workspace as a viewer sees it: the figures judged once for all, and none of any other place."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from dashboard.access import EVERYWHERE, Viewer, subtree
from dashboard.atlas import levels_on_offer, places_of_level, sheet
from dashboard.engine.evaluate import MODES, evaluate
from dashboard.engine.explain import explain, history
from dashboard.errors import AccessError
from dashboard.workspace import NOBODY, Workspace, open_folder, open_whole
from tests.serving import ROOT

SAMPLES = ROOT / "sample_data"
SCOPES = [
    ("gaotai", ("620724102000",)),
    ("gaotai", ("620724105000", "620724100000")),
    ("gaotai", ("620724",)),
    ("nanyang", ("411328",)),
    ("nanyang", ("411328", "411381")),
]


@cache
def whole(name: str) -> Workspace:
    return open_whole(SAMPLES / name, "gaotai-2021")


def seen(name: str, scope: tuple[str, ...], role: str = "analyst") -> Workspace:
    return whole(name).seen_by(Viewer(role, scope))


@pytest.mark.parametrize(("name", "scope"), SCOPES)
def test_a_viewers_regions_are_those_of_the_scope_and_nothing_else_is_there(
    name: str, scope: tuple[str, ...]
) -> None:
    found, inside = seen(name, scope), subtree(whole(name).tables["regions"], scope)
    panel = found.panel
    assert set(panel.codes) == inside
    assert set(found.tables["regions"]["region_code"]) == inside
    assert set(found.tables["indicators"]["region_code"]) <= inside
    assert set(found.tables["events"]["region_code"]) <= inside
    assert set(found.tables["enterprises"]["region_code"]) <= inside
    assert found.folder.tables is found.tables
    for array in (*panel.indicators.values(), *panel.targets.values(), panel.declared):
        assert array.shape[1] == len(inside)
    assert panel.events is not None
    assert panel.firms is not None
    assert len(panel.firms.region) == len(found.tables["enterprises"])
    assert panel.event_ids == tuple(found.tables["events"]["event_id"])
    assert panel.firm_ids == tuple(found.tables["enterprises"]["enterprise_id"])
    assert (panel.events.region >= 0).all()
    codes = found.tables["events"]["region_code"].to_numpy()
    assert [panel.codes[r] for r in panel.events.region] == list(codes[panel.events.row])
    for mode in MODES:
        evaluation = found.evaluation(mode)
        assert evaluation.levels.shape[2] == evaluation.tiers.shape[1] == len(inside)
        for cells in evaluation.cells.values():
            assert (np.diff(cells.cell) > 0).all()
            assert cells.cell.max(initial=-1) < panel.month_count * len(inside)


@pytest.mark.parametrize(("name", "scope"), SCOPES)
@pytest.mark.parametrize("mode", MODES)
def test_what_a_viewer_is_told_is_what_was_judged_for_all(
    name: str, scope: tuple[str, ...], mode: str
) -> None:
    mine, all_ = seen(name, scope), whole(name)
    evaluation, judged = mine.evaluation(mode), all_.evaluation(mode)
    at = [all_.panel.position(code) for code in mine.panel.codes]
    np.testing.assert_array_equal(evaluation.tiers, judged.tiers[:, at])
    np.testing.assert_array_equal(evaluation.levels, judged.levels[:, :, at])
    for month in mine.months[-14::6]:
        figures, of_all = mine.figures(mode, month), all_.figures(mode, month)
        for region, other in enumerate(at):
            for i, rule in enumerate(mine.plan.rules):
                if not evaluation.applies[i, figures.month, region]:
                    continue
                here = explain(evaluation, figures, rule.id, region)
                there = explain(judged, of_all, rule.id, other)
                same = replace(
                    there,
                    region=region,
                    events=tuple(_event(all_, mine, row) for row in there.events),
                    lacking=tuple(_event(all_, mine, row) for row in there.lacking),
                    decided=_event(all_, mine, there.decided),
                    children=tuple(
                        replace(child, region=mine.panel.position(all_.panel.codes[child.region]))
                        for child in there.children
                    ),
                )
                assert repr(here) == repr(same)
                one, two = history(evaluation, rule.id, region), history(judged, rule.id, other)
                np.testing.assert_array_equal(one.values, two.values)


def _event(all_: Workspace, mine: Workspace, row: int) -> int:
    if row < 0:
        return row
    return mine.panel.event_ids.index(all_.panel.event_ids[row])


@pytest.mark.parametrize(("name", "scope"), SCOPES)
def test_judging_the_part_again_finds_the_same_tiers(name: str, scope: tuple[str, ...]) -> None:
    mine = seen(name, scope)
    for mode in MODES:
        again = evaluate(mine.plan, mine.panel, mode)
        np.testing.assert_array_equal(again.tiers, mine.evaluation(mode).tiers)
        np.testing.assert_array_equal(again.levels, mine.evaluation(mode).levels)


def test_all_is_judged_once_whoever_looks() -> None:
    kept = open_whole(SAMPLES / "gaotai")
    one = kept.seen_by(Viewer("clerk", ("620724102000",)))
    two = kept.seen_by(Viewer("analyst", (EVERYWHERE,)))
    assert "published" not in kept.__dict__
    assert not np.shares_memory(one.published.levels, kept.published.levels)
    assert two.published is kept.published
    month = kept.months[-1]
    assert two.figures("published", month) is kept.figures("published", month)
    assert one.seen_by(Viewer("leader", (EVERYWHERE,))).panel is kept.panel


def test_what_is_kept_whole_is_nobodys() -> None:
    assert whole("gaotai").viewer == NOBODY
    with pytest.raises(AccessError):
        whole("gaotai").seen_by(NOBODY)


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer("clerk"),
        Viewer("clerk", ("411328",)),
        Viewer("clerk", ("999999",)),
        Viewer("admin", (EVERYWHERE,)),
        Viewer("nobody", (EVERYWHERE,)),
    ],
)
def test_who_may_see_nothing_is_refused_without_being_told_what_is_there(viewer: Viewer) -> None:
    with pytest.raises(AccessError) as refusal:
        open_folder(SAMPLES / "gaotai", viewer=viewer)
    assert not any(word in str(refusal.value) for word in ("620724", "411328", "999999", "clerk", "admin"))


def test_the_way_to_a_place_is_named_though_it_cannot_be_opened() -> None:
    mine = seen("gaotai", ("620724102000",))
    assert mine.path_names(0) == ("张掖市", "高台县")
    assert mine.above(0) == ()
    assert mine.focus == 0


def test_a_viewer_of_a_town_gets_the_map_of_the_town_and_no_other_level() -> None:
    mine = seen("gaotai", ("620724102000",))
    assert levels_on_offer(mine, 0) == ("town",)
    drawn = sheet(mine, places_of_level(mine, "town", 0))
    assert drawn is not None
    assert [place.code for place in drawn.drawing.places] == ["620724102000"]
    whole_map = sheet(whole("gaotai"), places_of_level(whole("gaotai"), "town", whole("gaotai").focus))
    assert whole_map is not None
    own = next(place for place in whole_map.drawing.places if place.code == "620724102000")
    assert drawn.drawing.places[0].name == own.name
    assert "南华镇" in drawn.drawing.to_bytes().decode()
    assert "巷道镇" not in drawn.drawing.to_bytes().decode()


def test_a_town_that_has_only_a_point_is_drawn_without_the_outlines_of_others() -> None:
    town = next(
        code
        for code, level in zip(whole("nanyang").panel.codes, whole("nanyang").panel.levels, strict=True)
        if level == "town"
    )
    mine = seen("nanyang", (town,))
    drawn = sheet(mine, (0,))
    assert drawn is None or {place.code for place in drawn.drawing.places} <= {town}


def test_the_tree_of_all_places_has_no_figure() -> None:
    tree = seen("gaotai", ("620724102000",)).geography
    assert len(tree.codes) == len(whole("gaotai").panel.codes)
    assert (tree.indicators, tree.targets, tree.events, tree.firms, tree.event_ids) == (
        {},
        {},
        None,
        None,
        (),
    )
    assert tree.declared.size == 0


def test_firms_have_codes_in_a_workshops_workspace() -> None:
    mine = seen("gaotai", (EVERYWHERE,), "workshop")
    names = set(whole("gaotai").tables["enterprises"]["enterprise_name"])
    assert names
    assert not names & set(mine.tables["enterprises"]["enterprise_name"])
    assert not names & set(mine.tables["events"]["enterprise_name"])
