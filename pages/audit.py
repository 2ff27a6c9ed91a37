"""What was done with the data, for auditors."""

from dashboard.ui import audit_page, frame

frame.with_words(audit_page.draw)
