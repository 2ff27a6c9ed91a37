"""From degrees to the drawing: flat, upright, 1000 units wide, north at the top.

A county or a province is drawn in the plane that is true at its middle latitude; what spans more than
that in Mercator, which everyone knows from screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely

from geo.places import Geometries

ProjectionName = Literal["local", "mercator"]

WIDTH = 1000.0
PADDING = 10.0
TALLEST = 1150.0
WIDE_SPAN_DEG = 14.0
MERCATOR_LIMIT_DEG = 85.0

Coordinates = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Plane:
    """A projection with its scale and shift: turns longitude and latitude into drawing units."""

    name: ProjectionName
    middle_lat: float
    wraps: bool
    scale: float
    shift: tuple[float, float]
    height: float

    def to_units(self, geometries: Geometries) -> Geometries:
        """Return the geometries in drawing units: x to the right, y downwards."""
        return np.asarray(shapely.transform(geometries, self._turn))

    def _turn(self, lon_lat: Coordinates) -> Coordinates:
        flat = _flat(lon_lat, self.name, self.middle_lat, self.wraps)
        return np.asarray(flat * np.array([self.scale, -self.scale]) + np.array(self.shift))

    def to_degrees(self, points: Coordinates) -> Coordinates:
        """Return longitude and latitude of points in drawing units."""
        flat = (points - np.array(self.shift)) / np.array([self.scale, -self.scale])
        lon, lat = flat[:, 0], flat[:, 1]
        if self.name == "local":
            lon = lon / np.cos(np.radians(self.middle_lat))
        else:
            lat = np.degrees(2 * np.arctan(np.exp(np.radians(lat))) - np.pi / 2)
        return np.column_stack([(lon + 180.0) % 360.0 - 180.0, lat])

    @property
    def view_box(self) -> tuple[float, float, float, float]:
        """Return left, top, width and height of the drawing with its margin."""
        return (-PADDING, -PADDING, WIDTH + 2 * PADDING, round(self.height, 1) + 2 * PADDING)


def plane_for(geometries: Geometries, name: ProjectionName | None = None) -> Plane:
    """Return the plane on which these places (degrees) fill the drawing; `name` overrides the choice."""
    coordinates = shapely.get_coordinates(geometries)
    if not len(coordinates):
        return Plane("local", 0.0, False, 1.0, (0.0, 0.0), WIDTH)
    wraps = bool(np.ptp(coordinates[:, 0]) > 180.0)
    lon = coordinates[:, 0] % 360.0 if wraps else coordinates[:, 0]
    south, north = coordinates[:, 1].min(), coordinates[:, 1].max()
    if name is None:
        name = "mercator" if max(np.ptp(lon), north - south) > WIDE_SPAN_DEG else "local"
    middle = float((south + north) / 2)
    flat = _flat(coordinates, name, middle, wraps)
    left, right = flat[:, 0].min(), flat[:, 0].max()
    bottom, top = flat[:, 1].min(), flat[:, 1].max()
    across, upright = max(right - left, 1e-12), max(top - bottom, 1e-12)
    scale = min(WIDTH / across, TALLEST / upright)
    shift = ((WIDTH - across * scale) / 2 - left * scale, top * scale)
    return Plane(
        name, middle, wraps, float(scale), (float(shift[0]), float(shift[1])), float(upright * scale)
    )


def _flat(lon_lat: Coordinates, name: ProjectionName, middle_lat: float, wraps: bool) -> Coordinates:
    """Return plane coordinates in degrees of the projection, y upwards."""
    lon = lon_lat[:, 0] % 360.0 if wraps else lon_lat[:, 0]
    lat = lon_lat[:, 1]
    if name == "local":
        return np.column_stack([lon * np.cos(np.radians(middle_lat)), lat])
    lat = np.radians(np.clip(lat, -MERCATOR_LIMIT_DEG, MERCATOR_LIMIT_DEG))
    return np.column_stack([lon, np.degrees(np.log(np.tan(np.pi / 4 + lat / 2)))])
