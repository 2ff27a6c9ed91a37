"""Matching: people of whom registrations, filings and insurance say what cannot all be true, with both sides."""

from dashboard.ui import frame, matching_page

frame.with_workspace(matching_page.draw)
