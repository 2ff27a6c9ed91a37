"""Leads on risks: where each is from, how grave, who deals with it, how far it is, and checks by the hour."""

from dashboard.ui import frame, risks_page

frame.with_workspace(risks_page.draw)
