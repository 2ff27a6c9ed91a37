"""The page of the audit log: for auditors, filtered by the address, fifty entries at a time, and whole or not."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import Viewer
from dashboard.access.audit import AuditLog
from dashboard.accounts import desk, keeping
from dashboard.store import Store
from dashboard.ui import audit_page
from tests.pages.desk import address, run, texts, visit

TOWN, OTHER = "620724103000", "620724104000"


@pytest.fixture
def log(store: Store) -> Store:
    """The served store with entries of all kinds behind the import's."""
    write = AuditLog(lambda: store).write
    write("chen", "clerk", (TOWN,), "view", f"people, region {TOWN}", 31)
    write("chen", "clerk", (TOWN,), "reveal", "person p7Kq2", 1)
    write("liu", "leader", ("620724",), "export", "risk_map 620724 2026-10.csv", 9)
    write("chen", "clerk", (OTHER,), "refuse", f"place page, region {TOWN}", 0)
    store.record("chen", "sign_in", "account chen", 1)
    AuditLog(lambda: store, "gaotai/").write("", "analyst", ("*",), "export", "risk_map.csv", 9)
    return store


def shown(app: AppTest) -> list[dict[str, str]]:
    """The rows of the table of entries, as they are read."""
    rows = [] if not app.table else app.table[0].value.to_dict("records")
    return [{name: re.sub(r"\\(.)", r"\1", value) for name, value in row.items()} for row in rows]


def column(app: AppTest, name: str) -> list[str]:
    return [row[name] for row in shown(app)]


def auditor(**query: str) -> AppTest:
    return visit("audit", **{"as": "auditor", "lang": "en"} | query)


def test_who_looked_at_whom_took_out_files_signed_in_was_refused_or_changed_data(log: Store) -> None:
    app = auditor()
    assert column(app, "Action") == ["export", "sign-in", "refused", "export", "reveal", "view", "import"]
    assert column(app, "Object") == [
        "gaotai; risk_map.csv", "account chen", f"page Place details; place 巷道镇 {TOWN}",
        "risk_map 620724 2026-10.csv", "person p7Kq2", f"People; place 巷道镇 {TOWN}", "batch 1",
    ]  # fmt: skip
    assert shown(app)[2]["Who"] == "chen"
    assert (shown(app)[2]["Role"], shown(app)[2]["Responsible for"]) == ("Clerk", "合黎镇")
    assert shown(app)[0]["Who"] == "not signed in"
    assert "导入" in column(auditor(lang="zh"), "操作")


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"log_action": "export"}, ["7", "4"]),
        ({"log_actor": "chen"}, ["6", "5", "3", "2"]),
        ({"log_actor": "chen", "log_action": "reveal"}, ["3"]),
        ({"log_actor": "nobody at all"}, []),
        ({"log_action": "x' OR 1=1 --"}, []),
        ({"log_since": "2001-01-01", "log_until": "2001-12-31"}, []),
        ({"log_since": "no day", "log_page": "-3"}, ["7", "6", "5", "4", "3", "2", "1"]),
        ({"log_page": "9"}, ["7", "6", "5", "4", "3", "2", "1"]),
    ],
)
def test_a_link_shows_what_its_sender_filtered(log: Store, asked: dict[str, str], numbers: list[str]) -> None:
    assert column(auditor(**asked), "No.") == numbers


def test_a_period_is_of_days_on_the_servers_clock_with_its_last_day_in_it(log: Store) -> None:
    today = datetime.now().astimezone().date()
    assert len(shown(auditor(log_since=today.isoformat(), log_until=today.isoformat()))) == 7
    assert shown(auditor(log_since=(today + timedelta(days=1)).isoformat())) == []
    assert shown(auditor(log_until=(today - timedelta(days=1)).isoformat())) == []


def test_choices_are_kept_in_the_address_and_cleared_by_a_button(log: Store) -> None:
    app = auditor()
    app.selectbox(key="log_action_choice").select("export")
    run(app)
    app.selectbox(key="log_actor_choice").select("liu")
    run(app)
    assert address(app).items() >= {"log_action": "export", "log_actor": "liu"}.items()
    assert column(app, "No.") == ["4"]
    app.button(key="clear_filters").click()
    assert len(shown(run(app))) == 7
    assert not [name for name in address(app) if name.startswith("log_")]


def test_entries_come_fifty_at_a_time_from_the_store(log: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(120):
        log.record("wang", "view", "people", number)
    asked: list[tuple[int, int]] = []
    read = Store.audit_page

    def counted(self: Store, wanted: object, first: int = 0, most: int = 50) -> object:
        asked.append((first, most))
        return read(self, wanted, first, most)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "audit_page", counted)
    app = auditor()
    seen = column(app, "No.")
    for _ in range(2):
        app.button(key="older").click()
        seen += column(run(app), "No.")
    assert seen == [str(number) for number in range(127, 0, -1)]
    assert asked == [(0, 50), (50, 50), (100, 50)]
    assert app.button(key="older").disabled
    app.button(key="newer").click()
    assert address(run(app))["log_page"] == "2"


def test_the_page_says_that_the_chain_is_whole_and_what_head_to_note(log: Store) -> None:
    app = auditor()
    seq, digest = log.audit_head()
    assert [line.value for line in app.markdown if "The chain is whole." in line.value]
    assert app.code[0].value == f"{seq}:{digest}"
    assert f"verify-audit --head {seq}:{digest}" in app.code[1].value


def test_a_log_that_was_meddled_with_is_found_by_the_button_and_at_the_next_opening(
    log: Store, tmp_path: Path
) -> None:
    app = auditor()
    with closing(sqlite3.connect(tmp_path / "store.db")) as past_the_store:
        past_the_store.execute("DROP TRIGGER store_audit_no_update")
        past_the_store.execute("UPDATE store_audit SET actor = 'wang' WHERE seq = 3")
        past_the_store.commit()
    app.button(key="check_chain").click()
    for each in (run(app), auditor()):
        assert [line.value for line in each.markdown if "The log is not as it was written." in line.value]
        assert "audit log: entry 3 was changed after it was written" in texts(each)


def test_a_long_log_is_checked_when_asked_for(log: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.ui.audit_chain.SMALL", 5)
    app = auditor()
    assert [line.value for line in app.markdown if "was not checked since this page was opened" in line.value]
    app.button(key="check_chain").click()
    assert [line.value for line in run(app).markdown if "The chain is whole." in line.value]


@pytest.mark.parametrize("role", ["leader", "analyst", "clerk", "workshop", "facilitator", "admin"])
def test_nobody_but_an_auditor_reads_it(log: Store, role: str) -> None:
    app = visit("audit", **{"as": role})
    assert app.title[0].value == "这里不对您开放。"
    assert not app.table
    assert not app.code


def test_an_auditor_of_one_town_reads_of_those_responsible_for_it_alone(log: Store) -> None:
    app = auditor(**{"as": f"auditor:{TOWN}"})
    assert column(app, "No.") == ["3", "2"]
    assert app.selectbox(key="log_actor_choice").options == ["All", "chen"]
    assert not app.code, "the head is of the whole log"
    assert "liu" not in str([*app.markdown, *app.selectbox])


def test_the_auditor_of_made_up_data_reads_no_more_of_the_log_than_is_about_it(log: Store) -> None:
    app = auditor(data="gaotai")
    assert column(app, "Object") == ["risk_map.csv"]
    assert app.selectbox(key="log_actor_choice").options == ["All", "not signed in"]
    assert not app.code
    assert shown(auditor(data="nanyang")) == []


def test_where_there_are_accounts_the_log_is_read_by_theirs_alone_and_by_no_other_eyes(
    log: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.add(log, "root", "sun", "auditor", [TOWN], identity="proxy:sun")
    keeping.add(log, "root", "wang", "leader", ["*"], identity="proxy:wang")
    for query in ({}, {"data": "gaotai"}, {"data": "store", "log_actor": "chen"}):
        app = auditor(**query)
        assert app.title[0].value == "Please sign in."
        assert not app.table
    for name in ("wang", "sun"):
        token = desk.vouched_for("proxy", name) or ""
        monkeypatch.setattr("dashboard.ui.signed_in.tokens", lambda cookies, token=token: (token,))
        app = auditor()
        if name == "wang":
            assert app.title[0].value == "This is not open to you."
    found = {(row["Who"], row["Responsible for"]) for row in shown(app)}
    assert found == {("chen", "巷道镇"), ("sun", "巷道镇")}, "no more than the account's own"


def test_the_filtered_log_is_taken_out_in_one_file_that_is_on_record_itself(log: Store) -> None:
    auditor(log_actor="chen")
    taken: list[bytes] = []

    from dashboard.access import EVERYWHERE
    from dashboard.locale import words
    from dashboard.reports.audit_table import audit_table
    from dashboard.reports.export import export
    from dashboard.store.audit_pages import Wanted

    viewer = Viewer("auditor", (EVERYWHERE,), "sun")
    sheet = audit_page._sheet(log, Wanted(actor="chen"), 4, "store", words("en"))
    taken.append(
        export(sheet, "csv", viewer, AuditLog(lambda: log), at=datetime.now().astimezone(), taken_by="{at}")
    )
    text = taken[0].decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()[1:5]] == ["6", "5", "3", "2"]
    assert '"person p7Kq2"' in text
    assert "liu" not in text
    assert f"Head of the log: 7:{log.audit_page(Wanted())[1].hash}." in text
    newest = log.audit_page(Wanted(), most=1)[0]
    assert (newest.actor, newest.action, newest.object, newest.count) == ("sun", "export", "audit_log.csv", 4)
    assert audit_table((), (), {}, words("en")).frame.empty
