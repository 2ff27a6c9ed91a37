"""Page components: head, risk view, rule rows, rail, duty rows and rulers."""

from dashboard.ui.components.registry import duty_rows, head, rail, risk_view, rule_rows, rulers

__all__ = ["duty_rows", "head", "rail", "risk_view", "rule_rows", "rulers"]
