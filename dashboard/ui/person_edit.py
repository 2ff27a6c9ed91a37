"""One person's entry and services, changed in place beside the list of people."""

from __future__ import annotations

import streamlit as st

from dashboard.access import Viewer
from dashboard.ui import edit_panel
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

ENTRY = ("status", "work_wish", "training_wish", "skills", "difficulty_grade", "benefit_status", "helper")
SERVICE = ("date", "kind", "channel", "outcome", "note")


def draw(teller: Teller, person_id: str) -> None:
    """Status and wishes, services given, and the channel of a placement."""
    t, key = teller.t, {"person_id": person_id}
    desk = edit_panel.begin(teller, "people", "services")
    if desk is None:
        return
    words = _usual(teller.workspace.version, teller.workspace.viewer, teller.workspace)
    edit_panel.one_row(
        desk, edit_panel.Fields("entry", t("Entry"), "people", ENTRY, words), key, is_listed=False
    )
    services = edit_panel.Fields(
        "services", t("Services"), "services", SERVICE, {"channel": channels(teller)},
        listed=("date", "kind", "channel"),
    )  # fmt: skip
    if desk.mine(services):  # whoever only reads has them above, among what happened
        edit_panel.rows_of(desk, services, key, t("Write down a service"))


@st.cache_resource(max_entries=20, show_spinner=False)
def _usual(version: str, viewer: Viewer, _workspace: Workspace) -> dict[str, dict[str, str]]:
    """The words in use by column, read once for data and viewer: a store reads people anew each time it is asked."""
    del version, viewer
    people = _workspace.tables["people"]
    return {name: edit_panel.usual(people, name) for name in ("status", "difficulty_grade", "benefit_status")}


def channels(teller: Teller) -> dict[str, str]:
    """The channels of placement that the plans in force name, each by the word under which it is counted."""
    found: dict[str, str] = {}
    for lender in teller.workspace.brief.given("follow_up"):
        for criterion in lender.plan.follow_up.channels if lender.plan.follow_up else ():
            words = [
                str(word)
                for condition in criterion.when
                if condition.table == "services"
                for word in _listed(condition.where.get("channel"))
            ]
            if words:
                found.setdefault(words[0], teller.t.label(criterion.name))
    return found


def _listed(wanted: object) -> list[object]:
    return list(wanted) if isinstance(wanted, list | tuple) else []
