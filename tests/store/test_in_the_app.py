"""The app on a store of either database: its pages, a new batch, a past state, and its audit log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.settings import load
from dashboard.store import Store, open_store
from dashboard.tables import read_folder
from dashboard.ui import loading, stores
from tests.pages.desk import drawn, run, visit
from tests.serving import ROOT


@pytest.fixture
def served(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the app serves, filled from a sample; opened once more, as a command does."""
    monkeypatch.setenv("DASHBOARD_STORE_URL", url)
    monkeypatch.setenv("DASHBOARD_STORE_ANCHOR", str(tmp_path / "anchor"))
    load.cache_clear()
    folder = read_folder(ROOT / "sample_data" / "gaotai")
    made = open_store(url, tmp_path / "anchor")
    made.import_tables(folder.tables, "li", folder.files, manifest=folder.manifest)
    yield made
    made.close()
    stores.configured().close()
    load.cache_clear()


def test_a_change_is_on_the_next_page_and_the_state_before_it_under_its_number(served: Store) -> None:
    app = visit("risk_map")
    assert drawn(app)["head"]["headline"].startswith("高台县")
    served.edit("regions", {"region_code": "620724"}, {"region_name": "改名县"}, 1, "wang")
    assert drawn(run(app))["head"]["headline"].startswith("改名县")
    app.query_params["as_of"] = "1"
    assert drawn(run(app))["head"]["headline"].startswith("高台县")


def test_what_pages_write_is_read_on_the_page_of_the_log_and_holds(served: Store, tmp_path: Path) -> None:
    loading.audit("").write("chen", "clerk", ("620724103000",), "reveal", "person p7Kq2", 1)
    visit("place", region="620724104000", **{"as": "clerk:620724103000"})
    app = visit("audit", lang="en", **{"as": "auditor"})
    rows = app.table[0].value.to_dict("records")
    assert [(row["No."], row["Who"], row["Action"]) for row in rows] == [
        ("3", "not signed in", "refused"),
        ("2", "chen", "reveal"),
        ("1", "li", "import"),
    ]
    assert [line.value for line in app.markdown if "The chain is whole." in line.value]
    seq, digest = served.audit_head()
    assert (tmp_path / "anchor").read_text(encoding="utf-8").splitlines()[-1] == f"{seq} {digest}"
