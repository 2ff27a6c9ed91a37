"""A plan written out again as a file that can be loaded: for a variant that somebody wants to keep and work by."""

from __future__ import annotations

from typing import Any

import yaml

from dashboard.plans.parts import Text
from dashboard.plans.schema import Plan

MOST_ID_LETTERS = 80


def variant_id(plan: Plan, interpretation: str, reading: str) -> str:
    """The id of a plan under another reading, such as ``gaotai-2021-payout-80-orange``."""
    return f"{plan.id}-{interpretation}-{reading}".replace("_", "-")[:MOST_ID_LETTERS].rstrip("-")


def renamed(plan: Plan, new_id: str, mark: Text) -> Plan:
    """The same plan under another id, with a mark in parentheses behind its titles."""

    def marked(title: Text) -> Text:
        return Text(zh=f"{title.zh}（{mark.zh}）", en=f"{title.en} ({mark.en})")

    return plan.model_copy(
        update={"id": new_id, "title": marked(plan.title), "short_title": marked(plan.short_title)}
    )


def as_yaml(plan: Plan, comment: str) -> str:
    """A complete plan file; ``comment`` stands at its top, a ``#`` before each line.

    What is as it always is (empty parts, defaults) is left out, so that the file reads like a shipped one.
    """
    data = _without_nothing(plan.model_dump(mode="json", exclude_defaults=True))
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=118)
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    return head + str(text)


def _without_nothing(value: Any) -> Any:
    """Plain data without keys that hold nothing; what a reading changes keeps its nulls, which take a key away."""
    if isinstance(value, dict):
        return {
            key: inner if key == "changes" else _without_nothing(inner)
            for key, inner in value.items()
            if inner is not None
        }
    return [_without_nothing(each) for each in value] if isinstance(value, list) else value
