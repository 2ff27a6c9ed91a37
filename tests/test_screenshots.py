"""The pictures of the documents: a palette keeps them small, and the colours of tiers as they are."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from dashboard.plans.styles import tier_style
from tests.browser.screenshots import packed


def test_a_small_mark_of_a_tier_keeps_its_colour_beside_thousands_of_others() -> None:
    picture = Image.new("RGB", (1000, 800), "#FCFCFB")
    draw = ImageDraw.Draw(picture)
    for n in range(200):  # the rims of letters: mixtures of ink, blue, amber and paper
        for row, ink in enumerate(("#1A2127", "#1D5A7A", "#616D76", "#7D5F00", "#8A4100")):
            shade = Image.blend(Image.new("RGB", (1, 1), ink), Image.new("RGB", (1, 1), "#FCFCFB"), n / 200)
            draw.rectangle((n * 5, 60 + row * 140, n * 5 + 4, 199 + row * 140), fill=shade.getpixel((0, 0)))
    fills = [str(tier_style(tier, "light")["fill"]) for tier in ("yellow", "orange", "red")]
    for n, fill in enumerate(fills):
        draw.rectangle((20 + 40 * n, 20, 36 + 40 * n, 36), fill=fill)
    out = io.BytesIO()
    picture.save(out, "PNG")
    small = Image.open(io.BytesIO(packed(out.getvalue()))).convert("RGB")
    for n, fill in enumerate(fills):
        found = small.getpixel((28 + 40 * n, 28))
        wanted = tuple(int(fill[at : at + 2], 16) for at in (1, 3, 5))
        assert isinstance(found, tuple)
        assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= 8, fill
