"""Data folders for tests: the smallest good one, and the same rows written in every format."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

REGIONS = """\
region_code,region_name,level,parent_code
620724,高台县,county,
620724101,示例一镇,town,620724
620724102,示例二镇,town,620724
"""


def write(folder: Path, **tables: str | bytes) -> Path:
    """Write CSV tables, and a good regions table unless one is given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ({"regions": REGIONS} | tables).items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def write_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> None:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]
    path.write_bytes("".join(",".join(row) + "\r\n" for row in quoted).encode(encoding))


def write_xlsx(path: Path, rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)


def write_parquet(path: Path, rows: list[list[str]]) -> None:
    headings, *body = rows
    columns = [pa.array([row[place] or None for row in body], pa.string()) for place in range(len(headings))]
    pq.write_table(pa.Table.from_arrays(columns, names=headings), path)


def write_as(kind: str, folder: Path, name: str, rows: list[list[str]]) -> None:
    """Write one table in one of KINDS."""
    match kind:
        case "xlsx":
            write_xlsx(folder / f"{name}.xlsx", rows)
        case "parquet":
            write_parquet(folder / f"{name}.parquet", rows)
        case encoding:
            write_csv(folder / f"{name}.csv", rows, encoding)


KINDS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "xlsx", "parquet"]
