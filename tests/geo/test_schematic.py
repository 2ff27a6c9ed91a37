"""Towns drawn from their seats: whole, without gaps, and never passed off as boundaries."""

from __future__ import annotations

import geopandas
import pandas as pd
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo.places import Place
from geo.schematic import SchematicError, towns_from_seats


def _seats(*points: tuple[float, float]) -> pd.DataFrame:
    rows = [(f"{n:02}", f"town {n}", lon, lat, "made up", "no") for n, (lon, lat) in enumerate(points)]
    return pd.DataFrame(rows, columns=["region_code", "region_name", "lon", "lat", "source", "verified"])


def _covers_exactly(cells: geopandas.GeoDataFrame, outline: BaseGeometry) -> bool:
    areas = cells.geometry.to_numpy()
    missed = shapely.symmetric_difference(shapely.coverage_union_all(areas), outline).area
    return bool(shapely.coverage_is_valid(areas)) and missed <= 1e-9 * outline.area


def test_the_nine_towns_cover_the_county_exactly_without_gap_or_overlap(
    towns: geopandas.GeoDataFrame, county: Place
) -> None:
    assert len(towns) == 9
    assert _covers_exactly(towns, county.geometry)


def test_every_town_is_one_polygon_that_holds_its_seat(
    towns: geopandas.GeoDataFrame, seats: pd.DataFrame
) -> None:
    assert set(towns.geom_type) == {"Polygon"}
    held = shapely.contains_xy(towns.geometry.to_numpy(), seats["lon"], seats["lat"])
    assert held.all()


def test_a_schematic_says_that_it_is_one(towns: geopandas.GeoDataFrame) -> None:
    assert towns["is_schematic"].all()
    assert towns["region_code"].iloc[0] == "620724100000"
    assert (towns["verified"] == "no").all()


def test_a_piece_cut_off_by_a_bay_goes_to_the_neighbour_it_touches() -> None:
    land = shapely.box(0, 0, 10, 10) - shapely.box(3.5, -1, 6.5, 8)
    cells = towns_from_seats(land, _seats((1, 1), (9, 1), (1, 9)))
    assert set(cells.geom_type) == {"Polygon"}
    assert _covers_exactly(cells, land)


def test_islands_stay_with_the_nearest_seat() -> None:
    land = shapely.union_all([shapely.box(0, 0, 4, 4), shapely.box(6, 0, 7, 1)])
    cells = towns_from_seats(land, _seats((1, 2), (3, 2)))
    assert list(cells.geom_type) == ["Polygon", "MultiPolygon"]
    assert _covers_exactly(cells, land)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_seats_in_a_row_are_enough(count: int) -> None:
    land = shapely.box(0, 0, 4, 1)
    cells = towns_from_seats(land, _seats(*[(0.5 + n, 0.5) for n in range(count)]))
    assert len(cells) == count
    assert _covers_exactly(cells, land)


def test_a_seat_outside_the_outline_is_refused_by_name() -> None:
    with pytest.raises(SchematicError, match=r"town 1 \(01\): outside the outline"):
        towns_from_seats(shapely.box(0, 0, 1, 1), _seats((0.5, 0.5), (3, 3)))


def test_two_seats_on_one_point_are_refused() -> None:
    with pytest.raises(SchematicError, match="same point"):
        towns_from_seats(shapely.box(0, 0, 1, 1), _seats((0.5, 0.5), (0.5, 0.5)))


def test_seats_without_their_columns_are_refused_with_the_list_of_columns() -> None:
    with pytest.raises(SchematicError, match=r"lon, lat missing; allowed: region_code"):
        towns_from_seats(shapely.box(0, 0, 1, 1), _seats((0.5, 0.5)).drop(columns=["lon", "lat"]))
