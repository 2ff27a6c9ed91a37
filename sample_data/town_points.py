"""Points for invented towns: drawn inside the outline of their county, apart from each other and from its edge.

Only the county's outline is real. The coordinates are drawn from seeded streams and rounded before they are compared,
so that the same points come out on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from sample_data.folder import Table
from sample_data.places import Place
from sample_data.series import stream

OUTLINES = Path(__file__).resolve().parents[1] / "geo" / "boundary_data" / "nanyang.geojson"
SOURCE = "合成点位，由程序生成 (synthetic, drawn by a program)"
POINT_COLUMNS = ("region_code", "region_name", "lon", "lat", "source", "verified")
CANDIDATES = 80
DECIMALS = 3
# A degree of longitude at Nanyang's latitude, in degrees of latitude.
NARROWING = 0.84

Spot = tuple[float, float]
Ring = Sequence[Spot]


def point_rows(towns: Sequence[Place], seed: str) -> Table:
    """Return one row a town: of many spots inside its county the one farthest from the edge and the other towns."""
    rings_of = _rings()
    taken: dict[str, list[Spot]] = {}
    rows = []
    for town in towns:
        rings, others = rings_of[town.parent], taken.setdefault(town.parent, [])
        spot = max(_candidates(town.code, rings, seed), key=lambda s: _room(s, rings, others))
        others.append(spot)
        rows.append(
            {
                "region_code": town.code,
                "region_name": town.name,
                "lon": f"{spot[0]:.{DECIMALS}f}",
                "lat": f"{spot[1]:.{DECIMALS}f}",
                "source": SOURCE,
                "verified": "no",
            }
        )
    return rows


def _rings() -> dict[str, list[Ring]]:
    """Return every ring of each county's outline by its code."""
    features = json.loads(OUTLINES.read_text(encoding="utf-8"))["features"]
    found: dict[str, list[Ring]] = {}
    for feature in features:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings: list[Ring] = [
            [(float(point[0]), float(point[1])) for point in ring] for rings in polygons for ring in rings
        ]
        found[str(feature["properties"]["region_code"])] = rings
    return found


def _candidates(code: str, rings: Sequence[Ring], seed: str) -> list[Spot]:
    rng = stream(seed, code, "point")
    west, east = (edge(point[0] for ring in rings for point in ring) for edge in (min, max))
    south, north = (edge(point[1] for ring in rings for point in ring) for edge in (min, max))
    found: list[Spot] = []
    while len(found) < CANDIDATES:
        lon = round(west + (east - west) * rng.random(), DECIMALS)
        lat = round(south + (north - south) * rng.random(), DECIMALS)
        if _inside((lon, lat), rings):
            found.append((lon, lat))
    return found


def _inside(spot: Spot, rings: Sequence[Ring]) -> bool:
    """Return whether a line eastward from the spot crosses the rings an odd number of times."""
    x, y = spot
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1


def _room(spot: Spot, rings: Sequence[Ring], others: Sequence[Spot]) -> float:
    """Return the square of the distance to the edge, or of half the distance to the nearest other town."""
    edge = min(_away(spot, a, b) for ring in rings for a, b in pairwise(ring))
    return min([edge, *(_away(spot, other, other) / 4 for other in others)])


def _away(spot: Spot, one: Spot, other: Spot) -> float:
    """Return the square of the distance from a spot to the line between two others."""
    px, py = (spot[0] - one[0]) * NARROWING, spot[1] - one[1]
    dx, dy = (other[0] - one[0]) * NARROWING, other[1] - one[1]
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, (px * dx + py * dy) / length)) if length else 0.0
    return (px - along * dx) ** 2 + (py - along * dy) ** 2
