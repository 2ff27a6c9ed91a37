"""Which map a group of places gets: outlines from the boundary file, a schematic, a union of parts, or points.

A data folder names its boundary files in MANIFEST.yaml (``boundaries: {areas: FILE, seats: FILE, points: FILE}``);
they lie in the folder itself or in geo/boundary_data. Places that have nothing but points are drawn on the outlines
of what they belong to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from dashboard.errors import DataError
from dashboard.tables.manifest import MANIFEST
from dashboard.tables.masks import one_line
from dashboard.workspace import Workspace
from geo.boundaries import Boundaries, read_boundaries
from geo.dissolve import outline_of
from geo.drawing import Drawing
from geo.match import Mismatch, match
from geo.places import GeoError, Place
from geo.points import Points, points_geojson, read_points
from geo.schematic import SEAT_COLUMNS, towns_from_seats
from geo.sources import SOURCES_FILE, Source

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
    if not named or not regions:
        return None
    files = _files(workspace.path, named)
    try:
        return _sheet(workspace, tuple(regions), files)
    except GeoError as error:
        raise DataError(f"{MANIFEST}, boundaries: {error}") from error
    except (shapely.errors.ShapelyError, ValueError) as error:
        raise DataError(
            f"{MANIFEST}, boundaries: these outlines cannot be drawn; allowed: polygons that a flat map can show. "
            "Check their coordinates, above all near the poles and at 180 degrees."
        ) from error


@dataclass(frozen=True)
class Files:
    """What the boundary files that a folder names hold; None for those it does not name."""

    areas: Boundaries | None = None
    seats: Points | None = None
    points: Points | None = None


def _files(folder: Path, named: object) -> Files:
    """The files that the manifest names under ``boundaries``, read.

    Raises:
        DataError: they cannot be used; all their faults at once.
    """
    keys = tuple(field.name for field in fields(Files))
    if not isinstance(named, dict) or not set(named) <= set(keys):
        allowed = ", ".join(f"{key}: FILE" for key in keys)
        raise DataError(
            f"{MANIFEST}, boundaries: found {one_line(repr(named))}; allowed: {allowed}. Correct the entries."
        )
    found: dict[str, Any] = {}
    faults: list[str] = []
    for key in keys:
        if not named.get(key):
            continue
        try:
            path = _find(folder, named[key])
            found[key] = (_areas if key == "areas" else _points)(path, _stamp(path))
        except GeoError as error:
            faults.append(f"{MANIFEST}, boundaries, {key}: {error}")
    if faults:
        raise DataError(faults)
    return Files(**found)


def _sheet(workspace: Workspace, regions: tuple[int, ...], files: Files) -> Sheet | None:
    panel, areas, table = workspace.panel, files.areas, files.points
    found: dict[int, Place] = {}
    faults: list[Mismatch] = []
    if areas is not None:
        found, faults = _matched(workspace, areas, regions)
    drawn_from_seats = False
    if files.seats is not None and len(found) < len(regions) and areas is not None:
        cells = _schematic(workspace, areas, files.seats, regions)
        drawn_from_seats = bool(cells.keys() - found.keys())
        found = cells | found
    if areas is not None:
        for region in regions:
            if region not in found and (outline := _union(workspace, areas, region)) is not None:
                found[region] = outline
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
    workspace: Workspace, areas: Boundaries, seats: Points, regions: Sequence[int]
) -> dict[int, Place]:
    """Areas around the seats of a parent's children, inside the parent's outline."""
    tree = workspace.geography
    rows = [(seat.code, seat.name, seat.geometry.x, seat.geometry.y, seats.source.source, seats.is_verified)
            for seat in seats.places]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(SEAT_COLUMNS))
    known = set(seats.codes)
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


def _find(folder: Path, name: object) -> Path:
    """A boundary file beside the data, else among the shipped ones."""
    if isinstance(name, str) and Path(name).name == name:
        for candidate in (folder / name, SHIPPED / name):
            with suppress(OSError, ValueError):
                if candidate.is_file():
                    return candidate
    raise GeoError(
        f"there is no file {one_line(repr(name))} in the data folder itself or in geo/boundary_data. Check its name."
    )


def _stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes when the file does, a part of it (a Shapefile has several) or what is said of its source."""
    parts = [part for part in path.parent.iterdir() if part.stem == path.stem or part.name == SOURCES_FILE]
    return tuple((p.name, (s := p.stat()).st_size, s.st_mtime_ns) for p in sorted(parts))


@lru_cache(maxsize=32)
def _areas(path: Path, _stamp: tuple[tuple[str, int, int], ...]) -> Boundaries:
    return read_boundaries(path)


@lru_cache(maxsize=32)
def _points(path: Path, _stamp: tuple[tuple[str, int, int], ...]) -> Points:
    return read_points(path)
