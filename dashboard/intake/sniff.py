"""What a file is by its own bytes, whatever its name says; whatever is no table is refused by what it is."""

import io
import zipfile
from pathlib import PurePath
from typing import Literal

from dashboard.tables.sheet import RefusedFileError

Format = Literal["csv", "xlsx", "xls", "parquet"]

ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".parquet": "parquet",
}
MOST_BYTES = 200 << 20
ALLOWED = "CSV, XLSX, XLS or Parquet"
_RESAVE = "Open it in a spreadsheet and save it as .xlsx or as CSV UTF-8."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM\x00", "a picture (BMP)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
)


def kind_of(file: str, data: bytes) -> Format:
    """The format of a file that may be read.

    Raises:
        RefusedFileError: it is empty, too large, of a kind that is not read, or not what its ending says.
    """
    check_length(data)
    ending = PurePath(file).suffix.lower()
    found = _by_bytes(data)
    if ending not in ENDINGS:
        raise RefusedFileError(
            f"the ending {ending[:12]!r}" if ending else "a name without an ending", ALLOWED, _RESAVE
        )
    if found != ENDINGS[ending]:
        named, is_really = ending[1:].upper(), found.upper()
        told = "text" if found == "csv" else is_really
        raise RefusedFileError(
            f"{told} under the ending {ending}",
            f"a file that is what its ending says ({named})",
            f"Name it .{found}, or save it again as {named}.",
        )
    return found


def check_length(data: bytes) -> None:
    """Refuse what is empty or too large; raises RefusedFileError."""
    if not data:
        raise RefusedFileError("an empty file of 0 bytes", ALLOWED, "Save the table again.")
    if len(data) > MOST_BYTES:
        raise RefusedFileError(
            f"{len(data) >> 20} MB", f"up to {MOST_BYTES >> 20} MB a file", "Split the table."
        )


def _by_bytes(data: bytes) -> Format:
    head = data[:8]
    if head.startswith(b"PK"):
        return _in_zip(data)
    if head.startswith(_OLE):
        return _in_ole(data)
    if head.startswith(b"PAR1"):
        return "parquet"
    for mark, what in _FOREIGN:
        if data.startswith(mark):
            raise RefusedFileError(what, ALLOWED, "Ask for the table itself.")
    start = _start_of_text(data)
    if start.startswith(("<!doctype html", "<html", "<table", "<meta", "<head", "<body", "<div")):
        raise RefusedFileError("a web page (HTML), not a spreadsheet", ALLOWED, _RESAVE)
    if start.startswith("<?xml") or start.startswith("<workbook"):
        what = "a web page (HTML)" if "<html" in start else "XML, not a spreadsheet that is read"
        raise RefusedFileError(what, ALLOWED, _RESAVE)
    if start.startswith(("mime-version:", "from:")) and "multipart/related" in start:
        raise RefusedFileError("a saved web page (MHTML), not a spreadsheet", ALLOWED, _RESAVE)
    if start.startswith(("{", "[")):
        raise RefusedFileError("JSON", ALLOWED, _RESAVE)
    return "csv"


def _start_of_text(data: bytes) -> str:
    start = data[:2048]
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            return start[2:].decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n").lower()
    return start.decode("latin-1").removeprefix("ï»¿").lstrip(" \t\r\n").lower()


def _in_zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lower().lstrip("/") for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError) as error:
        raise RefusedFileError(
            "a damaged or cut-off zip, no workbook", "a whole workbook (.xlsx)", "Save or send it again."
        ) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise RefusedFileError("a binary workbook (XLSB)", ALLOWED, _RESAVE)
    if "word/document.xml" in names:
        raise RefusedFileError("a Word document", ALLOWED, "Copy its table into a spreadsheet.")
    if "content.xml" in names:
        raise RefusedFileError("an OpenDocument file", ALLOWED, _RESAVE)
    if any(name.startswith("xl/") for name in names):
        return "xlsx"  # damaged or odd; the reader says what is missing
    raise RefusedFileError("a zip archive, no workbook", ALLOWED, "Unpack it and give the tables in it.")


def _in_ole(data: bytes) -> Format:
    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise RefusedFileError(
            "a workbook with a password", "one without a password", "Take the password off and save it again."
        )
    if has("Workbook") or has("Book"):
        return "xls"
    if has("WordDocument"):
        raise RefusedFileError("a Word document", ALLOWED, "Copy its table into a spreadsheet.")
    raise RefusedFileError("an Office file without a workbook in it", ALLOWED, _RESAVE)
