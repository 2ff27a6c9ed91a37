"""Dates in the formats that Chinese Excel has built in, which the parser does not know.

A cell is a number; only its format says that it is a date. Chinese Excel offers formats such as 2024年6月3日
under numbers from 27 to 36 and from 50 to 58 and writes nothing but the number, so that the parser takes the
cell for 45446. Here these numbers become that of the ordinary date format, which every parser knows.
"""

import io
import re
import zipfile

CHINESE_DATES = frozenset({*range(27, 37), *range(50, 59)})
ORDINARY_DATE = b"14"
MOST_BYTES = 16 << 20

_STYLES = "xl/styles.xml"
# None of these looks twice at the same bytes, however the file is made.
_START = re.compile(rb"<(?:\w+:)?cellXfs\b")
_END = re.compile(rb"</(?:\w+:)?cellXfs\s*>")
_OWN_FORMAT = re.compile(rb"""<(?:\w+:)?numFmt\s[^<>]*?\bnumFmtId\s*=\s*["']([0-9]{1,4})["']""")
_FORMAT_NUMBER = re.compile(rb"""(\bnumFmtId\s*=\s*["'])([0-9]{1,4})(["'])""")


def with_known_dates(data: bytes) -> bytes:
    """The workbook with its Chinese date formats as the ordinary one; the same bytes if it has none."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = next((e for e in archive.infolist() if e.filename.lower() == _STYLES), None)
        if entry is None or entry.file_size > MOST_BYTES:
            return data
        styles = archive.read(entry)
    # A format that the file writes out itself is known to the parser, whatever its number.
    foreign = CHINESE_DATES - {int(number) for number in _OWN_FORMAT.findall(styles)}

    def known(found: re.Match[bytes]) -> bytes:
        number = ORDINARY_DATE if int(found.group(2)) in foreign else found.group(2)
        return found.group(1) + number + found.group(3)

    start = _START.search(styles)
    end = _END.search(styles, start.end()) if start else None
    if start is None or end is None:
        return data
    formats = _FORMAT_NUMBER.sub(known, styles[start.end() : end.start()])
    changed = styles[: start.end()] + formats + styles[end.start() :]
    return data if changed == styles else _with_part(data, entry.filename, changed)


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The zip with one part replaced: the others are copied as they are packed, and the new one is added."""
    memory = io.BytesIO(data)
    with zipfile.ZipFile(memory, "a") as archive:
        archive.filelist[:] = [entry for entry in archive.filelist if entry.filename != name]
        del archive.NameToInfo[name]
        archive.writestr(name, content)
    return memory.getvalue()
