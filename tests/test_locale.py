"""The catalogue: every message of the source is translated, none is left over, and both sides have the same names."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dashboard.locale import FOLDER, LANGUAGES, PSEUDO, PSEUDO_MARKS, words
from tests.serving import ROOT

KEYWORDS = {"t": None, "words": None, "plural": (1, 2)}
Key = str | tuple[str, ...]
HAN = re.compile(r"[一-鿿]")
# Words that Chinese text keeps in Latin letters: names of files and of a table as it is written in a folder.
LATIN_IN_CHINESE = {"MANIFEST.yaml", "regions"}


@cache
def source() -> dict[Key, str]:
    """Every message in the source and where it stands."""
    found: dict[Key, str] = {}
    for folder in ("dashboard", "pages"):
        for file, line, message, _, _ in extract_from_dir(ROOT / folder, keywords=KEYWORDS):
            found[message] = f"{folder}/{file}:{line}"
    return found


@cache
def catalogue() -> dict[Key, Message]:
    with (FOLDER / "zh_CN.po").open("rb") as file:
        read = read_po(file, locale="zh_CN")
    assert not read.obsolete, f"messages that nothing uses: {list(read.obsolete)}"
    return {message.id: message for message in read if message.id}


def forms(message: Message) -> tuple[list[str], list[str]]:
    """A message's English forms and its Chinese ones."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    return ids, strings


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_are_messages() -> None:
    assert len(source()) > 150


def test_every_message_of_the_source_is_in_the_catalogue() -> None:
    assert not {message: where for message, where in source().items() if message not in catalogue()}


def test_every_message_of_the_catalogue_is_in_the_source() -> None:
    assert not [message for message in catalogue() if message not in source()]


def test_every_message_is_translated_and_none_is_a_guess() -> None:
    assert not [
        message.id
        for message in catalogue().values()
        if message.fuzzy or not all(string for string in forms(message)[1])
    ]


def test_both_sides_have_the_same_names_in_braces() -> None:
    wrong = []
    for message in catalogue().values():
        ids, strings = forms(message)
        wanted = names(ids[-1])
        wrong += [(ids[-1], string) for string in (*ids, *strings) if names(string) != wanted]
    # English may leave the number out where there is one ("this month"), Chinese never needs a second form.
    assert not wrong


def test_both_sides_have_the_same_bold_marks() -> None:
    odd = [
        ids
        for ids, strings in map(forms, catalogue().values())
        if {s.count("**") % 2 for s in strings} != {0}
    ]
    assert not odd
    for ids, strings in map(forms, catalogue().values()):
        assert ("**" in ids[0]) == ("**" in strings[0]), ids[0]


def test_english_messages_hold_no_chinese() -> None:
    assert not [message for message in catalogue() if HAN.search("".join(message))]


def test_chinese_messages_hold_no_english_words() -> None:
    found = []
    for message in catalogue().values():
        for string in forms(message)[1]:
            rest = re.sub(r"\{\w+\}", "", string)
            found += [
                (string, word)
                for word in re.findall(r"[A-Za-z][A-Za-z_.]+", rest)
                if word not in LATIN_IN_CHINESE
            ]
    assert not found


def test_chinese_punctuation_is_full_width() -> None:
    """A half-width comma, colon or semicolon beside a Han character is a slip."""
    slips = [
        string
        for message in catalogue().values()
        for string in forms(message)[1]
        if re.search(r"[一-鿿}][,;!?]|[一-鿿][:()]", string)
    ]
    assert not slips


def test_a_message_without_translation_is_shown_in_english() -> None:
    assert words("zh")("No such message {n}", n=3) == "No such message 3"
    assert words("en").plural("{n} town", "{n} towns", 1) == "1 town"
    assert words("en").plural("{n} town", "{n} towns", 2) == "2 towns"
    assert words("zh").plural("{n} town", "{n} towns", 1) == "1个镇"


@pytest.mark.parametrize("lang", ["", "fr", "zh-CN", "EN"])
def test_an_unknown_language_is_chinese(lang: str) -> None:
    assert words(lang).lang == "zh"
    assert words(lang)("Place") == "地区"


def test_the_pseudo_language_marks_every_message() -> None:
    start, end = PSEUDO_MARKS
    assert PSEUDO not in LANGUAGES
    assert words(PSEUDO)("Place") == f"{start}Place{end}"
    assert words(PSEUDO).plural("{n} town", "{n} towns", 2) == f"{start}2 towns{end}"
    assert words(PSEUDO).pick("镇", "Town") == f"{start}Town{end}"


def test_viewers_of_two_languages_do_not_disturb_each_other() -> None:
    one, other = words("zh"), words("en")
    assert (one("Place"), other("Place"), one("Place")) == ("地区", "Place", "地区")


def test_a_name_in_a_message_cannot_make_itself_bold() -> None:
    told = words("en")("Next: **{distance}** ({subject}).", distance="1 **b**", subject="***x***")
    assert told.count("**") == 2
    assert told.replace("\u2060", "") == "Next: **1 **b**** (***x***)."
