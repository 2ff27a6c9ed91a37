"""Who may do what: the table of roles."""

from dashboard.ui import access_page, frame

frame.with_words(access_page.draw)
