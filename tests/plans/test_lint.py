"""The linter finds what a text leaves open, and nothing in what is shipped."""

import json
import re
from math import inf
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.cli import main
from dashboard.errors import PlanError
from dashboard.locale import words
from dashboard.plans import available, load, parse
from dashboard.plans.findings import KINDS
from dashboard.plans.lint import lint, lint_document, lint_file, literal_text
from dashboard.plans.lint_facts import facts
from dashboard.plans.loader import FOLDER
from dashboard.plans.ranges import Range, pieces, read
from dashboard.plans.strict_yaml import Document
from dashboard.plans.strict_yaml import read as read_yaml
from dashboard.plans.tier_shapes import Shape, flaws
from dashboard.wording.lint import kind_word, message

BAD = sorted((Path(__file__).parents[1] / "bad" / "lint").glob("*.yaml"))
BROKEN = sorted((Path(__file__).parents[1] / "bad" / "plans").glob("*.yaml"))
EXPECTED = re.compile(r"# expected: (.+)")
LITERAL = literal_text("gaotai-2021")
SMALL = Path(__file__).with_name("small.yaml").read_text(encoding="utf-8")
EN, ZH = words("en"), words("zh")


def told(linted):
    return [
        f"line {f.line}: {f.rule or '-'}: {kind_word(f.kind, EN)}: {message(f, linted.plan, EN)}"
        for f in linted.findings
    ]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem.replace("_", " "))
def test_what_is_wrong_with_a_file_is_found_with_its_line(path):
    text = path.read_text(encoding="utf-8")
    assert EXPECTED.findall(text)
    assert told(lint(text)) == EXPECTED.findall(text)


def test_every_kind_of_finding_has_a_file():
    assert {f.kind for path in BAD for f in lint_file(str(path)).findings} == set(KINDS)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem.replace("_", " "))
def test_what_is_found_is_told_in_chinese_too(path):
    linted = lint_file(str(path))
    for finding in linted.findings:
        if finding.kind != "fault":
            assert re.search("[一-鿿]", message(finding, linted.plan, ZH))
            assert re.search("[一-鿿]", kind_word(finding.kind, ZH))


@pytest.mark.parametrize("name", available())
def test_nothing_is_found_in_a_shipped_plan(name):
    assert told(lint_file(name)) == []


# --- the real text, set down literally ------------------------------------------------------------------------


def literal_findings():
    """Kind, rule, figures and the interpretation that settles them."""
    linted = lint_file(str(LITERAL))
    return {
        (
            f.kind,
            f.rule,
            ", ".join(" ".join(map(str, a.comparisons)) for a in f.area.values()),
            f.interpretation,
        )
        for f in linted.findings
    }


def point(n):
    return f">= {n} <= {n}"


KNOWN = {
    ("hole", "benefit_payout_rate", point(80), "payout_80"),
    ("contradiction", "benefit_payout_rate", point(70), "red_wording"),
    ("shared", "closure_workforce_share", point(15), "shared_edges"),
    ("shared", "closure_workforce_share", point(20), "shared_edges"),
    ("shared", "layoff_workforce_share", point(30), "shared_edges"),
    ("shared", "layoff_workforce_share", point(35), "shared_edges"),
    ("contradiction", "layoff_workforce_share", point(35), "red_wording"),
    ("shared", "single_closure", point(500), "shared_edges"),
    ("shared", "single_closure", point(1000), "shared_edges"),
    ("shared", "layoff_with_petition", f"{point(500)}, >= 100 <= 500", "shared_edges"),
    ("shared", "layoff_with_petition", f"{point(1000)}, {point(500)}", "shared_edges"),
    ("hole", "layoff_with_petition", ">= 1001, >= 100 <= 499", "large_firm_small_layoff"),
    ("hole", "layoff_with_petition", ">= 500 <= 999, >= 501", "large_firm_small_layoff"),
    ("shared", "long_term_unemployed_share", point(40), "shared_edges"),
    ("shared", "long_term_unemployed_share", point(45), "shared_edges"),
    ("shared", "registered_unemployed_growth", point(30), "shared_edges"),
    ("shared", "registered_unemployed_growth", point(40), "shared_edges"),
    ("contradiction", "registered_unemployed_growth", point(40), "red_wording"),
    ("hole", "town_alerts", ">= 1 <= 2", "red_towns_below_three"),
}


def test_the_known_holes_of_the_real_text_are_found_and_nothing_else():
    assert literal_findings() == KNOWN


def test_a_firm_of_twelve_hundred_and_one_of_eight_hundred_fall_into_the_holes():
    holes = [
        f.area
        for f in lint_file(str(LITERAL)).findings
        if (f.kind, f.rule) == ("hole", "layoff_with_petition")
    ]
    for staff, laid_off in ((1200, 400), (800, 600)):
        assert any(staff in a["workforce_count"] and laid_off in a["affected_count"] for a in holes)


def test_the_literal_text_measures_what_the_plan_measures():
    plan, literal = load("gaotai-2021"), lint_file(str(LITERAL)).plan
    assert [(r.id, r.measure, r.unit, r.clause) for r in literal.rules] == [
        (r.id, r.measure, r.unit, r.clause) for r in plan.rules
    ]
    assert literal.tiers == plan.tiers
    settled = {name for _, _, _, name in KNOWN}
    assert settled == {each.id for each in plan.interpretations if each.settles}


def test_a_plan_with_ranges_is_refused_with_the_way_to_the_linter():
    with pytest.raises(
        PlanError, match=r"found '>= 10 and <= 15', a range; allowed: the nearer edge alone.* lint-plan"
    ):
        load(str(LITERAL))
    with pytest.raises(PlanError, match=r"found '< 90 and low'; allowed: an operator"):
        parse(SMALL.replace('"< 90"', '"< 90 and low"'), "small.yaml")


# --- shapes, against a slow look at every figure --------------------------------------------------------------

ENDS = st.integers(0, 12)
RANGES = st.one_of(
    st.builds(lambda a, s: f"{s} {a}", ENDS, st.sampled_from([">", ">="])),
    st.builds(
        lambda a, b, s, e: f"{s} {min(a, b)} and {e} {max(a, b)}",
        *(ENDS, ENDS, st.sampled_from([">", ">="]), st.sampled_from(["<", "<="])),
    ),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(RANGES, min_size=1, max_size=3))
def test_shared_figures_and_holes_are_those_that_a_look_at_every_figure_finds(texts):
    ranges = [read(text).range for text in texts]
    shape = Shape(
        [(n, {"": each}) for n, each in enumerate(ranges, start=1)], {"": Range(0.0, inf, True)}, True, False
    )
    found = list(flaws(shape))
    for value in [n / 4 for n in range(60)]:
        held = [n for n, each in enumerate(ranges, start=1) if value in each]
        milder = [
            max((n for n, r in enumerate(ranges, 1) if v / 4 in r), default=0) for v in range(int(value * 4))
        ]
        short = max(milder, default=0) > max(held, default=0)
        in_hole = any(f.kind == "hole" and value in f.area.get("", Range()) for f in found)
        assert in_hole == short, (texts, value, found)
        both = {(a, b) for a in held for b in held if a < b and ranges[a - 1].high != inf}
        named = {
            (f.milder, f.worse)
            for f in found
            if f.kind in ("shared", "overlap") and value in f.area.get("", Range())
        }
        assert named == both, (texts, value, found)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(0, 100), min_size=1, max_size=4, unique=True), st.booleans())
def test_edges_in_order_have_no_flaw(numbers, is_upward):
    ordered = sorted(numbers, reverse=not is_upward)
    sign = ">=" if is_upward else "<="
    tiers = [(n, {"": read(f"{sign} {number}").range}) for n, number in enumerate(ordered, start=1)]
    assert list(flaws(Shape(tiers, {"": Range(0.0, 100.0, True, True)}, is_upward, False))) == []


def test_whole_numbers_leave_no_hole_between_neighbours():
    cut = pieces([Range(200, 499, True, True), Range(500, inf, True)], Range(0, inf, True), whole=True)
    assert [(each.low, each.high) for each in cut] == [
        (0, 0), (1, 199), (200, 200), (201, 498), (499, 499), (500, 500), (501, inf),
    ]  # fmt: skip


def test_counts_of_places_may_be_large():
    text = SMALL.replace('{yellow_or_worse: ">= 2"}', '{yellow_or_worse: ">= 2000000"}')
    assert told(lint(text)) == []


# --- what is no plan at all -----------------------------------------------------------------------------------


def places(value, path=()):
    yield path
    for key, each in (
        value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    ):
        yield from places(each, (*path, key))


def with_put(data, path, value):
    if not path:
        return value
    head, *rest = path
    if isinstance(data, dict):
        return {k: with_put(v, rest, value) if k == head else v for k, v in data.items()}
    return [with_put(v, rest, value) if n == head else v for n, v in enumerate(data)]


ODD = (None, 5, -1.5, "words", ">= 5 and", ">= 9 and <= 1", [], {}, [None], [[1]], {"a": {"b": [1]}}, True)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_whatever_stands_in_a_file_is_found_and_never_a_crash(odd):
    data = read_yaml(SMALL).data
    for path in places(data):
        broken = with_put(data, path, odd)
        assert isinstance(lint_document(Document(broken)).findings, tuple)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem.replace("_", " "))
def test_what_the_loader_refuses_the_linter_finds(path):
    assert not lint_file(str(path)).is_clean


# --- clauses ------------------------------------------------------------------------------------------------------


def uncited(text):
    return [(f.line, f.found) for f in facts(read_yaml(text)) if f.kind == "uncited"]


def test_a_number_wants_a_clause_in_its_entry_or_in_what_the_entry_lies_in():
    assert uncited("amounts:\n  - {id: a, amount_cny: 180, clause: 五}\n  - {id: b, amount_cny: 360}\n") == [
        (3, "360")
    ]
    assert uncited("amounts:\n  clause: 五\n  each:\n    - {id: b, amount_cny: 360}\n") == []
    assert uncited("gates: {needs: [{days: '>= 30'}, {staff: 10, clause: 六}], hours: 48}\n") == [
        (1, ">= 30"),
        (1, "48"),
    ]


def test_dates_words_and_yes_or_no_are_no_numbers():
    assert uncited("source: {number: 某人社发〔2024〕1号, issued_on: 2024-01-05, is_draft: true}\n") == []


# --- the command ------------------------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(main, ["lint-plan", *map(str, arguments)])


def test_a_clean_plan_is_exit_code_0_and_says_so():
    result = run("gaotai-2021")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "nothing found\n", "")
    assert json.loads(run(FOLDER / "nanyang.yaml", "--format", "json").stdout)["findings"] == []


def test_findings_are_lines_with_what_settles_them_and_exit_code_2():
    result = run(LITERAL)
    assert result.exit_code == 2
    assert result.stdout.splitlines()[0].split("\t") == ["line", "found", "where", "what", "settled by"]
    assert any(
        line.split("\t")[1:]
        == [
            "hole",
            "benefit_payout_rate",
            "80% does not reach yellow, though milder figures do",
            "payout_80: Yellow",
        ]
        for line in result.stdout.splitlines()
    )


def test_json_tells_each_finding_in_both_languages():
    found = json.loads(run(LITERAL, "--format", "json").stdout)["findings"]
    hole = next(each for each in found if each["rule"] == "benefit_payout_rate" and each["kind"] == "hole")
    assert hole["word"] == {"zh": "空档", "en": "hole"}
    assert hole["message"]["zh"] == "80%反而不到黄色，较轻的却到了"
    assert (hole["figures"], hole["tiers"], hole["severity"]) == (
        {"value": [">= 80", "<= 80"]},
        ["yellow"],
        "error",
    )
    assert (hole["interpretation"], hole["settled_by"]["en"]) == ("payout_80", "Yellow")
    assert {each["word"]["zh"] for each in found} == {"共边", "空档", "相抵"}


def test_a_warning_alone_is_exit_code_0():
    result = run(Path(__file__).parents[1] / "bad" / "lint" / "column_of_ones_own.yaml")
    assert result.exit_code == 0
    assert "unknown indicator" in result.stdout


def test_a_file_that_is_not_there_or_not_utf_8_is_one_line(tmp_path):
    missing = run(tmp_path / "mine.yaml")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "there is no file 'mine.yaml'" in missing.stderr
    path = tmp_path / "old.yaml"
    path.write_bytes(SMALL.encode("gb18030"))
    assert "allowed: UTF-8" in run(path).stderr


def test_an_empty_or_unreadable_file_is_a_finding():
    assert [f.kind for f in lint("").findings] == ["fault"]
    assert [f.kind for f in lint("rules: [").findings] == ["fault"]
    assert [f.kind for f in lint("just words").findings] == ["fault"]
