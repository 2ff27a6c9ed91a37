"""The house rules that a reading of the files can check: what is banned, pinned, promised and documented."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.serving import ROOT

NOT_OURS = {"__pycache__", "node_modules", "test-results", "build", "dist"}
OUR_DOT_FOLDERS = {".ci", ".streamlit"}
LONGEST_MODULE_LINES = 400
PIN = re.compile(
    r"^([A-Za-z0-9][\w.-]*)==([\w.+!]+)( ; (?:sys_platform|platform_system|python_version) [^/\\]+)?$"
)

# A package that is imported under a name other than its own.
IMPORTED_AS = {"argon2-cffi": "argon2", "pyyaml": "yaml", "xlsxwriter": "xlsxwriter"}

# Put together from halves, so that this file does not hold what it looks for.
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b|NotImplemented" + r"Error")
MACHINE_PATH = re.compile(
    r"(^|[^\w./~-])/(wo" + r"rk|fa" + r"rm|ro" + r"ot|ho" + r"me|Us" + r"ers)/|\b[A-Z]:\\Users"
)
REGISTRY = re.compile(
    r"(index|extra-index|registry)[-_]?ur" + r"l|find-li" + r"nks|trusted-ho" + r"st|pypi\.o" + r"rg"
    r"|pythonhos" + r"ted|registry\.npm" + r"js|registry *= *\"?ht" + r"tp|resolved\": *\"ht" + r"tp"
)
HTML_DOORS = re.compile(r"unsafe_allow_(html|javascript)|folium\.(Popup|Tooltip|DivIcon)\b")
FOLIUM_HTML_NAMES = {"Popup", "Tooltip", "DivIcon", "GeoJsonTooltip", "GeoJsonPopup"}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the checkout that is ours, whether git knows it yet or not."""

    def walk(folder: Path) -> list[Path]:
        found: list[Path] = []
        for path in sorted(folder.iterdir()):
            if path.is_dir():
                is_hidden = path.name.startswith(".") and path.name not in OUR_DOT_FOLDERS
                if not is_hidden and path.name not in NOT_OURS and not path.name.endswith(".egg-info"):
                    found += walk(path)
            elif path.name not in {".git", "settings.toml"}:
                found.append(path)
        return found

    return tuple(walk(ROOT))


@cache
def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:  # a picture, a workbook, an old encoding kept as a sample
        return ""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*, with_tests: bool) -> list[Path]:
    return [p for p in files() if p.suffix == ".py" and (with_tests or not name_of(p).startswith("tests/"))]


def hits(pattern: re.Pattern[str], paths: list[Path] | tuple[Path, ...]) -> list[str]:
    return [
        f"{name_of(path)}:{number}: {line.strip()[:120]}"
        for path in paths
        if pattern.search(text_of(path))
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]


def project() -> dict[str, object]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        table: dict[str, object] = tomllib.load(file)["project"]
    return table


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*, extras: bool) -> set[str]:
    table = project()
    lines = list(table["dependencies"])  # type: ignore[call-overload]
    if extras:
        lines += [line for extra in table["optional-dependencies"].values() for line in extra]  # type: ignore[attr-defined]
    return {normal(re.split(r"[\[<>=!~ ;]", line)[0]) for line in lines}


@cache
def locked(file: str) -> dict[str, str]:
    pins = [PIN.match(line) for line in text_of(ROOT / file).splitlines()]
    return {normal(pin[1]): pin[2] for pin in pins if pin}


def test_nothing_is_left_unfinished() -> None:
    assert not hits(UNFINISHED, python_files(with_tests=True))


def test_no_text_is_handed_on_as_html() -> None:
    assert not hits(HTML_DOORS, python_files(with_tests=False))


def test_nothing_of_folium_that_takes_html_is_imported() -> None:
    for path in python_files(with_tests=False):
        for node in ast.walk(ast.parse(text_of(path), name_of(path))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("folium"):
                assert not FOLIUM_HTML_NAMES & {alias.name for alias in node.names}, name_of(path)


def test_no_path_of_one_machine_is_written_down() -> None:
    assert not hits(MACHINE_PATH, files())


def test_no_address_of_a_package_registry_is_written_down() -> None:
    assert not hits(REGISTRY, files())


def test_no_test_sleeps() -> None:
    tests = [path for path in python_files(with_tests=True) if name_of(path).startswith("tests/")]
    assert not hits(re.compile(r"\btime\.sleep\b|\bfrom time import .*\bsleep\b"), tests)


def test_modules_stay_short() -> None:
    lengths = {name_of(path): len(text_of(path).splitlines()) for path in python_files(with_tests=False)}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE_LINES}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name_of(path)
        for path in python_files(with_tests=False)
        if text_of(path).strip() and not ast.get_docstring(ast.parse(text_of(path), name_of(path)))
    ]
    assert not silent


def test_the_readme_shows_how_to_run_and_test_at_the_top_and_how_on_windows() -> None:
    readme = text_of(ROOT / "README.md")
    top = "\n".join(readme.splitlines()[:30])
    assert "make run" in top
    assert "make test" in top
    for step in ("py -3.11 -m venv", "-m pip install -r requirements.lock", "-m dashboard serve"):
        assert step in readme


def test_ci_runs_make_test() -> None:
    assert re.search(r"^(exec )?make test$", text_of(ROOT / ".ci" / "run"), flags=re.MULTILINE)


@pytest.mark.parametrize("document", ["README.md", *sorted(p.name for p in (ROOT / "docs").glob("*.md"))])
def test_the_links_of_a_document_lead_somewhere(document: str) -> None:
    path = ROOT / document if document == "README.md" else ROOT / "docs" / document
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text_of(path))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert not [target for target in local if not (path.parent / target).exists()]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_names_and_versions_only(lock: str) -> None:
    lines = text_of(ROOT / lock).splitlines()
    assert lines
    assert not [line for line in lines if not PIN.match(line)]
    assert lines == sorted(lines, key=str.casefold)


def test_the_locks_agree_with_each_other_and_hold_every_dependency() -> None:
    base, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert base.items() <= dev.items()
    assert declared(extras=False) <= base.keys()
    assert declared(extras=True) <= dev.keys()


def test_every_dependency_is_explained() -> None:
    words = {normal(word) for word in re.findall(r"`([^`]+)`", text_of(ROOT / "docs" / "dependencies.md"))}
    assert not declared(extras=True) - words


def test_what_the_app_imports_is_what_it_declares() -> None:
    allowed = {IMPORTED_AS.get(name, name.replace("-", "_")) for name in declared(extras=False)}
    ours = {path.name.removesuffix(".py") for path in ROOT.iterdir()} | set(sys.stdlib_module_names)
    undeclared: set[str] = set()
    for path in python_files(with_tests=False):
        if name_of(path).split("/")[0] not in {"app.py", "dashboard", "geo", "pages"}:
            continue
        for node in ast.walk(ast.parse(text_of(path), name_of(path))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            roots = {name.split(".")[0] for name in names}
            undeclared |= {f"{root} in {name_of(path)}" for root in roots - ours - allowed}
    assert not undeclared
