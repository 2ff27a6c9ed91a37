"""Page components: head, risk view, the card of the rule that decides, rule rows and rail."""

from dashboard.ui.components.registry import deciding, head, rail, risk_view, rule_rows

__all__ = ["deciding", "head", "rail", "risk_view", "rule_rows"]
