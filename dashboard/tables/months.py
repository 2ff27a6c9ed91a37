"""Months as numbers: `year * 12 + month - 1`, so that the month before is one less (2024-06 is 24293)."""

import re

FIRST_YEAR = 1900
LAST_YEAR = 2100
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def month_number(text: str) -> int:
    """The number of a month written YYYY-MM; anything else raises ValueError."""
    number = parse_month(text)
    if number is None:
        raise ValueError(f"{text!r} is no month; write YYYY-MM, such as 2024-06")
    return number


def parse_month(text: str) -> int | None:
    """The number of a month written YYYY-MM between 1900 and 2100, or None."""
    found = _MONTH.fullmatch(text)
    if found is None or not FIRST_YEAR <= int(found.group(1)) <= LAST_YEAR:
        return None
    return int(found.group(1)) * 12 + int(found.group(2)) - 1


def month_text(number: int) -> str:
    """A month's number as YYYY-MM."""
    year, month = divmod(number, 12)
    return f"{year:04d}-{month + 1:02d}"
