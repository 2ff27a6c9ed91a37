"""A parent's outline as the union of its children: a city from its counties, a county from its towns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.places import Place, polygonal, polygons_of

HAIRLINE = 1e-6


def outline_of(geometries: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the area all geometries cover together, without the borders between them.

    Hairline gaps that neighbours from different hands leave (under a millionth of the whole) are closed;
    real holes and enclaves stay.
    """
    areas = np.array([polygonal(geometry) for geometry in geometries], dtype=object)
    if not len(areas):
        return shapely.Polygon()
    union = shapely.coverage_union_all if shapely.coverage_is_valid(areas) else shapely.union_all
    whole = union(areas)
    least = whole.area * HAIRLINE
    parts = [
        shapely.Polygon(
            part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > least]
        )
        for part in polygons_of([whole])
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def dissolve(places: Sequence[Place], parents: Mapping[str, tuple[str, str]]) -> list[Place]:
    """Return one place a parent, in the order in which the parents first appear.

    `parents` gives for a child's code its parent's code and name; children without an entry are left out.
    """
    groups: dict[tuple[str, str], list[BaseGeometry]] = {}
    for place in places:
        parent = parents.get(place.code)
        if parent is not None:
            groups.setdefault(parent, []).append(place.geometry)
    return [Place(code, name, outline_of(parts)) for (code, name), parts in groups.items()]
