"""The page Matching and its command: both sides of each conflict, masked, cut to the viewer's places."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dashboard.access import EVERYWHERE, Viewer
from dashboard.access.matched import matched
from dashboard.cli import main
from dashboard.errors import AccessError
from dashboard.locale import words
from dashboard.reports.export import export
from dashboard.reports.matching_table import matching_table
from dashboard.tables import read_folder
from tests.access.noted import Noted
from tests.pages.desk import drawn, visit
from tests.pages.test_broken_folders import Serve
from tests.tables.folders import REGIONS, write

ID = "000724194912310026"
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
HEAD = "person_id,id_number,month,enterprise_id,region_code\n"
TABLES = {
    "regions": REGIONS,
    "people": f"person_id,name,id_number,region_code,groups\np1,张三丰,{ID},620724101,登记失业\n",
    "indicators": "region_code,month,registered_unemployed_count\n620724101,2024-06,3\n620724102,2024-06,3\n",
    "registrations": HEAD + f"p1,,2024-06,,620724101\n,{ID[:-1]}X,2024-06,,620724101\n",
    "filings": HEAD + "p2,,2024-06,F1,620724102\n",
    "insured": HEAD + f",{ID},2024-06,F2,620724102\np2,,2024-06,F2,620724102\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = write(tmp_path / "matched", **TABLES)
    (made / "MANIFEST.yaml").write_text("synthetic: true\n", encoding="utf-8")
    return made


def rows(app: Any) -> list[list[str]]:
    found = drawn(app)["conflicts"]["rows"] if "conflicts" in drawn(app) else []
    return [[cell["text"] for cell in row["cells"]] for row in found]


def test_both_sides_of_each_conflict_are_shown_and_nobody_by_name(serving: Serve, folder: Path) -> None:
    serving(folder)
    app = visit("matching", month="2024-06")
    assert [row[1] for row in rows(app)] == ["登记失业却有参保", "用工备案单位与参保单位不同"]
    first = drawn(app)["conflicts"]["rows"][0]["cells"]
    assert first[0]["small"].strip("\u2068\u2069") == "000724********0026"
    assert (first[2]["text"], first[3]["text"]) == ("失业登记", "参保缴费")
    assert "示例一镇" in first[2]["small"]
    assert "示例二镇" in first[3]["small"]
    assert ID not in str(drawn(app))
    assert "张三丰" not in str(drawn(app))
    assert "两方数据相互矛盾" in drawn(app)["head"]["headline"]
    english = visit("matching", month="2024-06", lang="en", conflict="other_firm")
    assert [row[1] for row in rows(english)] == ["Employed by one firm, insured by another"]


def test_data_without_two_sources_says_what_to_bring_in() -> None:
    app = visit("matching", lang="en")
    assert "conflicts" not in drawn(app)
    assert "Bring in two of these tables" in " ".join(each.value for each in app.markdown)
    said = drawn(visit("matching", lang="en"))["head"]["lead"]
    assert "Unemployment registration, Employment filing, Insurance" in str(said)


@pytest.mark.parametrize("role", ["leader", "workshop", "auditor", "admin"])
def test_who_sees_no_people_sees_no_conflicts(folder: Path, role: str) -> None:
    with pytest.raises(AccessError):
        matched(read_folder(folder).tables, Viewer(role, (EVERYWHERE,)))


def test_a_town_sees_its_own_side_of_a_conflict_and_of_the_other_only_the_source(folder: Path) -> None:
    tables = read_folder(folder).tables
    (one,) = matched(tables, Viewer("clerk", ("620724101",))).to_dict("records")
    assert (one["left_region"], one["right"], one["right_region"], one["right_enterprise"]) == (
        "620724101", "insured", "", "",
    )  # fmt: skip
    assert len(matched(tables, Viewer("clerk", ("620724102",)))) == 2


def test_the_file_has_both_sides_and_goes_by_the_one_way_out(folder: Path) -> None:
    clerk = Viewer("clerk", (EVERYWHERE,))
    sheet = matching_table(
        matched(read_folder(folder).tables, clerk), "matching 1,2024-06", words("en"), lambda: []
    )
    noted = Noted()
    text = export(sheet, "csv", clerk, noted, at=AT, taken_by="").decode("utf-8-sig")
    assert ID not in text
    assert '"Insurance","F2","620724102"' in text
    assert [entry.action for entry in noted.entries] == ["export"]
    with pytest.raises(AccessError):
        export(sheet, "csv", Viewer("analyst", (EVERYWHERE,)), noted, at=AT, taken_by="")


def test_the_command_prints_the_same_as_a_table(folder: Path) -> None:
    done = CliRunner().invoke(main, ["matching", "--data", str(folder), "--lang", "en", "--month", "2024-06"])
    assert done.exit_code == 0, done.output
    head, first, second = done.stdout.splitlines()
    assert head.startswith("Conflict\tMonth\tName")
    assert first.split("\t")[2:4] == ["张*", "000724********0026"]
    assert second.split("\t")[0] == "Employed by one firm, insured by another"
