"""A program of its own that reads one workbook: standard input to standard output, under a memory limit.

A hostile workbook can end the process that parses it. So the parser runs here, and `xlsx_file` starts this
file by its path: it imports nothing of the application. Out comes an Arrow stream of text cells; the
sheet's name and the cells that hold an error are in the metadata of its schema. The exit code is 3 if the
workbook cannot be read.
"""

import json
import sys

import fastexcel
import pyarrow as pa

UNREADABLE = 3


def limit_memory(most_bytes: int) -> None:
    """Let the system refuse memory beyond the limit, where it can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def main(most_bytes: int) -> int:
    """Read the first sheet, every cell as text."""
    limit_memory(most_bytes)
    try:
        book = fastexcel.read_excel(sys.stdin.buffer.read())
        # Without skip_rows=0 blank rows at the top are dropped and every row number would be wrong.
        sheet = book.load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
        batch, errors = sheet.to_arrow_with_errors()
    except fastexcel.FastExcelError:
        return UNREADABLE
    found = [(*each.position, each.detail) for each in (errors.errors if errors else [])]
    schema = batch.schema.with_metadata({"name": sheet.name, "errors": json.dumps(found)})
    with pa.ipc.new_stream(sys.stdout.buffer, schema) as stream:
        stream.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
