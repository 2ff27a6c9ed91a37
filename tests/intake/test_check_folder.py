"""`check FOLDER`: every file of it, held against the others, and who has not reported of its newest month."""

import json

from click.testing import CliRunner

from dashboard.cli import main
from tests.tables.folders import REGIONS, write

BOTH = "地区代码,月份,登记失业人数,招聘岗位数\n620724101,2024-05,300,7\n620724102,2024-05,200,8\n"


def test_a_folder_says_which_places_have_not_reported_of_the_newest_month_and_what_they_left_out(tmp_path):
    folder = write(tmp_path / "sent", regions=REGIONS)
    (folder / "5月.csv").write_text(BOTH, encoding="utf-8")
    (folder / "6月.csv").write_text("地区代码,月份,登记失业人数\n620724101,2024-06,310\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(folder), "--reports", "--format", "json"])
    assert done.exit_code == 0, done.output
    missing = json.loads(done.stdout)["reports"]
    assert [(each["region_code"], each["month"], each["gaps"]) for each in missing] == [
        ("620724101", "2024-06", ["vacancies_count"]),
        ("620724102", "2024-06", []),
    ]
    lines = CliRunner().invoke(main, ["check", str(folder), "--reports"]).stdout.splitlines()
    assert lines[-1].startswith("indicators 2024-06: ")
    assert lines[-1].endswith(" missing")


def test_a_figure_ten_times_that_of_another_file_of_the_folder_is_asked_about(tmp_path):
    folder = write(tmp_path / "sent", regions=REGIONS)
    for month, count in ((9, 300), (10, 3000)):
        text = f"地区代码,月份,登记失业人数\n620724101,2024-{month:02d},{count}\n"
        (folder / f"{month}月.csv").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(folder)])
    assert "10月.csv, row 2, column 登记失业人数: found '3000', 10.0 times the 300 of 2024-09" in done.stdout
