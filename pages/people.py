"""People: the real-name lists by group, masked; who is short of what, and who was not reached in time."""

from dashboard.ui import frame, people_page

frame.with_workspace(people_page.draw)
