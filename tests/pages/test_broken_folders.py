"""Data folders that cannot be used, or hardly: every fault on a line, what to do, and never an exception."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pages.desk import SAMPLES, address, drawn, run, texts, visit
from tests.serving import ROOT
from tests.tables.folders import REGIONS, write

Serve = Callable[..., None]
INDICATORS = "region_code,month,registered_unemployment_rate_pct\n"


def test_every_fault_of_a_broken_folder_has_its_own_line(serving: Serve, tmp_path: Path) -> None:
    write(
        tmp_path / "broken",
        indicators=INDICATORS + "620724101,2026-10,120\n620724999,2026-10,3.5\n620724102,2026-99,3.5\n",
    )
    serving(tmp_path / "broken")
    for page in ("risk_map", "place"):
        app = visit(page)
        title, *lines, advice = texts(app)
        assert title == "这个数据文件夹不能用。"
        assert advice == "以上各处改好之前不显示任何等级，以免出错。"
        assert len(lines) == 3
        for line, row, found in zip(lines, (2, 3, 4), ("120", "620724999", "2026-99"), strict=True):
            assert line.startswith(f"indicators.csv, row {row}, column ")
            assert found in line
            assert "allowed: " in line
        assert drawn(app) == {}


def test_faults_name_no_path_of_the_server(serving: Serve, tmp_path: Path) -> None:
    write(tmp_path / "broken", regions="region_code,region_name\n1,示例\n")
    serving(tmp_path / "broken")
    assert not [line for line in texts(visit("risk_map")) if str(tmp_path) in line]


def test_faults_that_are_mended_go_away_without_a_restart(serving: Serve, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", indicators=INDICATORS + "620724101,2026-10,120\n")
    serving(folder)
    app = visit("risk_map")
    assert drawn(app) == {}
    write(folder, indicators=INDICATORS + "620724101,2026-10,12.0\n")
    assert drawn(run(app))["head"]["headline"]


def test_a_long_list_of_faults_is_cut_and_says_how_many_more_there_are(
    serving: Serve, tmp_path: Path
) -> None:
    rows = "".join(
        f"620724101,{year}-{month:02d},999\n" for year in range(2017, 2027) for month in range(1, 13)
    )
    write(tmp_path / "broken", indicators=INDICATORS + rows)
    serving(tmp_path / "broken")
    lines = texts(visit("risk_map", lang="en"))
    assert len([line for line in lines if line.startswith("indicators.csv")]) == 50
    assert "and 70 more faults" in lines


@pytest.mark.parametrize("missing", ["folder", "regions"])
def test_what_is_not_there_at_all_is_a_fault_too(serving: Serve, tmp_path: Path, missing: str) -> None:
    folder = tmp_path / "mine"
    if missing == "regions":
        folder.mkdir()
        (folder / "indicators.csv").write_text(INDICATORS, encoding="utf-8")
    serving(folder)
    title, *lines = texts(visit("risk_map", lang="en"))
    assert title == "This data folder cannot be used."
    assert any(("no such folder" if missing == "folder" else "regions") in line for line in lines)


def test_a_good_folder_beside_a_broken_one_is_one_press_away(serving: Serve, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken", indicators="region_code\n")
    serving(broken, *(ROOT / "sample_data" / name for name in SAMPLES[:2]))
    app = visit("risk_map")
    assert [b.label for b in app.button if b.key.startswith("open_")] == ["打开gaotai", "打开nanyang"]
    app.button(key="open_nanyang").click()
    assert drawn(run(app))["head"]["headline"].startswith("南阳市")
    assert address(app)["data"] == "nanyang"


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("atlantis-1900", "'atlantis-1900'"),
        ("mine.yaml", "'mine.yaml', which is not there"),
        ("../mine.yaml", "'../mine.yaml'"),
        ("[a, b]", "['a', 'b']"),
        (r'"a\nb.yaml"', r"'a\nb.yaml', which is not there"),
        ("12", "12"),
    ],
)
def test_a_plan_that_the_folder_names_and_nobody_has_is_named(
    serving: Serve, tmp_path: Path, entry: str, found: str
) -> None:
    (tmp_path / "mine.yaml").write_text("", encoding="utf-8")
    folder = write(tmp_path / "mine", indicators=INDICATORS + "620724101,2026-10,120\n")
    (folder / "MANIFEST.yaml").write_text(f"plan: {entry}\n", encoding="utf-8")
    serving(folder)
    title, *lines, _ = texts(visit("risk_map", lang="en"))
    assert title == "This data folder cannot be used."
    assert len(lines) == 2, "the folder's other faults come with it"
    assert lines[1].startswith(f"MANIFEST.yaml, plan: found {found}; allowed: gaotai-desk, ")
    write(folder, indicators=INDICATORS + "620724101,2026-10,12.0\n")
    assert drawn(visit("risk_map", plan="gaotai-2021"))["head"]["headline"]


def own_plan(folder: Path, name: str, text: str = "") -> Path:
    """A folder with a plan file of its own: Gaotai's, under another id and with one edge of its own."""
    shipped = (ROOT / "dashboard" / "plans" / "gaotai-2021.yaml").read_text(encoding="utf-8")
    (folder / name).write_text(text or shipped.replace("id: gaotai-2021", "id: our-own", 1), encoding="utf-8")
    (folder / "MANIFEST.yaml").write_text(f"plan: {name}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("page", ["risk_map", "place"])
def test_a_plan_file_in_the_folder_judges_it(serving: Serve, tmp_path: Path, page: str) -> None:
    rows = "620724101,2026-10,4.0\n"
    serving(own_plan(write(tmp_path / "mine", indicators=INDICATORS + rows), "our plan.yaml"))
    app = visit(page)
    assert address(app)["plan"] == "our-own"
    assert drawn(app)["head"]["headline"]
    # The address that the page has written now leads to the same page, and a shipped plan to its own.
    assert drawn(visit(page, plan="our-own"))["head"] == drawn(app)["head"]
    assert address(visit(page, plan="gaotai-2021"))["plan"] == "gaotai-2021"
    assert any("'atlantis'" in line and "our-own" in line for line in texts(visit(page, plan="atlantis")))


def test_the_faults_of_a_plan_file_in_the_folder_are_shown(serving: Serve, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", indicators=INDICATORS + "620724101,2026-10,4.0\n")
    serving(own_plan(folder, "our.yaml", "id: our-own\nrules: 5\n"))
    for query in ({}, {"plan": "our-own"}):
        title, *lines = texts(visit("risk_map", lang="en", **query))
        assert title == "This plan cannot be used."
        assert any(line.startswith("our.yaml, line ") for line in lines)


def test_a_boundary_file_that_is_not_there_is_named(serving: Serve, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", indicators=INDICATORS + "620724101,2026-10,12.0\n")
    (folder / "MANIFEST.yaml").write_text("boundaries: {areas: nowhere.geojson}\n", encoding="utf-8")
    serving(folder)
    for page in ("risk_map", "place"):
        assert any("nowhere.geojson" in line for line in texts(visit(page)))


@pytest.mark.parametrize("page", ["risk_map", "place"])
@pytest.mark.parametrize(
    ("regions", "told"),
    [
        ("region_code,region_name,level,parent_code\n", "regions"),
        (REGIONS, "indicators"),
    ],
    ids=["no place", "no month"],
)
def test_tables_with_headings_only_say_what_to_add(
    serving: Serve, tmp_path: Path, page: str, regions: str, told: str
) -> None:
    write(
        tmp_path / "mine", regions=regions, indicators=INDICATORS, events="event_id,date,region_code,kind\n"
    )
    serving(tmp_path / "mine")
    title, *lines = texts(visit(page, lang="en"))
    assert title == "This data folder cannot be used."
    assert any("add" in line and told in line for line in lines)


@pytest.mark.parametrize("page", ["risk_map", "place"])
def test_one_place_alone_opens(serving: Serve, tmp_path: Path, page: str) -> None:
    regions = "region_code,region_name,level,parent_code\n620724,高台县,county,\n"
    write(tmp_path / "mine", regions=regions, indicators=INDICATORS + "620724,2026-10,4.0\n")
    serving(tmp_path / "mine")
    parts = drawn(visit(page))
    assert "高台县" in parts["head"]["headline"]
    if page == "risk_map":
        assert [row["name"] for row in parts["risk_view"]["table"]["rows"]] == ["高台县"]
        assert "MANIFEST.yaml" in parts["risk_view"]["map"]["empty"]
    else:
        assert len(parts["rule_rows"]["rows"]) > 5


def test_a_missing_table_is_said_to_be_missing_and_not_to_be_empty(serving: Serve, tmp_path: Path) -> None:
    write(tmp_path / "mine", indicators=INDICATORS + "620724101,2026-10,4.0\n")
    serving(tmp_path / "mine")
    sections = drawn(visit("place", region="620724101"))["rail"]["sections"]
    assert "没有事件表，不等于没有事件。" in [section["empty"] for section in sections]


def test_a_folder_that_names_no_place_of_the_plans_levels_says_so(serving: Serve, tmp_path: Path) -> None:
    regions = "region_code,region_name,level,parent_code\n62,甘肃省,province,\n6207,张掖市,city,62\n"
    write(tmp_path / "mine", regions=regions, indicators=INDICATORS + "62,2026-10,4.0\n")
    serving(tmp_path / "mine")
    assert "本预案在此没有可判的地区" in drawn(visit("risk_map"))["head"]["headline"]
    assert drawn(visit("place"))["head"]["headline"]
