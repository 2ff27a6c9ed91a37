"""Plans: every rule and duty beside its clause, plans side by side, and what another reading would have changed."""

from dashboard.ui import frame, plans_page

frame.with_workspace(plans_page.draw)
