"""Which map a group of places gets: outlines from the boundary file, a schematic, a union of parts, or points.

A data folder names its boundary files in MANIFEST.yaml (``boundaries: {areas: FILE, seats: FILE, points: FILE}``);
they lie in the folder itself or in geo/boundary_data. Places that have nothing but points are drawn on the outlines
of what they belong to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pandas as pd
import shapely

from dashboard.errors import DataError
from dashboard.workspace import Workspace
from geo.boundaries import Boundaries, read_boundaries
from geo.dissolve import outline_of
from geo.drawing import Drawing
from geo.match import Mismatch, match
from geo.places import GeoError, Place
from geo.points import Points, points_geojson, read_points
from geo.schematic import towns_from_seats
from geo.sources import Source

SHIPPED = Path(__file__).resolve().parent.parent / "geo" / "boundary_data"
LEAST_EXTENT = 0.1
"""Degrees that a map spans at least: a single point has no extent of its own."""


@dataclass(frozen=True)
class Point:
    """A place without an outline: the position of its region, and where it lies in degrees."""

    region: int
    lon: float
    lat: float


@dataclass(frozen=True)
class Sheet:
    """One map: its drawing, the positions of its regions in the drawing's order, and what it rests on.

    With ``is_ground`` none of the places has an outline: the drawing is of what the ``points`` belong to and
    has no tier. ``faults`` are the places that are not drawn because code and name disagree with the file.
    """

    drawing: Drawing
    regions: tuple[int, ...]
    sources: tuple[Source, ...]
    is_schematic: bool
    faults: tuple[Mismatch, ...] = ()
    points: tuple[Point, ...] = ()
    is_ground: bool = False
    points_source: str = ""
    points_verified: bool = True
    points_bytes: bytes = b""

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """South, west, north and east of everything on the map in degrees."""
        boxes = [self.drawing.bounds] if self.drawing.places else []
        boxes += [(point.lat, point.lon, point.lat, point.lon) for point in self.points]
        south, west = min(box[0] for box in boxes), min(box[1] for box in boxes)
        north, east = max(box[2] for box in boxes), max(box[3] for box in boxes)
        high, wide = (max(0.0, LEAST_EXTENT - extent) / 2 for extent in (north - south, east - west))
        return south - high, west - wide, north + high, east + wide

    @property
    def digest(self) -> str:
        """Changes whenever an outline or a point does; stands in addresses and keys."""
        points = hashlib.sha256(self.points_bytes).hexdigest()[:16] if self.points else ""
        return self.drawing.digest + points

    def credits(self, chinese: bool) -> list[str]:
        """Source and approval number of every boundary file, for the screen and for exports."""
        return list(dict.fromkeys(source.credit(chinese) for source in self.sources))


def places_of_level(workspace: Workspace, level: str, focus: int) -> tuple[int, ...]:
    """The regions of a level in the focus's subtree, or above it when the level lies higher."""
    panel = workspace.panel
    below = tuple(r for r in workspace.below(focus) if panel.levels[r] == level)
    return below or tuple(r for r in workspace.above(focus) if panel.levels[r] == level)


def levels_on_offer(workspace: Workspace, focus: int) -> tuple[str, ...]:
    """Levels of the focus, of what lies above and below it, from the highest."""
    panel = workspace.panel
    regions = (*workspace.above(focus), *workspace.below(focus))
    found: dict[str, int] = {}
    for region in regions:
        found.setdefault(panel.levels[region], int(panel.depth[region]))
    return tuple(sorted(found, key=lambda level: found[level]))


def sheet(workspace: Workspace, regions: Sequence[int]) -> Sheet | None:
    """The map of these regions; None when neither outline nor point is known for any of them.

    Raises:
        DataError: a boundary file that the folder names cannot be used.
    """
    named = workspace.folder.manifest.get("boundaries")
    if not isinstance(named, dict) or not regions:
        return None
    try:
        return _sheet(workspace, tuple(regions), named)
    except GeoError as error:
        raise DataError(f"MANIFEST.yaml, boundaries: {error}") from error


def _sheet(workspace: Workspace, regions: tuple[int, ...], named: dict[str, object]) -> Sheet | None:
    panel = workspace.panel
    areas = _read(str(_find(workspace.path, str(named["areas"])))) if named.get("areas") else None
    found: dict[int, Place] = {}
    faults: list[Mismatch] = []
    if areas is not None:
        found, faults = _matched(workspace, areas, regions)
    seats = str(named.get("seats") or "")
    drawn_from_seats = False
    if seats and len(found) < len(regions) and areas is not None:
        cells = _schematic(workspace, areas, _find(workspace.path, seats), regions)
        drawn_from_seats = bool(cells.keys() - found.keys())
        found = cells | found
    if areas is not None:
        for region in regions:
            if region not in found and (outline := _union(workspace, areas, region)) is not None:
                found[region] = outline
    table = read_points(_find(workspace.path, str(named["points"]))) if named.get("points") else None
    dots: dict[int, Place] = {}
    if table is not None and len(found) < len(regions):
        dots, unfit = _matched(workspace, table, [r for r in regions if r not in found])
        faults = faults + unfit
    if not found and not dots:
        return None
    is_ground = not found
    if is_ground and areas is not None:
        found = _ground(workspace, areas, dots)
    order = tuple(found) if is_ground else tuple(r for r in regions if r in found)
    places = [Place(panel.codes[r], panel.names[r], found[r].geometry) for r in order]
    drawing = Drawing.of(places, simplified=not drawn_from_seats)
    sources = (areas.source,) if areas is not None and places else ()
    drawn = {panel.codes[r] for r in (*found, *dots)}
    missing = tuple({f.region_code: f for f in faults if f.region_code not in drawn}.values())
    whole = Sheet(drawing, order, sources, drawn_from_seats, missing, is_ground=is_ground)
    return _with_points(workspace, whole, table, dots) if table is not None and dots else whole


def _with_points(workspace: Workspace, whole: Sheet, table: Points, dots: dict[int, Place]) -> Sheet:
    """The sheet with the places that have only a point, in their order."""
    panel = workspace.panel
    order = sorted(dots)
    places = [Place(panel.codes[r], panel.names[r], dots[r].geometry) for r in order]
    points = tuple(Point(r, float(dots[r].geometry.x), float(dots[r].geometry.y)) for r in order)
    return replace(
        whole, points=points, points_bytes=points_geojson(places),
        points_source=table.source.source, points_verified=table.is_verified,
    )  # fmt: skip


def _ground(workspace: Workspace, areas: Boundaries, dots: Iterable[int]) -> dict[int, Place]:
    """The outlines of what the points belong to."""
    panel = workspace.panel
    parents = sorted({int(panel.parents[r]) for r in dots} - {-1})
    found, _ = _matched(workspace, areas, parents)
    for parent in parents:
        if parent not in found and (outline := _union(workspace, areas, parent)) is not None:
            found[parent] = outline
    return found


def _matched(
    workspace: Workspace, areas: Boundaries, regions: Sequence[int]
) -> tuple[dict[int, Place], list[Mismatch]]:
    panel = workspace.panel
    pairs = match(areas, [(panel.codes[r], panel.names[r]) for r in regions])
    by_code = {place.code: place for place in areas.places}
    codes = pairs.place_codes([panel.codes[r] for r in regions])
    found = {r: by_code[code] for r, code in zip(regions, codes, strict=True) if code is not None}
    return found, list(pairs.mismatches)


def _union(workspace: Workspace, areas: Boundaries, region: int) -> Place | None:
    """A region's outline as the union of those of its parts."""
    parts, _ = _matched(workspace, areas, [r for r in workspace.below(region) if r != region])
    if len(parts) < 2:
        return None  # a single part is no picture of the whole
    geometry = outline_of([place.geometry for place in parts.values()])
    return Place(workspace.panel.codes[region], workspace.panel.names[region], geometry)


def _schematic(
    workspace: Workspace, areas: Boundaries, seats: Path, regions: Sequence[int]
) -> dict[int, Place]:
    """Areas around the seats of a parent's children, inside the parent's outline."""
    tree = workspace.geography
    table = pd.read_csv(seats, dtype={"region_code": str, "region_name": str})
    known = set(table["region_code"])
    found: dict[int, Place] = {}
    # A place's area depends on its neighbours' seats and its parent's outline, may the viewer open them or not.
    wanted = {workspace.panel.codes[r]: r for r in regions}
    for parent in sorted({int(tree.parents[tree.position(code)]) for code in wanted} - {-1}):
        children = [c for c in tree.children[parent] if tree.codes[c] in known]
        outline = match(areas, [(tree.codes[parent], tree.names[parent])]).place_codes([tree.codes[parent]])[
            0
        ]
        if not children or outline is None:
            continue
        around = next(place.geometry for place in areas.places if place.code == outline)
        own = table[table["region_code"].isin([tree.codes[c] for c in children])]
        cells = towns_from_seats(around, own)
        by_code = dict(zip(cells["region_code"], cells.geometry, strict=True))
        for child in children:
            code, geometry = tree.codes[child], by_code.get(tree.codes[child])
            if code in wanted and geometry is not None and shapely.area(geometry) > 0:
                found[wanted[code]] = Place(code, tree.names[child], geometry)
    return found


def _find(folder: Path, name: str) -> Path:
    """A boundary file beside the data, else among the shipped ones."""
    for candidate in (folder / name, SHIPPED / name):
        if candidate.is_file():
            return candidate
    raise GeoError(f"there is no file {name!r} in the data folder or in geo/boundary_data. Check its name.")


@cache
def _read(path: str) -> Boundaries:
    return read_boundaries(path)
