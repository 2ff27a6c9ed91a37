"""A rule may look at any kind of event, and says which kind it found."""

import pytest

from dashboard.locale import words
from dashboard.tables.months import month_number
from dashboard.wording.notes import note
from dashboard.wording.teller import Teller
from dashboard.workspace import open_folder
from tests.tutorials import make_place

BENTON, LEWIS = "53005", "53041"


@pytest.fixture(scope="module")
def november(tmp_path_factory):
    space = open_folder(make_place(tmp_path_factory.mktemp("checkout")))
    return {lang: Teller(space, "published", month_number("2025-11"), words(lang)) for lang in ("zh", "en")}


def told(teller, rule, place):
    return teller.explanation(rule, teller.workspace.panel.position(place))


@pytest.mark.parametrize(
    ("lang", "layoff", "closure"),
    [
        ("en", "one layoff affects 310 people", "one closure affects 55 people"),
        ("zh", "单次裁员影响310人", "单次停业影响55人"),
    ],
)
def test_the_largest_layoff_is_not_called_a_closure(november, lang, layoff, closure):
    teller = november[lang]
    assert teller.reason(told(teller, "largest_layoff", BENTON)) == layoff
    assert teller.reason(told(teller, "largest_closure", LEWIS)) == closure


def test_a_month_without_a_layoff_says_so(november):
    layoff = told(november["en"], "largest_layoff", LEWIS)
    assert november["en"].reason(layoff) == "no layoff this month"
    assert note(november["zh"], told(november["zh"], "largest_layoff", LEWIS)) == "本月没有裁员"
