"""One file of a data folder as text, whatever its format."""

from collections.abc import Callable

from dashboard.tables.csv_file import read_csv
from dashboard.tables.parquet_file import read_parquet
from dashboard.tables.sheet import Sheet
from dashboard.tables.xlsx_file import read_xlsx

READERS: dict[str, Callable[[str, bytes], Sheet]] = {
    ".csv": read_csv,
    ".xlsx": read_xlsx,
    ".parquet": read_parquet,
}


def read_sheet(file: str, data: bytes) -> Sheet:
    """A file's first sheet as text, by the ending of its name; raises RefusedFileError."""
    return READERS[file[file.rfind(".") :].lower()](file, data)
