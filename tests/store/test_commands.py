"""The commands of the store, as a nightly job calls them."""

import getpass
from contextlib import closing

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from dashboard.settings import load
from dashboard.store import open_store
from dashboard.tables import read_folder
from tests.serving import ROOT
from tests.store.made import assert_same
from tests.tables.folders import REGIONS, write

GAOTAI = ROOT / "sample_data" / "gaotai"


@pytest.fixture
def run(url, monkeypatch, tmp_path):
    """Runs a command on the store that the settings name: exit code, lines of output, lines of faults."""
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("DASHBOARD_STORE_URL", url)
    monkeypatch.setenv("DASHBOARD_STORE_ANCHOR", str(tmp_path / "anchor"))
    load.cache_clear()

    def call(*arguments):
        done = CliRunner().invoke(main, [str(each) for each in arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout.splitlines(), done.stderr.splitlines()

    yield call
    load.cache_clear()


def test_a_folder_is_shown_first_and_stored_when_asked_for(run, url):
    code, lines, said = run("import", GAOTAI)
    assert (code, lines[:2]) == (0, ["regions: 11 rows", "indicators: 358 rows"])
    assert said[-2:] == [
        "5 more lines to look at; `check` lists them.",
        "Nothing is stored yet; say --yes to store it.",
    ]
    assert run("batches") == (0, [], [])
    assert run("import", GAOTAI, "--yes")[:2] == (0, ["1"])
    code, (line,), _ = run("batches")
    number, kind, _, actor, rows, supersedes, files, state = line.split("\t")
    assert (code, number, kind, actor, supersedes, state) == (0, "1", "import", getpass.getuser(), "-", "-")
    assert rows.startswith("regions 11, indicators 358")
    assert "events.csv" in files
    folder = read_folder(GAOTAI)
    with closing(open_store(url)) as store:
        assert_same(store.tables(), folder.tables)
        assert store.batches()[0].files == folder.files
        assert store.read().manifest == folder.manifest


def test_one_file_is_stored_as_the_table_that_is_named(run, tmp_path):
    file = tmp_path / "六月 报送.csv"
    file.write_text(REGIONS, encoding="gb18030")
    assert run("import", file, "--table", "regions", "--yes") == (0, ["1"], [])
    more = tmp_path / "alerts.csv"
    more.write_text("地区代码,月份,预警级别\n620724101,2024-06,红色\n", encoding="utf-8")
    assert run("import", more, "--table", "declared_alerts", "--yes") == (0, ["2"], [])
    assert run("verify") == (0, ["whole: 2 batches"], [])


@pytest.mark.parametrize(
    ("name", "text", "arguments", "words"),
    [
        ("a.csv", REGIONS, (), "--table: found nothing; allowed: regions, indicators"),
        ("a.csv", REGIONS, ("--table", "nothing"), "--table: found nothing; allowed: regions, indicators"),
        (
            "a.csv",
            "region_code\n1\n",
            ("--table", "regions"),
            "a.csv, column region_name: found no such column",
        ),
        (
            "a.csv",
            REGIONS + "620724,又一,county,\n",
            ("--table", "regions"),
            "a.csv, row 5, column region_code: found '620724' again",
        ),
        ("a.txt", REGIONS, ("--table", "regions"), "found the ending '.txt'"),
        ("a.csv", "region_code,month,tier\n999,2024-06,red\n", ("--table", "declared_alerts"), "found '999'"),
    ],
)
def test_a_file_with_a_fault_is_refused_in_one_line_and_nothing_is_stored(
    run, tmp_path, name, text, arguments, words
):
    (tmp_path / name).write_text(text, encoding="utf-8")
    code, lines, said = run("import", tmp_path / name, *arguments, "--yes")
    assert (code, lines) == (2, [])
    assert words in "\n".join(said)
    assert run("batches") == (0, [], [])


def test_a_folder_with_faults_is_refused_with_all_of_them(run, tmp_path):
    broken = write(tmp_path / "broken", indicators="region_code,month,vacancies_count\n620724,2024-13,x\n")
    code, lines, said = run("import", broken, "--yes")
    assert (code, lines, len(said)) == (2, [], 2)
    assert run("import", tmp_path / "nowhere", "--table", "regions", "--yes")[0] == 2


def test_a_folder_as_offices_send_it_is_shown_first_and_then_stored_whole(run, url, tmp_path):
    run("import", write(tmp_path / "places", regions=REGIONS), "--yes")
    sent = tmp_path / "sent"
    sent.mkdir()
    for month, count in ((9, 300), (10, 3100)):
        text = f"某县2024年{month}月报表\n序号,区划代码,登记失业人数\n1,620724101,{count}\n合计,,{count}\n"
        (sent / f"{month}月报送.csv").write_text(text, encoding="gb18030")
    (sent / "说明.docx").write_bytes(b"PK")
    code, lines, said = run("import", sent)
    assert (code, lines) == (0, ["indicators: 2 rows"])
    assert "10.3 times the 300 of 2024-09" in "\n".join(said)
    assert "说明.docx: found the ending '.docx'" in "\n".join(said)
    assert len(run("batches")[1]) == 1
    assert run("import", sent, "--yes")[:2] == (0, ["2"])
    with closing(open_store(url)) as store:
        assert sorted(store.tables()["indicators"]["registered_unemployed_count"]) == [300, 3100]
        assert sorted(store.batches()[-1].files) == ["10月报送.csv", "9月报送.csv"]


def test_the_same_town_and_month_in_two_files_of_a_folder_is_an_error_and_stores_nothing(run, tmp_path):
    folder = write(tmp_path / "sent", regions=REGIONS)
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text("地区代码,月份,登记失业人数\n620724101,2024-06,3\n", encoding="utf-8")
    code, _, said = run("import", folder, "--yes")
    assert code == 2
    assert said == [
        "b.csv, row 2: found '620724101 and 2024-06' again, after file a.csv; "
        "allowed: each once in all that is brought together. Remove one of the two."
    ]
    assert run("batches") == (0, [], [])


def test_a_file_of_headings_alone_is_not_stored(run, tmp_path):
    (tmp_path / "a.csv").write_text("地区代码,地区名称,级别\n", encoding="utf-8")
    code, _, (said,) = run("import", tmp_path / "a.csv", "--table", "regions", "--yes")
    assert (code, said) == (2, "a.csv: found no rows to store; allowed: at least one.")


def test_outlines_that_lie_in_the_folder_stay_behind_and_this_is_said(run, url):
    _, _, said = run("import", ROOT / "sample_data" / "nanyang", "--yes")
    assert (
        said[0] == "MANIFEST.yaml, boundaries: town_points.csv stays behind; put it into geo/boundary_data."
    )
    with closing(open_store(url)) as store:
        assert "points" not in store.read().manifest["boundaries"]


def test_a_plan_file_that_lies_in_the_folder_stays_behind_and_this_is_said(run, url, tmp_path):
    folder = write(tmp_path / "ours", regions=REGIONS)
    (folder / "MANIFEST.yaml").write_text("plan: ours.yaml\n", encoding="utf-8")
    code, _, (said,) = run("import", folder, "--yes")
    assert code == 0
    assert said.startswith("MANIFEST.yaml, plan: ours.yaml stays behind; open the store under a shipped plan")


def test_a_batch_is_replaced_and_withdrawn_by_its_number(run):
    run("import", GAOTAI, "--yes")
    assert run("import", GAOTAI, "--yes", "--replaces", 1)[:2] == (0, ["3"])
    assert run("withdraw", 3, "--reason", "a wrong file") == (0, ["4"], [])
    code, _, (fault,) = run("withdraw", 3, "--reason", "again")
    assert (code, fault) == (2, "withdraw: batch 3 was withdrawn by batch 4; nothing is left of it")
    assert [line.split("\t")[7] for line in run("batches")[1]] == [
        "withdrawn by 2",
        "-",
        "withdrawn by 4",
        "-",
    ]


def test_a_backup_is_restored_into_another_store(run, new_url, tmp_path):
    run("import", GAOTAI, "--yes")
    assert run("backup", tmp_path / "backup.db") == (0, [], [])
    other = new_url()
    assert run("restore", tmp_path / "backup.db", "--store", other) == (0, [], [])
    assert run("verify", "--store", other) == (0, ["whole: 1 batches"], [])
    assert run("backup", tmp_path / "backup.db")[0] == 2


def test_the_audit_log_is_seen_to_and_its_head_printed(run, tmp_path):
    run("import", GAOTAI, "--yes")
    code, (head,), said = run("verify-audit")
    assert (code, said, head[:2]) == (0, [], "1:")
    assert run("verify-audit", "--head", head) == (0, [head], [])
    code, lines, (fault,) = run("verify-audit", "--head", f"1:{'0' * 64}")
    assert (code, lines, fault) == (2, [], "audit log: entry 1 is not the one that the anchor noted")
    assert run("verify-audit", "--head", "newest")[0] == 2
    with (tmp_path / "anchor").open("a") as anchor:
        anchor.write(f"2 {'0' * 64}\n")
    assert run("verify-audit")[0] == 2


def test_without_a_store_every_command_says_how_to_name_one(monkeypatch, tmp_path):
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_SETTINGS", str(tmp_path / "settings.toml"))
    load.cache_clear()
    for arguments in (
        ["batches"],
        ["verify"],
        ["verify-audit"],
        ["backup", "x"],
        ["withdraw", "1", "--reason", "x"],
    ):
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 2
        assert "set store_url in settings.toml, or give --store sqlite:///FILE" in done.stderr
    load.cache_clear()
