"""A map as lines and letters: places in, compact JSON for the SVG painter out.

Computed once a boundary file, served by URL with its digest in the address; a month's tiers then travel
as one digit a place, in the order of the places. The painter (`painter.js`) gets a view box 1000 units
wide, one path a place with one decimal, and where its label goes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.labels import Label, OutsideSpot, place_labels
from geo.places import Place, geometries_of, polygons_of
from geo.projection import Plane, ProjectionName, plane_for
from geo.simplify import simplify

USUAL_WIDTH_PX = 480.0
SMALLEST_ISLAND_UNITS = 2.0
GEOJSON_DECIMALS = 5

Tenths = npt.NDArray[np.int64]


@dataclass(frozen=True)
class DrawnPlace:
    """One place on the drawing: its SVG path (1 decimal) and its label."""

    code: str
    name: str
    d: str
    label: Label


@dataclass(frozen=True)
class Drawing:
    """All places of one map, ready to be painted; their order is the order of the digits."""

    plane: Plane
    places: tuple[DrawnPlace, ...]
    sources: tuple[Place, ...]

    @classmethod
    def of(
        cls,
        places: Sequence[Place],
        *,
        width_px: float = USUAL_WIDTH_PX,
        detail_px: float = 0.6,
        projection: ProjectionName | None = None,
        simplified: bool = True,
    ) -> Drawing:
        """Return the drawing of these places for a map about `width_px` wide.

        `detail_px` is the smallest corner that is kept; `simplified=False` keeps every point
        (schematics, files that are already light). `projection` is chosen from the extent unless named.
        """
        geometries = geometries_of(places)
        plane = plane_for(geometries, projection)
        flat = plane.to_units(geometries)
        if simplified and len(flat):
            flat = simplify(flat, width_px, detail_px)
        labels = place_labels(flat, [place.name for place in places], plane.view_box, width_px)
        drawn = tuple(
            DrawnPlace(place.code, place.name, path_of(geometry), label)
            for place, geometry, label in zip(places, flat, labels, strict=True)
        )
        return cls(plane, drawn, tuple(places))

    @property
    def view_box(self) -> tuple[float, float, float, float]:
        """Return left, top, width and height in drawing units, margin included."""
        return self.plane.view_box

    @property
    def anchors(self) -> list[tuple[float, float]]:
        """Return latitude and longitude of the places' label points, in the digits' order."""
        points = np.array([(place.label.x, place.label.y) for place in self.places]).reshape(-1, 2)
        return [(round(float(lat), 5), round(float(lon), 5)) for lon, lat in self.plane.to_degrees(points)]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return south, west, north and east of all places in degrees."""
        west, south, east, north = shapely.total_bounds([place.geometry for place in self.sources])
        return (float(south), float(west), float(north), float(east))

    @property
    def codes(self) -> list[str]:
        """Return the places' codes in the digits' order."""
        return [place.code for place in self.places]

    @property
    def names(self) -> list[str]:
        """Return the places' names in the digits' order."""
        return [place.name for place in self.places]

    def to_dict(self) -> dict[str, Any]:
        """Return what the painter gets as `spec.geometry`: viewBox and places."""
        return {
            "viewBox": " ".join(_short(value) for value in self.view_box),
            "places": [
                {
                    "code": place.code,
                    "name": place.name,
                    "d": place.d,
                    "x": round(place.label.x, 1),
                    "y": round(place.label.y, 1),
                    "r": round(place.label.r, 1),
                    "out": _spot(place.label.out),
                    "alt": [_spot(spot) for spot in place.label.alternatives],
                }
                for place in self.places
            ],
        }

    @cached_property
    def _bytes(self) -> bytes:
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":")).encode("utf-8")

    def to_bytes(self) -> bytes:
        """Return the drawing as compact UTF-8 JSON; the same places always give the same bytes."""
        return self._bytes

    @property
    def digest(self) -> str:
        """Return 16 hexadecimal figures that change whenever the bytes do; goes into the address."""
        return hashlib.sha256(self._bytes).hexdigest()[:16]

    def geojson_bytes(self, width_px: float | None = 1600.0) -> bytes:
        """Return the same places as GeoJSON in degrees, for a slippy map; properties are code and name only.

        `width_px` is the size at which detail may go; None keeps every point.
        """
        geometries = geometries_of(self.sources)
        if width_px is not None and len(geometries):
            geometries = simplify(geometries, width_px)
        geometries = shapely.set_precision(geometries, 10.0**-GEOJSON_DECIMALS, mode="pointwise")
        features = [
            {
                "type": "Feature",
                "properties": {"region_code": place.code, "region_name": place.name},
                "geometry": _rounded(shapely.geometry.mapping(geometry)),
            }
            for place, geometry in zip(self.sources, geometries, strict=True)
        ]
        whole = {"type": "FeatureCollection", "features": features}
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def path_of(geometry: BaseGeometry) -> str:
    """Return the SVG path of a polygon in drawing units, one decimal, relative steps; never empty.

    Neighbours stay neighbours: every point is rounded on its own, so a shared corner stays shared.
    Islands too small to be seen are left out, unless the place has nothing else: then a small square
    says that it is there.
    """
    rings: list[tuple[float, str]] = []
    for polygon in polygons_of([geometry]):
        path = "".join(_ring(np.asarray(ring.coords)) for ring in (polygon.exterior, *polygon.interiors))
        if path:
            rings.append((polygon.area, path))
    if not rings:
        return _speck(geometry)
    largest = max(area for area, _ in rings)
    return "".join(path for area, path in rings if area >= SMALLEST_ISLAND_UNITS or area == largest)


def _ring(points: npt.NDArray[np.float64]) -> str:
    """Return one closed ring, or nothing if it has shrunk to a line."""
    tenths: Tenths = np.rint(points[:, :2] * 10).astype(np.int64)
    steps = np.diff(tenths, axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    if len(steps) < 3:
        return ""
    start = f"M{_tenth(tenths[0, 0])} {_tenth(tenths[0, 1])}"
    pairs = (_joined(_tenth(dx), _tenth(dy)) for dx, dy in steps[:-1].tolist())
    text = ""
    for pair in pairs:
        text = _joined(text, pair) if text else pair
    return f"{start}l{text}z"


def _joined(one: str, other: str) -> str:
    """Return two numbers side by side; a minus sign needs no space before it."""
    return one + other if other.startswith("-") else f"{one} {other}"


def _tenth(value: int) -> str:
    """Return a count of tenths as a decimal without needless zeros: 125 → 12.5, 30 → 3, −4 → -.4."""
    whole, rest = divmod(abs(int(value)), 10)
    sign = "-" if value < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"


def _speck(geometry: BaseGeometry) -> str:
    if geometry.is_empty:
        return "M0 0z"
    middle = geometry.centroid
    x, y = round(middle.x * 10), round(middle.y * 10)
    return f"M{_tenth(x - 5)} {_tenth(y - 5)}l1 0 0 1-1 0z"


def _short(value: float) -> str:
    return f"{round(value, 1):g}"


def _spot(spot: OutsideSpot | None) -> dict[str, Any] | None:
    if spot is None:
        return None
    place = {"x": spot.x, "y": spot.y, "anchor": spot.anchor, "lx": spot.lx, "ly": spot.ly}
    return {**place, "land": True} if spot.on_land else place


def _rounded(mapping: dict[str, Any]) -> dict[str, Any]:
    def turn(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [turn(item) for item in value]
        return round(float(value), GEOJSON_DECIMALS)

    return {"type": mapping["type"], "coordinates": turn(mapping["coordinates"])}
