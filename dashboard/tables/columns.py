"""A column: what one cell of a table means, how its heading may be written, and what is allowed in it.

Columns are data. Each has its contract name (with the unit in the name), an official Chinese heading
followed by the synonyms that offices use, a label in English, and one sentence on what it says. The
functions below are the short forms in which the table modules write them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "text",  # free text, kept as it stands
    "identifier",  # any text; masked when it is shown in a fault
    "person",  # a person's name; masked
    "phone",  # masked
    "region",  # a region code; public, and looked up in `regions`
    "groups",  # several words, kept as text with ";" between them
    "choice",  # one of a list, in the contract's English words
    "term",  # like choice, but other words are kept as they stand
    "yesno",
    "count",  # whole and not negative
    "percent",  # 0 to 100
    "number",  # months, money, an index: any decimal number
    "month",  # YYYY-MM, in memory a month number
    "year",
    "date",  # YYYY-MM-DD
    "moment",  # a date, with or without a time of day
]
Unit = Literal["", "%", "people", "months", "CNY", "posts"]

# What may stand in parentheses behind a heading without changing what the column measures.
UNITS_IN_HEADINGS: dict[Unit, frozenset[str]] = {
    "": frozenset(),
    "%": frozenset({"%", "百分比", "百分数"}),
    "people": frozenset({"人", "人数", "名", "位", "人次"}),
    "months": frozenset({"月", "个月", "月数"}),
    "CNY": frozenset({"元", "人民币", "人民币元", "rmb", "cny"}),
    "posts": frozenset({"个", "岗位", "人"}),
}
NO_CHOICES: Mapping[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Column:
    """One column of a table; `zh` starts with the official heading, `choices` maps words to Chinese forms."""

    name: str
    kind: Kind
    zh: tuple[str, ...]
    label_en: str
    doc: str
    required: bool = False
    unit: Unit = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_CHOICES, hash=False)

    @property
    def label_zh(self) -> str:
        """The official Chinese heading."""
        return self.zh[0]

    @property
    def numeric(self) -> bool:
        """Whether the column becomes a float with NaN for blank."""
        return self.kind in ("count", "percent", "number")


def column(
    kind: Kind, name: str, zh: str, label_en: str, doc: str, *, required: bool = False, unit: Unit = ""
) -> Column:
    """A column of any kind; `zh` holds headings with blanks between them, the official one first."""
    return Column(name, kind, tuple(zh.split()), label_en, doc, required, unit)


def text(name: str, zh: str, label_en: str, doc: str, *, required: bool = False) -> Column:
    """Free text."""
    return column("text", name, zh, label_en, doc, required=required)


def identifier(name: str, zh: str, label_en: str, doc: str, *, required: bool = False) -> Column:
    """An identifier: text that is never a number, and masked wherever it is shown."""
    return column("identifier", name, zh, label_en, doc, required=required)


def count(name: str, zh: str, label_en: str, doc: str, *, unit: Unit = "people") -> Column:
    """A whole number of people, posts or firms."""
    return column("count", name, zh, label_en, doc, unit=unit)


def percent(name: str, zh: str, label_en: str, doc: str) -> Column:
    """A percentage, 0 to 100."""
    return column("percent", name, zh, label_en, doc, unit="%")


def months_of(name: str, zh: str, label_en: str, doc: str) -> Column:
    """A length of time in months."""
    return column("number", name, zh, label_en, doc, unit="months")


def money(name: str, zh: str, label_en: str, doc: str) -> Column:
    """An amount of money in yuan."""
    return column("number", name, zh, label_en, doc, unit="CNY")


def index(name: str, zh: str, label_en: str, doc: str) -> Column:
    """A figure against that of a base period, which is 100."""
    return column("number", name, zh, label_en, doc, unit="%")


def yesno(name: str, zh: str, label_en: str, doc: str) -> Column:
    """Yes or no; blank is no."""
    return column("yesno", name, zh, label_en, doc)


def date(name: str, zh: str, label_en: str, doc: str, *, required: bool = False) -> Column:
    """A day."""
    return column("date", name, zh, label_en, doc, required=required)


def choice(
    name: str,
    zh: str,
    label_en: str,
    doc: str,
    choices: Mapping[str, str],
    *,
    required: bool = False,
    is_open: bool = False,
) -> Column:
    """One word of a list; with `is_open`, words that the list lacks are kept as they stand."""
    words = {word: tuple(forms.split()) for word, forms in choices.items()}
    return Column(
        name, "term" if is_open else "choice", tuple(zh.split()), label_en, doc, required, "", words
    )


def region_code(doc: str, *, required: bool = True) -> Column:
    """The region that a row belongs to; its code must stand in `regions`."""
    zh = (
        "地区代码 区划代码 行政区划代码 区域代码 行政区代码 所属地区代码"
        " 地区编码 区划编码 行政区划编码 地区码"
    )
    return column("region", "region_code", zh, "Region code", doc, required=required)


def month(doc: str) -> Column:
    """The month that a row is about."""
    zh = "月份 月 统计月份 所属月份 年月 报告月份 数据月份 统计年月 所属期 统计期"
    return column("month", "month", zh, "Month", doc, required=True)


def enterprise_id(doc: str, *, required: bool = False) -> Column:
    """The firm's unified social credit code."""
    zh = (
        "统一社会信用代码 社会信用代码 信用代码 企业代码 单位代码 企业编号 单位编号"
        " 企业统一社会信用代码 单位统一社会信用代码"
    )
    return identifier("enterprise_id", zh, "Enterprise ID", doc, required=required)


def enterprise_name(doc: str, *, required: bool = False) -> Column:
    """The firm's name as registered."""
    zh = "企业名称 单位名称 用人单位名称 用人单位 企业 公司名称 单位"
    return text("enterprise_name", zh, "Enterprise name", doc, required=required)


def person_id(doc: str, *, required: bool = False) -> Column:
    """The random number under which a person is kept here."""
    zh = "人员编号 人员ID 个人编号 人员代码 人员标识 内部编号"
    return identifier("person_id", zh, "Person ID", doc, required=required)


def industry_code(doc: str) -> Column:
    """The firm's industry after GB/T 4754."""
    return text("industry_code", "行业代码 行业编码 行业 国民经济行业代码 所属行业代码", "Industry code", doc)
