"""Sheets: lists taken out, filled in with a spreadsheet, and brought back as changes."""

from dashboard.ui import frame, sheet_page

frame.with_workspace(sheet_page.draw)
