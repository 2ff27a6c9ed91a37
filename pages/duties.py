"""Duties: what the month's events and tiers ask to be done, of whom, and by when."""

from dashboard.ui import duties_page, frame

frame.with_workspace(duties_page.draw)
