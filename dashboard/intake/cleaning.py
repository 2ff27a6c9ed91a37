"""Cells as people write them become cells as the contract has them; what is not plain stays as it stands.

Only what means one thing is rewritten: ２，４８６ is 2486, 2024年6月 is 2024-06, — is blank. Whatever is left is read
strictly, so that it becomes a fault.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.intake.naming import SCALES
from dashboard.tables.cells import DECIMAL, plain
from dashboard.tables.columns import UNITS_IN_HEADINGS, Column

MISSING = frozenset(
    {"—", "——", "–", "-", "--", "---", "/", "//", "\\", "无", "空", "暂无", "无数据", "n/a", "na", "null", "none",
     "nan", "nil", "…", "……", "...", "......", "*", "．", "、", "?", "？"}
)  # fmt: skip
# A number that an office gives itself; one without any digit may be a word for nothing, such as null.
_OWN_NUMBER = r"^([0-9A-Za-z]*[0-9][0-9A-Za-z]*)?$"
CAPITAL = frozenset({"id_number", "enterprise_id"})
_CLEAN = {
    "month": r"^([0-9]{4}-(0[1-9]|1[0-2]))?$",
    "date": r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
    "moment": r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
    "year": r"^([0-9]{4})?$",
    "region": r"^[0-9]*$",
    "identifier": r"^[0-9A-Z]*$",
    "phone": r"^[0-9]*$",
}
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(
    r"([0-9]{4})(?:年|[-/.])([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})日?"
    r"(?:[ T]?([0-9]{1,2})[:时点]([0-9]{2})分?(?::([0-9]{2})(?:\.[0-9]+)?)?秒?)?"
)
_COMPACT_DAY = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
_MONTH = re.compile(r"([0-9]{4})(?:年|[-/])([0-9]{1,2})(?:月份?)?")
_DOTTED_MONTH = re.compile(r"([0-9]{4})\.(0[1-9]|1[0-2]|[2-9])(?:月份?)?")
_COMPACT_MONTH = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])")
_BARE_MONTH = re.compile(r"(0?[1-9]|1[0-2])月份?")
_YEAR = re.compile(r"([0-9]{4})(?:年度?|\.0)")
_SERIAL = re.compile(r"[2-7][0-9]{4}(\.[0-9]+)?")
_YES = frozenset({"√", "✓", "✔", "y", "yes", "有", "对", "t", "是的", "☑"})
_NO = frozenset({"×", "x", "✗", "n", "no", "无", "没有", "f", "不是", "☐"})


def clean(
    texts: Any, column: Column, *, is_1904: bool = False, year: int | None = None, scale: int = 1
) -> Any:
    """A column's texts as the contract writes them; `year` is the one that a title names, for cells such as 6月.

    `scale` is what the heading or a unit line says that figures are counted in, such as 10000 for 万元.
    """
    if column.kind in ("count", "number", "percent"):
        if scale != 1:
            return rewritten(texts, r"^$", lambda text: _figure(text, column, scale))
        return rewritten(texts, f"{DECIMAL}|^$", lambda text: _figure(text, column, 1))
    rewrite: Callable[[str], str]
    match column.kind:
        case "month":
            rewrite = lambda text: _month(text, is_1904, year)  # noqa: E731
        case "date":
            rewrite = lambda text: _date(text, is_1904, with_time=False)  # noqa: E731
        case "moment":
            rewrite = lambda text: _date(text, is_1904, with_time=True)  # noqa: E731
        case "year":
            rewrite = _year
        case "region" | "phone":
            rewrite = _code
        case "identifier":
            # Letters are capital where a standard says so; a number that an office gives itself stays as it is.
            is_capital = column.name in CAPITAL
            rewrite = lambda text: _identifier(text, is_capital=is_capital)  # noqa: E731
            if not is_capital:
                return rewritten(texts, _OWN_NUMBER, rewrite)
        case "yesno":
            rewrite = _yesno
        case "choice" | "term":
            words = {plain(form) for word, forms in column.choices.items() for form in (word, *forms)}
            rewrite = lambda text: text if plain(text) in words else _or_missing(text)  # noqa: E731
        case _:
            rewrite = _or_missing
    return rewritten(texts, _CLEAN.get(column.kind, "^$"), rewrite)


def rewritten(texts: Any, clean_already: str, rewrite: Callable[[str], str]) -> Any:
    """Texts with `rewrite` done to each distinct one that does not match `clean_already`."""
    is_clean = pc.match_substring_regex(texts, clean_already)
    if pc.all(is_clean).as_py() or not len(texts):
        return texts
    coded = texts.filter(pc.invert(is_clean)).dictionary_encode()
    words = pa.array([rewrite(word) for word in coded.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(texts, pc.invert(is_clean), words.take(coded.indices))


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no figure."""
    return text in MISSING or plain(text) in MISSING


def _or_missing(text: str) -> str:
    return "" if is_missing(text) else text


def folded(text: str) -> str:
    """Plain instead of full-width forms, without the signs that programs put before a number kept as text."""
    text = unicodedata.normalize("NFKC", text).strip().strip("\u200b\ufeff\u2060").strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.lstrip("'`’‘")


def _figure(text: str, column: Column, scale: int) -> str:
    if is_missing(text):
        return ""
    number = "".join(folded(text).split()).replace("−", "-").lstrip("¥￥")
    sign = ""
    if number.endswith("%") and column.unit == "%":
        number, sign = number[:-1], "%" if column.kind == "percent" else ""
    for unit in sorted((*UNITS_IN_HEADINGS[column.unit], "人", "个月"), key=len, reverse=True):
        if unit != "%" and number.lower().endswith(unit) and unit in UNITS_IN_HEADINGS[column.unit]:
            number, own = number[: -len(unit)], 1
            break
    else:
        own = scale
    for word, factor in (("亿", 100_000_000), ("万", 10_000), ("千", 1_000)):
        if number.endswith(word) and column.unit in ("CNY", "people", "posts") and word in ("亿", "万"):
            number, own = number[: -len(word)], factor
            break
    if _THOUSANDS.fullmatch(number):
        number = number.replace(",", "")
    if not _PLAIN.fullmatch(number):
        return text
    try:
        value = Decimal(number) * own
    except InvalidOperation:
        return text
    if not -(Decimal(10) ** 18) < value < Decimal(10) ** 18:
        return text
    if own == 1 and not number.startswith("+") and "e" not in number.lower():
        return number.rstrip(".") + sign
    return (
        f"{value:f}{sign}" if value.as_tuple().exponent == 0 or own == 1 else f"{value.normalize():f}{sign}"
    )


def scale_of(units: tuple[str, ...], column: Column, heading_unit: str) -> int:
    """What a column's figures are counted in, as its heading or a unit line declares it."""
    for unit in (heading_unit, *(() if heading_unit else units)):
        if unit in SCALES and (
            (column.unit == "CNY" and unit.endswith("元"))
            or (column.unit == "people" and unit.endswith("人"))
        ):
            return SCALES[unit]
    return 1


def _from_serial(text: str, is_1904: bool) -> datetime | None:
    if not _SERIAL.fullmatch(text):
        return None
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
    moment = start + timedelta(days=float(text))
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _date(text: str, is_1904: bool, *, with_time: bool) -> str:
    if is_missing(text):
        return ""
    day = folded(text)
    found = _DAY.fullmatch(day)
    if found:
        written = f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
        if with_time and found[4] is not None:
            return f"{written} {int(found[4]):02d}:{found[5]}" + (f":{found[6]}" if found[6] else "")
        return written
    compact = _COMPACT_DAY.fullmatch(day)
    if compact:
        return "-".join(compact.groups())
    moment = _from_serial(day, is_1904)
    if moment is None:
        return text
    has_time = with_time and (moment.hour or moment.minute or moment.second)
    return f"{moment:%Y-%m-%d %H:%M}" if has_time else f"{moment:%Y-%m-%d}"


def _month(text: str, is_1904: bool, year: int | None) -> str:
    if is_missing(text):
        return ""
    month = "".join(folded(text).split())
    for pattern in (_MONTH, _DOTTED_MONTH, _COMPACT_MONTH):
        found = pattern.fullmatch(month)
        if found and 1 <= int(found[2]) <= 12:
            return f"{found[1]}-{int(found[2]):02d}"
    bare = _BARE_MONTH.fullmatch(month)
    if bare and year:
        return f"{year}-{int(bare[1]):02d}"
    day = _date(text, is_1904, with_time=False)
    return day[:7] if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) else text


def _year(text: str) -> str:
    if is_missing(text):
        return ""
    found = _YEAR.fullmatch("".join(folded(text).split()))
    return found[1] if found else folded(text)


def _code(text: str) -> str:
    if is_missing(text):
        return ""
    code = "".join(folded(text).split())
    return code[:-2] if re.fullmatch(r"[0-9]+\.0", code) else code


def _identifier(text: str, *, is_capital: bool) -> str:
    if is_missing(text):
        return ""
    number = folded(text)
    compact = "".join(number.split())
    if not re.fullmatch(r"[0-9A-Za-z]+", compact):
        return number
    return compact.upper() if is_capital else compact


def _yesno(text: str) -> str:
    word = plain(text)
    if word in _YES:
        return "是"
    if word in _NO:
        return "否"
    return _or_missing(text)


def positions(mask: Any) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Where a mask is true."""
    return np.flatnonzero(np.asarray(mask)).astype(np.int64)
