"""Fewer points without tearing: shared borders stay shared, so that no gap opens between neighbours.

`shapely.simplify` works shape by shape and leaves thousands of slivers between counties;
`coverage_simplify` works on the shared edges. How much detail is kept follows from the size at which
the map is looked at, not from a degree.
"""

from __future__ import annotations

import numpy as np
import shapely

from geo.places import Geometries, polygonal

DETAIL_PX = 1.0


def simplify(geometries: Geometries, width_px: float, detail_px: float = DETAIL_PX) -> Geometries:
    """Return the same areas with only the detail that shows when all of them together are `width_px` wide.

    Any planar coordinates; `detail_px` is the size in pixels of the smallest corner kept. Areas never
    vanish and neighbours keep their common edge.
    """
    whole = np.array([polygonal(geometry) for geometry in geometries], dtype=object)
    if not len(whole):
        return whole
    tolerance = tolerance_for(whole, width_px, detail_px)
    return np.asarray(shapely.coverage_simplify(whole, tolerance, simplify_boundary=True))


def tolerance_for(geometries: Geometries, width_px: float, detail_px: float = DETAIL_PX) -> float:
    """Return the size of `detail_px` pixels in the geometries' own units at a total width of `width_px`."""
    if width_px <= 0 or detail_px <= 0:
        raise ValueError(f"Size on the screen: found {width_px} px, detail {detail_px} px; allowed: above 0.")
    west, south, east, north = shapely.total_bounds(geometries)
    return float(max(east - west, (north - south) * 0.75) / width_px * detail_px)
