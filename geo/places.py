"""A place: a code, a name and where it lies. The order of places is the order of their digits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import geopandas
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

LON_LAT = "EPSG:4326"

Geometries = npt.NDArray[Any]


class GeoError(ValueError):
    """Something about places or boundaries cannot be used; says what was found, what is allowed, what to do.

    GeoError
    ├── BoundaryFileError    a boundary file cannot be read or lacks what it needs
    ├── SourceError          a boundary file does not say where it comes from
    ├── PointsError          a table of points cannot be read or lacks what it needs
    └── SchematicError       seats and outline do not make a schematic
    """


class Place(NamedTuple):
    """One region: its code and name as text, its polygon or polygons in longitude and latitude (degrees)."""

    code: str
    name: str
    geometry: BaseGeometry


def places_of(frame: geopandas.GeoDataFrame) -> list[Place]:
    """Return the places of a frame with region_code, region_name and geometry, in its order."""
    rows = zip(frame["region_code"], frame["region_name"], frame.geometry, strict=True)
    return [Place(str(code), str(name), geometry) for code, name, geometry in rows]


def geometries_of(places: Sequence[Place]) -> Geometries:
    """Return the places' geometries as an array, each valid and made of polygons only."""
    return np.array([polygonal(place.geometry) for place in places], dtype=object)


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Return the valid polygon part of a geometry; lines and points that mending left behind are dropped."""
    if geometry is None or geometry.is_empty:
        return shapely.Polygon()
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry, method="structure")
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    return shapely.union_all(list(polygons_of([geometry])))


def polygons_of(geometries: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """Return every single polygon found in the geometries."""
    parts = shapely.get_parts(shapely.get_parts(np.array(list(geometries), dtype=object)))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def largest_part(geometry: BaseGeometry) -> BaseGeometry:
    """Return the largest polygon of a geometry, where its name belongs."""
    parts = polygons_of([geometry])
    return max(parts, key=lambda part: part.area) if parts else shapely.Polygon()
