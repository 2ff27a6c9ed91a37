"""Small pictures: the mark and name at the head of every page, a tier's numeral, the watermark of made-up data."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from dashboard.plans.styles import Scheme, neutrals
from geo.numerals import NUMERAL_BOX, NUMERAL_PATHS

_FONT = "'PingFang SC','HarmonyOS Sans SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"


def logo(name: str, scheme: Scheme) -> str:
    """An SVG picture: the mark, and the app's name beside it."""
    colours = neutrals(scheme)
    width = 36 + sum(15.2 if ord(c) > 0x2E80 else 8.2 for c in name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="24" viewBox="0 0 {width:.0f} 24">'
        f'<rect width="24" height="24" rx="5" fill="{colours["acc"]}"/>'
        f'<path d="M4.5 17l4.3-4.6 3.2 2.8 7.2-8" fill="none" stroke="{colours["bg"]}" stroke-width="2.2" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
        f'<path d="M4.5 7h6" stroke="{colours["bg"]}" stroke-width="1.6" stroke-dasharray="2 1.6"/>'
        f'<text x="34" y="17.4" font-family="{_FONT}" font-size="15" font-weight="600" fill="{colours["t1"]}">'
        f"{escape(name)}</text></svg>"
    )


def numeral_outline(numeral: str, size: float) -> str:
    """A tier's numeral as a path of absolute points, ``size`` wide, from its left edge and its middle upwards.

    Plotly draws such a path at a size in pixels; of drawn numerals only those made of straight lines are asked for.
    """
    scale, x, y, drawn = size / NUMERAL_BOX, 0.0, 0.0, []
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", NUMERAL_PATHS[numeral]):
        values = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        if command in "Zz":
            drawn.append("Z")
            continue
        step = 1 if command in "HhVv" else 2
        for at in range(0, len(values), step):
            base_x, base_y = (x, y) if command.islower() else (0.0, 0.0)
            if command in "Hh":
                x = base_x + values[at]
            elif command in "Vv":
                y = base_y + values[at]
            else:
                x, y = base_x + values[at], base_y + values[at + 1]
            point = f"{x * scale:.2f},{(NUMERAL_BOX / 2 - y) * scale:.2f}"
            drawn.append(f"{'M' if command in 'Mm' and at == 0 else 'L'}{point}")
    return "".join(drawn)


def pips(done: int, total: int) -> str:
    """How many of how many as small marks, those wanting dashed; a sentence beside them says the same."""
    marks = "<i></i>" * done + '<i class="no"></i>' * (total - done)
    return f'<span class="pips" aria-hidden="true">{marks}</span>'


def watermark(text: str, scheme: Scheme) -> str:
    """A style that writes the text faintly across the page, on screen and on paper."""
    ink = neutrals(scheme)["t1"]
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="420" height="260">'
        f'<text x="210" y="140" transform="rotate(-24 210 130)" text-anchor="middle" font-family="{_FONT}" '
        f'font-size="26" fill="{ink}" fill-opacity="0.05">{escape(text)}</text></svg>'
    )
    return (
        "<style>\n.stMainBlockContainer::before { content: ''; position: fixed; inset: 0; pointer-events: none; "
        f'z-index: 5; background: url("data:image/svg+xml,{quote(picture)}"); print-color-adjust: exact; }}\n</style>'
    )
