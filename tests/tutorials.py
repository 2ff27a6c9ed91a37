"""The pages docs/your-own-place.md and docs/your-own-plan.md followed to the letter: their commands and blocks."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.serving import ROOT


@dataclass(frozen=True)
class Tutorial:
    """A page: its text, its blocks of YAML, and its commands in order."""

    text: str
    blocks: tuple[str, ...]
    commands: tuple[str, ...]


def read(name: str) -> Tutorial:
    """The page of that name in docs."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return Tutorial(
        text,
        tuple(block for kind, block in fenced if kind == "yaml"),
        tuple(line for kind, block in fenced if not kind for line in block.splitlines() if line),
    )


def copy(words: list[str], checkout: Path) -> None:
    """The command ``cp`` of a page: its sources lie in the repository, and its target below ``checkout``."""
    is_whole = words[0] == "-r"
    *sources, target = words[is_whole:]
    for source in sources:
        if is_whole:
            shutil.copytree(ROOT / source, checkout / target)
        else:
            shutil.copy(ROOT / source, checkout / target)


def set_plan(folder: Path, line: str) -> None:
    """Change the line ``plan:`` of a folder's manifest, as both pages ask for."""
    manifest = folder / "MANIFEST.yaml"
    text, count = re.subn(
        "^plan: .*$", line.strip(), manifest.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert count == 1, f"{manifest} has {count} lines plan:"
    manifest.write_text(text, encoding="utf-8")


def make_place(checkout: Path) -> Path:
    """The folder ``my-place`` that docs/your-own-place.md makes, in an empty folder."""
    page = read("your-own-place.md")
    folder = checkout / "my-place"
    for command in page.commands:
        program, *words = command.split()
        if program == "cp":
            copy(words, checkout)
        elif words[:1] == ["sample_data/washington/convert.py"]:
            script, raw, target = words
            made = checkout / target
            subprocess.run([sys.executable, ROOT / script, ROOT / raw, made], check=True, capture_output=True)
    (folder / "SOURCES.yaml").write_text(page.blocks[0], encoding="utf-8")
    set_plan(folder, page.blocks[1])
    return folder
