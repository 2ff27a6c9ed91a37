"""The page of clerks' sheets: taken, filled in, brought back, looked at, stored; and its commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.access import Viewer
from dashboard.cli import main
from dashboard.registers.clerk_sheet import ClerkSheets
from dashboard.registers.editing import Editing
from dashboard.store import Store
from tests.pages.desk import drawn, run, visit
from tests.pages.test_editing import _signed_in
from tests.store.test_clerk_sheets import workbook

KEY = {"region_code": "620724105000", "task": "public_posts"}


def _filled_in(store: Store, name: str) -> bytes:
    viewer = Viewer("clerk", ("*",), name)
    table = ClerkSheets(store, viewer, Editing(store, viewer, None)).frame("help_tasks", is_chinese=True)
    row = int(table.index[(table["任务"] == KEY["task"]) & (table["地区代码"] == KEY["region_code"])][0])
    return workbook(table, {(row, "完成日期"): "2026-10-30", (row, "任务"): "别的任务"})


def test_a_filled_in_sheet_is_looked_at_before_it_is_stored(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _signed_in(monkeypatch, "clerk")
    app = visit("sheets", lang="en")
    assert app.selectbox(key="sheet_table").options == [
        "Enterprises",
        "People",
        "Risks",
        "Tasks of help plans",
    ]
    app.file_uploader(key="sheet_file").set_value(("filled.xlsx", _filled_in(store, "li"), "application/zip"))
    run(app)
    (change,) = drawn(app)["sheet_changes"]["rows"]
    assert [each.get("text", "") for each in change["cells"]][1:3] == [KEY["region_code"], "Done on"]
    assert (change["cells"][3]["old"], change["cells"][3]["new"]) == ("—", "2026-10-30")
    (left,) = drawn(app)["sheet_left"]["rows"]
    assert left["cells"][4]["text"] == "This column is locked: it is not changed by a sheet."
    assert store.row("help_tasks", KEY).values["done_on"] == "", "nothing is stored yet"
    app.button(key="sheet_store").click()
    run(app)
    assert store.row("help_tasks", KEY).values["done_on"] == "2026-10-30"
    assert "Stored as batch 2" in app.success[0].value
    assert "sheet_changes" not in drawn(app), "what is stored is no change any more"


def test_a_folder_and_a_role_without_changes_get_no_sheet(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not visit("sheets", lang="en", data="gaotai").file_uploader
    _signed_in(monkeypatch, "analyst")
    assert not visit("sheets", lang="en").file_uploader


def test_the_commands_take_a_sheet_and_bring_it_back(store: Store, tmp_path: Path) -> None:
    runner, file = CliRunner(), tmp_path / "tasks.xlsx"
    taken = runner.invoke(main, ["sheet", "export", "help_tasks", "--role", "clerk", "--out", str(file)])
    assert (taken.exit_code, taken.stdout) == (0, "tasks.xlsx\n"), taken.stderr
    nothing = runner.invoke(main, ["sheet", "import", str(file), "--role", "clerk", "--yes"])
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "", "There is nothing to store.\n")
    from dashboard.commands.opened import user

    file.write_bytes(_filled_in(store, user()))
    shown = runner.invoke(main, ["sheet", "import", str(file), "--role", "clerk"])
    assert shown.stdout.endswith("done_on: - -> 2026-10-30\n")
    assert "task: left out (locked)" in shown.stderr
    assert store.version == 1
    stored = runner.invoke(main, ["sheet", "import", str(file), "--role", "clerk", "--yes"])
    assert (stored.exit_code, stored.stdout.splitlines()[-1]) == (0, "2")
    refused = runner.invoke(
        main, ["sheet", "export", "people", "--role", "leader", "--out", str(tmp_path / "x.xlsx")]
    )
    assert refused.exit_code == 2
    assert "allowed: none for this role" in refused.stderr
    assert not (tmp_path / "x.xlsx").exists()
