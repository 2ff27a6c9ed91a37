"""The table of roles: held against docs/security.md cell by cell, refused when it contradicts itself."""

from __future__ import annotations

import re

import pytest

from dashboard.access import EVERYWHERE, Viewer, allowed, columns_allowed, require, rules
from dashboard.access.rules import ACTIONS, FILE, parse
from dashboard.errors import AccessError, SettingsError
from dashboard.tables.registry import TABLES
from tests.serving import ROOT

TEXT = FILE.read_text(encoding="utf-8")
PERSONAL = ("people", "identity", "sensitive", "notes", "staff")
CHANGES = ("edit", "import", "publish", "facilitate", "configure", "reveal")


def documented() -> dict[tuple[str, str], set[str]]:
    """The table of docs/security.md: (group, role) → actions."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    start = next(i for i, line in enumerate(lines) if line.startswith("| fields |"))
    roles = re.findall(r"`(\w+)`", lines[start])
    found = {}
    for line in lines[start + 2 :]:
        name, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != len(roles):
            break
        for role, cell in zip(roles, cells, strict=True):
            found[name.strip("`"), role] = set(cell.split(", ")) - {"–"}
    return found


CELLS = documented()


def test_the_documented_table_has_every_role_and_every_group() -> None:
    assert set(CELLS) == {(group, role) for group in rules().groups for role in rules().roles}
    assert len(rules().roles) == 7


@pytest.mark.parametrize(("group", "role"), sorted(CELLS))
def test_each_cell_of_the_table_is_what_the_gate_allows(group: str, role: str) -> None:
    viewer = Viewer(role, (EVERYWHERE,))
    assert {action for action in ACTIONS if allowed(viewer, action, group)} == CELLS[group, role]
    for action in ACTIONS:
        if action in CELLS[group, role]:
            require(viewer, action, group)
        else:
            with pytest.raises(AccessError):
                require(viewer, action, group)


@pytest.mark.parametrize("table", list(TABLES))
def test_every_column_of_every_table_lies_in_a_group(table: str) -> None:
    assert not [name for name in TABLES[table].by_name if not rules().group_of(table, name)]


def test_who_keeps_the_accounts_sees_no_people() -> None:
    admin = Viewer("admin", (EVERYWHERE,))
    for table in TABLES:
        for action in ("view", "reveal", "edit", "import", "export"):
            assert columns_allowed(admin, action, table) == ()


def test_who_reads_the_log_changes_nothing() -> None:
    for role in rules().roles:
        viewer = Viewer(role, (EVERYWHERE,))
        if allowed(viewer, "view", "audit_log"):
            assert not [
                (action, group)
                for action in CHANGES
                for group in rules().groups
                if allowed(viewer, action, group)
            ]


def test_leaders_and_auditors_see_no_lists_of_people() -> None:
    for role in ("leader", "auditor", "admin"):
        for table in (table for table in TABLES.values() if table.is_personal):
            assert columns_allowed(Viewer(role, (EVERYWHERE,)), "view", table.name) == ()


def test_nobody_in_a_workshop_reveals_exports_or_sees_an_identity() -> None:
    for role, told in rules().roles.items():
        if told.is_pseudonymous:
            viewer = Viewer(role, (EVERYWHERE,))
            assert not any(allowed(viewer, a, g) for a in ("reveal", "export") for g in rules().groups)
            assert not any(allowed(viewer, "view", g) for g in PERSONAL[1:])
    assert {role for role, told in rules().roles.items() if told.is_pseudonymous} == {
        "workshop",
        "facilitator",
    }


def test_identities_are_revealed_by_clerks_alone() -> None:
    holders = {role for role in rules().roles if allowed(Viewer(role), "reveal", "identity")}
    assert holders == {"clerk"}


@pytest.mark.parametrize("role", ["", "boss", "Leader", "admin "])
def test_an_unknown_role_may_do_nothing(role: str) -> None:
    assert not any(
        allowed(Viewer(role, (EVERYWHERE,)), action, group) for action in ACTIONS for group in rules().groups
    )


def test_a_column_that_no_group_names_is_open_to_nobody() -> None:
    assert not allowed(Viewer("clerk", (EVERYWHERE,)), "view", "people.passport")
    assert not allowed(Viewer("clerk", (EVERYWHERE,)), "view", "secrets.password")


def test_a_column_that_a_plan_adds_goes_with_its_table() -> None:
    assert allowed(Viewer("leader"), "view", "indicators.returning_workers_count")


@pytest.mark.parametrize(("action", "what"), [("look", "figures"), ("view", "figure"), ("", "people")])
def test_a_slip_in_the_program_is_no_refusal_but_an_error(action: str, what: str) -> None:
    with pytest.raises(LookupError):
        allowed(Viewer("clerk"), action, what)


def test_nothing_asked_for_is_refused() -> None:
    with pytest.raises(AccessError):
        require(Viewer("clerk", (EVERYWHERE,)), "view")


def test_a_refusal_says_nothing_of_what_is_there() -> None:
    told = set()
    for what in ("identity", "people.id_number", "people.no_such_column"):
        with pytest.raises(AccessError) as refusal:
            require(Viewer("leader", (EVERYWHERE,)), "view", what)
        told.add(str(refusal.value))
    assert len(told) == 1
    assert "id" not in told.pop().lower().split()


@pytest.mark.parametrize(
    ("found", "put", "said"),
    [
        ("view: [store, plans, accounts]", "view: [accounts, people]", "roles.admin: may configure accounts"),
        ("export: [audit_log]", "edit: [figures]", "roles.auditor: may view audit_log and edit figures"),
        ("publish: [alerts]", "publish: [alert]", "found 'alert'; allowed: places"),
        (
            "edit: [scenarios]\n      export",
            "edit: [scenarios, figures]\n      export",
            "roles.leader: may publish alerts",
        ),
        ("    tables: [events]", "    tables: [events, people]", "the whole table people"),
        ("    tables: [events]", "    tables: [events, firms]", "groups.events: found firms."),
        ("      people: [helper]", "      people: [helper, salary]", "groups.staff: found people.salary"),
        (
            "      people: [helper]",
            "      people: [helper, health]",
            "people.health also stands in sensitive",
        ),
        ("phone, birth]", "birth]", ""),
        ("      risks: [owner]\n", "", "risks.owner names a person"),
        ("one: view audit_log", "one: view log", "found 'view log'"),
        ("  view: {zh: 查看, en: view}\n", "", "view missing"),
        ("    about:", "    abuot:", "did you mean 'about'"),
        ("is_pseudonymous: true", "is_pseudonymous: true\n    is_pseudonymous: true", "stands twice"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(found: str, put: str, said: str) -> None:
    assert found in TEXT
    changed = TEXT.replace(found, put, 1)
    if not said:  # a column in no group is no fault of the file; it is simply shown to nobody
        assert parse(changed).group_of("people", "phone") == ""
        return
    with pytest.raises(SettingsError, match=re.escape(said)):
        parse(changed)


def test_every_name_stands_in_both_languages() -> None:
    table = rules()
    for text in (
        *(role.name for role in table.roles.values()),
        *(role.about for role in table.roles.values()),
        *(group.name for group in table.groups.values()),
        *table.actions.values(),
    ):
        assert re.search(r"[一-鿿]", text.zh)
        assert not re.search(r"[一-鿿]", text.en)
