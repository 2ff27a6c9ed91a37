"""A data folder: all its tables read, checked against each other, and every fault named at once."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from dashboard.tables.convert import Converted, convert
from dashboard.tables.crosschecks import check_codes, check_keys, check_tree
from dashboard.tables.declared_alerts import with_tiers
from dashboard.tables.faults import Fault, FaultList, cut, some
from dashboard.tables.headings import nearest_table
from dashboard.tables.manifest import MANIFEST, is_synthetic, read_manifest
from dashboard.tables.masks import mask_inside, quoted
from dashboard.tables.readers import READERS, read_sheet
from dashboard.tables.registry import TABLES
from dashboard.tables.sheet import RefusedFileError
from dashboard.tables.timespan import far_months

SOURCES = "SOURCES.yaml"
IGNORED_ENDINGS = frozenset({".md", ".geojson", ".yaml", ".yml"})


@dataclass(frozen=True)
class Folder:
    """A data folder in memory; with any faults it is to be refused.

    `tables` has only the tables that are there, each with every column of the contract; `fingerprint` is a
    SHA-256 over the names and bytes of the files that were read, and `files` has that of each table's file.
    """

    path: Path
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    fingerprint: str = ""
    is_synthetic: bool = False
    manifest: dict[str, object] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def read_folder(
    path: Path | str, extra_columns: Iterable[str] = (), tiers: Mapping[str, tuple[str, ...]] | None = None
) -> Folder:
    """Read every table of a data folder.

    For a plan `extra_columns` names the columns that its rules use, and `tiers` the words for each of its tiers.
    """
    path = Path(path)
    extra = tuple(dict.fromkeys(extra_columns))
    tables = TABLES if tiers is None else TABLES | {"declared_alerts": with_tiers(tiers)}
    if not path.is_dir():
        found = "a file" if path.exists() else "no such folder"
        fix = "Give the folder that holds regions.csv."
        fault = Fault(path.name or str(path), None, None, found, "a folder of tables", fix, "no_folder")
        return Folder(path, faults=(fault,))
    problems = FaultList(path.name)
    digest = hashlib.sha256()
    manifest = read_manifest(path / MANIFEST, problems, digest)
    try:
        outlines = boundary_files(path, manifest)
        files, warnings = _table_files(path, problems, outlines)
        for file in outlines:
            _add_to(digest, file.name, file.read_bytes())
    except OSError as error:
        return Folder(path, faults=cut([_refusal(path.name, error)], path.name))
    read: dict[str, Converted] = {}
    lists = [problems]
    refused: set[str] = set()
    digests: dict[str, str] = {}
    for name, file in files.items():
        try:
            data = file.read_bytes()
            _add_to(digest, file.name, data)
            digests[file.name] = hashlib.sha256(data).hexdigest()
            read[name] = convert(read_sheet(file.name, data), tables[name], extra)
        except (RefusedFileError, OSError) as error:
            lists.append(_refusal(file.name, error))
            refused.add(name)
            continue
        lists.append(read[name].faults)
        warnings.extend(read[name].warnings)
    _check_together(read)
    if "regions" not in files:
        fix = "Add a table of the places."
        allowed = "regions.csv, regions.xlsx or regions.parquet"
        problems.add("no regions table", allowed, fix, "no_regions")
    if not any(each.total for each in lists):
        warnings.extend(far_months(read.values()))
        if tiers is not None and "declared_alerts" in read:
            warnings.extend(_foreign_tiers(read["declared_alerts"], tiers))
    return Folder(
        path,
        {name: each.frame for name, each in read.items()},
        cut(lists, path.name),
        tuple(warnings),
        digest.hexdigest(),
        is_synthetic(manifest),
        manifest,
        digests,
    )


def read_table(path: Path | str, name: str, extra_columns: Iterable[str] = ()) -> Folder:
    """One file that holds the named table, whatever the file is called, as a folder of this table only.

    Whether its places are there is for the one to see who knows the regions.
    """
    path = Path(path)
    if path.suffix.lower() not in READERS:
        return Folder(path.parent, faults=(_unknown_file(path),))
    try:
        data = path.read_bytes()
        read = convert(read_sheet(path.name, data), TABLES[name], tuple(dict.fromkeys(extra_columns)))
    except (RefusedFileError, OSError) as error:
        return Folder(path.parent, faults=cut([_refusal(path.name, error)], path.name))
    check_keys(read)
    if name == "regions":
        check_tree(read)
    digest = hashlib.sha256(data).hexdigest()
    return Folder(
        path.parent,
        {name: read.frame},
        cut([read.faults], path.name),
        read.warnings,
        digest,
        files={path.name: digest},
    )


def _add_to(digest: "hashlib._Hash", name: str, data: bytes) -> None:
    digest.update(f"{name}\0{len(data)}\0".encode())
    digest.update(data)


def boundary_files(path: Path, manifest: dict[str, object]) -> list[Path]:
    """The files of outlines and points that the manifest names and that lie in the folder itself.

    A Shapefile has several files, and what is said of the files' sources is shown with every map.
    """
    named = manifest.get("boundaries")
    stems = {Path(str(name)).stem for name in named.values() if name} if isinstance(named, dict) else set()
    return [
        file
        for file in sorted(path.iterdir())
        if stems and (file.stem in stems or file.name == SOURCES) and file.is_file()
    ]


def _table_files(
    path: Path, problems: FaultList, outlines: Collection[Path]
) -> tuple[dict[str, Path], list[Fault]]:
    """The file of each table that is there, in the contract's order, and warnings about the others."""
    found: dict[str, list[Path]] = {}
    unknown: list[Callable[[], Fault]] = []
    for file in sorted(path.iterdir()):
        if file.name.startswith((".", "~$", "README")) or file.suffix.lower() in IGNORED_ENDINGS:
            continue
        if file.is_dir():
            continue
        name = file.stem.lower()
        if name in TABLES and file.suffix.lower() in READERS:
            found.setdefault(name, []).append(file)
        elif file not in outlines:
            unknown.append(partial(_unknown_file, file))
    files: dict[str, Path] = {}
    for name in TABLES:
        candidates = found.get(name, [])
        if len(candidates) > 1:
            names = " and ".join(file.name for file in candidates)
            problems.add(names, "each table in one file", "Remove all but one of them.", "table_twice")
        if candidates:
            files[name] = candidates[0]
    return files, some(unknown, path.name)


def _unknown_file(file: Path) -> Fault:
    *first, last = READERS
    formats = f"{', '.join(first)} or {last}"
    if file.suffix.lower() not in READERS:
        fix = f"Save it as {formats}. It is not read."
        return Fault(
            file.name,
            None,
            None,
            f"the ending {quoted(mask_inside(file.suffix))}",
            formats,
            fix,
            "unknown_file",
        )
    fix = f"{nearest_table(file.stem, file.suffix)} It is not read."
    allowed = "the name of a table, such as regions or indicators"
    return Fault(
        file.name,
        None,
        None,
        f"the unknown table {quoted(mask_inside(file.stem))}",
        allowed,
        fix,
        "unknown_file",
    )


def _foreign_tiers(alerts: Converted, tiers: Mapping[str, tuple[str, ...]]) -> list[Fault]:
    """A warning for each tier that alerts were published at and that the plan does not have."""
    words = alerts.frame["tier"]
    faults = []
    for word in dict.fromkeys(words[~words.isin(["normal", *tiers])]):
        row = int(alerts.rows[(words == word).to_numpy().argmax()])
        fix = "It counts as no alert under this plan."
        faults.append(
            Fault(alerts.faults.file, row, alerts.headings["tier"], quoted(word),
                  f"normal and the plan's tiers {', '.join(tiers)}", fix, "foreign_tier")
        )  # fmt: skip
    return faults


def _refusal(file: str, error: RefusedFileError | OSError) -> FaultList:
    faults = FaultList(file)
    if isinstance(error, RefusedFileError):
        faults.add(error.found, error.allowed, error.fix, "refused_file")
    else:
        reason = error.strerror or "an error of the disk"
        faults.add(
            f"nothing that can be opened ({reason})",
            "a readable file or folder",
            "Look at its rights.",
            "refused_file",
        )
    return faults


def _check_together(read: dict[str, Converted]) -> None:
    for each in read.values():
        check_keys(each)
    regions = read.get("regions")
    # Without all codes, rows of other tables would be faults that say nothing new.
    if regions is None or "region_code" not in regions.places or regions.is_cut:
        return
    check_tree(regions)
    codes = frozenset(regions.frame["region_code"].tolist()) - {""}
    for each in read.values():
        check_codes(each, codes)
