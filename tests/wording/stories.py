"""The Gaotai sample as a teller tells it, for the tests of its words."""

from __future__ import annotations

from functools import cache

from dashboard.engine.explain import Explanation
from dashboard.locale import words
from dashboard.tables.months import parse_month
from dashboard.wording.headlines import headline, lead
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace, open_folder
from tests.serving import ROOT


@cache
def workspace(sample: str = "gaotai") -> Workspace:
    folder = ROOT / "sample_data" / sample
    return open_folder(folder / "data" if sample == "washington" else folder)


def teller(month: str, lang: str = "zh", mode: str = "published", sample: str = "gaotai") -> Teller:
    number = parse_month(month)
    assert number is not None
    return Teller(workspace(sample), mode, number, words(lang))


def position(told: Teller, place: str) -> int:
    return told.workspace.panel.names.index(place)


def said(place: str, month: str, lang: str = "zh", mode: str = "published", sample: str = "gaotai") -> str:
    """The headline of a place."""
    told = teller(month, lang, mode, sample)
    region = position(told, place)
    return headline(told, region, told.workspace.panel.children[region])


def under(place: str, month: str, lang: str = "zh", mode: str = "published") -> str:
    """The sentence under the headline."""
    told = teller(month, lang, mode)
    region = position(told, place)
    return lead(told, region, told.workspace.panel.children[region])


def rule(place: str, month: str, rule_id: str, lang: str = "zh") -> tuple[Teller, Explanation]:
    """A teller and what it knows of one rule in one place."""
    told = teller(month, lang)
    return told, told.explanation(rule_id, position(told, place))
