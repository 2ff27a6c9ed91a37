"""Imports point down only: the table in docs/architecture.md is read and held against the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import PurePosixPath

from tests.serving import ROOT

STREAMLIT_ROOMS = ("app.py", "pages/", "dashboard/main.py", "dashboard/ui/")
STREAMLIT = {"streamlit", "streamlit_folium"}
CLOCKS_FILES_AND_SESSIONS = {
    *("asyncio", "io", "logging", "os", "pathlib", "random", "requests", "shutil", "socket", "sqlite3"),
    *("subprocess", "tempfile", "threading", "time", "urllib", "yaml"),
}
CLOCK_CALLS = {"now", "today", "utcnow"}


@dataclass(frozen=True)
class Import:
    """One import in one file; ``room`` is the entry of the table that it leads to, "" for other packages."""

    file: str
    line: int
    module: str
    room: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}"


@cache
def floors() -> dict[str, int]:
    """The table of docs/architecture.md: a file or folder (with "/" at its end) → its floor, 1 the lowest."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d) \| (.+) \|$", text, flags=re.MULTILINE)
    return {room: int(floor) for floor, cells in rows for room in re.findall(r"`([\w./]+(?:\.py|/))`", cells)}


@cache
def sources() -> tuple[str, ...]:
    folders = ("dashboard", "geo", "pages")
    paths = [ROOT / "app.py", *(path for folder in folders for path in (ROOT / folder).rglob("*.py"))]
    return tuple(sorted(path.relative_to(ROOT).as_posix() for path in paths if path.exists()))


def room_of(path: str) -> str:
    """The longest entry of the table that the path lies in, "" when there is none."""
    rooms = [room for room in floors() if path == room or (room.endswith("/") and path.startswith(room))]
    return max(rooms, key=len, default="")


@cache
def tree(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"), file)


def file_of(module: str) -> str:
    """The project's file that a dotted name stands for, "" when it is no module of this project."""
    path = module.replace(".", "/")
    return next((file for file in (f"{path}.py", f"{path}/__init__.py") if file in sources()), "")


def modules(file: str, node: ast.Import | ast.ImportFrom) -> list[str]:
    """The dotted names that one import loads: of ``from a import b`` a.b where that is a module, else a."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        package = PurePosixPath(file).parents[node.level - 1].as_posix().replace("/", ".")
        base = f"{package}.{base}" if base else package
    names = [f"{base}.{alias.name}" for alias in node.names]
    return [name for name in names if file_of(name)] or [base]


@cache
def imports() -> tuple[Import, ...]:
    def found() -> Iterator[Import]:
        for file in sources():
            for node in ast.walk(tree(file)):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    for module in modules(file, node):
                        yield Import(file, node.lineno, module, room_of(file_of(module)))

    return tuple(found())


def lines(wrong: Iterator[object]) -> str:
    return "\n".join(str(item) for item in wrong)


def test_the_table_has_all_six_floors() -> None:
    assert set(floors().values()) == {1, 2, 3, 4, 5, 6}


def test_every_module_stands_on_a_floor() -> None:
    homeless = [file for file in sources() if file != "dashboard/__init__.py" and not room_of(file)]
    assert not homeless, "not in the table of docs/architecture.md; add the package to a floor"


def test_every_place_in_the_table_exists_in_the_checkout() -> None:
    assert not lines(room for room in floors() if not (ROOT / room).exists())


def test_no_import_points_up() -> None:
    table = floors()
    up = (i for i in imports() if i.room and table[i.room] > table.get(room_of(i.file), 0))
    assert not lines(up)


def test_packages_of_one_floor_do_not_import_each_other_in_a_circle() -> None:
    table = floors()
    graph: dict[str, set[str]] = {room: set() for room in table}
    for i in imports():
        here = room_of(i.file)
        if i.room and here and i.room != here and table[i.room] == table[here]:
            graph[here].add(i.room)
    TopologicalSorter(graph).prepare()  # raises CycleError and names the circle


def test_only_the_upper_rooms_know_streamlit() -> None:
    wrong = (
        i for i in imports() if i.module.split(".")[0] in STREAMLIT and not i.file.startswith(STREAMLIT_ROOMS)
    )
    assert not lines(wrong)


def test_geo_knows_nothing_of_alerts() -> None:
    assert not lines(i for i in imports() if i.file.startswith("geo/") and i.module.startswith("dashboard"))


def test_the_engine_has_no_clock_no_file_and_no_session() -> None:
    engine = [i for i in imports() if i.file.startswith("dashboard/engine/")]
    assert not lines(i for i in engine if i.module.split(".")[0] in CLOCKS_FILES_AND_SESSIONS)
    for file in (file for file in sources() if file.startswith("dashboard/engine/")):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Call):
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                is_clock = isinstance(node.func, ast.Attribute) and called in CLOCK_CALLS
                assert not is_clock, f"{file}:{node.lineno} reads the clock"
                assert called != "open", f"{file}:{node.lineno} opens a file"


def test_no_module_imports_everything_of_another() -> None:
    stars = (
        f"{file}:{node.lineno} imports *"
        for file in sources()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    )
    assert not lines(stars)
