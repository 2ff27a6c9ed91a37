"""The answer of the lint-plan command: what is found in a plan file, in both languages."""

from __future__ import annotations

from typing import Any

from dashboard.locale import LANGUAGES, words
from dashboard.plans.lint import Linted
from dashboard.wording.lint import kind_word, message, settled_by

Answer = dict[str, Any]


def answer(linted: Linted, name: str) -> Answer:
    """What is found as one JSON object, by the line."""
    zh, en = map(words, LANGUAGES)
    return {
        "plan": name,
        "findings": [
            {
                "line": each.line,
                "kind": each.kind,
                "severity": "warning" if each.warning else "error",
                "place": ".".join(map(str, each.path)),
                "rule": each.rule or None,
                "tiers": [tier for tier in (each.milder, each.worse) if tier],
                "figures": {
                    name or "value": [str(edge) for edge in area.comparisons]
                    for name, area in each.area.items()
                },
                "word": {"zh": kind_word(each.kind, zh), "en": kind_word(each.kind, en)},
                "message": {"zh": message(each, linted.plan, zh), "en": message(each, linted.plan, en)},
                "interpretation": each.interpretation or None,
                "settled_by": {
                    "zh": settled_by(each, linted.plan, zh),
                    "en": settled_by(each, linted.plan, en),
                }
                if each.interpretation
                else None,
            }
            for each in linted.findings
        ],
    }


def table(found: Answer) -> str:
    """The answer as lines for a terminal, tabs between columns."""
    if not found["findings"]:
        return "nothing found"
    lines = ["\t".join(("line", "found", "where", "what", "settled by"))]
    for each in found["findings"]:
        settled = f"{each['interpretation']}: {each['settled_by']['en']}" if each["interpretation"] else "-"
        # the words of a fault begin with its place
        where = "-" if each["kind"] == "fault" else each["rule"] or each["place"] or "-"
        lines.append(
            "\t".join((str(each["line"]), each["word"]["en"], where, each["message"]["en"], settled))
        )
    return "\n".join(lines)
