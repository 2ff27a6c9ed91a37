"""Fewer points, the same neighbours; parents as the union of their children."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.boundaries import Boundaries
from geo.dissolve import dissolve, outline_of
from geo.places import Place, geometries_of
from geo.simplify import simplify, tolerance_for


def _coverage(columns: int = 6, rows: int = 4) -> np.ndarray:
    """A grid of areas with wavy shared edges, each drawn with many points."""

    def wave(xy: np.ndarray) -> np.ndarray:
        xy = np.round(xy, 2)
        return np.column_stack(
            [xy[:, 0] + 0.08 * np.sin(7 * xy[:, 1]), xy[:, 1] + 0.08 * np.sin(9 * xy[:, 0])]
        )

    cells = [shapely.box(x, y, x + 1, y + 1) for x in range(columns) for y in range(rows)]
    return shapely.transform(shapely.segmentize(np.array(cells), 0.02), wave)


def test_simplifying_a_coverage_keeps_shared_edges_so_no_gap_or_overlap_appears() -> None:
    before = _coverage()
    after = simplify(before, width_px=200)
    assert shapely.get_num_coordinates(after).sum() < shapely.get_num_coordinates(before).sum() / 3
    assert shapely.coverage_is_valid(before)
    assert shapely.coverage_is_valid(after)
    whole = shapely.coverage_union_all(after)
    assert not shapely.get_num_interior_rings(whole)
    assert shapely.area(after).sum() == pytest.approx(whole.area)


def test_simplifying_real_counties_tears_nothing_that_was_whole(nanyang: Boundaries) -> None:
    before = geometries_of(nanyang.places)
    gaps_before = shapely.length(shapely.coverage_invalid_edges(before)).sum()
    after = simplify(before, width_px=480)
    gaps_after = shapely.length(shapely.coverage_invalid_edges(after)).sum()
    assert gaps_after <= gaps_before
    assert shapely.get_num_coordinates(after).sum() < shapely.get_num_coordinates(before).sum()


def test_no_area_vanishes_however_small_the_map(washington: Boundaries) -> None:
    after = simplify(geometries_of(washington.places), width_px=40)
    assert (shapely.area(after) > 0).all()


def test_the_tolerance_is_a_pixel_at_the_size_looked_at() -> None:
    area = np.array([shapely.box(0, 0, 10, 5)])
    assert tolerance_for(area, width_px=500) == pytest.approx(0.02)
    assert tolerance_for(area, width_px=1000, detail_px=2) == pytest.approx(0.02)
    with pytest.raises(ValueError, match="above 0"):
        tolerance_for(area, width_px=0)


def test_nothing_simplified_is_nothing() -> None:
    assert not len(simplify(np.array([], dtype=object), 480))


def test_a_parents_outline_is_the_union_of_its_children(gaotai: list[Place], county: Place) -> None:
    outline = outline_of([town.geometry for town in gaotai])
    assert outline.geom_type == "Polygon"
    assert shapely.symmetric_difference(outline, county.geometry).area < 1e-9 * county.geometry.area


def test_hairline_gaps_are_closed_and_real_holes_stay() -> None:
    left, right = shapely.box(0, 0, 5, 10), shapely.box(5, 0, 10, 10)
    sliver = shapely.Polygon([(5, 2), (5 + 1e-9, 5), (5, 8)])
    lake = shapely.box(1, 1, 2, 2)
    outline = outline_of([left - lake, right - sliver])
    assert len(outline.interiors) == 1


def test_children_make_their_parents_in_the_order_these_appear(nanyang: Boundaries) -> None:
    parents = {code: ("city", "市区") if code < "411320" else ("rest", "各县") for code in nanyang.codes}
    parents.pop("411381")
    made = dissolve(nanyang.places, parents)
    assert [(place.code, place.name) for place in made] == [("city", "市区"), ("rest", "各县")]
    children = sum(place.geometry.area for place in nanyang.places if place.code != "411381")
    assert sum(place.geometry.area for place in made) == pytest.approx(children, rel=1e-3)
