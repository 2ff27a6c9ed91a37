"""One event: what happened, the duties it brings, the rules it counts in, and what would change that."""

from dashboard.ui import event_page, frame

frame.with_workspace(event_page.draw)
