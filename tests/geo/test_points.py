"""Tables of points: what is read, what is refused, and what a slippy map gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.points import PointsError, points_geojson, read_points

HEADING = "region_code,region_name,lon,lat,source,verified\n"
FIRST = "0101,甲镇,112.5,33.123456789,drawn,no\n"


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "points.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_points_keep_order_codes_and_where_they_come_from(tmp_path: Path, encoding: str) -> None:
    found = read_points(_file(tmp_path, HEADING + FIRST + "0099,乙镇,112,33,survey,yes\n", encoding))
    assert (found.codes, found.names) == (["0101", "0099"], ["甲镇", "乙镇"])
    assert found.source.source == "drawn; survey"
    assert not found.is_verified
    features = json.loads(points_geojson(found.places))["features"]
    assert features[0] == {
        "type": "Feature",
        "properties": {"region_code": "0101", "region_name": "甲镇"},
        "geometry": {"type": "Point", "coordinates": [112.5, 33.12346]},
    }


def test_points_are_verified_when_every_row_says_so(tmp_path: Path) -> None:
    assert read_points(_file(tmp_path, HEADING + FIRST.replace("no", "yes"))).is_verified


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("region_code,lon,lat\n", "columns region_name, source, verified missing"),
        (HEADING + FIRST.replace("112.5", "east"), "row 2: found lon 'east'"),
        (HEADING + FIRST.replace("112.5", ""), "row 2: found lon ''"),
        (HEADING + FIRST.replace("112.5", "nan"), "row 2: found lon 'nan'"),
        (HEADING + FIRST.replace("33.123456789", "112"), "allowed: degrees"),
        (HEADING + FIRST.replace("0101", ""), "no code or no name"),
        (HEADING + FIRST + FIRST, "0101 twice"),
        (HEADING + "0101,甲镇\n", "row 2: found lon ''"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_row(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(PointsError, match=told):
        read_points(_file(tmp_path, text))


def test_other_letters_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes(HEADING.encode() + b"\xff\xff\n")
    with pytest.raises(PointsError, match="neither UTF-8 nor GB18030"):
        read_points(path)
