"""Scenarios: what if; two maps, the rules that change, and the duties that would follow."""

from dashboard.ui import frame, scenario_page

frame.with_workspace(scenario_page.draw)
