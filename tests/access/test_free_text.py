"""Names of people in free text: those that the tables know are masked there, for every role that reads it."""

from __future__ import annotations

import pytest

from dashboard.access import Viewer, rules, scoped
from dashboard.access.free_text import Names
from dashboard.access.scoping import shown
from dashboard.tables.registry import TABLES
from tests.access.frames import ONE, TWO, person, tables

NAMES = Names(["张三", "张三丰", "阿依古丽·买买提", "Li Ming", "欧阳 明", "王", ""])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("张三反映欠薪", "张*反映欠薪"),
        ("张三丰与张三", "张*与张*"),
        ("找张 三谈话", "找张*谈话"),
        ("找张\u3000三谈话", "找张*谈话"),
        ("欧阳明（已联系）", "欧*（已联系）"),
        ("阿依古丽·买买提", "阿*"),
        ("王先生来访", "王先生来访"),
        ("Spoke to LI MING, again", "Spoke to L*, again"),
        ("ＬＩ　ＭＩＮＧ", "L*"),
        ("He is Ali Mingle", "He is Ali Mingle"),
        ("没有人名", "没有人名"),
        ("", ""),
        ("张", "张"),
        ("面积50㎡，张三", "面积50㎡，张*"),
    ],
)
def test_names_are_found_longest_first_and_whole(text: str, told: str) -> None:
    assert NAMES.masked(text) == told


@pytest.mark.parametrize("role", [name for name in rules().roles if name != "admin"])
def test_nobody_reads_a_name_in_free_text_whichever_place_its_owner_is_of(role: str) -> None:
    people = [person(1, ONE), person(2, TWO)]
    named = "、".join((people[0]["name"], people[1]["name"], people[0]["helper"], "刘负责"))
    given = tables(
        people,
        risks=[{"risk_id": "K1", "region_code": ONE, "description": f"{named}反映", "owner": "刘负责",
                "status": f"转{named}"}],
        services=[{"person_id": people[0]["person_id"], "note": f"已告知{named}", "outcome": named}],
        enterprises=[{"enterprise_id": "E1", "region_code": ONE, "visit_note": f"见{named}",
                      "listed_because": named}],
    )  # fmt: skip
    for scope in (("*",), (ONE,)):
        found = scoped(given, Viewer(role, scope))
        told = "\n".join(str(value) for frame in found.values() for value in frame.to_numpy().ravel())
        for name in named.split("、"):
            assert name not in told, (role, scope)
    if role == "clerk":
        assert scoped(given, Viewer(role, (ONE,)))["risks"]["description"].tolist() == [
            "赵*、赵*、钱*、刘*反映"
        ]


def test_a_page_of_a_list_is_given_without_free_text() -> None:
    given = tables(services=[{"person_id": "r000001q", "note": "赵某来访", "channel": "推荐"}])
    found = shown(given["services"], TABLES["services"], Viewer("clerk", ("*",)), None)
    assert "note" not in found.columns
    assert found["channel"].tolist() == ["推荐"]
