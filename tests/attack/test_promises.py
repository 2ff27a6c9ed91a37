"""Each promise has its tests, and each of these tests is there."""

from __future__ import annotations

import ast
from functools import cache
from typing import Any

import pytest
import yaml

from tests.serving import ROOT

PROMISES: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "attack" / "promises.yaml").read_text(encoding="utf-8")
)


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"), file)
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise["line"][:60])
def test_a_promise_is_kept_by_tests_or_is_said_to_be_still_to_come(promise: dict[str, Any]) -> None:
    assert set(promise) in ({"line", "tests"}, {"line", "not_yet"})
    for test in promise.get("tests", ()):
        file, _, name = test.partition("::")
        assert name in names_in(file), test


def test_no_promise_stands_there_twice() -> None:
    lines = [promise["line"] for promise in PROMISES]
    assert len(lines) == len(set(lines)) > 25
