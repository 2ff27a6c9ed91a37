"""Who may sign in, for those who keep the accounts."""

from dashboard.ui import accounts_page, frame

frame.with_words(accounts_page.draw)
