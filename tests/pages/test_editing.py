"""Rows changed in place on the pages of the lists: by whom, with what history, and by two people at once."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.accounts.account import Account
from dashboard.store import Store
from dashboard.store.audit_pages import ALL
from dashboard.ui import signed_in
from tests.pages.conftest import sample
from tests.pages.desk import drawn, run, visit

FIRM = str(sample().tables["enterprises"]["enterprise_id"].iloc[0])
KEY = {"enterprise_id": FIRM}
TOWN = str(sample().tables["enterprises"]["region_code"].iloc[0])


def _signed_in(monkeypatch: pytest.MonkeyPatch, role: str, name: str = "li", scope: str = "*") -> None:
    account = Account(name, role, (scope,), "", True, False, 0, "")
    monkeypatch.setattr(signed_in, "session", lambda: SimpleNamespace(account=account))


def _captions(app: AppTest) -> list[str]:
    return [each.value for each in app.caption]


def _buttons(app: AppTest) -> set[str]:
    return {str(each.key) for each in app.button}


def _history(app: AppTest, name: str) -> list[list[tuple[str, str]]]:
    rows: list[dict[str, Any]] = drawn(app)[f"history_{name}"]["rows"]
    return [[(each["text"], each.get("small", "")) for each in row["cells"]] for row in rows]


def test_a_clerk_changes_the_liaison_and_the_history_says_who_before_and_after(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _signed_in(monkeypatch, "clerk")
    app = visit("enterprise", enterprise=FIRM, lang="en")
    app.button(key="open_care").click()
    run(app)
    assert app.text_input(key="edit_liaison").value == ""
    assert "now 联*" in app.text_input(key="edit_liaison").placeholder
    app.text_area(key="edit_note").set_value("约定周三回访")
    app.button(key="edit_save").click()
    run(app)
    row = store.row("enterprises", KEY)
    assert row.values["note"] == "约定周三回访"
    assert row.values["liaison"] == sample().tables["enterprises"]["liaison"].iloc[0], (
        "a mask is never stored"
    )
    (line,) = _history(app, "care")
    assert line[0][1] == "li"
    assert [text for text, _ in line[1:]] == ["Note", "—", "约定周三回访"]
    (entry,) = store.audit_page(ALL, most=1)
    assert (entry.actor, entry.action, entry.scope) == ("li", "edit", "clerk:*")


def test_a_visit_is_written_down_and_stands_in_the_firms_story(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _signed_in(monkeypatch, "clerk")
    app = visit("enterprise", enterprise=FIRM, lang="en", month="2026-10")
    app.button(key="add_visits").click()
    run(app)
    app.button(key="edit_save").click()
    run(app)
    assert [each.value for each in app.text] == ["Please fill in: Visit date."]
    app.date_input(key="edit_date").set_value("2026-10-20")
    app.text_area(key="edit_finding").set_value("恢复一条生产线")
    app.button(key="edit_save").click()
    run(app)
    assert [each.values["finding"] for each in store.rows_with("visits", KEY)][-1] == "恢复一条生产线"
    told = [row["middle"] for part in drawn(app)["firm_parts"]["sections"] for row in part["rows"]]
    assert any("恢复一条生产线" in each for each in told)


@pytest.mark.parametrize("choice", ["edit_mine", "edit_theirs", "edit_on"])
def test_the_second_of_two_is_told_and_loses_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, choice: str
) -> None:
    _signed_in(monkeypatch, "clerk")
    app = visit("enterprise", enterprise=FIRM, lang="en")
    app.button(key="open_care").click()
    run(app)
    app.text_area(key="edit_note").set_value("mine")
    run(app)
    version = store.row("enterprises", KEY).version
    store.edit("enterprises", KEY, {"note": "theirs", "next_visit_on": "2026-11-09"}, version, "wang")
    app.button(key="edit_save").click()
    run(app)
    said = " ".join(each.value for each in app.markdown).replace("\\", "")
    assert "wang has changed this meanwhile" in said
    assert "Note: theirs (wang, " in said
    assert "Yours: mine" in said
    assert app.text_area(key="edit_note").value == "mine"
    app.button(key=choice).click()
    run(app)
    if choice == "edit_on":
        assert app.text_area(key="edit_note").value == "mine"
        assert str(app.date_input(key="edit_next_visit_on").value) == "2026-11-09"
        app.button(key="edit_save").click()
        run(app)
    values = store.row("enterprises", KEY).values
    assert values["note"] == ("theirs" if choice == "edit_theirs" else "mine")
    assert values["next_visit_on"] == "2026-11-09"


def test_what_others_changed_elsewhere_in_the_row_is_told_and_both_are_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _signed_in(monkeypatch, "clerk")
    app = visit("enterprise", enterprise=FIRM, lang="en")
    app.button(key="open_care").click()
    run(app)
    store.edit("enterprises", KEY, {"is_zombie": "true"}, store.row("enterprises", KEY).version, "wang")
    app.text_area(key="edit_note").set_value("mine")
    app.button(key="edit_save").click()
    run(app)
    values = store.row("enterprises", KEY).values
    assert (values["note"], values["is_zombie"]) == ("mine", "true")
    assert "wang changed Zombie firm meanwhile; both are kept." in [each.value for each in app.toast]


def test_a_role_without_changes_gets_no_button_and_one_line(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = "Your role does not include changes here"
    for role, page, says in (
        ("leader", "enterprise", refused),
        ("analyst", "people", refused),
        ("workshop", "regions", "In a workshop nothing is changed"),
    ):
        _signed_in(monkeypatch, role)
        person = str(sample().tables["people"]["person_id"].iloc[0])
        own = {"enterprise": {"enterprise": FIRM}, "people": {"person": person}}
        app = visit(page, lang="en", **own.get(page, {}))
        assert len([each for each in _captions(app) if each.startswith(says)]) == 1, role
        assert not [key for key in _buttons(app) if key.startswith(("open_care", "open_entry", "add_"))]


def test_a_folder_says_in_one_line_why_nothing_is_changed() -> None:
    app = visit("enterprise", enterprise=FIRM, lang="en", data="gaotai")
    assert [each for each in _captions(app) if each.startswith("This data is a plain folder")]
    assert "open_care" not in _buttons(app)


def test_a_past_state_and_other_eyes_are_not_changed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit("enterprise", enterprise=FIRM, lang="en")
    assert [each for each in _captions(app) if each.startswith("Your role does not")], (
        "a visitor is an analyst"
    )
    _signed_in(monkeypatch, "clerk")
    store.edit("enterprises", KEY, {"note": "later"}, 1, "wang")
    app = visit("enterprise", enterprise=FIRM, lang="en", as_of="1")
    assert [each for each in _captions(app) if each.startswith("A past state is shown")]
    _signed_in(monkeypatch, "admin")
    app = visit("enterprise", enterprise=FIRM, lang="en", **{"as": "clerk"})
    assert [each for each in _captions(app) if each.startswith("You look with")]
    assert "open_care" not in _buttons(app)


def test_a_role_taken_away_while_the_form_is_open_stores_nothing_and_keeps_what_was_typed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _signed_in(monkeypatch, "clerk")
    app = visit("enterprise", enterprise=FIRM, lang="en")
    app.button(key="open_care").click()
    run(app)
    app.text_area(key="edit_note").set_value("mine")
    run(app)
    _signed_in(monkeypatch, "clerk", scope="620724103000" if TOWN != "620724103000" else "620724104000")
    app.button(key="edit_save").click()
    app.run()
    assert store.row("enterprises", KEY).values["note"] == ""


def test_a_lead_its_check_and_a_task_are_changed_where_they_stand(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _signed_in(monkeypatch, "clerk")
    app = visit("risks", lang="en", month="2026-10", risk="R010")
    app.button(key="open_lead").click()
    run(app)
    app.selectbox(key="edit_status").set_value("已办结")
    app.text_area(key="edit_note").set_value("工资已补发")
    app.button(key="edit_save").click()
    run(app)
    values = store.row("risks", {"risk_id": "R010"}).values
    assert (values["status"], values["note"], values["severity"]) == ("已办结", "工资已补发", "重大")

    events = sample().tables["events"]
    passed_down = str(events.loc[events["received_at"].notna(), "event_id"].iloc[-1])
    app = visit("risks", lang="en", month="2026-10", risk=passed_down)
    if "open_check" in _buttons(app):
        app.button(key="open_check").click()
        run(app)
        app.datetime_input(key="edit_checked_at").set_value(datetime(2026, 10, 18, 10, 0))
        app.button(key="edit_save").click()
        run(app)
        assert store.row("events", {"event_id": passed_down}).values["checked_at"] == "2026-10-18 10:00:00"

    app = visit("regions", lang="en", month="2026-10", key_region="620724105000")
    app.button(key="add_tasks").click()
    run(app)
    app.selectbox(key="edit_task").set_value("safety_net")
    app.text_input(key="edit_unit").set_value("社保股")
    app.button(key="edit_save").click()
    run(app)
    key = {"region_code": "620724105000", "task": "safety_net"}
    assert store.row("help_tasks", key).values["unit"] == "社保股"
    told = [[each["text"] for each in row["cells"]][:2] for row in drawn(app)["help_plan"]["rows"]]
    assert ["Safety net", "社保股"] in told


def test_what_came_of_a_call_is_written_down_as_a_contact(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _signed_in(monkeypatch, "clerk")
    app = visit("people", lang="en", month="2026-10")
    app.selectbox(key="calls_purpose").set_value("monthly_contact")
    run(app)
    app.button(key="calls_begin").click()
    run(app)
    calls = app.session_state["calls_today"]
    app.button(key="show_number_0").click()
    run(app)
    app.text_input(key="call_note_0").set_value("愿意参加下周招聘会")
    app.button(key="reached_0").click()
    run(app)
    last = store.rows_with("services", {"person_id": calls.people[0]})[-1].values
    assert (last["kind"], last["channel"], last["outcome"], last["note"]) == (
        "contact", "电话", "已联系", "愿意参加下周招聘会",
    )  # fmt: skip
    before = store.version
    app.button(key="show_number_1").click()
    run(app)
    app.button(key="no_answer_1").click()
    run(app)
    assert store.version == before, "a call that reached nobody is no contact"


def test_a_persons_status_and_a_placement_with_its_channel_are_written_down(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _signed_in(monkeypatch, "clerk")
    person = str(sample().tables["people"]["person_id"].iloc[0])
    app = visit("people", lang="en", month="2026-10", person=person)
    app.button(key="open_entry").click()
    run(app)
    assert app.text_input(key="edit_helper").value == "", "who helps is masked, and blank leaves it"
    app.selectbox(key="edit_status").set_value("已就业")
    app.button(key="edit_save").click()
    run(app)
    assert store.row("people", {"person_id": person}).values["status"] == "已就业"
    app.button(key="add_services").click()
    run(app)
    app.date_input(key="edit_date").set_value("2026-10-21")
    app.selectbox(key="edit_kind").set_value("placement")
    app.selectbox(key="edit_channel").set_value("转岗培训")
    app.button(key="edit_save").click()
    run(app)
    last = store.rows_with("services", {"person_id": person})[-1]
    assert (last.values["kind"], last.values["channel"]) == ("placement", "转岗培训")
    (fact,) = [each["value"] for each in drawn(app)["person"]["facts"] if each["label"] == "Placed by"]
    assert fact == "Transfer with training"
