"""Where a boundary file comes from: map law asks for it on every screen and export.

A `SOURCES.yaml` beside the boundary files holds one entry a file: title, source, coordinates, date,
map_approval, licence, note, is_schematic, in English title_en and map_approval_en. A file without an entry
is not opened, so that no map appears without its source.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from geo.places import GeoError

SOURCES_FILE = "SOURCES.yaml"
NEEDED = ("source", "date", "map_approval")


class SourceError(GeoError):
    """A boundary file does not say where it comes from; says which file and what to add."""


@dataclass(frozen=True)
class Source:
    """What is said about a boundary file wherever it is shown. All text; empty where nothing is to be said."""

    source: str
    date: str
    map_approval: str
    title: str = ""
    coordinates: str = ""
    licence: str = ""
    note: str = ""
    is_schematic: bool = False
    title_en: str = ""
    map_approval_en: str = ""

    def credit(self, chinese: bool) -> str:
        """Title and approval number in one language; what has no English is shown as it stands."""
        title = (self.title if chinese else self.title_en or self.title) or self.source
        approval = self.map_approval if chinese else self.map_approval_en or self.map_approval
        if not approval or approval.lower() in {"not required", "none"}:
            return title
        return f"{title}，审图号 {approval}" if chinese else f"{title}, map approval {approval}"


def read_source(path: Path) -> Source:
    """Return the entry of a boundary file in the SOURCES.yaml beside it."""
    listing = path.parent / SOURCES_FILE
    what_to_do = (
        f"Add to {SOURCES_FILE} beside it an entry `{path.name}:` with {', '.join(NEEDED)} "
        "(map_approval is the 审图号; `not required` where no such law holds)."
    )
    if not listing.is_file():
        raise SourceError(f"{path.name}: found no {SOURCES_FILE} beside it. {what_to_do}")
    try:
        entries = yaml.safe_load(listing.read_text(encoding="utf-8"))
    except (yaml.YAMLError, OSError, ValueError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise SourceError(
            f"{SOURCES_FILE}{where}: cannot be read as YAML in UTF-8. Correct it there."
        ) from fault
    entry = entries.get(path.name) if isinstance(entries, dict) else None
    if not isinstance(entry, dict):
        raise SourceError(f"{path.name}: found no entry of its own in {SOURCES_FILE}. {what_to_do}")
    return source_of(path.name, entry)


def source_of(name: str, entry: dict[str, Any]) -> Source:
    """Return a source from one entry, refusing unknown and missing keys."""
    known = {field.name for field in fields(Source)}
    unknown = sorted(set(map(str, entry)) - known)
    missing = [key for key in NEEDED if not entry.get(key)]
    if unknown or missing:
        found = f"unknown {', '.join(unknown)}; " if unknown else ""
        lacking = f"missing {', '.join(missing)}; " if missing else ""
        raise SourceError(
            f"{SOURCES_FILE}, {name}: {found}{lacking}allowed: {', '.join(sorted(known))}, "
            f"of which {', '.join(NEEDED)} are needed."
        )
    texts = {key: str(value).strip() for key, value in entry.items() if key != "is_schematic"}
    return Source(**texts, is_schematic=bool(entry.get("is_schematic", False)))
