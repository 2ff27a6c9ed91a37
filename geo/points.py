"""Places without an outline: a table of points in degrees, read and checked, and as GeoJSON for a slippy map."""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from geo.boundaries import LEGACY_ENCODINGS, Boundaries
from geo.places import GeoError, Place
from geo.sources import Source

POINT_COLUMNS = ("region_code", "region_name", "lon", "lat", "source", "verified")
VERIFIED = frozenset({"yes", "true", "1", "是"})
POINT_DECIMALS = 5
MOST_FAULTS = 10


class PointsError(GeoError):
    """A table of points cannot be used; says which row, what was found, what is allowed."""


@dataclass(frozen=True)
class Points(Boundaries):
    """The points of one file, in its order, and where they come from; `is_verified` if every row says so."""

    is_verified: bool = False


def read_points(path: Path) -> Points:
    """Return the points of a CSV file with region_code, region_name, lon, lat, source and verified."""
    try:
        return _points(path.name, csv.DictReader(io.StringIO(_text(path), newline=""), strict=True))
    except (csv.Error, OSError) as error:
        raise PointsError(f"{path.name}: cannot be read as CSV. Save it as CSV in UTF-8.") from error


def _points(file: str, reader: csv.DictReader[str]) -> Points:
    missing = [name for name in POINT_COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise PointsError(
            f"{file}: columns {', '.join(missing)} missing; allowed: {', '.join(POINT_COLUMNS)}. Add them."
        )
    rows = [{name: (row[name] or "").strip() for name in POINT_COLUMNS} for row in reader]
    faults = [told for number, row in enumerate(rows, start=2) for told in _faults(number, row)]
    if faults:
        more = f" And {len(faults) - MOST_FAULTS} more like these." if len(faults) > MOST_FAULTS else ""
        raise PointsError(f"{file}, {' '.join(faults[:MOST_FAULTS])}{more}")
    places = tuple(
        Place(row["region_code"], row["region_name"], shapely.Point(float(row["lon"]), float(row["lat"])))
        for row in rows
    )
    twice = [code for code, count in Counter(place.code for place in places).items() if count > 1]
    if twice:
        raise PointsError(
            f"{file}: {', '.join(twice[:5])} twice; allowed: one row a region. Remove the rest."
        )
    sources = list(dict.fromkeys(row["source"] for row in rows if row["source"]))
    source = Source("; ".join(sources), date="", map_approval="")
    return Points(places, source, all(row["verified"].casefold() in VERIFIED for row in rows))


def points_geojson(points: Sequence[Place]) -> bytes:
    """Return points as GeoJSON in their order; properties are code and name only."""
    features = [
        {
            "type": "Feature",
            "properties": {"region_code": place.code, "region_name": place.name},
            "geometry": {
                "type": "Point",
                "coordinates": [
                    round(place.geometry.x, POINT_DECIMALS),
                    round(place.geometry.y, POINT_DECIMALS),
                ],
            },
        }
        for place in points
    ]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", *LEGACY_ENCODINGS):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PointsError(f"{path.name}: its letters are neither UTF-8 nor GB18030. Save it as CSV in UTF-8.")


def _faults(number: int, row: dict[str, str]) -> list[str]:
    """Say what is wrong with a row: no code, no name, or off the earth."""
    faults = []
    try:
        lon, lat = float(row["lon"]), float(row["lat"])
    except ValueError:
        lon = lat = math.nan
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        faults.append(
            f"row {number}: found lon {row['lon'][:20]!r}, lat {row['lat'][:20]!r}; allowed: degrees, "
            "-180 to 180 and -90 to 90. Correct them."
        )
    if not row["region_code"] or not row["region_name"]:
        faults.append(f"row {number}: no code or no name; allowed: both in every row. Add it.")
    return faults
