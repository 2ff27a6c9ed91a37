"""Which map a group of places gets when they have points only: dots on quiet ground, none under a wrong name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import geopandas
import pytest

from dashboard.atlas import Sheet, places_of_level, sheet
from dashboard.errors import DataError
from dashboard.workspace import Workspace, open_folder
from tests.serving import ROOT

NANYANG = ROOT / "sample_data" / "nanyang"


@cache
def nanyang() -> Workspace:
    return open_folder(NANYANG)


def towns(space: Workspace) -> Sheet | None:
    return sheet(space, places_of_level(space, "town", space.focus))


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Workspace]:
    def change(file: str, old: str, new: str) -> Workspace:
        folder = tmp_path / "nanyang"
        shutil.copytree(NANYANG, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
        return open_folder(folder)

    return change


def test_towns_without_outlines_are_points_on_their_counties() -> None:
    found = towns(nanyang())
    assert found is not None
    panel = nanyang().panel
    assert found.is_ground
    assert [panel.names[r] for r in found.regions] == ["方城县", "镇平县", "邓州市"]
    assert [p.region for p in found.points] == list(places_of_level(nanyang(), "town", nanyang().focus))
    south, west, north, east = found.bounds
    assert all(south < p.lat < north and west < p.lon < east for p in found.points)
    assert "synthetic" in found.points_source
    assert not found.points_verified


def test_places_with_outlines_have_no_points() -> None:
    space = nanyang()
    found = sheet(space, places_of_level(space, "county", space.focus))
    assert found is not None
    assert (found.points, found.is_ground, len(found.regions)) == ((), False, 13)


def test_the_folder_reads_its_points_without_a_warning_and_as_a_part_of_its_version(
    changed: Callable[..., Workspace],
) -> None:
    assert not nanyang().folder.warnings
    moved = changed("town_points.csv", "112.058", "112.059")
    assert moved.version != nanyang().version
    one, other = towns(nanyang()), towns(moved)
    assert one is not None
    assert other is not None
    assert one.digest != other.digest
    assert one.drawing.digest == other.drawing.digest


def test_a_point_under_another_name_is_not_drawn_and_named(changed: Callable[..., Workspace]) -> None:
    found = towns(changed("town_points.csv", "示例甲镇", "别的镇"))
    assert found is not None
    assert [fault.region_name for fault in found.faults] == ["示例甲镇"]
    assert len(found.points) == 9


def test_points_without_any_outline_are_a_map_too(changed: Callable[..., Workspace]) -> None:
    found = towns(changed("MANIFEST.yaml", "  areas: nanyang.geojson\n", ""))
    assert found is not None
    assert (found.regions, len(found.points), found.sources) == ((), 10, ())
    south, west, north, east = found.bounds
    assert south < north
    assert west < east


def test_a_single_point_has_room_around_it() -> None:
    space = nanyang()
    found = towns(space)
    assert found is not None
    alone = Sheet(type(found.drawing).of([]), (), (), False, points=found.points[:1], is_ground=True)
    south, west, north, east = alone.bounds
    assert (north - south, east - west) == pytest.approx((0.1, 0.1))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("town_points.csv", "nowhere.csv", "nowhere.csv"),
        ("town_points.csv", "funds.csv", "columns region_name"),
    ],
)
def test_points_that_cannot_be_read_are_told(
    changed: Callable[..., Workspace], old: str, new: str, told: str
) -> None:
    with pytest.raises(DataError, match=told):
        towns(changed("MANIFEST.yaml", old, new))


# -- boundary files that cannot be used ------------------------------------------------------------------------

SHIPPED = ROOT / "geo" / "boundary_data"
SQUARE = [[99, 39], [100, 39], [100, 40], [99, 40], [99, 39]]


def geojson(ring: list[list[float]], code: object = "620724") -> str:
    properties = {"region_code": code, "region_name": "高台县"}
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


@pytest.fixture
def gaotai(tmp_path: Path) -> Callable[..., Workspace]:
    """Gaotai with its boundary files beside its tables, and some of them written anew."""

    def make(boundaries: str = "", **files: str | bytes) -> Workspace:
        folder = tmp_path / "gaotai"
        shutil.copytree(ROOT / "sample_data" / "gaotai", folder, dirs_exist_ok=True)
        for name in ("gaotai.geojson", "gaotai_seats.csv", "SOURCES.yaml"):
            shutil.copy(SHIPPED / name, folder / name)
        names = {"areas": "gaotai.geojson", "seats": "gaotai_seats.csv", "sources": "SOURCES.yaml"}
        for key, text in files.items():
            (folder / names[key]).write_bytes(text if isinstance(text, bytes) else text.encode())
        if boundaries:
            manifest = folder / "MANIFEST.yaml"
            kept = manifest.read_text(encoding="utf-8").split("boundaries:")[0]
            manifest.write_text(f"{kept}boundaries: {boundaries}\n", encoding="utf-8")
        return open_folder(folder)

    return make


def gaotai_seats() -> str:
    return (SHIPPED / "gaotai_seats.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("seats", "told"),
    [
        ("", "gaotai_seats.csv: columns region_code, "),
        (gaotai_seats().replace("region_code", "code", 1), "gaotai_seats.csv: columns region_code missing"),
        (gaotai_seats().replace("99.", "x", 1), "gaotai_seats.csv, row 2: found lon 'x82'"),
        (gaotai_seats().replace("99.82", "", 1), "gaotai_seats.csv, row 2: found lon ''"),
        (gaotai_seats() + "a,b,c,d,e,f,g,h\n", "gaotai_seats.csv, row 11: found lon 'c'"),
        (gaotai_seats() + '"a', "gaotai_seats.csv: cannot be read as CSV"),
        (gaotai_seats() + "a" * 200_000, "gaotai_seats.csv: cannot be read as CSV"),
        (gaotai_seats().encode("utf-16"), "gaotai_seats.csv: its letters are neither"),
        (gaotai_seats().replace("99.", "9."), "Seats of 城关镇"),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, str) and "gaotai_seats" in value else "",
)
def test_seats_that_cannot_be_used_are_a_fault(
    gaotai: Callable[..., Workspace], seats: str | bytes, told: str
) -> None:
    with pytest.raises(DataError) as fault:
        towns(gaotai(seats=seats))
    assert [told in line for line in fault.value.faults] == [True]


def test_seats_in_gb18030_are_read(gaotai: Callable[..., Workspace]) -> None:
    found = towns(gaotai(seats=gaotai_seats().encode("gb18030")))
    assert found is not None
    assert len(found.regions) == 9


@pytest.mark.parametrize(
    ("areas", "told"),
    [
        ("", "cannot be read as outlines"),
        ("[" * 10_000, "cannot be read as outlines"),
        (geojson(SQUARE[:3]), "cannot be read as outlines"),
        (geojson([*SQUARE[:2], [1e300, 39], *SQUARE[3:]]), "row 1: found the point 1e+300, 39"),
        (geojson([*SQUARE[:2], [100, float("nan")], *SQUARE[3:]]), "row 1: found the point 100, nan"),
        (geojson([[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]), "cannot be drawn"),
        (geojson(SQUARE).replace("\\u9ad8", "高").encode("gb18030"), "its letters are not UTF-8"),
    ],
    ids=["empty", "deep", "open ring", "off the earth", "no number", "the whole earth", "other letters"],
)
def test_outlines_that_cannot_be_used_are_a_fault_without_the_path_of_the_file(
    gaotai: Callable[..., Workspace], tmp_path: Path, areas: str | bytes, told: str
) -> None:
    space = gaotai(areas=areas)
    with pytest.raises(DataError) as fault:
        sheet(space, (space.focus,))
    assert [told in line for line in fault.value.faults] == [True]
    assert str(tmp_path) not in str(fault.value)


@pytest.mark.parametrize("sources", ["a: [", "[" * 5_000, b"\xff\xfe", "gaotai.geojson: {date: 2024-13-45}"])
def test_a_list_of_sources_that_cannot_be_read_is_a_fault_of_one_line(
    gaotai: Callable[..., Workspace], sources: str | bytes
) -> None:
    with pytest.raises(DataError) as fault:
        towns(gaotai(sources=sources))
    (line,) = fault.value.faults
    assert "SOURCES.yaml" in line
    assert line.isprintable()


@pytest.mark.parametrize(
    ("boundaries", "told"),
    [
        ("abc", ["boundaries: found 'abc'; allowed: areas: FILE"]),
        ("{area: gaotai.geojson}", ["boundaries: found {'area': 'gaotai.geojson'}"]),
        ("{areas: [a], seats: 5}", ["areas: there is no file ['a']", "seats: there is no file 5"]),
        ("{areas: ../gaotai/gaotai.geojson}", ["areas: there is no file '../gaotai/gaotai.geojson'"]),
        ('{areas: "' + "a" * 5_000 + '"}', ["areas: there is no file 'aaa"]),
        (
            "{areas: gaotai_seats.csv, seats: gaotai.geojson, points: nowhere.csv}",
            [
                "areas: gaotai_seats.csv: found a file of type .csv",
                "seats: gaotai.geojson: cannot",
                "points: there is",
            ],
        ),
    ],
)
def test_every_entry_of_boundaries_that_cannot_be_used_has_its_line(
    gaotai: Callable[..., Workspace], boundaries: str, told: list[str]
) -> None:
    with pytest.raises(DataError) as fault:
        towns(gaotai(boundaries))
    assert len(fault.value.faults) == len(told)
    assert all(part in line for part, line in zip(told, fault.value.faults, strict=True)), fault.value.faults


def test_a_boundary_file_that_was_mended_is_read_again(gaotai: Callable[..., Workspace]) -> None:
    for shift in (0, 1):
        space = gaotai(areas=geojson([[lon + shift, lat] for lon, lat in SQUARE]))
        found = sheet(space, (space.focus,))
        assert found is not None
        assert found.bounds == (39, 99 + shift, 40, 100 + shift)


def test_what_is_said_of_a_source_is_part_of_the_version(gaotai: Callable[..., Workspace]) -> None:
    first = gaotai()
    text = (SHIPPED / "SOURCES.yaml").read_text(encoding="utf-8")
    assert gaotai(sources=text.replace("gaotai.geojson:", "gaotai.geojson:  ", 1)).version != first.version


def test_the_parts_of_a_shapefile_are_no_unknown_files(gaotai: Callable[..., Workspace]) -> None:
    space = gaotai()
    outlines = geopandas.read_file(space.path / "gaotai.geojson")
    outlines[["region_code", "region_name", "geometry"]].rename(
        columns={"region_code": "code", "region_name": "name"}
    ).to_file(space.path / "outlines.shp", encoding="utf-8")
    sources = (space.path / "SOURCES.yaml").read_text(encoding="utf-8")
    own = sources.replace("gaotai.geojson:", "outlines.shp:", 1)
    space = gaotai("{areas: outlines.shp, seats: gaotai_seats.csv}", sources=own)
    assert space.folder.warnings == ()
    found = sheet(space, (space.focus,))
    assert found is not None
    assert len(found.regions) == 1
