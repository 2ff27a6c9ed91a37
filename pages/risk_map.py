"""The risk map: how things stand in one month, place by place."""

from dashboard.ui import frame, risk_page

frame.with_workspace(risk_page.draw)
