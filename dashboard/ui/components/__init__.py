"""Page components: head, risk view, rule rows and rail."""

from dashboard.ui.components.registry import head, rail, risk_view, rule_rows

__all__ = ["head", "rail", "risk_view", "rule_rows"]
