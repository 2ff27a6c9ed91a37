"""Masks for people: what a viewer is shown in place of an ID number, a phone number or a name.

``110105194912310021`` → ``110105********0021``, ``13800008000`` → ``138****8000``, ``张三丰`` → ``张*``. What a mask
shows never depends on what a cell was meant to be: whatever in any text looks like an ID number or a mobile phone is
masked, full-width digits and blanks between them included.
"""

from __future__ import annotations

import re
import unicodedata

_SPLIT = re.compile(r"([;；、,，/|\s]+)")
_GAP = r"[\s\-‐-―－]{0,2}"
# An ID number of 18 or 15 signs, written in one piece or as area, birth date and number.
_ID = re.compile(
    rf"(?<![0-9A-Za-z])(?P<area>\d{{6}}){_GAP}"
    rf"(?:(?P<birth>\d{{8}}){_GAP}(?P<end>\d{{3}}[\dXx])|(?P<birth_15>\d{{6}}){_GAP}(?P<end_15>\d{{3}}))"
    rf"(?![0-9A-Za-z])"
)
_DAY = re.compile(r"(?:(?:18|19|20)\d\d|\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_MOBILE = re.compile(rf"(?<!\d)(1[3-9]\d){_GAP}(\d{{4}}){_GAP}(\d{{4}})(?!\d)")
_NARROW = str.maketrans(
    {
        chr(wide): chr(wide - 0xFEE0)
        for wide in range(0xFF01, 0xFF5F)
        if chr(wide) in "０１２３４５６７８９Ｘｘ"
    }
)
# What may hold an ID number or a phone: at least eleven signs of them in one stretch.
_SUSPECT = re.compile(r"\d(?:[\s\-‐-―－]{0,2}[\dXxＸｘ]){10,}")


def mask_id(text: str) -> str:
    """An ID number with its area and its last four signs; one of another length with its first and last sign."""
    plain = _plain(text)
    if len(plain) == 18:
        return f"{plain[:6]}{'*' * 8}{plain[-4:]}"
    if len(plain) == 15:
        return f"{plain[:6]}{'*' * 6}{plain[-3:]}"
    return _ends(plain)


def mask_phone(text: str) -> str:
    """Each phone number in a cell without its middle digits."""
    joined = _MOBILE.sub(r"\1\2\3", unicodedata.normalize("NFKC", text).strip())
    return "".join(part if _SPLIT.fullmatch(part) else _mask_number(part) for part in _SPLIT.split(joined))


def mask_name(text: str) -> str:
    """A person's surname and a star."""
    name = unicodedata.normalize("NFKC", text).strip()
    return f"{name[:1]}*" if len(name) > 1 else "*" * len(name)


def hide_inside(text: str, *, is_code: bool = False) -> str:
    """Any text, with whatever looks like an ID number or a mobile phone in it masked.

    A code (``is_code``) is looked at more closely, since firms have numbers of 18 digits too: only with a real day
    where the date of birth stands it is taken for a person's.
    """
    if not _SUSPECT.search(text):
        return text
    plain = text.translate(_NARROW)
    return _MOBILE.sub(r"\1****\3", _ID.sub(lambda found: _mask_found(found, is_code), plain))


def _mask_found(found: re.Match[str], is_code: bool) -> str:
    birth, end = found["birth"] or found["birth_15"], found["end"] or found["end_15"]
    if is_code and not _DAY.fullmatch(birth):
        return found.group()
    return f"{found['area']}{'*' * len(birth)}{end}"


def _mask_number(number: str) -> str:
    digits = sum(sign.isdigit() for sign in number)
    shown = (3, 4) if digits >= 11 else (0, 2)
    masked, seen = "", 0
    for sign in number:
        seen += sign.isdigit()
        hidden = shown[0] < seen <= digits - shown[1]
        masked += "*" if sign.isalnum() and (hidden or not sign.isdigit()) else sign
    return masked


def _plain(text: str) -> str:
    return re.sub(r"[\s\-‐-―－]", "", unicodedata.normalize("NFKC", text)).upper()


def _ends(text: str) -> str:
    return f"{text[0]}{'*' * (len(text) - 2)}{text[-1]}" if len(text) > 4 else "*" * len(text)
