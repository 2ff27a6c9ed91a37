"""The boundary files that come with the product, as every test of maps may use them."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pandas as pd
import pytest

import geo
from geo.boundaries import Boundaries, read_boundaries
from geo.places import Place, places_of
from geo.schematic import towns_from_seats

BOUNDARY_DATA = Path(geo.__file__).parent / "boundary_data"


@pytest.fixture(scope="session")
def county() -> Place:
    return read_boundaries(BOUNDARY_DATA / "gaotai.geojson").places[0]


@pytest.fixture(scope="session")
def seats() -> pd.DataFrame:
    return pd.read_csv(BOUNDARY_DATA / "gaotai_seats.csv", dtype={"region_code": str})


@pytest.fixture(scope="session")
def towns(county: Place, seats: pd.DataFrame) -> geopandas.GeoDataFrame:
    return towns_from_seats(county.geometry, seats)


@pytest.fixture(scope="session")
def gaotai(towns: geopandas.GeoDataFrame) -> list[Place]:
    return places_of(towns)


@pytest.fixture(scope="session")
def nanyang() -> Boundaries:
    return read_boundaries(BOUNDARY_DATA / "nanyang.geojson")


@pytest.fixture(scope="session")
def washington() -> Boundaries:
    return read_boundaries(BOUNDARY_DATA / "washington_counties.geojson")


@pytest.fixture(scope="session")
def maps(
    gaotai: list[Place], nanyang: Boundaries, washington: Boundaries
) -> dict[str, tuple[Place, ...] | list[Place]]:
    return {"gaotai": gaotai, "nanyang": nanyang.places, "washington": washington.places}
