"""A map as lines and letters: the same bytes each time, the order kept, every label with room."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import shapely

import geo
from geo.boundaries import Boundaries, read_boundaries
from geo.drawing import Drawing, path_of
from geo.labels import LINE_PX, text_width_px
from geo.numerals import NUMERAL_PATHS
from geo.places import Place
from geo.projection import plane_for

WIDTH_PX = 480.0
MAPS = ["gaotai", "nanyang", "washington"]


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _points(d: str) -> np.ndarray:
    """The corners of a path of relative steps, walked again."""
    corners: list[tuple[float, float]] = []
    for part in d.split("M")[1:]:
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", part)]
        at = np.array(numbers[:2])
        corners.append(tuple(np.round(at, 1)))
        for step in np.array(numbers[2:]).reshape(-1, 2):
            at = at + step
            corners.append(tuple(np.round(at, 1)))
    return np.array(corners)


@pytest.mark.parametrize("name", MAPS)
def test_no_label_overlaps_another_or_leaves_the_drawing(name: str, maps: dict[str, list[Place]]) -> None:
    drawing = Drawing.of(maps[name], width_px=WIDTH_PX)
    left, top, width, height = drawing.view_box
    unit = width / WIDTH_PX
    boxes = [(place.code, place.label.box) for place in drawing.places]
    boxes += [
        (place.code, place.label.out.box(text_width_px(place.name) * unit, LINE_PX * unit))
        for place in drawing.places
        if place.label.out
    ]
    for _, box in boxes[len(drawing.places) :]:
        assert box[0] >= left
        assert box[1] >= top
        assert box[2] <= left + width
        assert box[3] <= top + height
    beside = boxes[len(drawing.places) :]
    clashes = [(a, b) for (a, one), (b, other) in combinations(beside, 2) if _overlap(one, other)]
    clashes += [
        (a, b)
        for a, one in beside
        for b, other in boxes[: len(drawing.places)]
        if a != b and _overlap(one, other)
    ]
    assert not clashes


def test_the_town_whose_name_is_wider_than_its_circle_gets_it_beside(gaotai: list[Place]) -> None:
    drawing = Drawing.of(gaotai, width_px=WIDTH_PX)
    assert [place.name for place in drawing.places if place.label.out] == ["城关镇"]
    spot = drawing.places[0].label.out
    assert spot is not None
    assert not spot.on_land
    assert spot.anchor == "start"


@pytest.mark.parametrize("name", MAPS)
def test_a_spot_beside_a_place_never_lies_on_it(name: str, maps: dict[str, list[Place]]) -> None:
    drawing = Drawing.of(maps[name])
    flat = plane_for(np.array([p.geometry for p in maps[name]])).to_units(
        np.array([p.geometry for p in maps[name]])
    )
    for place, shape in zip(drawing.places, flat, strict=True):
        for spot in place.label.alternatives:
            assert not shapely.contains_xy(shape, spot.x, spot.y)


def test_a_label_stands_at_the_middle_of_the_largest_circle_inside(gaotai: list[Place]) -> None:
    flat = plane_for(np.array([p.geometry for p in gaotai])).to_units(np.array([p.geometry for p in gaotai]))
    for place, shape in zip(Drawing.of(gaotai, simplified=False).places, flat, strict=True):
        largest = shapely.length(shapely.maximum_inscribed_circle(shape, 0.5))
        room = shapely.distance(shape.exterior, shapely.Point(place.label.x, place.label.y))
        assert shapely.contains_xy(shape, place.label.x, place.label.y)
        assert room >= 0.93 * largest


def test_the_order_of_places_is_the_order_given(washington: Boundaries) -> None:
    backwards = washington.chosen(washington.codes[::-1])
    drawing = Drawing.of(backwards.places)
    assert drawing.codes == washington.codes[::-1]
    written = json.loads(drawing.to_bytes())["places"]
    assert [place["code"] for place in written] == drawing.codes
    assert [place["name"] for place in written] == drawing.names


def test_the_same_places_always_give_the_same_bytes(nanyang: Boundaries) -> None:
    one, other = Drawing.of(nanyang.places), Drawing.of(nanyang.places)
    assert one.to_bytes() == other.to_bytes()
    assert one.digest == other.digest
    assert re.fullmatch(r"[0-9a-f]{16}", one.digest)
    assert one.geojson_bytes() == other.geojson_bytes()


def test_another_name_or_order_gives_another_digest(nanyang: Boundaries) -> None:
    first = nanyang.places[0]
    renamed = (Place(first.code, "别处", first.geometry), *nanyang.places[1:])
    digests = {Drawing.of(p).digest for p in (nanyang.places, renamed, nanyang.places[::-1])}
    assert len(digests) == 3


def test_neighbours_share_their_corners_on_the_drawing(gaotai: list[Place]) -> None:
    written = json.loads(Drawing.of(gaotai).to_bytes())
    corners = [{tuple(point) for point in _points(place["d"])} for place in written["places"]]
    shared = [len(one & other) for one, other in combinations(corners, 2)]
    assert sum(count >= 2 for count in shared) >= 12
    everything = np.array(sorted(set().union(*corners)))
    assert everything[:, 0].min() == pytest.approx(0, abs=0.11)
    assert everything[:, 0].max() == pytest.approx(1000, abs=0.11)


def test_the_view_box_is_a_thousand_units_and_a_margin(gaotai: list[Place]) -> None:
    assert json.loads(Drawing.of(gaotai).to_bytes())["viewBox"] == "-10 -10 1020 933.4"


def test_what_is_taller_than_wide_is_centred_and_not_cut() -> None:
    tall = [Place("a", "A", shapely.box(10, 0, 10.5, 4)), Place("b", "B", shapely.box(10, 4, 10.5, 8))]
    drawing = Drawing.of(tall)
    points = _points("".join(place.d for place in drawing.places))
    assert points[:, 0].min() + points[:, 0].max() == pytest.approx(1000, abs=0.3)
    assert points[:, 1].max() <= drawing.view_box[3]


def test_a_whole_country_fits_into_half_a_megabyte_and_labels_nobody_beside(nanyang: Boundaries) -> None:
    folder = Path(geo.__file__).parent / "boundary_data"
    counties = read_boundaries(folder / "counties_national.geojson").places
    drawing = Drawing.of(counties)
    assert len(drawing.places) == len(counties) == 2891
    assert len(drawing.to_bytes()) < 600_000
    assert all(place.d and place.label.out is None for place in drawing.places)


def test_geojson_for_a_slippy_map_carries_code_and_name_only(washington: Boundaries) -> None:
    loaded = json.loads(Drawing.of(washington.places).geojson_bytes())
    assert [f["properties"]["region_code"] for f in loaded["features"]] == washington.codes
    assert {tuple(f["properties"]) for f in loaded["features"]} == {("region_code", "region_name")}


def test_a_place_too_small_to_see_leaves_a_speck() -> None:
    assert path_of(shapely.box(500, 500, 500.01, 500.01)) == "M499.5 499.5l1 0 0 1-1 0z"


def test_no_places_make_an_empty_drawing() -> None:
    assert json.loads(Drawing.of([]).to_bytes())["places"] == []


def test_a_country_across_the_date_line_is_drawn_in_one_piece() -> None:
    islands = [
        Place("w", "West", shapely.box(178, -18, 179.5, -17)),
        Place("e", "East", shapely.box(-179.5, -18, -178, -17)),
    ]
    drawing = Drawing.of(islands)
    points = _points("".join(place.d for place in drawing.places))
    assert points[:, 0].max() - points[:, 0].min() == pytest.approx(1000, abs=1)
    assert drawing.places[0].label.x < drawing.places[1].label.x


def test_han_letters_count_as_wide_as_they_are() -> None:
    assert text_width_px("城关镇", 12.5) == 37.5
    assert text_width_px("Walla Walla") < 11 * 12.5 * 0.7


def test_the_numerals_of_paper_and_screen_are_the_same_shapes() -> None:
    painter = (Path(geo.__file__).parent / "painter.js").read_text(encoding="utf-8")
    joined = re.sub(r'" \+\s+"', "", painter)
    for key, path in NUMERAL_PATHS.items():
        assert f'{key}: "{path}"' in joined
