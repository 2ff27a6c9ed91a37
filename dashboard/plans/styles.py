"""How a tier looks: the one table of colours, numerals, outlines, hatches and words, and the digits.

A map, badge or strip gets one character a place (`docs/architecture.md`): 0…N the complete tiers, N+1
unknown, N+2… the tiers 0…N again but incomplete. `digit_styles` gives one style a digit in that order, so
whoever paints needs neither a threshold nor a tier's name. Colours are hexadecimal, widths CSS pixels.
Source: tier_styles.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import yaml

Scheme = Literal["light", "dark"]
Style = dict[str, Any]

STYLES_FILE = Path(__file__).with_name("tier_styles.yaml")
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
UNKNOWN_TIER = -1
MAX_TIERS = (len(ALPHABET) - 3) // 2
LEAST_CONTRAST = 4.5
NUMERALS = ("1", "2", "3", "4", "q", "o")

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LOOK_KEYS = ("fill", "text", "outline", "ink")
_TIER_KEYS = ("numeral", "outline_width_px", "zh", "en", "light", "dark")


class StyleError(ValueError):
    """A tier has no usable style; says which, what was found, what is allowed."""


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    """Return the table as written in tier_styles.yaml."""
    loaded = yaml.safe_load(STYLES_FILE.read_text(encoding="utf-8"))
    if not isinstance(loaded, dict):
        raise StyleError(f"{STYLES_FILE.name}: found {type(loaded).__name__}; allowed: a mapping of tiers.")
    return loaded


def known_tiers() -> list[str]:
    """Return the identifiers of the tiers that have a style, from mild to severe, normal first."""
    return list(_table()["tiers"])


def neutrals(scheme: Scheme) -> dict[str, str]:
    """Return the colours that mean nothing: page, panel, lines, text, accent."""
    return dict(_table()["neutrals"][scheme])


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    if not _COLOUR.fullmatch(colour):
        raise StyleError(f"Colour: found {colour!r}; allowed: # and six hexadecimal figures, as in #F7D250.")
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _entry(tier_id: str, overrides: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return one tier's row: the table's, changed by the deployment's own where it has one."""
    own = overrides.get(tier_id, {})
    base_id = str(own.get("like", tier_id))
    table = _table()
    base = table["unknown"] if base_id == "unknown" else table["tiers"].get(base_id)
    if base is None and set(_TIER_KEYS) - set(own):
        allowed = ", ".join(known_tiers())
        raise StyleError(
            f"Tier {base_id!r} has no style; allowed: {allowed}, or a style of its own under "
            f"overrides with `like: yellow` (or another of these) and what differs."
        )
    row: dict[str, Any] = {key: _copy(value) for key, value in (base or {}).items()}
    for key, value in own.items():
        if key == "like":
            continue
        if key not in _TIER_KEYS:
            raise StyleError(
                f"Style of tier {tier_id!r}: found {key!r}; allowed: like, {', '.join(_TIER_KEYS)}."
            )
        row[key] = {**row.get(key, {}), **value} if isinstance(value, Mapping) else value
    return row


def _copy(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else value


def _check(tier_id: str, row: Mapping[str, Any], scheme: Scheme) -> None:
    """Refuse a style that cannot be read: wrong numeral, wrong width, too little contrast."""
    if str(row["numeral"]) not in NUMERALS:
        raise StyleError(
            f"Style of tier {tier_id!r}: numeral {row['numeral']!r}; allowed: {', '.join(NUMERALS)}."
        )
    if not isinstance(row["outline_width_px"], int | float) or not 0 <= row["outline_width_px"] <= 8:
        raise StyleError(
            f"Style of tier {tier_id!r}: outline_width_px {row['outline_width_px']!r}; allowed: 0 to 8."
        )
    look = row[scheme]
    missing = [key for key in _LOOK_KEYS if key not in look]
    if missing:
        raise StyleError(f"Style of tier {tier_id!r}, {scheme}: {', '.join(missing)} missing; add it.")
    paper = neutrals(scheme)["bg"]
    for what, one, other in (
        ("text on fill", look["text"], look["fill"]),
        ("ink on the page", look["ink"], paper),
    ):
        ratio = contrast(one, other)
        if ratio < LEAST_CONTRAST:
            raise StyleError(
                f"Style of tier {tier_id!r}, {scheme}: contrast of {what} is {ratio:.1f} ({one} on {other}); "
                f"allowed: at least {LEAST_CONTRAST}. Make one of the two darker or lighter."
            )


def tier_style(
    tier_id: str,
    scheme: Scheme,
    *,
    complete: bool = True,
    overrides: Mapping[str, Mapping[str, Any]] | None = None,
    language: str = "zh_CN",
) -> Style:
    """Return how one tier looks, ready for a painter: plain values, nothing to look up.

    Keys: tier, complete, fill, text, outline, ink, outline_width (CSS px), dashed, hatch (None, "incomplete",
    "unknown"), hatch_color, numeral ("1"…"4", "q", "o"), word (黄色), level (Ⅲ级, or ""), incomplete_word
    (未齐, or "" if complete), label (黄色（Ⅲ级），未齐; Tier III (yellow), incomplete). Unknown is never also
    incomplete.
    """
    row = _entry(tier_id, overrides or {})
    _check(tier_id, row, scheme)
    look = row[scheme]
    is_unknown = tier_id == "unknown"
    is_incomplete = not complete and not is_unknown
    rule = _table()["incomplete"]
    width = float(row["outline_width_px"])
    if is_incomplete:
        width = max(width, float(rule["least_outline_width_px"]))
    hatch = "unknown" if is_unknown else "incomplete" if is_incomplete else None
    return {
        "tier": tier_id,
        "complete": not is_unknown and not is_incomplete,
        **{key: look[key] for key in _LOOK_KEYS},
        "outline_width": width,
        "dashed": hatch is not None,
        "hatch": hatch,
        "hatch_color": look.get("hatch", look["outline"]) if is_unknown else look["outline"],
        "numeral": str(row["numeral"]),
        **_words(row, "zh" if language.startswith("zh") else "en", is_incomplete),
    }


def _words(row: Mapping[str, Any], language: str, is_incomplete: bool) -> dict[str, str]:
    """Return word, level, incomplete_word and label: 黄色, Ⅲ级, 未齐, 黄色（Ⅲ级），未齐."""
    word, level = str(row[language]["word"]), str(row[language].get("level", ""))
    rest = str(_table()["incomplete"][language]["word"]) if is_incomplete else ""
    if language == "zh":
        label = (f"{word}（{level}）" if level else word) + (f"，{rest}" if rest else "")
    else:
        label = (f"{level} ({word.lower()})" if level else word) + (f", {rest}" if rest else "")
    return {"word": word, "level": level, "incomplete_word": rest, "label": label}


def digit_styles(
    tier_ids: Sequence[str],
    scheme: Scheme,
    overrides: Mapping[str, Mapping[str, Any]] | None = None,
    language: str = "zh_CN",
) -> list[Style]:
    """Return one style a digit, in the digits' order, for a plan whose tiers run from mild to severe.

    `tier_ids` are the plan's own, without normal: ["yellow", "orange", "red"] gives nine styles. `overrides`
    maps a tier's id to what differs from the table, with `like:` for a tier the table does not know.
    """
    _check_count(len(tier_ids))
    if len(set(tier_ids)) != len(tier_ids) or {"normal", "unknown"} & set(tier_ids):
        raise StyleError(
            f"Tiers of the plan: found {list(tier_ids)}; allowed: each once, without normal and unknown."
        )
    steps = ["normal", *tier_ids]
    order = [(tier, True) for tier in steps] + [("unknown", False)] + [(tier, False) for tier in steps]
    return [
        tier_style(tier, scheme, complete=complete, overrides=overrides, language=language)
        for tier, complete in order
    ]


def digit_of(tier: int, complete: bool, n: int) -> str:
    """Return the one character for a tier (−1 unknown, 0 normal, 1…n) of a plan with `n` tiers."""
    _check_count(n)
    if not UNKNOWN_TIER <= tier <= n:
        raise StyleError(f"Tier number: found {tier}; allowed: −1 to {n}.")
    if tier == UNKNOWN_TIER:
        return ALPHABET[n + 1]
    return ALPHABET[tier if complete else n + 2 + tier]


def digits(tiers: npt.ArrayLike, complete: npt.ArrayLike, n: int) -> str:
    """Return one character a place: tiers (−1…n) and completeness in, in the same order, a string out."""
    _check_count(n)
    tier = np.asarray(tiers, dtype=np.int64).ravel()
    whole = np.broadcast_to(np.asarray(complete, dtype=bool).ravel(), tier.shape)
    if tier.size and (tier.min() < UNKNOWN_TIER or tier.max() > n):
        raise StyleError(f"Tier numbers: found {tier.min()} to {tier.max()}; allowed: −1 to {n}.")
    place = np.where(tier == UNKNOWN_TIER, n + 1, np.where(whole, tier, n + 2 + tier))
    letters = np.frombuffer(ALPHABET.encode("ascii"), dtype=np.uint8)
    return letters[place].tobytes().decode("ascii")


def _check_count(n: int) -> None:
    if not 1 <= n <= MAX_TIERS:
        raise StyleError(f"Tiers of a plan: found {n}; allowed: 1 to {MAX_TIERS}.")
