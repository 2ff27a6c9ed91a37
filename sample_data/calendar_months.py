"""The 36 months that both made-up folders cover, as text (`2023-11` … `2026-10`)."""

from __future__ import annotations


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Return every month from `first` to `last`, both included, as `YYYY-MM`."""
    start, end = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(start, end + 1))


MONTHS = months_between("2023-11", "2026-10")
NEWEST = MONTHS[-1]
YEARS = tuple(sorted({int(month[:4]) for month in MONTHS}))
POSITION = {month: position for position, month in enumerate(MONTHS)}
