"""A plan of four tiers is told as plainly as one of three."""

from dashboard.locale import words
from dashboard.tables.months import month_number
from dashboard.wording.teller import Teller
from dashboard.workspace import open_folder
from tests.serving import ROOT


def test_of_towns_that_are_all_at_yellow_or_worse_those_are_counted_that_stand_out():
    space = open_folder(ROOT / "sample_data" / "gaotai", str(ROOT / "docs" / "examples" / "four-tier.yaml"))
    teller = Teller(space, "published", month_number("2026-10"), words("en"))
    told = teller.explanation("town_alerts", space.panel.position("620724"))
    assert teller.reason(told) == "3 towns have published alerts, 2 of them orange"
