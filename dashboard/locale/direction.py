"""The direction of writing: a name of either direction leaves the words around it as they are."""

import re

FIRST_STRONG, POP = "\u2068", "\u2069"

# Marks, embeddings, overrides and isolates of a fixed direction: nothing that the names of places need.
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]")
_ISOLATES = re.compile(f"[{FIRST_STRONG}{POP}]")
_ISOLATED = re.compile(f"{FIRST_STRONG}[^{FIRST_STRONG}{POP}]*{POP}")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def isolated(text: str) -> str:
    """Text without marks of direction; what is written from right to left stands between unseen isolating signs."""
    if text.isascii():
        return text
    text = _MARKS.sub("", text)
    rest = text
    while (outside := _ISOLATED.sub("", rest)) != rest:
        rest = outside
    if _ISOLATES.search(rest):
        text = rest = _ISOLATES.sub("", text)
    return f"{FIRST_STRONG}{text}{POP}" if _RIGHT_TO_LEFT.search(rest) else text
