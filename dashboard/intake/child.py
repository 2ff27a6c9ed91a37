"""The program that opens files: standard input to standard output, under a limit of memory.

A hostile file can end the process that parses it, or fill the machine's memory. So every file, text too, is opened
here, and only text cells come out. `worker` starts it and asks it, one file after another, until its input ends.
It is started often: it imports neither pandas nor anything that does.

A question is a line of JSON, ``{"file": NAME, "bytes": N}``, and N bytes; an answer is eight bytes with its length, a
line of JSON, and for each sheet an Arrow stream of its columns.
"""

import json
import os
import sys
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

from dashboard.intake.files import grids_in_file
from dashboard.intake.grid import Grid
from dashboard.tables.sheet import RefusedFileError

LENGTHS = "lengths"


def limit_memory(most_bytes: int) -> None:
    """Let the system refuse memory beyond the limit, where it can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def answer(file: str, data: bytes) -> pa.Buffer:
    """What is in a file, or why it is refused."""
    sink = pa.BufferOutputStream()
    try:
        grids = grids_in_file(file, data)
    except RefusedFileError as error:
        told: dict[str, Any] = {"refused": [error.found, error.allowed, error.fix]}
        grids = []
    else:
        told = {"sheets": [_about(grid) for grid in grids]}
    sink.write(json.dumps(told).encode() + b"\n")
    for grid in grids:
        arrays = list(grid.columns)
        names = [str(place) for place in range(len(arrays))]
        if grid.lengths is not None:
            arrays.append(pa.array(grid.lengths))
            names.append(LENGTHS)
        batch = pa.RecordBatch.from_arrays(arrays, names=names)
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
    return sink.getvalue()


def _about(grid: Grid) -> dict[str, Any]:
    return {
        "encoding": grid.encoding,
        "sheet": grid.sheet,
        "has_typed_cells": grid.has_typed_cells,
        "is_1904": grid.is_1904,
        "is_hidden": grid.is_hidden,
        "hidden_rows": grid.hidden_rows,
        "damaged": {str(place): rows for place, rows in grid.damaged.items()},
        "errors": grid.errors,
    }


def grids_from(file: str, data: bytes) -> list[Grid]:
    """The other side of `answer`.

    Raises:
        RefusedFileError: the answer is a refusal.
    """
    buffer = pa.BufferReader(data)
    line, _, _ = data.partition(b"\n")
    told: dict[str, Any] = json.loads(line)
    if "refused" in told:
        raise RefusedFileError(*told["refused"])
    buffer.seek(len(line) + 1)
    grids = []
    for sheet in told["sheets"]:
        with pa.ipc.open_stream(buffer) as stream:
            (batch,) = stream
        named = dict(zip(batch.schema.names, batch.columns, strict=True))
        lengths = named.pop(LENGTHS, None)
        grids.append(
            Grid(
                file,
                sheet["encoding"],
                sheet["sheet"],
                tuple(named.values()),
                has_typed_cells=sheet["has_typed_cells"],
                is_1904=sheet["is_1904"],
                is_hidden=sheet["is_hidden"],
                hidden_rows=sheet["hidden_rows"],
                damaged={int(place): tuple(rows) for place, rows in sheet["damaged"].items()},
                errors=tuple((row, place, detail) for row, place, detail in sheet["errors"]),
                lengths=None if lengths is None else np.asarray(lengths),
            )
        )
    return grids


def main(most_bytes: int) -> int:
    """Answer until no more is asked."""
    limit_memory(most_bytes)
    # What a library prints must not get between the answers.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked: BinaryIO = sys.stdin.buffer
    while line := asked.readline():
        question = json.loads(line)
        found = answer(question["file"], asked.read(question["bytes"]))
        out.write(found.size.to_bytes(8, "big"))
        out.write(found)
        out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
