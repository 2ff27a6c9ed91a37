"""Page components: head, risk view, the deciding card, rule rows, rail, duties, rulers, and those of plans."""

from dashboard.ui.components.registry import (
    basis,
    deciding,
    duty_rows,
    head,
    listing,
    people_rows,
    person,
    rail,
    reading,
    risk_view,
    rule_rows,
    rulers,
)

__all__ = [
    "basis",
    "deciding",
    "duty_rows",
    "head",
    "listing",
    "people_rows",
    "person",
    "rail",
    "reading",
    "risk_view",
    "rule_rows",
    "rulers",
]
