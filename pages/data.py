"""Data: files as offices send them, what is right and wrong in them, and what they would change."""

from dashboard.ui import data_page, frame

frame.with_workspace(data_page.draw)
