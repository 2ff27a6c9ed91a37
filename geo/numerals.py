"""The tiers' numerals as drawn shapes, so that Ⅰ, Ⅱ, Ⅲ, Ⅳ have serifs in every font and on every paper.

The same paths stand in `painter.js` for the map; a test keeps the two equal. Box 16 × 16, one filled path
each: "1"…"4", "q" the question mark of unknown, "o" the ring of normal.
"""

NUMERAL_BOX = 16

NUMERAL_PATHS: dict[str, str] = {
    "1": "M4 1.5h8v1.7H9.1v9.6H12v1.7H4v-1.7h2.9V3.2H4z",
    "2": "M2 1.5h12v1.7h-1.7v9.6H14v1.7H2v-1.7h1.7V3.2H2zM5.9 3.2v9.6h4.2V3.2z",
    "3": "M.5 1.5h15v1.7h-1.4v9.6h1.4v1.7H.5v-1.7h1.4V3.2H.5zM3.9 3.2v9.6H7V3.2zM9 3.2v9.6h3.1V3.2z",
    "4": "M.4 1.5h15.2v1.7h-1.1L11.7 14.5H9.4L6.6 3.2H4.2v9.6h1.4v1.7H.7v-1.7h1.4V3.2H.4zM8.7 3.2l1.85 8.1 1.85-8.1z",
    "q": "M4.3 5.7C4.3 3.1 5.9 1.5 8.2 1.5c2.2 0 3.7 1.4 3.7 3.5 0 1.6-.8 2.5-1.8 3.4-.8.7-1.1 1.2-1.1 2.3H6.9c0-1.8"
    ".6-2.7 1.6-3.6.8-.7 1.3-1.2 1.3-2.1 0-1-.7-1.6-1.7-1.6s-1.7.8-1.7 2.3zM6.8 12.2h2.3v2.3H6.8z",
    "o": "M8 3.1a4.9 4.9 0 1 1 0 9.8 4.9 4.9 0 0 1 0-9.8zm0 1.8a3.1 3.1 0 1 0 0 6.2 3.1 3.1 0 0 0 0-6.2z",
}
