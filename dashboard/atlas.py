"""Which map a group of places gets: outlines from the boundary file, a schematic from seats, or a union of parts.

A data folder names its boundary files in MANIFEST.yaml (``boundaries: {areas: FILE, seats: FILE}``); they lie in the
folder itself or in geo/boundary_data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import shapely

from dashboard.errors import DataError
from dashboard.workspace import Workspace
from geo.boundaries import Boundaries, read_boundaries
from geo.dissolve import outline_of
from geo.drawing import Drawing
from geo.match import match
from geo.places import GeoError, Place
from geo.schematic import towns_from_seats
from geo.sources import Source

SHIPPED = Path(__file__).resolve().parent.parent / "geo" / "boundary_data"


@dataclass(frozen=True)
class Sheet:
    """One map: its drawing, the positions of its regions in the drawing's order, and what it rests on."""

    drawing: Drawing
    regions: tuple[int, ...]
    sources: tuple[Source, ...]
    is_schematic: bool
    faults: tuple[str, ...] = ()

    def credits(self, chinese: bool) -> list[str]:
        """Source and approval number of every boundary file, for the screen and for exports."""
        said = []
        for source in self.sources:
            approval = source.map_approval
            label = "审图号 " if chinese else "map approval "
            known = approval and approval.lower() not in {"not required", "none"}
            said.append(f"{source.title or source.source}" + (f", {label}{approval}" if known else ""))
        return list(dict.fromkeys(said))


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
    """The map of these regions; None when no outline is known for any of them.

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
    faults: tuple[str, ...] = ()
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
    if not found:
        return None
    order = tuple(r for r in regions if r in found)
    places = [Place(panel.codes[r], panel.names[r], found[r].geometry) for r in order]
    drawing = Drawing.of(places, simplified=not drawn_from_seats)
    sources = (areas.source,) if areas is not None else ()
    return Sheet(drawing, order, sources, drawn_from_seats, faults)


def _matched(
    workspace: Workspace, areas: Boundaries, regions: Sequence[int]
) -> tuple[dict[int, Place], tuple[str, ...]]:
    panel = workspace.panel
    pairs = match(areas, [(panel.codes[r], panel.names[r]) for r in regions])
    by_code = {place.code: place for place in areas.places}
    codes = pairs.place_codes([panel.codes[r] for r in regions])
    found = {r: by_code[code] for r, code in zip(regions, codes, strict=True) if code is not None}
    return found, tuple(str(m) for m in pairs.mismatches)


def _union(workspace: Workspace, areas: Boundaries, region: int) -> Place | None:
    """A region's outline as the union of those of its parts."""
    parts, _ = _matched(workspace, areas, [r for r in workspace.below(region) if r != region])
    if not parts:
        return None
    geometry = outline_of([place.geometry for place in parts.values()])
    return Place(workspace.panel.codes[region], workspace.panel.names[region], geometry)


def _schematic(
    workspace: Workspace, areas: Boundaries, seats: Path, regions: Sequence[int]
) -> dict[int, Place]:
    """Areas around the seats of a parent's children, inside the parent's outline."""
    panel = workspace.panel
    table = pd.read_csv(seats, dtype={"region_code": str, "region_name": str})
    known = set(table["region_code"])
    found: dict[int, Place] = {}
    for parent in sorted({int(panel.parents[r]) for r in regions} - {-1}):
        children = [c for c in panel.children[parent] if panel.codes[c] in known]
        outline, _ = _matched(workspace, areas, [parent])
        if not children or parent not in outline:
            continue
        own = table[table["region_code"].isin([panel.codes[c] for c in children])]
        cells = towns_from_seats(outline[parent].geometry, own)
        by_code = dict(zip(cells["region_code"], cells.geometry, strict=True))
        for child in children:
            geometry = by_code.get(panel.codes[child])
            if child in regions and geometry is not None and shapely.area(geometry) > 0:
                found[child] = Place(panel.codes[child], panel.names[child], geometry)
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
