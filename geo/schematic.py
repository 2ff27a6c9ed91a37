"""Towns drawn from their seats alone, where nobody publishes town boundaries: a schematic, never a boundary.

Each town is the part of the county nearer to its seat than to any other (a Voronoi cell), cut by the
county's outline. The cells cover the outline exactly: they share their edges, leave no gap and never
overlap. A piece cut off from its seat goes to the neighbour it shares the longest edge with, so that a
town is one polygon. Whoever shows them says so: 示意图，非行政界线.
"""

from __future__ import annotations

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.places import LON_LAT, GeoError, Geometries, polygonal, polygons_of

SEAT_COLUMNS = ("region_code", "region_name", "lon", "lat", "source", "verified")


class SchematicError(GeoError):
    """Seats and outline do not make a schematic; says which seat, what was found, what to do."""


def towns_from_seats(outline: BaseGeometry, seats: pd.DataFrame) -> geopandas.GeoDataFrame:
    """Return one polygon a seat, in the seats' order, marked as schematic.

    `outline` is the parent's polygon and `seats` has region_code, region_name, lon, lat, source,
    verified; all in degrees. The frame keeps those columns and adds is_schematic (always true) and
    geometry.
    """
    points = _checked_points(outline, seats)
    outline = polygonal(outline)
    faces = _faces(outline, points)
    owner = _nearest_seat(faces, points)
    _attach_strays(faces, owner, points)
    cells = [shapely.coverage_union_all(faces[owner == seat]) for seat in range(len(points))]
    cells = [parts[0] if len(parts := polygons_of([cell])) == 1 else cell for cell in cells]
    frame = geopandas.GeoDataFrame(
        seats.loc[:, list(SEAT_COLUMNS)].reset_index(drop=True), geometry=cells, crs=LON_LAT
    )
    frame["region_code"] = frame["region_code"].astype(str)
    frame["is_schematic"] = True
    return frame


def _checked_points(outline: BaseGeometry, seats: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Return the seats' coordinates, refusing what cannot be drawn."""
    missing = [column for column in SEAT_COLUMNS if column not in seats.columns]
    if missing:
        raise SchematicError(
            f"Seats: columns {', '.join(missing)} missing; allowed: {', '.join(SEAT_COLUMNS)}. Add them."
        )
    if seats.empty:
        raise SchematicError("Seats: none found; allowed: one row a town. Add the towns' seats.")
    points = seats[["lon", "lat"]].to_numpy(dtype=np.float64)
    names = [
        f"{name} ({code})" for code, name in zip(seats["region_code"], seats["region_name"], strict=True)
    ]
    inside = shapely.contains_xy(outline, points[:, 0], points[:, 1])
    if not inside.all():
        which = ", ".join(names[i] for i in np.flatnonzero(~inside))
        raise SchematicError(
            f"Seats of {which}: outside the outline; allowed: a point inside it. Check lon and lat."
        )
    _, first, count = np.unique(points, axis=0, return_index=True, return_counts=True)
    if (count > 1).any():
        which = ", ".join(names[i] for i in first[count > 1])
        raise SchematicError(
            f"Seats of {which}: another seat lies on the same point; allowed: one town a point."
        )
    return points


def _stretch(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the factors that make a degree of longitude as long as one of latitude, hereabouts."""
    return np.array([np.cos(np.radians(points[:, 1].mean())), 1.0])


def _faces(outline: BaseGeometry, points: npt.NDArray[np.float64]) -> Geometries:
    """Return the pieces into which the lines midway between seats cut the outline, sharing their edges."""
    if len(points) == 1:
        return np.array(polygons_of([outline]), dtype=object)
    stretch = _stretch(points)
    reach = shapely.transform(shapely.box(*outline.bounds).buffer(1.0), lambda xy: xy * stretch)
    midway = shapely.voronoi_polygons(shapely.multipoints(points * stretch), extend_to=reach, only_edges=True)
    midway = shapely.transform(midway, lambda xy: xy / stretch)
    linework = shapely.union_all([outline.boundary, midway])
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(linework)))
    middle = shapely.point_on_surface(pieces)
    return np.asarray(pieces[shapely.contains(outline, middle)])


def _nearest_seat(faces: Geometries, points: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return for each piece the number of the seat whose side of the lines it lies on."""
    stretch = _stretch(points)
    middle = shapely.get_coordinates(shapely.point_on_surface(faces)) * stretch
    away = np.linalg.norm(middle[:, None, :] - (points * stretch)[None, :, :], axis=2)
    return np.asarray(away.argmin(axis=1), dtype=np.int64)


def _attach_strays(faces: Geometries, owner: npt.NDArray[np.int64], points: npt.NDArray[np.float64]) -> None:
    """Give each piece that does not hold its town's seat to the neighbour it borders longest, in place."""
    home = [int(np.flatnonzero(shapely.contains_xy(faces, *point))[0]) for point in points]
    settled = np.isin(np.arange(len(faces)), home)
    while not settled.all():
        loose = np.flatnonzero(~settled)
        best = (0.0, -1, -1)
        for stray in loose:
            border = shapely.length(shapely.intersection(faces[stray], faces[settled]))
            longest = int(border.argmax())
            if border[longest] > best[0]:
                best = (float(border[longest]), int(stray), int(np.flatnonzero(settled)[longest]))
        if best[1] < 0:
            return  # islands: they touch nobody and stay with the nearest seat
        owner[best[1]] = owner[best[2]]
        settled[best[1]] = True
