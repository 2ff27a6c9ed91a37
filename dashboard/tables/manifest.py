"""The optional MANIFEST.yaml of a data folder: where the data is from, and whether it is made up."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import yaml

from dashboard.tables.faults import FaultList

MANIFEST = "MANIFEST.yaml"


def read_manifest(file: Path, problems: FaultList, digest: "hashlib._Hash") -> dict[str, object]:
    """The manifest's entries; none if there is no such file, and a fault if it cannot be read."""
    if not file.is_file():
        return {}
    try:
        data = file.read_bytes()
        digest.update(f"{file.name}\0{len(data)}\0".encode())
        digest.update(data)
        manifest = yaml.safe_load(data)
    except (OSError, yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        problems.add(
            f"no readable YAML in {MANIFEST}", "entries as name: value", "Correct the file.", "manifest"
        )
        return {}
    if manifest is None:
        return {}
    if not isinstance(manifest, dict) or not all(isinstance(key, str) for key in manifest):
        problems.add(f"no entries in {MANIFEST}", "entries as name: value", "Correct the file.", "manifest")
        return {}
    return dict(manifest)


def is_synthetic(manifest: Mapping[str, object]) -> bool:
    """Whether a manifest says that the data is made up."""
    return any(manifest.get(word) is True for word in ("synthetic", "is_synthetic"))
