"""What to do about text that is no YAML: the line to look at, and a hint for whoever typed it.

The reader of YAML names its own signs ("expected ',' or '}', but got '<scalar>'"). Most often the cause is one of a
few slips: a quotation mark or brace left out, a sign of the Chinese keyboard, a tab, a colon in the text.
"""

from __future__ import annotations

import re

_BARE_COMPARISON = re.compile(r":\s*[<>]=?\s*-?\d")
_FULL_WIDTH = re.compile(r"""^\s*(?:-\s)?\w*[A-Za-z0-9_](：)|[{,]\s*[A-Za-z0-9_]+(：)|["}\]](，)""")
_OTHER_BLANK = re.compile(r"^[ \t]*[\u3000\xa0]")
_NARROW = {"：": ":", "，": ","}


def hint(problem: str, line: int, begun: int | None, text: str) -> tuple[int, str]:
    """The line where the slip is most likely, and what to do; no words where nothing is known.

    Args:
        problem: what the reader of YAML says.
        line: where it gave up, from one on.
        begun: where what it was reading began, if it says so.
        text: the whole file.
    """
    lines = text.splitlines()
    is_inside = "expected ',' or" in problem or "expected ':'" in problem or "end of stream" in problem
    first = begun if begun is not None and is_inside else line - 1
    near = [(n, lines[n - 1]) for n in range(max(first, 1), line + 1) if n <= len(lines)]
    if "'\\t'" in problem:
        return line, "indent with blanks, not with the tab key"
    for n, shown in near:
        if _BARE_COMPARISON.search(shown):
            return n, "write a comparison in quotes, such as '>= 10'"
        if found := _FULL_WIDTH.search(shown):
            sign = next(filter(None, found.groups()))
            return n, f"found the full-width sign {sign}, write {_NARROW[sign]} and a blank in its place"
        if _OTHER_BLANK.search(shown):
            return n, "found a full-width blank before the text; indent with plain ones"
    for n in range(min(line, len(lines)), 0, -1):  # an open quotation ends at the next mark, lines below
        if lines[n - 1].count('"') % 2:
            return n, "a quotation mark is missing, or one too many"
    if "but got ':'" in problem or "mapping values are not allowed" in problem:
        return line, "text with a colon in it goes in quotes"
    for n, shown in near if is_inside else ():
        for opening, closing in ("{}", "[]"):
            if shown.count(opening) > shown.count(closing):
                return n, f"a closing {closing} is missing"
    if "expected <block end>" in problem:
        return line, "entries that belong together begin in the same column"
    return line, ""


def without_value(key: str) -> str:
    """What is wrong where a key in braces has no value."""
    if re.search("[:：]", key):
        return f"{key!r} has no value; write : and a blank between a key and its value"
    return f"{key!r} has no value; text with a comma in it goes in quotes"
