"""A boundary file as places: GeoJSON, GeoPackage or Shapefile in, longitude and latitude out, with its source.

Files come from many offices: codes and names stand under many headings, in UTF-8 or GB18030, in degrees or in
metres. What cannot be understood is refused with what was found, what is allowed and what to do.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from geo.dissolve import outline_of
from geo.places import LON_LAT, GeoError, Place, polygonal
from geo.sources import Source, read_source

FORMATS = (".geojson", ".json", ".gpkg", ".shp")
CODE_PROPERTIES = (
    "region_code", "adcode", "code", "xzqdm", "pac", "gb", "行政区划代码", "区划代码", "代码",
    "geoid", "fips", "county_fips", "id",
)  # fmt: skip
NAME_PROPERTIES = (
    "region_name", "name", "xzqmc", "行政区划名称", "区划名称", "名称", "name_zh", "namelsad", "county",
)  # fmt: skip
LEGACY_ENCODINGS = ("utf-8", "gb18030")
GEOGRAPHIC_CGCS2000 = 4490
MOST_DEGREES = (360.5, 90.5)
"""Longitudes may be counted to 360; a little more is rounding."""


class BoundaryFileError(GeoError):
    """A boundary file cannot be used; says what was found, what is allowed, what to do."""


@dataclass(frozen=True)
class Boundaries:
    """The places of one boundary file, in its order, and where they come from."""

    places: tuple[Place, ...]
    source: Source

    @property
    def codes(self) -> list[str]:
        """Return the places' codes, in order."""
        return [place.code for place in self.places]

    @property
    def names(self) -> list[str]:
        """Return the places' names, in order."""
        return [place.name for place in self.places]

    def outline(self, code: str, name: str) -> Place:
        """Return the place that all of these together make, under the parent's code and name."""
        return Place(code, name, outline_of([place.geometry for place in self.places]))

    def chosen(self, codes: Sequence[str]) -> Boundaries:
        """Return only the places with these codes, in this order: the order of the digits."""
        by_code = {place.code: place for place in self.places}
        missing = [code for code in codes if code not in by_code]
        if missing:
            raise BoundaryFileError(
                f"Codes {_some(missing)}: not among the {len(by_code)} places; allowed: their codes. "
                "Match regions with boundaries first."
            )
        return replace(self, places=tuple(by_code[code] for code in codes))


def read_boundaries(
    path: str | Path,
    *,
    code_property: str | None = None,
    name_property: str | None = None,
    layer: str | None = None,
    encoding: str | None = None,
    source: Source | None = None,
) -> Boundaries:
    """Return the places of a boundary file, in WGS 84 / CGCS2000 degrees.

    Code and name are sought under the usual headings unless `code_property` and `name_property` name them;
    case does not matter. Rows of one code and name (a county and its islands) become one place. `encoding`
    is for a Shapefile that does not say its own; without it UTF-8 and GB18030 are tried. `source` replaces
    the SOURCES.yaml beside it.
    """
    path = Path(path)
    if path.suffix.lower() not in FORMATS:
        raise BoundaryFileError(
            f"{path.name}: found a file of type {path.suffix or 'none'}; allowed: {', '.join(FORMATS)}. "
            "Save it as one of these."
        )
    if not path.is_file():
        raise BoundaryFileError(f"{path.name}: not found in {path.parent.name or '.'}. Check the path.")
    origin = source or read_source(path)
    frame = _on_earth(path.name, _in_degrees(path.name, _read(path, layer, encoding)))
    code_column = _column(path.name, frame, code_property, CODE_PROPERTIES, "code")
    name_column = _column(path.name, frame, name_property, NAME_PROPERTIES, "name")
    codes = [_as_text(value) for value in frame[code_column]]
    names = [_as_text(value) for value in frame[name_column]]
    places = _places(path.name, codes, names, frame.geometry)
    return Boundaries(tuple(places), origin)


def _read(path: Path, layer: str | None, encoding: str | None) -> geopandas.GeoDataFrame:
    """Return the file's rows; a Shapefile's letters are tried as UTF-8, then GB18030."""
    attempts: list[str | None] = [encoding]
    if encoding is None and path.suffix.lower() == ".shp":
        attempts = [*([None] if path.with_suffix(".cpg").is_file() else []), *LEGACY_ENCODINGS]
    if layer is None and path.suffix.lower() == ".gpkg":
        layer = _only_layer(path)
    fault: Exception | None = None
    for attempt in attempts:
        options = {"encoding": attempt} if attempt else {}
        try:
            # What GDAL merely remarks on, such as a ring that is not closed, is mended or becomes a fault below.
            with warnings.catch_warnings(action="ignore"):
                frame = geopandas.read_file(path, layer=layer, engine="pyogrio", **options)
        except (UnicodeDecodeError, LookupError) as found:
            fault = found
        except (RuntimeError, ValueError, TypeError, OSError, shapely.errors.ShapelyError) as found:
            # What GDAL says in its own words may hold the path of the file on this machine.
            raise BoundaryFileError(
                f"{path.name}: cannot be read as outlines; allowed: {', '.join(FORMATS)}, for a Shapefile with "
                "its .shx and .dbf beside it, and rings that are closed. Export it again."
            ) from found
        else:
            return _with_shapes(path.name, frame)
    if path.suffix.lower() != ".shp":
        raise BoundaryFileError(f"{path.name}: its letters are not UTF-8. Save it as UTF-8.") from fault
    raise BoundaryFileError(
        f"{path.name}: its letters are neither {' nor '.join(str(a or 'as its .cpg says') for a in attempts)}; "
        "give the file's encoding."
    ) from fault


def _only_layer(path: Path) -> str | None:
    """Return the one layer of a GeoPackage that has shapes."""
    try:
        listing = geopandas.list_layers(path)
    except RuntimeError:
        return None  # reading the file says what is wrong with it
    layers = [str(name) for name in listing.loc[listing["geometry_type"].notna(), "name"]]
    if len(layers) > 1:
        raise BoundaryFileError(
            f"{path.name}: found the layers {', '.join(layers)}; allowed: one. Name the one that is meant."
        )
    return layers[0] if layers else None


def _with_shapes(name: str, frame: object) -> geopandas.GeoDataFrame:
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.empty:
        raise BoundaryFileError(f"{name}: found no places in it; allowed: one row with a polygon a region.")
    return frame


def _in_degrees(name: str, frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return the frame in degrees; CGCS2000 and WGS 84 agree to centimetres and are left as they are."""
    if frame.crs is None:
        west, south, east, north = frame.total_bounds
        if not (-180.5 <= west <= east <= 360.5 and -90.5 <= south <= north <= 90.5):
            raise BoundaryFileError(
                f"{name}: found coordinates from {west:.0f}, {south:.0f} to {east:.0f}, {north:.0f} and no "
                "coordinate system; allowed: degrees, or a file that names its system. Add its .prj file."
            )
        return frame.set_crs(LON_LAT)
    if frame.crs.to_epsg() in (4326, GEOGRAPHIC_CGCS2000):
        return frame.set_crs(LON_LAT, allow_override=True)
    try:
        return frame.to_crs(LON_LAT)
    except RuntimeError as fault:
        raise BoundaryFileError(
            f"{name}: coordinates in {frame.crs.name} cannot be turned into degrees. Save it in degrees (EPSG:4326)."
        ) from fault


def _on_earth(name: str, frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return the frame if all its coordinates are degrees of longitude and latitude."""
    points, row = shapely.get_coordinates(frame.geometry.to_numpy(), return_index=True)
    is_off = ~((np.abs(points[:, 0]) <= MOST_DEGREES[0]) & (np.abs(points[:, 1]) <= MOST_DEGREES[1]))
    if is_off.any():
        lon, lat = points[is_off][0]
        raise BoundaryFileError(
            f"{name}, row {int(row[is_off][0]) + 1}: found the point {lon:g}, {lat:g}; allowed: degrees, longitude "
            f"-{MOST_DEGREES[0]:g} to {MOST_DEGREES[0]:g} and latitude -{MOST_DEGREES[1]:g} to {MOST_DEGREES[1]:g}. "
            "Correct it, or say which coordinate system the file has."
        )
    return frame


def _column(
    name: str, frame: geopandas.GeoDataFrame, wanted: str | None, usual: Sequence[str], what: str
) -> str:
    """Return the heading under which codes or names stand."""
    headings = [str(column) for column in frame.columns if column != frame.geometry.name]
    lower = {heading.casefold(): heading for heading in reversed(headings)}
    for candidate in (wanted,) if wanted else usual:
        if candidate.casefold() in lower:
            return lower[candidate.casefold()]
    allowed = f"{wanted!r}" if wanted else f"one of {', '.join(usual)}"
    raise BoundaryFileError(
        f"{name}: found the properties {', '.join(headings) or 'none'}; for the {what} allowed: {allowed}. "
        f"Name the property that holds the {what}."
    )


def _as_text(value: object) -> str:
    """Return a code or name as text; 620724.0 that a reader made of 620724 becomes 620724 again."""
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()


def _places(
    name: str, codes: Sequence[str], names: Sequence[str], shapes: geopandas.GeoSeries
) -> list[Place]:
    """Return one place a code, refusing rows without code or polygon and codes with two names."""
    rows = range(1, len(codes) + 1)
    polygons = [polygonal(shape) for shape in shapes]
    blank = [row for row in rows if not codes[row - 1]]
    flat = [f"{codes[row - 1]} (row {row})" for row in rows if polygons[row - 1].is_empty]
    by_code: dict[str, dict[str, list[int]]] = {}
    for index, (code, said) in enumerate(zip(codes, names, strict=True)):
        by_code.setdefault(code, {}).setdefault(said, []).append(index)
    double = [f"{code} ({' / '.join(said)})" for code, said in by_code.items() if len(said) > 1]
    faults = [
        (f"rows {_some(map(str, blank))} have no code", blank),
        (f"{_some(flat)} have no polygon", flat),
        (f"one code has two names: {_some(double)}", double),
    ]
    told = "; ".join(text for text, found in faults if found)
    if told:
        raise BoundaryFileError(
            f"{name}: {told}. Allowed: a code, a name and a polygon in every row. Mend these rows."
        )
    return [
        Place(code, said, shapely.union_all([polygons[i] for i in indices]))
        for code, named in by_code.items()
        for said, indices in named.items()
    ]


def _some(items: Sequence[str] | map[str], most: int = 5) -> str:
    """Return the first few of a list, and how many more there are."""
    listed = list(items)
    rest = len(listed) - most
    return ", ".join(listed[:most]) + (f" and {rest} more" if rest > 0 else "")
