"""The encoding of a text file: a byte-order mark, else strict UTF-8, else strict GB18030, else refused by name.

GB18030 takes almost any bytes, so three kinds of damage are looked for first, and named: a file cut off within a
letter, one that has lines of both encodings, and one whose letters were spoiled when it was saved before.
"""

import codecs
import re

from dashboard.tables.sheet import RefusedFileError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
ALLOWED = "UTF-8 or GB18030"
FIX = "Save the file as CSV UTF-8."
_AGAIN = "Have the file sent again, saved as CSV UTF-8."
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What remains of Chinese text after a wrong reading was saved.
_REPLACED = re.compile("\ufffd|锟斤|斤拷|烫烫烫|屯屯屯")
_LATIN = re.compile(
    r"[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]{2,}"
)
_TRIED = 20_000


def decode(data: bytes) -> tuple[str, str]:
    """A file's text and the encoding that it was in.

    Raises:
        RefusedFileError: it is in no encoding that is read, or it is damaged; the reason is named.
    """
    text, encoding = _decoded(data)
    if "\x00" in text:
        found = "zero bytes, as in UTF-16 without a byte-order mark or in a file that is no text"
        raise RefusedFileError(found, ALLOWED, FIX)
    _refuse_spoiled(text)
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise _broken(encoding.upper(), error, len(data) - len(mark)) from error
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        utf8 = error
    if _is_cut_off(utf8, len(data)) and _has_wide(data[: utf8.start]):
        raise _broken("UTF-8", utf8, len(data))
    _refuse_mixed(data)
    try:
        return data.decode("gb18030"), "gb18030"
    except UnicodeDecodeError as error:
        if _is_cut_off(error, len(data)) and not _has_wide(data[: utf8.start]):
            raise _broken("GB18030", error, len(data)) from error
        line = data.count(b"\n", 0, utf8.start) + 1
        raise RefusedFileError(
            f"an encoding that is neither UTF-8 (line {line} is not) nor GB18030", ALLOWED, FIX
        ) from error


def _broken(encoding: str, error: UnicodeDecodeError, length: int) -> RefusedFileError:
    if _is_cut_off(error, length):
        return RefusedFileError(
            f"{encoding} text that is cut off within its last letter (truncated)", "a whole file", _AGAIN
        )
    return RefusedFileError(
        f"bytes that are no {encoding}, against its byte-order mark", f"whole {encoding}", FIX
    )


def _is_cut_off(error: UnicodeDecodeError, length: int) -> bool:
    return error.start >= length - 4 and error.reason in (
        "unexpected end of data",
        "truncated data",
        "incomplete multibyte sequence",
    )


def _has_wide(data: bytes) -> bool:
    """Whether bytes that are UTF-8 hold Chinese as such."""
    return _is_wide(data) is True


def _is_wide(line: bytes) -> bool | None:
    """True for a line of UTF-8 Chinese, False for one that is no UTF-8, None for one that does not tell."""
    if line.isascii():
        return None
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True if len(_CHINESE.findall(text)) >= 2 else None


def _refuse_mixed(data: bytes) -> None:
    first: dict[bool, int] = {}
    for number, line in enumerate(data.split(b"\n")[:_TRIED], start=1):
        told = _is_wide(line)
        if told is not None:
            first.setdefault(told, number)
        if len(first) == 2:
            raise RefusedFileError(
                f"mixed encodings: line {first[True]} is UTF-8, line {first[False]} is not",
                "one encoding for the whole file",
                _AGAIN,
            )


def _refuse_spoiled(text: str) -> None:
    start = text[:_TRIED]
    if _REPLACED.search(text):
        raise RefusedFileError(
            "letters that were lost when the file was saved before (mojibake such as 锟斤拷 or \ufffd)",
            "the text as it was written", _AGAIN,
        )  # fmt: skip
    was = _unspoiled(start)
    if was:
        raise RefusedFileError(
            f"letters that were read in a wrong encoding and saved so (mojibake of {was})",
            "the text as it was written", _AGAIN,
        )  # fmt: skip


def _unspoiled(text: str) -> str:
    """The encoding whose bytes were misread, if undoing the misreading gives better Chinese."""
    if not _CHINESE.search(text) and _LATIN.search(text):
        for wrong in ("cp1252", "latin-1"):
            for right in ("utf-8", "gb18030"):
                undone = _undone(text, wrong, right)
                if len(_CHINESE.findall(undone)) >= 2:
                    return right.upper()
    # UTF-8 read as GBK turns the signs of a table into rare ones; going back gives two for three of them.
    sample = "".join(_CHINESE.findall(text))[:2_000]
    wide = len(_CHINESE.findall(_undone(sample, "gb18030", "utf-8")))
    return "UTF-8" if wide >= 3 and wide * 5 >= len(sample) * 2 else ""


def _undone(text: str, wrong: str, right: str) -> str:
    return text.encode(wrong, errors="ignore").decode(right, errors="ignore")
