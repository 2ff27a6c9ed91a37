"""The router: language, banner and navigation, then the page. Every deep link comes through here."""

from __future__ import annotations

from dashboard.ui import frame

frame.run()
