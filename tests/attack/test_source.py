"""Doors that stay shut in the source, under whatever name they are imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.tables.registry import TABLES
from tests.attack.walking import PARAMETERS
from tests.serving import ROOT

FOLDERS = ("dashboard", "pages", "geo")
OURS = [ROOT / "app.py", *sorted(path for name in FOLDERS for path in (ROOT / name).rglob("*.py"))]
SCRIPTS = sorted(
    path
    for name in ("dashboard", "geo")
    for path in (ROOT / name).rglob("*.js")
    if "static" not in path.parts
)
HTML = {"Popup", "Tooltip", "DivIcon", "GeoJsonTooltip", "GeoJsonPopup", "Html", "IFrame", "Choropleth"}
"""Of folium and branca: what runs the text that it is given."""
UNSAFE = {"unsafe_allow_html", "unsafe_allow_javascript"}
TABLES_OF_STREAMLIT = {"dataframe", "data_editor"}
MADE_HERE = {"watermark", "pips"}
"""Functions whose HTML is made of numbers and of words of the catalogue."""
JAVASCRIPT = re.compile(
    r"\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\b|srcdoc"
    r"|createContextualFragment|\.bind(Popup|Tooltip)\((?!span,)|setTimeout\(\s*[\"'`]|\.(href|src)\s*=(?!=)[^;\n]*(name|label|title|note)\b"
)


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8"), path.name))


def named(node: ast.AST) -> set[str]:
    """Every name that a node speaks of: imported (whatever it is called then), asked for, passed, or spelled."""
    match node:
        case ast.ImportFrom(names=names) | ast.Import(names=names):
            return {part for alias in names for part in alias.name.split(".")}
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return {name}
        case ast.keyword(arg=str(name)):
            return {name}
        case ast.Constant(value=str(text)) if text.isidentifier():
            return {text}
    return set()


def places(banned: set[str], paths: list[Path]) -> list[str]:
    return [f"{path.name}:{getattr(node, 'lineno', 0)} {found}" for path in paths for node in nodes(path)
            if (found := named(node) & banned)]  # fmt: skip


def test_nothing_that_runs_a_text_as_html_is_spoken_of_under_any_name() -> None:
    assert places(UNSAFE | HTML, OURS) == []


def test_nothing_is_imported_by_a_star() -> None:
    assert places({"*"}, OURS) == []


@pytest.mark.parametrize(
    "slip",
    [
        "from folium import Popup as P",
        "from folium.map import Tooltip",
        "import folium as f\nf.DivIcon('x')",
        "getattr(folium, 'Popup')('x')",
        "st.markdown('x', unsafe_allow_html=True)",
        "st.markdown('x', **{'unsafe_allow_html': True})",
    ],
)
def test_a_slip_would_be_found(tmp_path: Path, slip: str) -> None:
    (tmp_path / "slip.py").write_text(slip, encoding="utf-8")
    assert places(UNSAFE | HTML, [tmp_path / "slip.py"])


def calls(attribute: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in OURS:
        for node in nodes(path):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == attribute
            ):
                yield path, node


def given_count(text: ast.expr) -> int:
    """How many values are put into a text: each has to be escaped."""
    return sum(isinstance(node, ast.FormattedValue) for node in ast.walk(text))


def test_html_of_the_app_is_a_file_of_its_own_or_is_made_of_numbers() -> None:
    for path, call in calls("html"):
        (given,) = call.args
        is_ours = (
            isinstance(given, ast.Call) and isinstance(given.func, ast.Name) and given.func.id in MADE_HERE
        )
        is_file = isinstance(given, ast.Name) and given.id.isupper()
        is_anchor = ast.unparse(given) == "f'<span id=\"{name}\"></span>'" and path.name == "plans_page.py"
        is_way_in = path.name == "messages.py" and ast.unparse(given).count("escape(") == given_count(given)
        assert is_ours or is_file or is_anchor or is_way_in, (path.name, ast.unparse(call))


def test_anchors_of_the_plans_page_are_words_of_the_program() -> None:
    """What goes into the one line of HTML that is put together there is never data."""
    text = (ROOT / "dashboard" / "ui" / "plans_page.py").read_text(encoding="utf-8")
    (asked,) = {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)
                and "<span id=" in ast.unparse(node)}  # fmt: skip
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == asked:
            assert all(isinstance(argument, ast.Constant) for argument in node.args[:1]), ast.unparse(node)


def test_no_table_serves_rows_without_a_run_or_hides_a_column_in_the_browser() -> None:
    """What is not to be seen is not sent: no ``lazy`` tables, and no column that is only not shown."""
    for name in TABLES_OF_STREAMLIT:
        for path, call in calls(name):
            words = {keyword.arg: keyword.value for keyword in call.keywords}
            assert None not in words, (path.name, ast.unparse(call))
            assert "lazy" not in words, path.name
            assert "column_order" not in words, path.name
            config = words.get("column_config")
            assert config is None or not any(
                isinstance(one, ast.Constant) and one.value is None for one in ast.walk(config)
            ), path.name


def test_no_frame_or_script_of_elsewhere_is_put_into_a_page() -> None:
    assert places({"iframe", "pdf", "components.v1", "declare_component"}, OURS) == []


def test_files_leave_by_the_export_and_by_the_plan_variant_alone() -> None:
    """Beside them: an empty template, a viewer's own file given back marked, and a scenario; no data is in them."""
    own = {"data_files.py", "scenario_shelf.py"}
    assert {path.name for path, _ in calls("download_button")} <= {"export_buttons.py", "plans_page.py"} | own
    assert not [*calls("audio"), *calls("video")]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_html_or_code_of_a_text(script: Path) -> None:
    lines = script.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if JAVASCRIPT.search(line)] == []


def test_an_address_holds_nothing_that_a_person_is_known_by() -> None:
    """``person`` is a random number, and no number of another kind gets there (tests/pages/test_people_page.py)."""
    personal = {c.name for t in TABLES.values() for c in t.columns if c.kind in ("person", "phone")}
    assert not set(PARAMETERS) & (personal | {"id_number", "search", "name", "phone", "birth"})
