"""Where a place's label goes: inside if it fits, else beside it with a leader, never on another label.

All sizes are drawing units. The painter knows the real size of its letters and of the window, so it
gets more than one answer: `out`, chosen here for the usual width so that no two labels meet, and a few
alternatives in order of preference, which it tries when a note or a narrow screen needs more room.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.places import Geometries, largest_part

Anchor = Literal["start", "middle", "end"]
Box = tuple[float, float, float, float]
Point = npt.NDArray[np.float64]

NAME_PX = 12.5
NUMERAL_PX = 17.0
LINE_PX = 15.5
GAP_PX = 4.0
REACHES_PX = (14.0, 24.0, 38.0, 56.0, 78.0, 104.0)
DIRECTIONS = 24
ALTERNATIVES = 6
MOST_OUTSIDE = 60
NEARLY_LARGEST = 0.94
MOST_CROSSED_PX = 14.0


@dataclass(frozen=True)
class OutsideSpot:
    """A place for a label beside its region: its near end (x, middle y) and the leader's start (lx, ly).

    `on_land` = the label or much of the leader lies over other regions: good enough for a name, not for a note.
    """

    x: float
    y: float
    anchor: Anchor
    lx: float
    ly: float
    on_land: bool = False

    def box(self, width: float, height: float) -> Box:
        """Return left, top, right and bottom of a label of that size at this spot."""
        left = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * width
        return (left, self.y - height / 2, left + width, self.y + height / 2)


@dataclass(frozen=True)
class Label:
    """One place's label: middle and radius of its largest inside circle, the room it takes, spots beside it.

    `box` is what stands inside the region: numeral over name, or the numeral alone when the name stands
    outside.
    """

    x: float
    y: float
    r: float
    box: Box
    out: OutsideSpot | None
    alternatives: tuple[OutsideSpot, ...]


def text_width_px(text: str, size_px: float = NAME_PX) -> float:
    """Return about how wide a text is: Han and full-width letters take their full size."""
    total = 0.0
    for letter in text:
        if unicodedata.combining(letter):
            continue
        if unicodedata.east_asian_width(letter) in "WF":
            total += 1.0
        else:
            total += 0.72 if letter.isupper() else 0.32 if letter in " .,'ilj|" else 0.58
    return total * size_px


def poles(geometries: Geometries) -> npt.NDArray[np.float64]:
    """Return x, y and radius of the largest circle inside each geometry's largest part, one row each.

    A long strip has many circles of nearly the same size: the one nearest to its middle is taken.
    """
    main = np.array([largest_part(geometry) for geometry in geometries], dtype=object)
    rows = np.zeros((len(main), 3))
    solid = np.flatnonzero(~shapely.is_empty(main) & (shapely.area(main) > 0))
    if not len(solid):
        return rows
    spokes = shapely.maximum_inscribed_circle(main[solid], tolerance=0.5)
    rows[solid, :2] = shapely.get_coordinates(shapely.get_point(spokes, 0))
    rows[solid, 2] = shapely.length(spokes)
    pole, radius = rows[solid, :2].copy(), rows[solid, 2].copy()
    middle = shapely.get_coordinates(shapely.centroid(main[solid]))
    edges = shapely.boundary(main[solid])
    for share in np.linspace(0.1, 1.0, 10):
        at = pole + (middle - pole) * share
        room = shapely.distance(edges, shapely.points(at))
        good = (room >= NEARLY_LARGEST * radius) & shapely.contains_xy(main[solid], at[:, 0], at[:, 1])
        rows[solid[good]] = np.column_stack([at, room])[good]
    return rows


def place_labels(geometries: Geometries, names: Sequence[str], view_box: Box, width_px: float) -> list[Label]:
    """Return a label a place for a map `width_px` wide, in the places' order; none overlaps another.

    A label is a numeral over a name. One that does not fit inside its region gets a spot beside it, if
    there is a free one; for more than sixty places none is sought, and the painter shows only the names
    that fit.
    """
    unit = view_box[2] / width_px
    circles = poles(geometries)
    sizes = np.array([text_width_px(name) * unit for name in names])
    inside = [
        _fits(geometry, x, y, width, unit)
        for geometry, (x, y, _), width in zip(geometries, circles, sizes, strict=True)
    ]
    taken = [
        _block(x, y, width if fits else NUMERAL_PX * unit, (NUMERAL_PX + LINE_PX * fits) * unit)
        for (x, y, _), width, fits in zip(circles, sizes, inside, strict=True)
    ]
    crowded = len(names) > MOST_OUTSIDE
    spots: list[list[OutsideSpot]] = [[] for _ in names]
    if not crowded:
        search = _Search(geometries, view_box, unit)
        spots = [search.spots(i, circles[i], sizes[i]) for i in range(len(names))]
    chosen = _choose(spots, inside, sizes, taken, unit)
    return [
        Label(
            x=float(circles[i, 0]),
            y=float(circles[i, 1]),
            r=float(circles[i, 2]),
            box=taken[i],
            out=chosen[i],
            alternatives=tuple(spot for spot in spots[i] if spot != chosen[i])[:ALTERNATIVES],
        )
        for i in range(len(names))
    ]


def _block(x: float, y: float, width: float, height: float) -> Box:
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _fits(geometry: BaseGeometry, x: float, y: float, width: float, unit: float) -> bool:
    """Return whether a numeral over a name of that width lies within the region, give or take a hair."""
    height = (NUMERAL_PX + LINE_PX) * unit
    figure = shapely.box(
        *_block(x, y - height / 2 + NUMERAL_PX * unit / 2, NUMERAL_PX * unit, NUMERAL_PX * unit)
    )
    name = shapely.box(*_block(x, y + height / 2 - LINE_PX * unit / 2, width - unit, LINE_PX * unit - unit))
    return bool(shapely.contains(geometry, figure) and shapely.contains(geometry, name))


def _choose(
    spots: Sequence[Sequence[OutsideSpot]],
    inside: Sequence[bool],
    sizes: npt.NDArray[np.float64],
    taken: Sequence[Box],
    unit: float,
) -> list[OutsideSpot | None]:
    """Return for each label that does not fit the best spot that meets no other label and no leader."""
    chosen: list[OutsideSpot | None] = [None] * len(inside)
    boxes = list(taken)
    leaders: list[BaseGeometry] = []
    for i in sorted((i for i, fits in enumerate(inside) if not fits), key=lambda i: len(spots[i])):
        for spot in spots[i]:
            box = spot.box(sizes[i], LINE_PX * unit)
            leader = shapely.LineString([(spot.lx, spot.ly), (spot.x, spot.y)])
            others = [other for j, other in enumerate(boxes) if j != i]
            if any(_meet(box, other, unit) for other in others):
                continue
            if any(shapely.intersects(leader, shapely.box(*other)) for other in others):
                continue
            if any(
                shapely.intersects(leader, line) or shapely.intersects(line, shapely.box(*box))
                for line in leaders
            ):
                continue
            chosen[i] = spot
            boxes.append(box)
            leaders.append(leader)
            break
    return chosen


def _meet(one: Box, other: Box, margin: float) -> bool:
    return not (
        one[2] + margin <= other[0]
        or other[2] + margin <= one[0]
        or one[3] + margin <= other[1]
        or other[3] + margin <= one[1]
    )


class _Search:
    """Looks around a region for spots where its name can stand, best first."""

    def __init__(self, geometries: Geometries, view_box: Box, unit: float) -> None:
        self.geometries = geometries
        self.unit = unit
        left, top, width, height = view_box
        self.frame = (left + unit, top + unit, left + width - unit, top + height - unit)
        self.land = shapely.union_all(geometries)
        shapely.prepare(self.land)

    def spots(self, i: int, circle: Point, width: float) -> list[OutsideSpot]:
        """Return spots around region `i` for a name of that width, cheapest first."""
        own = self.geometries[i]
        if own.is_empty:
            return []
        found: list[tuple[float, OutsideSpot]] = []
        far = self.frame[2] - self.frame[0] + self.frame[3] - self.frame[1]
        for turn in range(DIRECTIONS):
            angle = 2 * np.pi * turn / DIRECTIONS
            ray = np.array([np.cos(angle), np.sin(angle)])
            edge = self._edge(own, circle[:2], ray, far)
            for reach in REACHES_PX:
                priced = self._spot(own, edge, ray, width, reach)
                if priced is not None:
                    found.append(priced)
        found.sort(key=lambda pair: (pair[0], pair[1].x, pair[1].y))
        return _spread([spot for _, spot in found], ALTERNATIVES * 2, 10 * self.unit)

    def _edge(self, own: BaseGeometry, middle: Point, ray: Point, far: float) -> Point:
        """Return where a line from the middle first leaves the region."""
        line = shapely.intersection(shapely.LineString([middle, middle + ray * far]), own)
        first = shapely.get_parts(line)
        first = first[shapely.distance(first, shapely.Point(middle)).argmin()] if len(first) else line
        points = shapely.get_coordinates(first)
        away = np.linalg.norm(points - middle, axis=1) if len(points) else np.array([0.0])
        return points[away.argmax()] if len(points) else middle

    def _spot(
        self, own: BaseGeometry, edge: Point, ray: Point, width: float, reach: float
    ) -> tuple[float, OutsideSpot] | None:
        """Return a spot and how bad it is, or None if it leaves the drawing or covers its own region."""
        anchor: Anchor = "start" if ray[0] > 0.3 else "end" if ray[0] < -0.3 else "middle"
        start, near = edge - ray * 5 * self.unit, edge + ray * reach * self.unit
        aside = {"start": GAP_PX, "middle": 0.0, "end": -GAP_PX}[anchor] * self.unit
        lower = np.sign(ray[1]) * LINE_PX / 2 * self.unit if anchor == "middle" else 0.0
        x, y, lx, ly = (round(float(v), 1) for v in (near[0] + aside, near[1] + lower, *start))
        box = OutsideSpot(x, y, anchor, lx, ly).box(width, LINE_PX * self.unit)
        if not _inside(box, self.frame):
            return None
        label, leader = shapely.box(*box), shapely.LineString([edge, near])
        if shapely.intersects(own, label):
            return None
        covered = shapely.area(shapely.intersection(self.land, label)) / shapely.area(label)
        crossed = shapely.length(shapely.intersection(self.land, leader)) / self.unit
        on_land = bool(covered > 0 or crossed > MOST_CROSSED_PX)
        price = reach + crossed + (36.0 + 54.0 * covered if covered > 0 else 0.0) + 8.0 * abs(float(ray[1]))
        return price, OutsideSpot(x, y, anchor, lx, ly, on_land)


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _spread(spots: Sequence[OutsideSpot], most: int, apart: float) -> list[OutsideSpot]:
    """Return the first spots that are not near copies of one before them."""
    kept: list[OutsideSpot] = []
    for spot in spots:
        if all(np.hypot(spot.x - other.x, spot.y - other.y) >= apart for other in kept):
            kept.append(spot)
        if len(kept) == most:
            break
    return kept
