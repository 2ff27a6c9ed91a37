"""The app on a store: one more source of data, shown as folders are, and never with people in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.settings import load
from dashboard.store import Store, open_store
from dashboard.tables import read_folder
from dashboard.ui import loading
from tests.pages.desk import address, drawn, run, texts, visit
from tests.serving import ROOT
from tests.store.made import frame

FOLDER = read_folder(ROOT / "sample_data" / "gaotai")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the app serves, filled from a sample."""
    url = f"sqlite:///{tmp_path}/store.db"
    monkeypatch.setenv("DASHBOARD_STORE_URL", url)
    load.cache_clear()
    loading.store.cache_clear()
    made = open_store(url)
    made.import_tables(FOLDER.tables, "li", manifest=FOLDER.manifest)
    yield made
    made.close()
    if loading.store.cache_info().currsize:
        loading.store().close()
    loading.store.cache_clear()
    load.cache_clear()


def test_the_store_is_offered_behind_the_folders_and_shows_what_it_was_filled_with(store: Store) -> None:
    app = visit("risk_map")
    assert app.selectbox(key="source_choice").options == ["gaotai", "nanyang", "washington", "store"]
    of_store, of_folder = drawn(visit("risk_map", data="store")), drawn(app)
    assert of_store["head"] == of_folder["head"]
    assert of_store.keys() == of_folder.keys()


def test_a_new_batch_is_on_the_page_at_its_next_run(store: Store) -> None:
    app = visit("risk_map", data="store")
    before = drawn(app)
    alerts = FOLDER.tables["declared_alerts"]
    store.withdraw(1, "li", "")
    store.import_tables(FOLDER.tables | {"declared_alerts": alerts.iloc[:0]}, "li", manifest=FOLDER.manifest)
    assert drawn(run(app)) != before


def test_a_store_with_people_in_it_is_not_shown(store: Store) -> None:
    person = {"person_id": "1", "region_code": "620724", "groups": "a", "name": "示例甲"}
    store.import_tables({"people": frame("people", person)}, "li")
    for page in ("risk_map", "place"):
        app = visit(page, data="store")
        assert texts(app) == [
            "数据库暂不能显示。",
            "数据库中有个人信息，未登录者不得查看。",
            "请联系系统管理人员，或打开以下数据。",
        ]
        assert drawn(app) == {}
        assert [button.key for button in app.button if str(button.key).startswith("open_")] == [
            "open_gaotai", "open_nanyang", "open_washington",
        ]  # fmt: skip


def test_a_store_that_is_not_there_is_named_without_a_path_and_is_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DASHBOARD_STORE_URL", f"sqlite:///{tmp_path}/none.db")
    load.cache_clear()
    loading.store.cache_clear()
    lines = texts(visit("risk_map", data="store"))
    assert "there is no file 'none.db'" in lines[1]
    assert not [line for line in lines if str(tmp_path) in line]
    assert address(visit("risk_map"))["data"] == "gaotai"
    load.cache_clear()
