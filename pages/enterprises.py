"""Key enterprises: who is on the list and why, and each one's share in the warning."""

from dashboard.ui import enterprises_page, frame

frame.with_workspace(enterprises_page.draw)
