"""Names in markdown are nothing but text: on one line, in their own direction, without links, signs or arrows."""

import re

import pytest

from dashboard.locale import literal
from dashboard.locale.direction import isolated
from dashboard.ui.markdown import plain

# What Streamlit's page replaces in text that has already been read (its StreamlitMarkdown script).
AFTERWARDS = [
    re.compile(r"(https?://|www(?=\.))([-.\w]+)([^ \t\r\n]*)", re.I | re.A),
    re.compile(r"([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)", re.A),
    re.compile(r":[\w+-][\w_+-]*:", re.A),
    re.compile(r":material[_/](\w+):", re.A),
    *(
        re.compile(rf"(^|\s){re.escape(arrow)}(\s|$)")
        for arrow in ("<->", "->", "<-", "--", ">=", "<=", "~=")
    ),
]
NAMES = [
    "www.example.com", "WWW.example.com", "http://evil.example/x", "HTTPS://evil.example", "a@b.c", "a.b+c@d-e.f.g",
    "x http://a.b y www.c.d z", ":smile:", ":+1:", ":material/home:", ":streamlit:", ":a:b:c:", "-> x", "x --",
    "<->", ">=", "a <- b ~= c", "1. one", "2) two", "# head", "    code", "a\n\n# b", "a\r\n- b", "a\n===", "a\n---",
    "&lt;b&gt;", "&#58;x", "a | b\n--|--\nc | d", "[x](y)", "![x](y)", "**b**", "__b__", "`c`", "$x^2$", "<b>",
    ":red[x]", "~~s~~", "[^1]", "\\[x](y)", "a\u2028b", "xn--@a.b",
]  # fmt: skip


def shown(source):
    """The text that a reader of markdown makes of it: a backslash before any other sign makes text of that."""
    assert re.fullmatch(r"(\\[!-/:-@\[-`{-~]|[^!-/:-@\[-`{-~\n\r])*", source), source
    return re.sub(r"\\(.)", r"\1", source)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_markdown_is_the_same_text_and_nothing_else(name):
    text = shown(plain(name))
    assert text.replace("\u2060", "") == re.sub(r"[\x00-\x1f\u2028]+", " ", name).strip()
    assert [pattern.pattern for pattern in AFTERWARDS if pattern.search(text)] == []


@pytest.mark.parametrize(
    "name", ["高台县", "2024-06-30 09:15", "12.5%", "甲-乙（示例）", "3 >= 2? no: a=b", "11:00:05"]
)
def test_an_ordinary_name_gets_no_unseen_sign(name):
    assert shown(plain(name)).replace(">\u2060=", ">=").replace("11:\u206000:05", "11:00:05") == name


HEBREW, UIGHUR = "\u05d0\u05d1", "\u0626\u06c7"


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
@pytest.mark.parametrize("shown_by", [isolated, literal, lambda name: shown(plain(name))])
def test_marks_of_direction_are_left_out_of_a_name(mark, shown_by):
    assert shown_by(f"高{mark}台") == "高台"


def test_a_name_from_right_to_left_is_isolated_once():
    wrapped = f"\u2068{UIGHUR} 1\u2069"
    assert isolated(f"{UIGHUR} 1") == isolated(wrapped) == wrapped
    assert isolated(f"1 {wrapped} 2 {wrapped}") == f"1 {wrapped} 2 {wrapped}"
    assert isolated(f"{HEBREW} {wrapped}") == f"\u2068{HEBREW} {wrapped}\u2069"


def test_a_name_cannot_end_its_own_isolation():
    assert isolated(f"{HEBREW}\u2069\u202e1") == f"\u2068{HEBREW}1\u2069"
    assert isolated(f"\u2069{HEBREW}\u2068") == f"\u2068{HEBREW}\u2069"
