"""The page of data: it checks what is dropped; of a folder it stores nothing, into a store with one press."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import Viewer
from dashboard.accounts import keeping
from dashboard.store import Store
from dashboard.store.audit_pages import ALL
from dashboard.store.names import remembered_names
from dashboard.ui import signed_in
from tests.pages.conftest import sample
from tests.pages.desk import drawn, run, visit

TOWN = "620724104000"
INDICATORS = "序号,乡镇,区划代码,月份,登记失业率(%)\n1,合黎镇,620724104000,2026-10,{rate}\n"
MAPPED = "填报单位：就业服务中心,,,\n序号,乡镇,月份,本镇失业情况\n1,合黎镇,2026-10,9.9\n"


def upload(app: AppTest, *files: tuple[str, str]) -> AppTest:
    for name, text in files:
        app.file_uploader[0].upload(name, text.encode("gbk"), "text/csv")
    return run(app)


def shown(app: AppTest) -> str:
    parts = (app.title, app.subheader, app.markdown, app.info, app.text, app.warning, app.error, app.success)
    lines = [each.value for part in parts for each in part] + [each.label for each in app.expander]
    return "\n".join(lines).replace("\\", "")


def test_the_page_says_that_a_folder_stores_nothing_and_how_to_get_a_store() -> None:
    app = visit("data", lang="en")
    assert "nothing is stored" in shown(app)
    assert "import gaotai --store sqlite:///desk.db --yes" in app.code[0].value


def test_a_file_with_a_fault_is_shown_with_it_and_changes_nothing() -> None:
    app = upload(visit("data", lang="en"), ("october.csv", INDICATORS.format(rate="约4")))
    assert "1 error to be mended" in shown(app)
    assert "What these files would change" not in shown(app)


def test_a_file_without_faults_says_which_town_would_have_another_tier() -> None:
    app = upload(visit("data", lang="en"), ("october.csv", INDICATORS.format(rate="9.9")))
    assert "no errors" in shown(app)
    assert "1 place would be" in shown(app)
    assert [row["cells"][0]["text"] for row in drawn(app)["data_changes"]["rows"]] == ["合黎镇"]
    assert not [button for button in app.button if button.key == "store_files"]


def test_one_press_stores_and_the_page_says_the_same_done_and_the_file_again_is_known(store: Store) -> None:
    app = upload(visit("data", lang="en", data="store"), ("october.csv", INDICATORS.format(rate="9.9")))
    assert "0 new, 1 corrected, 0 the same; supersedes 1 row of batch 1" in shown(app)
    app.button(key="store_files").click()
    told = shown(run(app))
    assert "Stored as batch 2." in told
    assert "1 place is now" in told
    assert "Supersedes 1 row of batch 1; it is kept." in told
    row = store.row("indicators", {"region_code": TOWN, "month": "2026-10"}).values
    before = sample().tables["indicators"].query("region_code == @TOWN").iloc[-1]
    assert float(row["registered_unemployment_rate_pct"]) == 9.9
    assert float(row["benefit_payout_rate_pct"]) == before["benefit_payout_rate_pct"]
    assert store.audit_page(ALL)[0].action == "import"
    app = upload(app, ("november.csv", INDICATORS.format(rate="9.9")))
    assert "november.csv is stored already, as batch 2" in shown(app)
    assert not [button for button in app.button if button.key == "store_files"]


def test_who_was_overtaken_is_told_by_whom_and_asked_again_and_loses_nothing(store: Store) -> None:
    app = upload(visit("data", lang="en", data="store"), ("october.csv", INDICATORS.format(rate="9.9")))
    store.edit(
        "indicators", {"region_code": TOWN, "month": "2026-10"}, {"benefit_payout_rate_pct": "90"}, 1, "wang"
    )
    app.button(key="store_files").click()
    told = shown(run(app))
    assert "Nothing of yours is stored" in told
    assert "Batch 2 by wang" in told
    app.button(key="store_files").click()
    assert "Stored as batch 3." in shown(run(app))
    row = store.row("indicators", {"region_code": TOWN, "month": "2026-10"}).values
    assert (row["registered_unemployment_rate_pct"], row["benefit_payout_rate_pct"]) == ("9.9", "90")


def test_two_files_that_contradict_each_other_cannot_be_stored(store: Store) -> None:
    del store
    files = [(f"{rate}.csv", INDICATORS.format(rate=rate)) for rate in ("9.9", "9.8")]
    app = upload(visit("data", lang="en", data="store"), *files)
    assert "9.9.csv and 9.8.csv say different things about 合黎镇 2026-10" in shown(app)
    assert app.button(key="store_files").disabled


def test_a_town_s_clerk_stores_their_own_town_alone(store: Store) -> None:
    del store
    other = visit("data", lang="en", data="store", **{"as": "clerk:620724103000"})
    other = upload(
        other, ("october.csv", INDICATORS.format(rate="9.9").replace("合黎镇,620724104000", ",620724104000"))
    )
    assert not [button for button in other.button if button.key == "store_files" and not button.disabled]
    own = visit("data", lang="en", data="store", **{"as": f"clerk:{TOWN}"})
    own = upload(own, ("october.csv", INDICATORS.format(rate="9.9")))
    own.button(key="store_files").click()
    assert "Stored as batch 2." in shown(run(own))


def test_a_past_state_is_looked_at_and_not_stored_into(store: Store) -> None:
    store.edit("regions", {"region_code": "620724"}, {"region_name": "改名县"}, 1, "wang")
    app = upload(
        visit("data", lang="en", data="store", as_of="1"), ("october.csv", INDICATORS.format(rate="9.9"))
    )
    assert app.button(key="store_files").disabled
    assert "A past state is shown" in shown(app)


def test_what_a_heading_means_is_said_once_and_remembered_for_its_office(store: Store) -> None:
    app = upload(visit("data", lang="en", data="store"), ("a.csv", MAPPED))
    box = next(box for box in app.selectbox if "本镇失业情况" in box.label)
    assert box.value == ""
    box.select("registered_unemployment_rate_pct")
    run(app).button(key="store_files").click()
    assert "Stored as batch 2." in shown(run(app))
    kept = remembered_names(store)["就业服务中心"]["本镇失业情况"]
    assert kept.column == "registered_unemployment_rate_pct"
    later = upload(visit("data", lang="en", data="store"), ("b.csv", MAPPED.replace("2026-10", "2026-09")))
    box = next(box for box in later.selectbox if "本镇失业情况" in box.label)
    assert box.value == "registered_unemployment_rate_pct"
    assert "remembered" in box.label


def test_a_batch_is_withdrawn_with_a_reason_and_stands_in_the_list_as_such(store: Store) -> None:
    app = upload(visit("data", lang="en", data="store"), ("october.csv", INDICATORS.format(rate="9.9")))
    app.button(key="store_files").click()
    run(app)
    app = visit("data", lang="en", data="store", data_part="batches", batch="2")
    first = drawn(app)["batches"]["rows"][0]["cells"]
    assert (first[0]["text"], first[2]["text"], first[4]["text"]) == (
        "Batch 2",
        "october.csv",
        "1 row of batch 1",
    )
    app.session_state["withdraw_batch"] = True
    run(app)
    assert "1 place would be" in shown(app)
    assert app.button(key="withdraw_do").disabled
    app.text_input(key="withdraw_reason").input("another month's figures")
    app.checkbox(key="withdraw_sure").check()
    run(app).button(key="withdraw_do").click()
    told = shown(run(app))
    assert "Batch 2 is withdrawn, by batch 3." in told
    assert "another month's figures" in told
    assert store.batches()[1].withdrawn_by == 3


@pytest.mark.parametrize("data", ["store", "gaotai"])
def test_what_is_there_says_which_town_lacks_which_month(store: Store, data: str) -> None:
    del store
    app = visit("data", lang="en", data=data, data_part="reports", month="2026-10")
    rows = {row["name"]: row for row in drawn(app)["matrix"]["rows"]}
    lacking = {name for name, row in rows.items() if any(cell["state"] == "missing" for cell in row["cells"])}
    assert len(rows) == 9
    assert all(rows[name]["ask"] for name in lacking)


def test_who_is_signed_in_stores_in_their_own_name_and_never_beyond_their_own_places(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    chen = Viewer("clerk", ("620724103000",), "chen")
    account = SimpleNamespace(viewer=chen, name="chen", role=chen.role, scope=chen.scope)
    monkeypatch.setattr(signed_in, "session", lambda: SimpleNamespace(account=account))
    app = upload(
        visit("data", lang="en", data="store", **{"as": "analyst"}), ("a.csv", INDICATORS.format(rate="9.9"))
    )
    assert app.button(key="store_files").disabled, (
        "the analyst's eyes see everywhere, chen's places are others"
    )
    own = INDICATORS.format(rate="9.9").replace("合黎镇,620724104000", "巷道镇,620724103000")
    app = upload(visit("data", lang="en", data="store"), ("b.csv", own))
    app.button(key="store_files").click()
    assert "Stored as batch 2." in shown(run(app))
    assert store.batches()[1].actor == "chen"
    assert store.audit_page(ALL)[0].scope == "clerk:620724103000"


def test_in_a_store_with_accounts_nobody_stores_without_signing_in(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "all_accounts", lambda store: ("somebody",))
    app = upload(visit("data", lang="en", data="store"), ("a.csv", INDICATORS.format(rate="9.9")))
    assert app.button(key="store_files").disabled
    assert store.version == 1
