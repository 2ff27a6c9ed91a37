"""Page components: head, risk view, the card of the rule that decides, rule rows, rail, duty rows and rulers."""

from dashboard.ui.components.registry import deciding, duty_rows, head, rail, risk_view, rule_rows, rulers

__all__ = ["deciding", "duty_rows", "head", "rail", "risk_view", "rule_rows", "rulers"]
