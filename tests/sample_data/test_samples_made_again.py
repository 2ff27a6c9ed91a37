import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.sample_data.folders import SAMPLES, is_credit_code, rows, tables

SYNTHETIC = ("gaotai", "nanyang")
LARGEST_CSV_BYTES = 3_000_000


def run(*command: str) -> None:
    subprocess.run([sys.executable, *command], check=True, capture_output=True, cwd=SAMPLES.parent)


def made(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.csv"))}


@pytest.fixture(scope="module")
def second_run(tmp_path_factory):
    out = tmp_path_factory.mktemp("made again")
    run("sample_data/make.py", str(out))
    return out


@pytest.mark.parametrize("name", SYNTHETIC)
def test_making_the_samples_again_writes_the_same_bytes(second_run, name):
    assert made(second_run / name) == made(SAMPLES / name)


def test_the_maker_also_runs_as_a_module(tmp_path):
    run("-m", "sample_data.make", str(tmp_path))
    assert made(tmp_path / "gaotai") == made(SAMPLES / "gaotai")


def test_converting_washington_again_writes_the_same_bytes(tmp_path):
    run("sample_data/washington/convert.py", str(SAMPLES / "washington/raw"), str(tmp_path))
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    committed = {file.name: file.read_bytes() for file in (SAMPLES / "washington/data").iterdir()}
    assert written == committed


def test_every_table_stays_small():
    assert not [file for file in SAMPLES.rglob("*.csv") if file.stat().st_size > LARGEST_CSV_BYTES]


@pytest.mark.parametrize("name", SYNTHETIC)
def test_the_manifest_says_synthetic_and_names_what_it_opens_on(name):
    manifest = yaml.safe_load((SAMPLES / name / "MANIFEST.yaml").read_text(encoding="utf-8"))
    assert manifest["synthetic"] is True
    assert "合成" in manifest["title"]["zh"]
    assert "synthetic" in manifest["title"]["en"]
    assert manifest["focus"] in {row["region_code"] for row in rows(name, "regions")}
    assert "synthetic" in (SAMPLES / name / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SYNTHETIC)
def test_firms_are_samples_with_codes_of_no_place(name):
    firms = rows(name, "enterprises")
    assert all("示例" in firm["enterprise_name"] for firm in firms)
    assert all(
        "示例" in event["enterprise_name"] for event in rows(name, "events") if event["enterprise_name"]
    )
    assert all(is_credit_code(firm["enterprise_id"]) for firm in firms)
    assert {firm["enterprise_id"][6:8] for firm in firms} == {"99"}
    assert all(firm["liaison"].startswith("联络员") for firm in firms)
    assert len({firm["enterprise_name"] for firm in firms}) == len(firms)


@pytest.mark.parametrize("name", SYNTHETIC)
def test_every_reference_leads_somewhere(name):
    data = tables(name)
    codes = {row["region_code"] for row in data["regions"]}
    firms = {row["enterprise_id"] for row in data["enterprises"]}
    for table in ("indicators", "targets", "enterprises", "events", "declared_alerts", "funds"):
        assert {row["region_code"] for row in data[table]} <= codes
    assert {row["enterprise_id"] for row in data["headcounts"]} == firms
    assert {row["enterprise_id"] for row in data["events"]} - {""} <= firms


@pytest.mark.parametrize("name", SYNTHETIC)
def test_the_firms_of_a_place_add_up_to_its_monitored_employees(name):
    parents = {row["region_code"]: row["parent_code"] for row in rows(name, "regions")}
    home = {row["enterprise_id"]: row["region_code"] for row in rows(name, "enterprises")}
    found: dict[tuple[str, str], int] = {}
    for row in rows(name, "headcounts"):
        place = home[row["enterprise_id"]]
        while place:
            found[place, row["month"]] = found.get((place, row["month"]), 0) + int(row["employees_count"])
            place = parents[place]
    silent = {"2026-10", "2026-06", "2026-07", "2025-06", "2025-01"}
    checked = [row for row in rows(name, "indicators") if row["month"] not in silent]
    assert len(checked) > 300
    assert all(
        int(row["monitored_employees_count"]) == found[row["region_code"], row["month"]] for row in checked
    )
