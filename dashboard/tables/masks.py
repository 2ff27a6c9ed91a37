"""What may be shown of a person or a firm in a fault: enough to find the cell, not enough to know whom.

Every value that a fault shows passes through `shown`. The column says what the value should be; since cells
slip into wrong columns, whatever looks like an ID number, a firm's code or a mobile phone is masked
everywhere.
"""

import re

from dashboard.tables.columns import Kind

SHOWN_LENGTH = 40
HEADING_LENGTH = 80
# Numbers are also written in groups: 110105 19900307 002X, 138-1234-5678, +86 138 1234 5678.
_GAP = r"[ \-‐-―._·]?"
_MOBILE = re.compile(rf"(?<![0-9])((?:86{_GAP})?1[3-9][0-9]){_GAP}[0-9]{{4}}{_GAP}([0-9]{{4}})(?![0-9])")
_GROUPED_ID = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_GAP}[0-9]){{13,16}}{_GAP}[0-9Xx](?![0-9A-Za-z])")
_FULL_WIDTH = str.maketrans({chr(sign + 0xFEE0): chr(sign) for sign in range(0x21, 0x7F)} | {"\u3000": " "})
_LONG_ID = re.compile(r"[0-9A-Za-z]{15,}")
_FIVE_DIGITS = re.compile(r"[0-9]{5}")
# Figures, dates and codes with a digit in them; whatever else stands in a table about people may be a name.
_NO_NAME = re.compile(r"[0-9年月日时分秒:/.,%+\sTZ-]+|(?=.*[0-9])[0-9A-Za-z_.-]+")


def mask_identifier(text: str) -> str:
    """The first four and the last two characters of an identifier longer than eight; a shorter one whole."""
    return text if len(text) <= 8 else f"{text[:4]}{'*' * (len(text) - 6)}{text[-2:]}"


def mask_phone(text: str) -> str:
    """A phone number without its middle digits."""
    return text if len(text) < 7 else f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"


def mask_person(text: str) -> str:
    """A person's surname and a star."""
    return f"{text[:1]}*" if text else ""


def shown(text: str, kind: Kind = "text", *, is_personal: bool = False) -> str:
    """A value in quotes as a fault may show it: masked, on one line, not too long; a blank one in words.

    In a table about people (`is_personal`) anything that is not a figure, a date or a code is taken for a
    name.
    """
    if not text:
        return "an empty cell"
    if kind == "identifier":
        masked = mask_identifier(text)
    elif kind == "phone":
        masked = mask_phone(text)
    elif kind == "person" or (is_personal and not _NO_NAME.fullmatch(text)):
        masked = mask_person(text)
    else:
        masked = mask_inside(text)
    return quoted(masked)


def mask_inside(text: str) -> str:
    """Text in which whatever looks like an ID number, a firm's code or a mobile phone is masked."""
    folded = text.translate(_FULL_WIDTH)
    masked = _LONG_ID.sub(_mask_long, _GROUPED_ID.sub(lambda found: mask_identifier(found.group()), folded))
    masked = _MOBILE.sub(r"\1****\2", masked)
    return text if masked == folded else masked


def _mask_long(found: re.Match[str]) -> str:
    """A long run of letters and digits masked if it holds five digits in a row."""
    return mask_identifier(found.group()) if _FIVE_DIGITS.search(found.group()) else found.group()


def shown_heading(heading: str) -> str:
    """A heading as a fault may show it: a file without headings has its first row of data in their place."""
    return one_line(mask_inside(heading), HEADING_LENGTH)


def quoted(text: str) -> str:
    """Text in quotes, shortened, on one line."""
    return f"'{one_line(text)}'"


def one_line(text: str, most: int = SHOWN_LENGTH) -> str:
    """Text shortened, with whatever would break the line written as a blank."""
    line = printable(text)
    return line if len(line) <= most else line[: most - 1] + "…"


def printable(text: str) -> str:
    """Text without signs that steer a terminal or turn the line round; each becomes a blank."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
