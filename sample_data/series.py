"""Seeded monthly series: an anchored path, a little noise, and guards that keep it away from edges.

Only additions, multiplications and `random.Random` with a text seed are used, so that the same figures come
out on every machine. Whatever must be exact in a story is written down there and replaces the drawn value.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

from sample_data.calendar_months import MONTHS, POSITION

#: Ordinary winter and spring-festival swing of first-time claims, January to December.
CLAIMS_SEASON = (1.04, 0.97, 1.05, 0.99, 0.98, 1.00, 1.03, 0.99, 1.00, 0.98, 1.01, 1.05)
#: The share of graduates in work dips when a new class leaves school: points below the path, by month.
GRADUATE_DIP = (0.6, 0.7, 0.4, 0.3, 0.2, 0.6, 1.9, 1.4, 0.8, 0.3, 0.1, 0.0)


def stream(*parts: object) -> random.Random:
    """Return the random stream that belongs to these words, the same on every run."""
    return random.Random("/".join(str(part) for part in parts))


def path(anchors: Mapping[str, float]) -> list[float]:
    """Draw straight lines between the anchored months; before the first and after the last it stays level."""
    known = sorted((POSITION[month], value) for month, value in anchors.items())
    values = []
    for position in range(len(MONTHS)):
        before = [pair for pair in known if pair[0] <= position]
        after = [pair for pair in known if pair[0] >= position]
        if not before or not after:
            values.append((before or after)[-1 if before else 0][1])
            continue
        (start, low), (end, high) = before[-1], after[0]
        values.append(low if start == end else low + (high - low) * (position - start) / (end - start))
    return values


def noisy(anchors: Mapping[str, float], spread: float, rng: random.Random) -> list[float]:
    """Return the anchored path with noise of at most `spread` either way."""
    return [value + spread * (2 * rng.random() - 1) for value in path(anchors)]


def backwards(last: int, changes_pct: Sequence[float]) -> list[int]:
    """Return counts that end at `last` and change by these percentages each month (the first is not used)."""
    counts = [last]
    for change in reversed(changes_pct[1:]):
        counts.append(round(counts[-1] / (1 + change / 100)))
    return counts[::-1]


def calm_changes(rng: random.Random, scripted: Mapping[str, float]) -> list[float]:
    """Return ordinary monthly changes of a headcount, −1.9 to +1.8 percent, and the scripted ones."""
    changes: list[float] = []
    for month in MONTHS:
        drift = -0.35 * changes[-1] if changes and abs(changes[-1]) < 3 else 0.0
        drawn = max(-1.9, min(1.8, drift + 2.6 * (rng.random() - 0.5)))
        changes.append(scripted.get(month, drawn))
    return changes


def claims(level: Mapping[str, float], rng: random.Random) -> list[int]:
    """Return first-time claimants that never rise by 5 percent for more than two months running."""
    counts: list[int] = []
    rising = 0
    for month, base in zip(MONTHS, path(level), strict=True):
        season = CLAIMS_SEASON[int(month[5:]) - 1]
        value = max(4, round(base * season * (1 + 0.07 * (2 * rng.random() - 1))))
        if counts:
            if rising >= 2 and value > counts[-1]:
                value = counts[-1] - 1
            rising = rising + 1 if value >= counts[-1] * 1.045 else 0
        counts.append(value)
    return counts


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Split a whole number by weight so that the parts add up to it again (largest remainders)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


def mean(values: Iterable[float]) -> float:
    """Return the ordinary mean."""
    listed = list(values)
    return sum(listed) / len(listed)
