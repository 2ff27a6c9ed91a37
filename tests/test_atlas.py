"""Which map a group of places gets when they have points only: dots on quiet ground, none under a wrong name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

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
