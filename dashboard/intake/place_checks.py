"""Codes held against names, row by row, and codes found by names."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dashboard.intake.findings import Finding
from dashboard.intake.naming import Heading
from dashboard.intake.places import Places, is_same_name
from dashboard.tables.cells import plain
from dashboard.tables.faults import MOST_FAULTS
from dashboard.tables.masks import quoted, shown
from dashboard.tables.table import Table

Columns = list[tuple[Heading, Any]]


def hold_against_names(
    findings: list[Finding], table: Table, columns: Sequence[tuple[Heading, Any]],
    rows: npt.NDArray[np.int64], places: Places | None,
) -> Columns:  # fmt: skip
    """The columns with codes as the regions have them; names that do not fit are noted, and then left out."""
    told = list(columns)
    if table.name == "regions" or "region_code" not in table.by_name or places is None:
        return told
    code_at = next((i for i, (h, _) in enumerate(told) if h.name == "region_code"), None)
    name_at = next((i for i, (h, _) in enumerate(told) if h.name == "region_name"), None)
    if code_at is not None:
        heading, codes = told[code_at]
        told[code_at] = heading, _each(codes, places.known_code)
    if name_at is None:
        return told
    heading, names = told[name_at]
    if code_at is None:
        found = {name: places.codes_of(name) for name in names.unique().to_pylist() if name}
        told[name_at] = (
            _as_code(heading, table),
            _each(names, lambda n: found[n][0] if len(found.get(n, ())) == 1 else ""),
        )
        _note_names(findings, heading, names, rows, found)
    else:
        _note_pairs(findings, told[code_at], told[name_at], rows, places)
    return told


def _each(texts: Any, rewrite: Any) -> Any:
    coded = texts.dictionary_encode()
    words = [rewrite(word) if word else "" for word in coded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(coded.indices)


def _as_code(heading: Heading, table: Table) -> Heading:
    return Heading(heading.place, heading.shown, table.by_name["region_code"], heading.score, heading.how)


def _note_names(
    findings: list[Finding], heading: Heading, names: Any, rows: npt.NDArray[np.int64],
    found: dict[str, tuple[str, ...]],
) -> None:  # fmt: skip
    wrong = {name for name, codes in found.items() if len(codes) != 1}
    if not wrong:
        return
    noted = 0
    for index, name in enumerate(names.to_pylist()):
        if name not in wrong or noted >= MOST_FAULTS:
            continue
        noted += 1
        several = len(found[name]) > 1
        findings.append(
            Finding(
                "place_name", "error", shown(name, "region") + (", the name of several places" if several else ""),
                "the name of one place of the regions table", "Correct the name, or add a column 地区代码.",
                int(rows[index]), heading.shown, heading.place,
            )
        )  # fmt: skip


def _note_pairs(
    findings: list[Finding], of_code: tuple[Heading, Any], of_name: tuple[Heading, Any],
    rows: npt.NDArray[np.int64], places: Places,
) -> None:  # fmt: skip
    (heading, codes), (name_heading, names) = of_code, of_name
    judged: dict[tuple[str, str], bool] = {}
    noted = 0
    for index, pair in enumerate(zip(codes.to_pylist(), names.to_pylist(), strict=True)):
        code, name = pair
        if not code or not name or code not in places.names:
            continue
        if pair not in judged:
            judged[pair] = is_same_name(plain(name), plain(places.names[code]))
        if judged[pair] or noted >= MOST_FAULTS:
            continue
        noted += 1
        others = places.codes_of(name)
        fix = (
            f"By its name the code would be {others[0]}."
            if len(others) == 1
            else "Correct the code or the name."
        )
        findings.append(
            Finding(
                "code_name", "error", f"{quoted(code)} with the name {shown(name)}",
                f"{quoted(places.names[code])}, as the regions table has it", fix,
                int(rows[index]), heading.shown, heading.place,
            )
        )  # fmt: skip
    _ = name_heading
