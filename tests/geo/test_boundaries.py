"""Boundary files of any office: read whole, in degrees, with their source, or refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import pytest
import shapely

import geo
from geo.boundaries import BoundaryFileError, read_boundaries
from geo.places import Place
from geo.sources import Source, SourceError, read_source

BOUNDARY_DATA = Path(geo.__file__).parent / "boundary_data"
SOURCE = Source(source="a survey office", date="2024-05-01", map_approval="not required")


def _frame(code: str = "region_code", name: str = "region_name") -> geopandas.GeoDataFrame:
    frame = geopandas.read_file(BOUNDARY_DATA / "nanyang.geojson")
    return frame.rename(columns={"region_code": code, "region_name": name})


def _same(one: Place, other: Place, away_deg: float = 1e-6) -> bool:
    far = shapely.hausdorff_distance(one.geometry, other.geometry)
    return (one.code, one.name) == (other.code, other.name) and far < away_deg


def _write(path: Path, *rows: dict[str, object]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {key: value for key, value in row.items() if key != "box"},
            "geometry": shapely.geometry.mapping(shapely.box(*row["box"])) if row.get("box") else None,  # type: ignore[misc]
        }
        for row in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", sorted(p.name for p in BOUNDARY_DATA.glob("*.geojson")))
def test_every_boundary_file_that_comes_along_reads_and_says_its_source(name: str) -> None:
    found = read_boundaries(BOUNDARY_DATA / name)
    assert found.places
    assert found.source.source
    assert found.source.date
    assert found.source.map_approval
    assert found.source.licence
    assert (BOUNDARY_DATA / name).stat().st_size < 3_000_000


def test_the_seats_of_a_schematic_have_a_source_that_says_so() -> None:
    source = read_source(BOUNDARY_DATA / "gaotai_seats.csv")
    assert source.is_schematic
    assert source.note == "示意图，非行政界线"


def test_an_approval_number_nobody_confirmed_says_that_it_is_to_be_checked() -> None:
    assert "待核" in read_source(BOUNDARY_DATA / "gaotai.geojson").map_approval


def test_a_geopackage_gives_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "counties.gpkg"
    _frame().to_file(path, layer="county")
    found = read_boundaries(path, source=SOURCE)
    expected = read_boundaries(BOUNDARY_DATA / "nanyang.geojson")
    assert len(found.places) == 13
    assert all(_same(a, b) for a, b in zip(found.places, expected.places, strict=True))


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
@pytest.mark.parametrize("says_so", [True, False])
def test_a_shapefile_gives_back_what_was_written_in_either_encoding(
    tmp_path: Path, encoding: str, says_so: bool
) -> None:
    path = tmp_path / "counties.shp"
    _frame("XZQDM", "XZQMC").to_file(path, encoding=encoding)
    if not says_so:
        path.with_suffix(".cpg").unlink()
    found = read_boundaries(path, source=SOURCE)
    expected = read_boundaries(BOUNDARY_DATA / "nanyang.geojson")
    assert all(_same(a, b) for a, b in zip(found.places, expected.places, strict=True))


def test_a_shapefile_that_says_the_wrong_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "counties.shp"
    _frame("XZQDM", "XZQMC").to_file(path, encoding="GBK")
    path.with_suffix(".cpg").write_text("UTF-8", encoding="ascii")
    assert read_boundaries(path, source=SOURCE).names[0] == "宛城区"


def test_projected_metres_become_degrees(tmp_path: Path) -> None:
    path = tmp_path / "counties.gpkg"
    _frame().to_crs("EPSG:4547").to_file(path)  # CGCS2000, Gauss-Krüger, 3-degree zone at 114° E
    found = read_boundaries(path, source=SOURCE)
    expected = read_boundaries(BOUNDARY_DATA / "nanyang.geojson")
    assert all(_same(a, b, 1e-5) for a, b in zip(found.places, expected.places, strict=True))


def test_cgcs2000_degrees_are_left_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "counties.gpkg"
    _frame().set_crs("EPSG:4490", allow_override=True).to_file(path)
    found = read_boundaries(path, source=SOURCE)
    assert _same(found.places[0], read_boundaries(BOUNDARY_DATA / "nanyang.geojson").places[0], 1e-12)


def test_metres_without_a_coordinate_system_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "counties.shp"
    _frame("XZQDM", "XZQMC").to_crs("EPSG:4547").to_file(path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(BoundaryFileError, match=r"no coordinate system.*Add its \.prj"):
        read_boundaries(path, source=SOURCE)


def test_codes_that_came_as_numbers_are_text_again(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "a.geojson",
        {"GEOID": 53033, "NAME": "King", "box": (0, 0, 1, 1)},
        {"GEOID": 53035.0, "NAME": "Kitsap", "box": (1, 0, 2, 1)},
    )
    assert read_boundaries(path, source=SOURCE).codes == ["53033", "53035"]


def test_headings_of_an_offices_own_can_be_named(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.geojson", {"Kennung": "K1", "Ort": "Nord", "box": (0, 0, 1, 1)})
    with pytest.raises(BoundaryFileError, match=r"found the properties Kennung, Ort; for the code"):
        read_boundaries(path, source=SOURCE)
    found = read_boundaries(path, source=SOURCE, code_property="kennung", name_property="ort")
    assert (found.codes, found.names) == (["K1"], ["Nord"])


def test_a_county_and_its_islands_become_one_place(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "a.geojson",
        {"code": "1", "name": "Coast", "box": (0, 0, 1, 1)},
        {"code": "2", "name": "Hills", "box": (5, 0, 6, 1)},
        {"code": "1", "name": "Coast", "box": (2, 0, 3, 1)},
    )
    found = read_boundaries(path, source=SOURCE)
    assert found.codes == ["1", "2"]
    assert found.places[0].geometry.area == pytest.approx(2)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"code": "", "name": "Nowhere", "box": (1, 0, 2, 1)}, "rows 2 have no code"),
        ({"code": "2", "name": "Nowhere"}, r"2 \(row 2\) have no polygon"),
        ({"code": "1", "name": "Other", "box": (1, 0, 2, 1)}, r"one code has two names: 1 \(Coast / Other\)"),
    ],
)
def test_rows_that_cannot_be_painted_are_refused_with_their_number(
    tmp_path: Path, row: dict[str, object], told: str
) -> None:
    path = _write(tmp_path / "a.geojson", {"code": "1", "name": "Coast", "box": (0, 0, 1, 1)}, row)
    with pytest.raises(BoundaryFileError, match=told):
        read_boundaries(path, source=SOURCE)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.kml", "<kml/>", r"type \.kml; allowed: \.geojson"),
        ("a.geojson", "{", "cannot be read"),
        ("a.geojson", '{"type":"FeatureCollection","features":[]}', "no places"),
        ("a.gpkg", "not a database", "cannot be read"),
        ("a.shp", "nothing", "cannot be read"),
    ],
)
def test_files_that_are_not_boundaries_are_refused_with_what_is_allowed(
    tmp_path: Path, name: str, content: str, told: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BoundaryFileError, match=told):
        read_boundaries(path, source=SOURCE)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoundaryFileError, match="not found"):
        read_boundaries(tmp_path / "a.geojson", source=SOURCE)


def test_of_two_layers_the_one_that_is_meant_has_to_be_named(tmp_path: Path) -> None:
    path = tmp_path / "two.gpkg"
    _frame().to_file(path, layer="county")
    _frame().head(1).to_file(path, layer="city")
    with pytest.raises(BoundaryFileError, match="found the layers county, city"):
        read_boundaries(path, source=SOURCE)
    assert len(read_boundaries(path, source=SOURCE, layer="city").places) == 1


def test_a_file_without_a_source_is_not_opened(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.geojson", {"code": "1", "name": "Coast", "box": (0, 0, 1, 1)})
    with pytest.raises(SourceError, match=r"found no SOURCES\.yaml beside it.*审图号"):
        read_boundaries(path)
    (tmp_path / "SOURCES.yaml").write_text("b.geojson: {source: x}", encoding="utf-8")
    with pytest.raises(SourceError, match="no entry of its own"):
        read_boundaries(path)
    (tmp_path / "SOURCES.yaml").write_text("a.geojson: {source: x, dated: 2024}", encoding="utf-8")
    with pytest.raises(SourceError, match="unknown dated; missing date, map_approval"):
        read_boundaries(path)
    (tmp_path / "SOURCES.yaml").write_text(
        "a.geojson: {source: x, date: 2024, map_approval: not required}", encoding="utf-8"
    )
    assert read_boundaries(path).source.date == "2024"


def test_chosen_places_stand_in_the_order_asked_for() -> None:
    found = read_boundaries(BOUNDARY_DATA / "nanyang.geojson")
    assert found.chosen(["411381", "411302"]).names == ["邓州市", "宛城区"]
    with pytest.raises(BoundaryFileError, match="Codes 999999: not among the 13 places"):
        found.chosen(["411302", "999999"])


def test_broken_rings_are_mended(washington: object) -> None:
    found = read_boundaries(BOUNDARY_DATA / "counties_national.geojson")
    assert all(place.geometry.is_valid and not place.geometry.is_empty for place in found.places)
