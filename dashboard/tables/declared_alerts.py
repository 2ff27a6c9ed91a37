"""The alerts that a region's government has published: what counts, unlike what is merely detected."""

from collections.abc import Mapping
from dataclasses import replace

from dashboard.tables import columns as c
from dashboard.tables.cells import plain
from dashboard.tables.table import Table

TIERS = {
    "normal": "正常 无 无预警 绿色 绿 解除",
    "yellow": "黄色 黄 黄色预警 Ⅲ级 三级 3级",
    "orange": "橙色 橙 橙色预警 Ⅱ级 二级 2级",
    "red": "红色 红 红色预警 Ⅰ级 一级 1级",
}

DECLARED_ALERTS = Table(
    name="declared_alerts",
    label_zh="已发布预警",
    label_en="Declared alerts",
    doc="One row is a published alert of a region in a month; a region may publish several.",
    columns=(
        c.region_code("The place that published the alert."),
        c.month("The month in which it was in force."),
        c.choice(
            "tier",
            "预警级别 预警等级 级别 等级 预警颜色 发布等级",
            "Tier",
            "The tier that was published; a plan's own tiers count too where the folder is read for that plan.",
            TIERS,
            required=True,
        ),
    ),
)


def with_tiers(tiers: Mapping[str, tuple[str, ...]]) -> Table:
    """The table as it is read for a plan: its tiers, by their ids and names, stand beside those of the contract.

    Where the plan and the contract mean different tiers by a word, such as 二级, the plan's holds.
    """
    taken = {plain(form) for forms in tiers.values() for form in forms}
    known = DECLARED_ALERTS.by_name["tier"].choices
    left = {word: tuple(form for form in forms if plain(form) not in taken) for word, forms in known.items()}
    own = {word: tuple(dict.fromkeys((*forms, *left.get(word, ())))) for word, forms in tiers.items()}
    choices = {"normal": left["normal"], **own, **{word: left[word] for word in known if word not in own}}
    columns = (
        replace(column, choices=choices) if column.name == "tier" else column
        for column in DECLARED_ALERTS.columns
    )
    return replace(DECLARED_ALERTS, columns=tuple(columns))
