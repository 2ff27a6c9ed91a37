"""One firm: why it is on the list, its duties, its plans with their gates, and what it could get."""

from dashboard.ui import enterprise_page, frame

frame.with_workspace(enterprise_page.draw)
