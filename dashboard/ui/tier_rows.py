"""Tiers before and after, as a sentence and as rows: of files, of a batch, of an event that is typed in."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.bringing.effects import TierChange
from dashboard.locale import Words
from dashboard.plans.styles import digit_of
from dashboard.tables.months import month_text
from dashboard.ui import address
from dashboard.ui.components import registry
from dashboard.ui.frame import scheme
from dashboard.ui.listing import cell, column, row
from dashboard.ui.payloads import styles_of
from dashboard.wording.figures import month_short, tier_in_sentence, tier_word
from dashboard.workspace import Workspace

MOST_ROWS = 40


def sentence(workspace: Workspace, changes: Sequence[TierChange], t: Words, *, is_done: bool) -> str:
    """What happens in the newest month, the gravest first; and that earlier months change too."""
    if not changes:
        return t("No place has another tier.") if is_done else t("No place would have another tier.")
    newest = max(change.month for change in changes)
    now = [change for change in changes if change.month == newest]
    said = []
    for tier in sorted({change.after for change in now}, reverse=True):
        n = sum(change.after == tier for change in now)
        word = tier_in_sentence(workspace.plan, tier, t)
        if is_done:
            said.append(t.plural("{n} place is now {tier}", "{n} places are now {tier}", n, tier=word))
        else:
            said.append(t.plural("{n} place would be {tier}", "{n} places would be {tier}", n, tier=word))
    told = t("{month}: {said}.", month=month_short(newest, t), said=t(", ").join(said))
    earlier = len({change.month for change in changes}) - 1
    if earlier:
        more = t.plural("{n} earlier month changes too.", "{n} earlier months change too.", earlier)
        told = f"{told}{t.space}{more}"
    return told


def draw(workspace: Workspace, changes: Sequence[TierChange], key: str, t: Words) -> None:
    """A row a place of the newest month: its tier before and after."""
    if not changes:
        return
    newest = max(change.month for change in changes)
    now = sorted((c for c in changes if c.month == newest), key=lambda change: -change.after)
    worst = len(workspace.plan.tiers)

    def chip(tier: int, *, complete: bool) -> dict[str, object]:
        word = tier_word(workspace.plan, tier, t)
        return cell(word=word, digit=digit_of(tier, complete, worst), mini="1")

    rows = [
        row(
            f"{change.code} {change.month}",
            [
                cell(
                    change.name, open=change.code,
                    href=address.href("place", region=change.code, month=month_text(change.month)),
                ),
                chip(change.before, complete=True), chip(change.after, complete=change.complete),
            ],
        )
        for change in now[:MOST_ROWS]
    ]  # fmt: skip
    hidden = len(now) - len(rows)
    data = {
        "styles": styles_of(workspace.plan, scheme(), t.lang), "scheme": scheme(),
        "lang": "en" if t.lang == "en" else "zh-CN",
        "caption": t("Tiers before and after"),
        "columns": [column(t("Place")), column(t("Before")), column(t("After"))],
        "rows": rows,
        "note": t.plural("and {n} more place", "and {n} more places", hidden) if hidden else "",
    }  # fmt: skip
    registry.listing(data, key=key)
