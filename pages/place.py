"""One place: its deciding rule, every other rule with its history, and what it rests on."""

from dashboard.ui import frame, place_page

frame.with_workspace(place_page.draw)
